"""The bundled samples, each played once in a run, however many tests look at what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import pytest

from tests.bot.rehearsal.played import Played, played

Rehearse = Callable[[str], Played]


@pytest.fixture(scope="session")
def rehearse(tmp_path_factory: pytest.TempPathFactory) -> Rehearse:
    """What a bundled sample leaves when it is played whole."""
    return cache(partial(played, factory=tmp_path_factory))
