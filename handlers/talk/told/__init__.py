"""What is told of figures beside the figures themselves: what is counted, that some are added, that
the last digits were wrong, what stays open, what is in the way.

A form of the table of intents comes in at the function of its file; nothing here writes without the
question that `handlers.figures` asks.
"""
