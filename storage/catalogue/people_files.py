"""Units, officials, leave and earlier reports from a TOML file (or from tables read elsewhere)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from domain.people.people import Leave, Official, Post, Role
from domain.people.units import UNIT_KINDS, Succession, Unit
from domain.report.figures import Figure, State
from domain.talk.messages import Address
from domain.talk.networks import NETWORKS
from domain.words import fold
from storage.catalogue.fault import Fault
from storage.catalogue.toml_table import Faults, TomlTable, read_toml

ROLES: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    "cán bộ": Role.OFFICIAL,
    "công chức": Role.OFFICIAL,
    "phụ trách văn phòng": Role.OFFICE_HEAD,
    "chánh văn phòng": Role.OFFICE_HEAD,
    "chủ tịch": Role.CHAIRMAN,
    "phó chủ tịch": Role.CHAIRMAN,
    "chuyên viên cấp trên": Role.SUPERIOR_STAFF,
    "lãnh đạo cấp trên": Role.SUPERIOR_LEADER,
    "quản trị": Role.ADMINISTRATOR,
}
"""What may be written for a role, with or without diacritics."""

SPOKEN_ROLES = tuple(word for word in ROLES if not word.isascii())
_BY_FOLD = {fold(word): role for word, role in ROLES.items()}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TABLES = ("units", "successions", "officials", "leave", "reports", "regimes")


@dataclass(frozen=True, slots=True)
class PastReport:
    """The figures of an earlier period, so that the bot knows what was reported before."""

    unit_id: str
    regime_id: str
    period_code: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class StatedUse:
    """Whether this installation uses a regime; nothing due before `since` (None: before the file
    was loaded for the first time) or after `until` is asked for."""

    regime_id: str
    since: date | None = None
    until: date | None = None
    used: bool = True


@dataclass
class People:
    """What a file brings, in its order; a row with faults stands with what could be read of it."""

    units: list[Unit] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    addresses: list[tuple[str, Address]] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    reports: list[PastReport] = field(default_factory=list)
    regimes: list[StatedUse] = field(default_factory=list)


def load_people(path: Path) -> tuple[People, tuple[Fault, ...]]:
    """Read a TOML file; every fault is told with its key, and a faulty file is not to be used."""
    faults = Faults(path.name)
    return _people(read_toml(path, faults), faults)


def people_of(tables: Mapping[str, Any], file: str) -> tuple[People, tuple[Fault, ...]]:
    """The same from plain tables by the names of `TABLES`."""
    return _people(tables, Faults(file))


def _people(tables: Mapping[str, Any], faults: Faults) -> tuple[People, tuple[Fault, ...]]:
    whole = TomlTable(tables, "", faults)
    units, successions, officials, leave, reports, regimes = (
        whole.tables(name, "id", required=False)
        if name in ("units", "officials", "regimes")
        else whole.rows(name)
        for name in TABLES
    )
    people = People(
        units=[_unit(row) for row in units],
        successions=[_succession(row) for row in successions],
        officials=[_official(row) for row in officials],
        addresses=[found for row in officials for found in _addresses(row)],
        leaves=[_leave(row) for row in leave],
        reports=[_report(row) for row in reports],
        regimes=[_use(row) for row in regimes],
    )
    for row in (whole, *units, *successions, *officials, *leave, *reports, *regimes):
        row.tell_unread()
    return people, tuple(faults.told)


def _id(row: TomlTable) -> str:
    """A word by which others name this row."""
    word = row.label("id")
    if re.search(r"\s", word):
        row.tell("id", "people.spaces", word=word)
    return word


def _unit(row: TomlTable) -> Unit:
    unit = Unit(
        id=_id(row),
        kind=_kind(row),
        name=row.text("name"),
        slug=row.label("slug"),
        parent_id=row.label("parent", "") or None,
        code=row.label("code", ""),
        valid_from=row.day("valid_from", required=False) or date.min,
        valid_to=row.day("valid_to", required=False),
        aliases=row.texts("aliases", ()),
        training=row.flag("training", default=False),
    )
    if unit.slug and not _SLUG.fullmatch(unit.slug):
        proposed = "-".join(re.findall(r"[a-z0-9]+", fold(unit.slug)))
        row.tell("slug", "people.strange_slug", word=unit.slug, right=proposed or "xa-bac-son")
    _check_days(row, unit.valid_from, unit.valid_to)
    return unit


def _kind(row: TomlTable) -> str:
    word = row.text("kind")
    kind = fold(word).replace(" ", "_")
    if word and kind not in UNIT_KINDS:
        row.tell_strange("kind", word, UNIT_KINDS)
    return kind


def _check_days(row: TomlTable, first: date, last: date | None) -> None:
    if last and last < first:
        row.tell("valid_to", "ends_before_it_begins")


def _succession(row: TomlTable) -> Succession:
    return Succession(row.label("old"), row.label("new"), row.day("on") or date.min)


def _official(row: TomlTable) -> Official:
    return Official(
        id=_id(row),
        name=row.text("name"),
        salutation=row.text("salutation"),
        title=row.text("title", ""),
        posts=tuple(_post(post) for post in row.rows("posts", required=True)),
    )


def _post(row: TomlTable) -> Post:
    post = Post(
        unit_id=row.label("unit"),
        role=_role(row),
        fields=row.texts("fields", ()),
        valid_from=row.day("valid_from", required=False) or date.min,
        valid_to=row.day("valid_to", required=False),
    )
    _check_days(row, post.valid_from, post.valid_to)
    row.tell_unread()
    return post


def _role(row: TomlTable) -> Role:
    word = row.text("role")
    role = _BY_FOLD.get(fold(word))
    if word and role is None:
        row.tell_strange("role", word, SPOKEN_ROLES, ROLES)
    return role or Role.OFFICIAL


def _addresses(row: TomlTable) -> Iterable[tuple[str, Address]]:
    for text in row.texts("addresses", ()):
        try:
            address = Address.parse(text)
        except ValueError:
            row.tell("addresses", "people.strange_address", word=text)
            continue
        if address.channel not in NETWORKS:
            row.tell_strange("addresses", address.channel, NETWORKS)
        yield row.label("id", ""), address


def _leave(row: TomlTable) -> Leave:
    leave = Leave(
        official_id=row.label("official"),
        first_day=row.day("first_day") or date.min,
        last_day=row.day("last_day") or date.max,
        substitute_id=row.label("substitute", "") or None,
    )
    if leave.last_day < leave.first_day:
        row.tell("last_day", "people.leave_ends_first")
    return leave


def _report(row: TomlTable) -> PastReport:
    figures = tuple(_figure(row, code, given) for code, given in row.plain("figures").items())
    return PastReport(row.label("unit"), row.text("regime"), row.text("period"), figures)


def _use(row: TomlTable) -> StatedUse:
    use = StatedUse(
        regime_id=row.text("id"),
        since=row.day("since", required=False),
        until=row.day("until", required=False),
        used=row.flag("used", default=True),
    )
    if use.since and use.until and use.until < use.since:
        row.tell("until", "ends_before_it_begins")
    return use


def _figure(row: TomlTable, code: str, given: object) -> Figure:
    if given in (State.MISSING.value, State.NONE_ARISEN.value):
        return Figure(code, State(str(given)))
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(given, bool):
        row.tell(f"figures.{code}", "people.strange_figure", word=given)
        return Figure(code, State.MISSING)
    return Figure(code, State.VALUE, number)
