"""Units, officials with their addresses, leave, invitations, remembered choices."""
