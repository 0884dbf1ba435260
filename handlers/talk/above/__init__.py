"""What whoever has assigned or granted something says of it afterwards, and what those above ask: a
correction is shown and asked about, a question gets what was looked up and does nothing.

A form of the table of intents comes in at the function of its file.
"""
