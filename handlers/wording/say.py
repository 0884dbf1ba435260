"""Words for codes: the one door to the message texts of `catalogue/texts/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from storage.catalogue.folders import CATALOGUE
from storage.catalogue.texts import load_texts

_BEFORE_PERCENT = re.compile(r"(?<=[0-9]) %")


@cache
def texts() -> Mapping[str, str]:
    """All texts by id, read once."""
    return load_texts(CATALOGUE / "texts" / "vi.toml")


def say(text_id: str, **fields: object) -> str:
    """The text with its fields filled; KeyError on an unknown id or a field left out.

    Numbers and dates are formatted by `domain.report.shown` and `domain.dates.moments` beforehand.
    A rate is never torn from its sign: "98,3 %" has a space that does not break.
    """
    return _BEFORE_PERCENT.sub("\u00a0%", texts()[text_id].format(**fields))
