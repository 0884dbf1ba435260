"""One report of one unit: its parts, its sheet of figures, its name and its deadline in words.

`sheet.open_sheet` reads a report once for everybody who shows it.
"""
