"""What looks odd is answered by a tap or by a few words: the reason stands in the report (F52)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.report.figures import Figure, State
from domain.talk.messages import Reply
from handlers.report.sheet import open_sheet
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database
from storage.database.states import ObligationState
from storage.reports.figures import write_figures
from storage.reports.overrides import Override
from storage.reports.rounds import (
    Obligation,
    obligation,
    obligation_of,
    open_obligation,
    open_round,
    set_obligation_state,
)
from tests.support.task_desk import BAC_SON, Desk

ODD = "III.3.1.1 = 376; III.3.1.2 = 157; III.3.2.1 = 400; III.3.2.2 = 400"
BEFORE = {"III.3.1.1": 402, "III.3.1.2": 400, "III.3.2.1": 0, "III.3.2.2": 0}
TAP = "giữ: theo hồ sơ gốc"


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """The half year was reported, and Lan has been asked for the first block of the quarter."""
    desk = Desk(memory_database, now=parse_at("2024-09-05 08:00"))
    closes = date(2024, 6, 14)
    with desk.database.work() as session:
        round_id = open_round(
            session,
            regime_id="par",
            form_id="par-quarter",
            form_version="2024",
            period_code="2024-H1",
            starts=date(2023, 12, 15),
            closes=closes,
            due_at=at_local(closes, END_OF_DAY),
            last_working_day=closes,
        )
        half = open_obligation(session, round_id, BAC_SON)
        given = [Figure(code, State.VALUE, Decimal(number)) for code, number in BEFORE.items()]
        write_figures(session, half, given, "lan", "test:1", desk.now)
        seen = obligation(session, half)
        assert seen is not None
        set_obligation_state(session, seen, ObligationState.SUBMITTED, "quynh", desk.now)
    desk.move("2024-09-06 08:00")
    desk.mail("lan")
    return desk


def report(desk: Desk) -> Obligation:
    with desk.database.read() as session:
        found = obligation_of(session, BAC_SON, "par", "2024-Q3")
    assert found is not None
    return found


def tap(desk: Desk, reply: Reply, words: str = TAP) -> Reply:
    choice = next(choice for choice in reply.choices if choice.words == words)
    return desk.answer("lan", choice.words, choice=choice.data)


def reasons(desk: Desk) -> tuple[Override, ...]:
    with desk.database.read() as session:
        return open_sheet(Work(session, desk.catalogue, desk.now), report(desk)).overrides


def odd(desk: Desk) -> set[str]:
    """The figures that the report still calls odd."""
    with desk.database.read() as session:
        sheet = open_sheet(Work(session, desk.catalogue, desk.now), report(desk))
        return {code for each in sheet.open_findings for code in each.codes}


def test_a_tap_gives_the_reason_and_what_was_asked_goes_on_waiting(desk: Desk) -> None:
    noted = desk.answer("lan", ODD)
    assert "Lưu ý: So với kỳ trước" in noted.text
    assert [choice.words for choice in noted.choices][:3] == [
        "giữ: đúng thực tế",
        TAP,
        "giữ: đang chờ xác minh",
    ]
    assert {"III.3.2.1", "III.3.2.2"} <= odd(desk)
    kept = tap(desk, noted)
    assert kept.text.startswith("Đã giữ số liệu, lý do: theo hồ sơ gốc.")
    assert "đang chờ mục I.1 (6 số)" in kept.text
    (reason,) = reasons(desk)
    assert (reason.reason, reason.official_id) == ("theo hồ sơ gốc", "lan")
    assert not {"III.3.2.1", "III.3.2.2"} & odd(desk)
    assert desk.say("lan", "13 7 5 1 0 0").startswith("Đã ghi 6 số")


@pytest.mark.parametrize(
    "words", ["giữ: theo hồ sơ gốc", "giữ vì mới nhập hai xã", "giu xa moi nhap"]
)
def test_where_nothing_can_be_tapped_the_words_do_the_same(desk: Desk, words: str) -> None:
    desk.say("lan", ODD)
    assert desk.say("lan", words).startswith("Đã giữ số liệu, lý do: ")
    assert len(reasons(desk)) == 1


def test_a_word_that_is_no_reason_is_asked_for_one(desk: Desk) -> None:
    desk.say("lan", ODD)
    assert desk.say("lan", "giữ") == say("answer.reason_needed")
    assert reasons(desk) == ()


def test_a_reason_is_for_what_was_shown_and_falls_with_it(desk: Desk) -> None:
    noted = desk.answer("lan", ODD)
    tap(desk, noted)
    desk.say("lan", "III.3.1.3 = 90")
    assert len(reasons(desk)) == 1  # of another figure
    desk.now += timedelta(minutes=1)
    desk.say("lan", "sửa III.3.1.2 = 300")
    assert reasons(desk) == ()
    assert tap(desk, noted).text == say("question.past")  # the figures are others by now
    assert reasons(desk) == ()


def test_a_reason_for_some_figures_is_none_for_others(desk: Desk) -> None:
    desk.say("lan", "III.3.2.1 = 400; III.3.2.2 = 400")
    desk.say("lan", "giữ vì mới nhập hai xã")
    more = desk.answer("lan", "III.3.1.1 = 376; III.3.1.2 = 157")
    assert "Lưu ý: So với kỳ trước: tỷ lệ hồ sơ giải quyết đúng hạn" in more.text
    assert "PAKN" not in more.text.partition("Tiếp theo")[0].partition("Lưu ý")[2]
    tap(desk, more)
    (reason,) = reasons(desk)
    assert reason.reason == "vì mới nhập hai xã; theo hồ sơ gốc"
    assert not {"III.3.2.1", "III.3.1"} & odd(desk)


def test_what_fits_is_followed_by_no_reasons(desk: Desk) -> None:
    assert not [each for each in desk.answer("lan", "13 7 3 1 0 0").choices if each.words == TAP]
    assert desk.say("lan", "giữ vì mới nhập hai xã") == say("answer.nothing_to_keep")


def test_an_approved_report_takes_no_reason_any_more(desk: Desk) -> None:
    noted = desk.answer("lan", ODD)
    seen = report(desk)
    with desk.database.work() as session:
        set_obligation_state(session, seen, ObligationState.SUBMITTED, "quynh", desk.now)
    assert tap(desk, noted).text == say("question.past")
    assert reasons(desk) == ()
