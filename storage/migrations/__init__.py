"""Alembic's steps of the schema, each by itself: they import neither SQLModel nor this code."""
