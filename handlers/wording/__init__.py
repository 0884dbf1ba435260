"""How what was decided is put into words: texts by id, moments, findings, readings, refusals.

`say.say` is the one way to a sentence of the catalogue.
"""
