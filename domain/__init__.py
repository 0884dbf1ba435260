"""Pure rules of the work: standard library only, no input or output, no clock, no prose.

Rooms, from the top: `talk`; `reading`; `report` and `tasks`; `dates` and `people`; below them
`words`, how Vietnamese is folded. Whatever comes in is passed in, `now` too; what goes out is a
value.
"""
