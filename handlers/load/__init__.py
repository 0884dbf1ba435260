"""Taking in people, units and the files of the catalogue, and naming every fault of them at
once.

`load.load_people` writes, `check` and the `..._faults` only look.
"""
