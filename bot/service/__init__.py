"""Everything in one process: `run` puts it together, `service` starts and stops it."""
