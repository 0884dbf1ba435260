"""The clock: one table of jobs and when they run. Due work is rows; a tick finds and does it."""
