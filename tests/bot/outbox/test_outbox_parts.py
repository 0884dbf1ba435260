"""What a network gets of a message, part by part, the same each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.fit import units
from bot.channels.port import Limits
from bot.outbox.parts import marked, parts_of
from charts.series import BarGroup, Given, Head, Progress
from domain.talk.messages import Attachment, Choice, Reply
from handlers.wording.say import say
from reports.drawing import undrawn
from tests.bot.outbox.test_outbox_decide import message

PHONE = Limits(text=200, caption=80, buttons=True, image_bytes=1000, file_bytes=1000)
WORDS = Limits(text=200)
LONG = "\n\n".join(f"Mục {number}: " + "số liệu " * 8 for number in range(12))
XLSX = Attachment("phu-luc.xlsx", "application/zip", b"PK" * 100)
PNG = Attachment("tien-do.png", "image/png", b"\x89PNG" * 100)
YES_NO = (Choice("đúng", "yes"), Choice("sai", "no"))


def link(file: Attachment) -> str:
    return f"https://example.vn/f/{file.name}"


@pytest.mark.parametrize("repeats", [0, 1, 3])
def test_a_repeat_is_cut_where_it_was_cut_before_and_still_fits(repeats: int) -> None:
    first = parts_of(message(reply=Reply(LONG)), PHONE, None)
    again = message(reply=Reply(LONG), repeats=repeats)
    parts = [marked(again, part, PHONE) for part in parts_of(again, PHONE, None)]
    assert len(parts) == len(first) > 3
    for part, before in zip(parts, first, strict=True):
        assert units(part.text) <= PHONE.text
        expected = say("outbox.repeat", text=before.text) if repeats else before.text
        assert part.text == expected


def test_every_part_is_a_message_that_fits() -> None:
    reply = Reply(LONG, YES_NO, (XLSX, PNG))
    parts = parts_of(message(reply=reply), PHONE, None)
    assert all(units(part.text) <= PHONE.text for part in parts)
    assert [file.name for part in parts for file in part.files] == [XLSX.name, PNG.name]
    assert parts[-1].choices == YES_NO


def test_in_words_alone_there_are_no_buttons_no_files_and_no_hint() -> None:
    reply = Reply("Đúng không?", YES_NO, (XLSX,), "14 14")
    (part,) = parts_of(message(reply=reply, plain=True), PHONE, link)
    assert (part.choices, part.files, part.hint) == ((), (), "")
    assert "đúng · sai" in part.text
    assert link(XLSX) in part.text


def test_a_file_that_no_link_can_replace_is_named() -> None:
    (part,) = parts_of(message(reply=Reply("Đây ạ", files=(XLSX,))), WORDS, None)
    assert part.files == ()
    assert part.text == "Đây ạ\n\n" + say("outbox.no_files", names=XLSX.name)


def test_a_file_alone_is_marked_where_it_has_a_caption() -> None:
    again = message(reply=Reply("", files=(XLSX,)), repeats=1)
    (part,) = parts_of(again, PHONE, None)
    assert marked(again, part, PHONE).text == say("outbox.repeat_file")
    assert marked(again, part, replace(PHONE, caption=0)).text == ""


def test_what_says_nothing_has_no_part() -> None:
    assert parts_of(message(reply=Reply("  ")), PHONE, None) == ()


CHART = undrawn(
    "tien-do.png", Progress(Head("Tiến độ"), (BarGroup("Theo mục", (Given("I. Chỉ đạo", 1, 2),)),))
)
IN_WORDS = "Tiến độ\nTheo mục:\nI. Chỉ đạo: 1/2"


def test_where_no_picture_can_go_a_chart_goes_in_words() -> None:
    drawn = replace(CHART, content=b"\x89PNG")
    (part,) = parts_of(message(reply=Reply("Đây ạ", files=(drawn, XLSX))), WORDS, None)
    assert part == Reply(f"Đây ạ\n\n{IN_WORDS}\n\n" + say("outbox.no_files", names=XLSX.name))


def test_a_chart_whose_words_stand_in_the_text_says_nothing_twice() -> None:
    drawn = replace(CHART, content=b"\x89PNG")
    (part,) = parts_of(message(reply=Reply(f"{IN_WORDS}\n", files=(drawn,))), WORDS, None)
    assert part == Reply(f"{IN_WORDS}\n")


def test_a_chart_that_could_not_be_drawn_is_said_in_words() -> None:
    (part,) = parts_of(message(reply=Reply("Đây", files=(CHART,))), PHONE, link)
    assert part.files == ()
    assert IN_WORDS in part.text
    (part,) = parts_of(message(reply=Reply("Đây", files=(CHART,))), replace(PHONE, text=999), link)
    assert part.text.endswith(say("outbox.not_drawn", names=CHART.name))


def test_a_picture_of_another_version_is_named() -> None:
    old = replace(CHART, content=b"\x89PNG", drawing={**(CHART.drawing or {}), "v": 0})
    (part,) = parts_of(message(reply=Reply("Đây ạ", files=(old,))), WORDS, None)
    assert part == Reply("Đây ạ\n\n" + say("outbox.no_files", names=old.name))
