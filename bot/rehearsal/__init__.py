"""The bot without a network: the chat in a terminal, the demo, a played script, a whole quarter."""
