"""What is asked about a filled annex, by name."""

from __future__ import annotations

SHOWN = "annex.write"
"""Whether what a file would write is written."""

WHICH = "annex.which"
"""Of which report a file is."""
