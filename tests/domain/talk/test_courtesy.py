"""Polite words are neither figures nor orders; what is one stays one."""

from __future__ import annotations

import pytest

from domain.talk.courtesy import Courtesy
from handlers.wording.understood import read_courtesy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((t, Courtesy.NOTED) for t in ("đã nắm", "da nam", "Đã nắm ạ", "dạ đã nắm rồi ạ")),
        *(
            (t, Courtesy.NOTED)
            for t in ("đã nhận được", "rõ", "đã rõ ạ", "ok, đã nắm", "ddax nawms")
        ),
        *((t, Courtesy.THANKS) for t in ("ok", "OK 👍", "vâng", "dạ vâng ạ", "dạ", "👍", "🌹🌹")),
        *(
            (t, Courtesy.THANKS)
            for t in ("cảm ơn", "cam on", "Cám ơn em nhé", "xin cảm ơn!", "👍🏻")
        ),
        *((t, None) for t in ("năm", "nam", "5", "14 14 0 0", "chưa", "không", "kps", "")),
        *((t, None) for t in ("đã nắm 3", "ok 5", "có", "đúng", "nkt", "?", "cảm ơn 14 số", "-")),
    ],
)
def test_a_courtesy_is_told_from_everything_else(text: str, said: Courtesy | None) -> None:
    assert read_courtesy(text) is said
