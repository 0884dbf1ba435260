"""A figure of another size than in the period before is asked about, a trifle is not."""

from decimal import Decimal

import pytest

from domain.report.compare import of_another_size


@pytest.mark.parametrize(
    ("now", "before", "asked"),
    [
        ("12000", "12", True),  # 12.000 for 12: a slipped thousands mark
        ("17.465", "17465", True),  # million for thousand million
        ("41", "402", False),
        ("40", "402", True),  # a lost digit
        ("0", "402", True),
        ("376", "402", False),
        ("900", "402", False),  # more than double: a note, not a question
        ("14", "1", False),  # ten times, but by a trifle
        ("120", "12", True),
        ("500", "0", False),  # something may have arisen
        ("-5", "0", False),
    ],
)
def test_of_another_size(now: str, before: str, *, asked: bool) -> None:
    assert of_another_size(Decimal(now), Decimal(before)) is asked
