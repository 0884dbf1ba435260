"""The conversation: which room a message is for.

`router.route` is the way in for whoever is known; commands, polite words, practice, help and health
are here. May use every other room, and is used by `entrance` alone.
"""
