"""What `dataclasses` writes for a class is compiled once, and kept for the next start.

The methods of a dataclass are text that is compiled whenever its module is read: nearly half of the
time that the program's own modules take, though the text hardly ever changes. What is not known yet
is compiled as ever, and known at the next start.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from types import CodeType
from typing import Any

from storage.catalogue.kept import keep, what_is_kept

NAME = "methods"
MOST = 6000  # texts: those of other versions of the program go when there are more


@contextmanager
def compiled_once() -> Iterator[None]:
    """Whatever is imported meanwhile has the methods of its dataclasses from what is kept."""
    known: dict[bytes, CodeType] = what_is_kept(NAME) or {}
    new: dict[bytes, CodeType] = {}

    def execute(text: str, names: dict[str, Any], made: Mapping[str, object]) -> None:
        key = sha256(text.encode()).digest()
        code = known.get(key) or new.get(key)  # two classes may have the same fields
        if code is None:
            code = new[key] = compile(text, "<string>", "exec", dont_inherit=True)
        exec(code, names, made)

    dataclasses.exec = execute  # type: ignore[attr-defined]  # stands before the built-in one
    try:
        yield
    finally:
        del dataclasses.exec  # type: ignore[attr-defined]
        if new:
            before = what_is_kept(NAME) or {}
            keep(NAME, new if len(before) > MOST else before | new)
