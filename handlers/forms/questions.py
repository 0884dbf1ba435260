"""What is asked about what an administrator sends to be loaded, by name."""

from __future__ import annotations

LOAD_FORM = "form.load"
"""Whether the form that was made of a workbook is loaded."""

LOAD_WORDS = "template.load"
"""Whether a report text of a Word file is loaded."""
