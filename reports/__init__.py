"""Figures -> docx, xlsx, pdf, ics; and files of people -> cells. No database, no conversation.

Rooms: `word` and `workbook` write, `incoming` reads; the flat modules say what stands in a
report. `drawing` makes a file, a chart too, into plain data, and plain data into its bytes.
"""
