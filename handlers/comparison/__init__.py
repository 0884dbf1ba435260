"""What a superior wants to see side by side: one figure of every unit, over the periods too, and
how reports came in time. `compare` and `on_time` are the ways in; where units stand is `desk`'s."""
