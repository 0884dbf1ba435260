"""What looks after an installation: backup and restore, moving, looking over, letting go.
`commands` is the table of them."""
