"""Texts and files within what each network carries (F104, F105)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.fit import fit, in_words, split, units
from bot.channels.port import ChannelError, ErrorKind, Limits
from domain.talk.messages import Attachment, Choice, Reply

ROOMY = Limits(text=100, caption=20, buttons=True, image_bytes=10, file_bytes=20)
POOR = Limits(text=200)
DOCX_ONLY = Limits(text=200, file_bytes=20, file_types=frozenset({"docx", "pdf"}))

PNG = Attachment("tien-do.png", "image/png", b"12345")
XLSX = Attachment("Phụ lục.xlsx", "application/vnd.ms-excel", b"1234567890")
DOCX = Attachment("bao-cao.DOCX", "application/msword", b"1234567890")
KEEP = (Choice("Đúng", "ok"), Choice("Sửa", "fix"))


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, ()),
        (" \n ", 10, ()),
        ("vừa khít 10", 11, ("vừa khít 10",)),
        # Blocks first, even where more lines would fit into the part.
        (
            "một hai\nba\n\nbốn năm sáu\nbảy",
            25,
            ("một hai\nba\n(1/2)", "bốn năm sáu\nbảy\n(2/2)"),
        ),
        # A block too long is cut between its lines, and the rest goes on with the next block.
        ("aaaa\nbbbb\ncccc\n\ndd", 15, ("aaaa\nbbbb\n(1/2)", "cccc\n\ndd\n(2/2)")),
        # A line too long between its words, a word too long anywhere.
        ("aaaa bbbb cccc dd", 15, ("aaaa bbbb\n(1/2)", "cccc dd\n(2/2)")),
        ("abcdefghijkl", 10, ("abcd\n(1/3)", "efgh\n(2/3)", "ijkl\n(3/3)")),
        # An emoji counts twice and is never halved.
        ("😀😀😀😀😀", 9, ("😀\n(1/5)", "😀\n(2/5)", "😀\n(3/5)", "😀\n(4/5)", "😀\n(5/5)")),
    ],
)
def test_a_text_is_split_at_the_best_border(text, limit, parts):
    assert split(text, limit) == parts


def test_a_letter_keeps_its_marks():
    decomposed = "e\u0302\u0323" * 4  # ệ in three signs
    for part in split(decomposed, 10):
        assert part[0] == "e"


def test_more_than_nine_parts_leave_room_for_their_numbers():
    parts = split("\n\n".join(f"khối {n}" for n in range(120)), 20)
    assert len(parts) > 99
    assert parts[9].endswith(f"\n(10/{len(parts)})")
    assert max(map(units, parts)) <= 20


@given(st.text(alphabet="aăâ 😀ê\u0323\n", max_size=300), st.integers(20, 60))
def test_nothing_is_lost_and_nothing_is_too_long(text, limit):
    parts = split(text, limit)
    assert all(units(part) <= limit and part.strip() for part in parts)
    if len(parts) > 1:
        parts = tuple(part.rpartition("\n(")[0] for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_units_are_those_of_utf_16():
    for text in ("", "Tiếng Việt", "😀a", "\U0001f1fb\U0001f1f3"):
        assert units(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("reply", "limits", "messages"),
    [
        (Reply(""), ROOMY, ()),
        (Reply("xong"), ROOMY, (Reply("xong"),)),
        (Reply("Đúng không?", KEEP), ROOMY, (Reply("Đúng không?", KEEP),)),
        # A short text becomes the caption of one file.
        (Reply("Đây ạ", files=(PNG,)), ROOMY, (Reply("Đây ạ", files=(PNG,)),)),
        (
            Reply("Đây ạ", files=(PNG, XLSX)),
            ROOMY,
            (Reply("Đây ạ", files=(PNG,)), Reply("", files=(XLSX,))),
        ),
        # A longer one comes before the files, but after them when it carries buttons.
        (Reply("x" * 21, files=(PNG,)), ROOMY, (Reply("x" * 21), Reply("", files=(PNG,)))),
        (
            Reply("x" * 21, KEEP, (PNG,)),
            ROOMY,
            (Reply("", files=(PNG,)), Reply("x" * 21, KEEP)),
        ),
        (
            Reply("Đúng?", KEEP, (PNG, XLSX)),
            ROOMY,
            (Reply("", files=(PNG,)), Reply("", files=(XLSX,)), Reply("Đúng?", KEEP)),
        ),
        (Reply("", files=(PNG,)), ROOMY, (Reply("", files=(PNG,)),)),
        # Buttons and hint stand on the last part of a long text.
        (
            Reply("a" * 60 + "\n\n" + "b" * 60, KEEP, hint="14 14"),
            ROOMY,
            (Reply("a" * 60 + "\n(1/2)"), Reply("b" * 60 + "\n(2/2)", KEEP, hint="14 14")),
        ),
    ],
)
def test_a_reply_becomes_messages(reply, limits, messages):
    assert fit(reply, limits) == messages


def test_without_buttons_choices_are_words_to_type():
    (message,) = fit(Reply("Đúng không?", KEEP), POOR)
    assert message.choices == ()
    assert message.text.startswith("Đúng không?\n\n")
    assert message.text.endswith("Đúng · Sửa")
    assert in_words("", KEEP) == message.text.partition("\n\n")[2]


@pytest.mark.parametrize(
    ("file", "limits"),
    [
        (XLSX, DOCX_ONLY),  # not among the types
        (PNG, POOR),  # no pictures, no files
        (Attachment("a.docx", "application/msword", b"x" * 21), DOCX_ONLY),  # too big
    ],
)
def test_a_file_that_is_not_carried_becomes_a_link(file, limits):
    reply = Reply("Đây ạ", files=(file,))
    assert fit(reply, limits, lambda f: f"https://bot/{len(f.content)}") == (
        Reply(f"Đây ạ\n\n{file.name}\nhttps://bot/{len(file.content)}"),
    )
    with pytest.raises(ChannelError) as refused:
        fit(reply, limits)
    assert refused.value.kind is ErrorKind.REFUSED


def test_a_big_picture_goes_as_a_file_and_endings_are_read_in_any_case():
    big = Attachment("to.png", "image/png", b"x" * 15)
    assert fit(Reply("", files=(big,)), ROOMY) == (Reply("", files=(big,)),)
    assert fit(Reply("", files=(DOCX,)), DOCX_ONLY) == (Reply("", files=(DOCX,)),)
