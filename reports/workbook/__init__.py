"""Workbooks: the annex, the roll-up, the table for assigning tasks; the same bytes every time."""
