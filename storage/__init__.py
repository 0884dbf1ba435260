"""SQLModel rows and named queries; the only floor that knows SQL, besides the catalogue's files.

Rooms, from the top: `tasks`; `messages`; `reports`; `people`; `catalogue`; below them
`database`. `migrations` are Alembic's and import neither SQLModel nor this code.
"""
