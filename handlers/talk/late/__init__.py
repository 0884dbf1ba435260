"""The doors to rooms that few messages enter: each is loaded when it is first entered.

`of_files` is the one to the rooms that read files. Nothing else of `handlers` imports late.
"""
