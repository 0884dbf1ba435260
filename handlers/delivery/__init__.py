"""What leaves the house: queued messages, failed addresses, the other way to a person, the
watchdog.

`outgoing.send_to` is how every room tells somebody something.
"""
