"""An assigning letter or a conclusion notice, pasted or forwarded as it was written: its items
become tasks, shown first, corrected by number, and given with one word.

One comes in at `propose`; what becomes of the tasks is the matter of the room of tasks.
"""
