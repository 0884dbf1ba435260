"""A filled annex that comes as a file: read, compared, previewed, written on one word; or only
checked.

`sent` is the way in from the chat, `verify` from the command line too.
"""
