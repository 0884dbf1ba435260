"""What heads and the office of a unit do with the reports of their colleagues.

`figures` answers for the whole report, `remind` rings who still owes.
"""
