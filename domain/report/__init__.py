"""A report: its form, its figures and their four states, cross-checks, rates, comparison, roll-
up.
"""
