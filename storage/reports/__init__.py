"""Rounds and what units owe in them, figures with their history, reasons kept, more time,
reminders.
"""
