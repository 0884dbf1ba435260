"""The clock: a short table of jobs and when they run. What is due stands in rows, never here."""
