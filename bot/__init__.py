"""The rim: settings, wiring, and every way in and out.

Rooms, from the top: `cli`; `service`; `rehearsal`; `web`; `outbox`; `channels`; `inbox`. Only
here a clock is read, a network touched, an environment looked at. `python -m bot` is the way in.
"""
