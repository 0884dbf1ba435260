"""The database itself: engine and transactions, rows, exact types, states, schema, audit.

`database.open_database` is the way in; a `Session` is handed to every query.
"""
