"""A superior's workbook becomes a form: what was read of it, what has to be looked at, the files.

`proposed` is the way in from the command line, `sent` from the chat; `words_sent` takes a report
text in a Word file. What was shown waits for one word that loads it.
"""
