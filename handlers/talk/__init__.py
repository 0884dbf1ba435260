"""The conversation: which room a message is for.

`router.respond` is the one way in; commands, greetings, groups, practice, help and health are
here. May use every other room, and is used by none.
"""
