"""The doors to rooms that few messages enter, or none before the first sentence.

A program that is started for one line would read these rooms longer than it answers: each is loaded
when it is first entered. `of_files` is the door to those that read files, `of_looks` to what is
only looked at; the door to those that understand sentences is `handlers.entrance.doors`. Nothing
else of `handlers` imports late, and a bot for which people wait loads them all when it starts
(`handlers.entrance.rooms`).
"""
