"""Who is there: invitations, leave, hand-over, and who cannot be reached."""
