"""Reading an answer against a block: numbers as people type them, by place, code or label.

`answers` is the way in for a whole message, `numbers` for one figure. Nothing is guessed: what
has two readings comes back as doubtful.
"""
