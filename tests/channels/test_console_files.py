"""`/tep PATH` in the terminal: a file as it would come over a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.console import PREFIX, NoSuchFile, lines_of, sent_in
from domain.talk.messages import Attachment, Reply


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The folder into which the bot gives out files."""
    (tmp_path / "phu luc.csv").write_bytes(b"section,code,value\n")
    (tmp_path / "phu-luc.xlsm").write_bytes(b"PK")
    return tmp_path


def test_a_file_is_found_as_it_is_named_and_among_those_given_out(files: Path) -> None:
    for name in ("phu luc.csv", '"phu luc.csv"', str(files / "phu luc.csv")):
        words, file, unread = sent_in(f"/tep {name}\nkiểm tra", files)
        assert file is not None
        assert (file.name, file.media, file.content) == (
            "phu luc.csv",
            "text/csv",
            b"section,code,value\n",
        )
        assert (words, unread) == ("kiểm tra", "")


def test_other_words_are_no_file(files: Path) -> None:
    for text in ("14 14 0 0", "/tep", "tep phu luc.csv", "/tepx a"):
        assert sent_in(text, files) == (text, None, "")


def test_what_cannot_be_used_is_not_read(files: Path) -> None:
    assert sent_in("/tệp phu-luc.xlsm", files) == ("", None, "strange_file")


def test_a_file_given_out_stays_in_its_folder(files: Path) -> None:
    """Its name may be one that somebody else has thought up: evidence of a task."""
    reply = Reply("Tệp kèm", (), (Attachment("../../ngoai.txt", "text/plain", b"x"),))
    *_, line = lines_of(reply, files / "chat")
    assert line == f"{PREFIX}{files / 'chat' / 'ngoai.txt'}"
    assert not (files.parent / "ngoai.txt").exists()


def test_a_missing_file_is_named(files: Path) -> None:
    with pytest.raises(NoSuchFile, match="khong-co"):
        sent_in("/tep khong-co.xlsx", files)
