"""What a head of office or a chairman says around the report of the own unit: what they ask, whom
they have reminded, and what they say of a report that nobody has put before them.

A form of the table of intents comes in at the function of its file. Nothing here writes a figure.
"""
