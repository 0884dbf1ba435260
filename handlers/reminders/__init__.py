"""Due moments: rounds are planned, reminders sent, put off and listed.

The clock comes in at `plan_rounds` and `send`; people at `agenda` (`/lich`) and `snooze`.
"""
