"""People look at the desk while figures come in: nobody is turned away, every message is answered.
How long it takes, `make soak` measures."""

from __future__ import annotations

import pytest

from tests.soak import desk

pytestmark = pytest.mark.slow


def test_pages_are_shown_and_messages_answered_at_the_same_time() -> None:
    report = desk.run(people=6, units=3, seconds=3, thinks=0.5)
    assert len(report.pages) >= report.people
    assert report.refused == []
    assert report.unanswered == 0
    assert len(report.answers) > 3
