"""What a report and a task have in common, being owed: who holds a role today, more time, a nudge,
a reason, a later reminder.

Each takes the subject (`domain.dates.owed`) or its moments and knows neither reports nor tasks:
the rooms above say in their own words what came of it.
"""
