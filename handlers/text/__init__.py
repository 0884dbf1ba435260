"""Headings and registers by chat: written, added to, edited, ended, shown.

`write.take_named` takes a message that names its heading, `write.take_awaited` one that follows
the question for a heading, `rows_file.take_rows` a file with the rows of a register;
`edit.edit_text` is the edit of such a message. What is written is a figure with words
(`domain.report.figures`): who owes it, what is missing, undoing and the history are those of
figures.
"""
