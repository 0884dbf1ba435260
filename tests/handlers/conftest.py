"""What holds for all tests of the handlers: a sentence is compared with the examples once.

The same sentences are said again in every state and by everybody, and what they are like depends on
the words, the role and the situation alone: to compare them again took a tenth of these tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from domain.people.people import Role
from domain.talk.said import Situation
from handlers.talk import understand


@pytest.fixture(scope="session", autouse=True)
def a_sentence_is_compared_once() -> Iterator[None]:
    """As long as the tests run, `ranking` finds what it has compared before."""
    compare = understand._scores

    @cache
    def compared(words: tuple[str, ...], role: Role, situation: Situation) -> dict[str, float]:
        return compare(words, role, situation)

    def scores(words: Sequence[str], role: Role, situation: Situation) -> dict[str, float]:
        return dict(compared(tuple(words), role, situation))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(understand, "_scores", scores)
        yield
