"""Assigned tasks: assigning, answering, verdicts, evidence, reminders, lists.

`answer` takes words and taps about tasks, `assign` and `assign_many` make them; the clock comes
in at `reminders`.
"""
