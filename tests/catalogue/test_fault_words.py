"""What is said of a fault in a file of the catalogue names what may stand there, with an example
that is right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time

import pytest

from storage.catalogue.examples import example_of
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.texts import load_texts

SECTIONS = ("form", "people", "regime", "calendar", "toml")
NO_FAULT = {
    *("people.near", "toml.at_line", "toml.at_end", "form.not_toml"),  # around another message
    "people.some_name",  # stands in an example
    "calendar.unknown_year",  # a remark: nothing has to be written otherwise
}
SHOWS = ("ví dụ", "viết như", "{known}", "{allowed}", "{near}", "{codes}", "{right}")
_FIELD = re.compile(r"\{[a-z]+\}")
_ENTRY = re.compile(r'\b[a-z_]+ = (?:"[^"]*"|\[[^\]]*\]|\{[^}]*\}|true|false|\d[\d:-]*)')
_TEXTS = load_texts(CATALOGUE / "texts" / "vi.toml")
SOURCES = "\n".join(
    path.read_text("utf-8") for path in (CATALOGUE.parent / "storage" / "catalogue").glob("*.py")
)


def messages() -> Iterator[tuple[str, str]]:
    for text_id, words in _TEXTS.items():
        if text_id.partition(".")[0] in SECTIONS and text_id not in NO_FAULT:
            yield text_id, words


def entries() -> Iterator[tuple[str, str]]:
    for text_id, words in messages():
        plain = words.replace("{{", "{").replace("}}", "}")
        for entry in _ENTRY.findall(_FIELD.sub("x", plain)):
            yield text_id, entry


def test_every_fault_message_shows_what_may_stand_there() -> None:
    assert [id_ for id_, words in messages() if not any(sign in words for sign in SHOWS)] == []
    assert len(dict(messages())) > 90


def test_every_entry_of_an_example_can_be_read_and_its_key_is_one_that_the_files_know() -> None:
    strange = []
    for text_id, entry in entries():
        (key,) = tomllib.loads(entry)
        if f'"{key}"' not in SOURCES:
            strange.append((text_id, entry))
    assert strange == []
    assert len(list(entries())) > 60


@pytest.mark.parametrize("kind", [str, list, dict, date, bool, int, time])
@pytest.mark.parametrize("name", ["code", "codes", "due_on", "windows[1]", "reports.unit", "other"])
def test_the_example_of_a_missing_key_is_of_the_kind_that_is_asked(name: str, kind: type) -> None:
    (value,) = tomllib.loads(example_of(name, kind)).values()
    assert type(value) is kind
