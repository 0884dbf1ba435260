"""A step of a reminder is read and printed in one place, and comes back as it went."""

from __future__ import annotations

import pytest

from domain.dates.owed import StepKind, StepName, due_step, of_report, of_task, parse_step

WORDS = {
    "T-10": due_step(-10),
    "T-0": due_step(0),
    "T+4": due_step(4),
    "2024-09-15 T-2": due_step(-2, "2024-09-15"),
    "H-1": StepName(StepKind.HOURS, 1),
    "R2+4": StepName(StepKind.RETURNED, 4, "2"),
    "done 2024-09-15T08:00:00+07:00": StepName(StepKind.DONE, of="2024-09-15T08:00:00+07:00"),
    "assigned re:telegram:7": StepName(StepKind.ASSIGNED, of="re:telegram:7"),
    "moved vn/hung-yen": StepName(StepKind.MOVED, of="vn/hung-yen"),
    "snooze 2024-09-15T15:00:00 now": StepName(StepKind.SNOOZE, of="2024-09-15T15:00:00 now"),
}


@pytest.mark.parametrize("word", WORDS)
def test_a_step_is_the_same_after_it_was_kept(word: str) -> None:
    assert parse_step(word) == WORDS[word]
    assert str(WORDS[word]) == word


@pytest.mark.parametrize("word", ["", "T", "T+0", "T-03", "5 ngày", "done", "due 3", "returned 1"])
def test_what_is_no_step_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="not a step"):
        parse_step(word)


def test_only_the_last_words_before_the_due_moment_come_beside_the_digest() -> None:
    assert [word for word, step in WORDS.items() if step.last_call] == ["T-0", "H-1"]
    assert [word for word, step in WORDS.items() if step.asked_for] == [
        "snooze 2024-09-15T15:00:00 now"
    ]


def test_a_subject_is_called_as_the_audit_knows_it() -> None:
    assert (str(of_report(12)), str(of_task(3))) == ("obligation:12", "task:3")
