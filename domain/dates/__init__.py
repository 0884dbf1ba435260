"""Working days, periods, regimes and their due moments, ladders of reminders, dates as people
say them.
"""
