"""Reading `catalogue/` and what was loaded beside it; every fault is named by file and key.

`catalogue.load_catalogue` gives all of it at once.
"""
