"""What the pages tell of the code is so: paths, tables, permissions, settings, commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.cli.app import app
from bot.run_settings import Settings
from bot.settings import ELSEWHERE, PREFIX
from domain.people.people import Role
from domain.people.permissions import ALLOWED, Relation
from reports.incoming import read_form, read_people
from reports.incoming.sheets import plain
from storage.database.tables import METADATA
from tests.docs.pages import PAGES, ROOT

FLOORS = "bot|scheduler|handlers|storage|charts|reports|domain|catalogue|tests|docs|benchmarks"
_PATH = re.compile(rf"`((?:{FLOORS}|requirements)/[\w./-]*)`")
_WORKPLACE = re.compile(r"/(?:work|tmp|root|home/\w)/|issue #|\bF\d+\b", re.I)


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    named = set(_PATH.findall(page.read_text("utf-8")))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_place_of_its_makers(page: Path) -> None:
    assert _WORKPLACE.findall(page.read_text("utf-8")) == []


def test_the_architecture_names_every_table() -> None:
    _, _, tables = text_of("docs/architecture.md").partition("## Tables")
    rows = [line.split("|")[1] for line in tables.splitlines() if line.startswith("| `")]
    named = [name for cell in rows for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(METADATA.tables)


def test_the_permissions_are_those_of_the_table() -> None:
    def column(action: object, relation: Relation) -> str:
        roles = [f"`{role}`" for role in Role if (role, relation) in ALLOWED[action]]  # type: ignore[index]
        return ", ".join(roles) or "–"

    wanted = [
        f"| `{action}` | {column(action, Relation.OWN)} | {column(action, Relation.BELOW)} |"
        for action in ALLOWED
    ]
    _, _, after = text_of("docs/security.md").partition("## Who sees what")
    section, _, _ = after.partition("## ")
    assert [line for line in section.splitlines() if line.startswith("| `")] == wanted


@pytest.mark.parametrize(
    ("page", "sheets"),
    [
        ("docs/huong-dan-van-hanh.md", {k: c for k, (_, c) in read_people.SHEETS.items()}),
        (
            "docs/add-a-form.md",
            {"bieu": read_form.HEAD} | {k: c for k, (_, c) in read_form.SHEETS.items()},
        ),
    ],
)
def test_the_columns_of_a_workbook_are_those_that_are_read(
    page: str, sheets: Mapping[str, Mapping[str, str]]
) -> None:
    told = {
        plain(cells[1]): {plain(column) for column in cells[2].split(",")}
        for line in text_of(page).splitlines()
        if len(cells := line.split("|")) == 4 and plain(cells[1]) in sheets
    }
    read = {sheet: {plain(column) for column in columns} for sheet, columns in sheets.items()}
    assert told == read


def test_the_readme_names_every_command() -> None:
    readme = text_of("README.md")
    assert {
        name for name in app.commands if not re.search(rf"`(nhacviec )?{name}\b", readme)
    } == set()


def test_every_setting_that_a_page_names_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.names()} | ELSEWHERE
    followed = ROOT / "docs" / "add-a-channel.md"  # adds one, in its own test
    pages = [page for page in PAGES if page != followed]
    named = {
        name for page in pages for name in re.findall(rf"{PREFIX}\w+", page.read_text("utf-8"))
    }
    assert named - known == set()
