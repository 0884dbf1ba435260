"""A superior's own workbook: read as a form, and given back filled.

`table` and `propose` read it, `fill` writes only values into its sheets; nothing else of the file
is touched. Formulas are read by `formulas` and worked out by `compute`.
"""
