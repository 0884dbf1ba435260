"""Where a message comes in: from somebody known, from a stranger, from a group."""
