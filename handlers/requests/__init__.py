"""A request for figures in two minutes: said or asked for, shown, sent, chased, rolled up.

One comes in at `propose` (what is said, and the answers to what is missing); `send` makes of it
what every report is, `rolled` tells at the due moment what has come, `stop` ends it.
"""
