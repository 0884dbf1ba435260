"""What counts as a yes, as a no, and as a reason, in folded words."""

from __future__ import annotations

YES_WORDS = frozenset(
    [
        "dung",
        "dung roi",
        "dung vay",
        "dung the",
        "phai",
        "phai roi",
        "vang",
        "da",
        "u",
        "uh",
        "um",
        "ok",
        "oke",
        "okay",
        "yes",
        "y",
        "co",
        "dong y",
        "chinh xac",
        "chuan",
        "dung a",
        "vang a",
        "da dung",
        "chuan roi",
    ]
)


NO_WORDS = frozenset(
    [
        "sai",
        "sai roi",
        "khong phai",
        "khong dung",
        "khong",
        "ko",
        "no",
        "chua dung",
        "nham",
        "nham roi",
        "ko phai",
        "ko dung",
    ]
)


SHORTEST_REASON = 3
