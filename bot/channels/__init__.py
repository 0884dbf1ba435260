"""The networks by which people are reached; `port` is what all of them promise."""
