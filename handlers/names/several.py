"""Several names in one row: "Bắc Sơn, Đa Lộc và Phù Ủng"."""

from __future__ import annotations

import re
from functools import cache

from storage.catalogue.words import either_way, of_words


@of_words
@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"[,;&+]|\s(?:{either_way('sentence', 'together')})\s")


@of_words
@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{either_way('sentence', 'together')})\s", re.IGNORECASE)


def names_apart(said: str) -> list[str]:
    """Each name by itself, where a sign or "và", "với", "cùng" parts them."""
    return [name.strip() for name in _between().split(said) if name.strip()]


def parted_by_and(said: str) -> list[str]:
    """The same by the word alone: "Phòng Kinh tế và Hạ tầng" may be one name."""
    return [name.strip() for name in _and().split(said)]
