"""The rim: settings, wiring, command line, inbox, outbox, channels."""
