"""All units at once is one meaning, however it is typed and in whatever command."""

from __future__ import annotations

import pytest

from handlers.names.everybody import (
    means_everybody,
    means_own_unit,
    means_who_is_late,
    means_who_owes,
)
from storage.database.database import Database
from tests.support.district import District

ALL = (
    "tất cả",
    "tat ca cac xa",
    "các xã",
    "cả huyện",
    "toàn huyện",
    "toàn tỉnh",
    "toàn bộ",
    "hết",
    "các xã, phường",
    "UBND các xã",
    "các đơn vị",
    "tất cả các xã nhé",
)


@pytest.mark.parametrize("words", ALL)
def test_all_units_are_meant(words: str) -> None:
    assert means_everybody(words)


@pytest.mark.parametrize(
    "words",
    ["", "xã", "huyện", "các", "cả", "xã Bắc Sơn", "huyện Ân Thi", "còn ai", "xã Các Sơn"],
)
def test_one_unit_or_half_a_word_is_not_all(words: str) -> None:
    assert not means_everybody(words)


def test_the_own_unit_is_meant_by_itself_and_by_all() -> None:
    assert all(map(means_own_unit, ("cả xã", "đơn vị", "xã mình", "cả đơn vị", "tất cả")))
    assert not any(map(means_own_unit, ("xã Bắc Sơn", "", "lan")))


@pytest.mark.parametrize("words", ALL)
@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("/status {}", "Đã đủ 0/3 đơn vị"),
        ("nhắc {}", "Đã nhắc xã Bắc Sơn"),
        ("giao {}: rà soát thủ tục hành chính, hạn 10/9", "xã Đa Lộc"),
    ],
)
def test_every_order_understands_all(
    memory_database: Database, order: str, told: str, words: str
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    assert told in desk.say("quynh", order.format(words))


@pytest.mark.parametrize(
    "words",
    [
        "những người chưa nộp",
        "nhung nguoi chua nop di",
        "hết mấy đứa chưa gửi số nhé",
        "ai còn nợ báo cáo",
        "xa nao con thieu",
        "đơn vị nào chưa đủ số liệu ạ",
    ],
)
def test_who_owes_is_meant_without_a_name(words: str) -> None:
    assert means_who_owes(words)
    assert not means_everybody(words)


@pytest.mark.parametrize(
    "words",
    [
        "tất cả",
        "chị Lan chưa nộp",
        "những người",
        "chưa nộp",
        "những người đã nộp",
        "xã đúng hạn",
        "",
    ],
)
def test_a_name_or_something_else_is_not_who_owes(words: str) -> None:
    assert not means_who_owes(words)


@pytest.mark.parametrize("words", ["đơn vị chậm", "xa nao tre han", "may dua cham nop giúp chị"])
def test_whoever_is_late_is_no_more_than_that(words: str) -> None:
    assert means_who_is_late(words)
    assert not means_who_owes(words)
