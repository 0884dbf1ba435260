"""Tasks with every deed, their files, and their numbers."""
