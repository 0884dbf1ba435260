"""The database itself: engine and transactions, rows and the tables written from them, exact types,
states, schema, audit.

`database.open_database` is the way in; a `Session` is handed to every query.
"""
