"""What people write instead of figures, as they type it: a heading by its name, rows of a register.

`text_named.read_named` reads a message that names a heading, `register.read_register` rows; how a
text grows is in `domain.report.written`.
"""
