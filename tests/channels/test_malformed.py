"""An update that is not what its network promises is ignored: no exception, no 500, no strange
message. The run in full is `python -m tests.soak malformed`."""

from __future__ import annotations

import pytest

from bot.channels.json_in import DEEPEST, read_json
from bot.channels.zalo_signature import timestamps_in
from tests.soak.malformed import NEST, Report, run


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return run(updates=1_500, seed=1)


@pytest.mark.parametrize("at", range(3), ids=("telegram", "zalo_bot", "zalo_oa"))
def test_malformed_updates_are_ignored_and_counted(reports: list[Report], at: int) -> None:
    report = reports[at]
    assert report.exceptions == {}
    assert report.unclean == {}
    assert report.strange == {}
    assert report.ignored.total() > 50
    assert report.received > 50  # what was not hit where it matters


def test_what_lies_too_deep_is_null_and_all_else_is_read() -> None:
    text = '{"a": [1, ' + NEST + ', "]"], "b": {"c": "}\\""}}'
    read = read_json(text.encode())
    assert read["b"] == {"c": '}"'}
    assert (read["a"][0], read["a"][2]) == (1, "]")
    depth, inner = 0, read["a"][1]
    while inner:
        depth, inner = depth + 1, inner[0]
    assert depth <= DEEPEST


@pytest.mark.parametrize(
    "text", ["[" * 100_000, NEST[:-1], '["' + NEST, "[" * 99_999 + '"\\"' * 3, "9" * 5_000, "", "{"]
)
def test_what_is_no_json_is_one_kind_of_error_however_deep(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_json(text)


def test_the_signed_moment_is_found_without_parsing() -> None:
    body = b'{"x": "\\"timestamp\\":\\"1\\"", "timestamp" : "1750316131602", "a": {"timestamp": 7}}'
    assert timestamps_in(body) == ("1750316131602", "7")
    assert timestamps_in(b'"timestamp":1,' * 100) == ("1",) * 8
    assert timestamps_in(b"{}") == ("",)
