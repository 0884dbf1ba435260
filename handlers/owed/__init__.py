"""What a report and a task have in common, being owed: more time, a verdict with its reason, a
nudge, a later reminder, who holds a role today, who hears of it, who was first.

`subject` says what these need to know of what is owed; the rooms above give it (`tasks.owed`,
`desk.owed`). Nothing here knows reports or tasks.
"""
