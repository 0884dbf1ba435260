"""Figures -> PNG. `series` says what is shown, `draw` draws it; nothing else knows matplotlib."""
