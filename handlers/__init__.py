"""What the bot does for one message or one due moment.

Rooms, from the top: `entrance`; `talk` and `load`; `reminders`, `office`, `pages`; `desk` and
`annex`; `people` and `figures`; `delivery` and `documents`; `tasks` and `report`; `names` and
`wording`. A message comes in at `entrance.respond`, a due moment at `reminders`. A handler
decides, writes rows and queues words within one transaction (`work.Work`); it touches no network,
no file and no clock, and knows SQL only through the named queries of `storage`. Nothing lies flat
here but what every room uses.
"""
