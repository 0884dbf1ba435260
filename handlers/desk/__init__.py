"""The superior's desk: who owes what, late lists, verdicts, more time, the roll-up.

Commands come from `talk.orders`; the morning digest from the clock. `find` and `which_unit` say
which report or unit is meant, `scope` what a person oversees.
"""
