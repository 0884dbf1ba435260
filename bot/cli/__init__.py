"""The command line: a module a command, `app` the table of them."""
