"""Orders for several units at once, asked about as one: who is meant and who is left out.

The router comes in by `excepted.excepted`; nothing that the table of intents names stands here.
"""
