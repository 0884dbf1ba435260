"""Units, officials, leave and earlier reports from a TOML file (or from tables read elsewhere)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from domain.figures import Figure, State
from domain.messages import Address
from domain.people import Leave, Official, Post, Role
from domain.units import Succession, Unit
from storage.fault import Fault

KINDS = frozenset({"tinh", "huyen", "xa", "phuong", "thi_tran", "dac_khu", "phong_ban"})


@dataclass(frozen=True, slots=True)
class PastReport:
    """The figures of an earlier period, so that the bot knows what was reported before."""

    unit_id: str
    regime_id: str
    period_code: str
    figures: tuple[Figure, ...]


@dataclass
class People:
    """What a file brings."""

    units: list[Unit] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    addresses: list[tuple[str, Address]] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    reports: list[PastReport] = field(default_factory=list)


def load_people(path: Path) -> tuple[People, tuple[Fault, ...]]:
    """Read a TOML file; every fault is told with its key, and a faulty file loads nothing."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return People(), (Fault(path.name, "", f"không đọc được tệp TOML ({error})"),)
    return people_of(tables, path.name)


def people_of(tables: Mapping[str, Any], file: str) -> tuple[People, tuple[Fault, ...]]:
    """The same from plain tables: `units`, `successions`, `officials`, `leave`, `reports`."""
    people, faults = People(), []
    readers = {
        "units": _unit,
        "successions": _succession,
        "officials": _official,
        "leave": _leave,
        "reports": _report,
    }
    for name, rows in tables.items():
        if name not in readers:
            known = ", ".join(readers)
            faults.append(Fault(file, name, f"không có bảng này; các bảng: {known}"))
            continue
        for number, row in enumerate(rows, start=1):
            key = f"{name}.{row.get('id', number)}"
            try:
                readers[name](people, row)
            except KeyError as error:
                faults.append(Fault(file, key, f"thiếu {error.args[0]!r}"))
            except (ValueError, TypeError, InvalidOperation) as error:
                faults.append(Fault(file, key, str(error)))
    return people, tuple(faults)


def _day(row: Mapping[str, Any], name: str) -> date | None:
    day = row.get(name)
    if day is not None and not isinstance(day, date):
        raise ValueError(f"{name} phải là ngày, ví dụ 2025-07-01; đang ghi {day!r}")
    return day


def _unit(people: People, row: Mapping[str, Any]) -> None:
    if row["kind"] not in KINDS:
        raise ValueError(
            f"kind {row['kind']!r} không có; chọn một trong {', '.join(sorted(KINDS))}"
        )
    people.units.append(
        Unit(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            slug=row["slug"],
            parent_id=row.get("parent"),
            code=str(row.get("code", "")),
            valid_from=_day(row, "valid_from") or date.min,
            valid_to=_day(row, "valid_to"),
            aliases=tuple(row.get("aliases", ())),
            training=bool(row.get("training", False)),
        )
    )


def _succession(people: People, row: Mapping[str, Any]) -> None:
    on = _day(row, "on")
    if on is None:
        raise KeyError("on")
    people.successions.append(Succession(row["old"], row["new"], on))


def _official(people: People, row: Mapping[str, Any]) -> None:
    posts = tuple(
        Post(
            unit_id=post["unit"],
            role=Role(post["role"]),
            fields=tuple(post.get("fields", ())),
            valid_from=_day(post, "valid_from") or date.min,
            valid_to=_day(post, "valid_to"),
        )
        for post in row["posts"]
    )
    people.officials.append(
        Official(row["id"], row["name"], row["salutation"], row.get("title", ""), posts)
    )
    people.addresses += [
        (row["id"], Address.parse(address)) for address in row.get("addresses", ())
    ]


def _leave(people: People, row: Mapping[str, Any]) -> None:
    first, last = _day(row, "first_day"), _day(row, "last_day")
    if first is None or last is None:
        raise KeyError("first_day" if first is None else "last_day")
    if last < first:
        raise ValueError(f"last_day {last} đứng trước first_day {first}")
    people.leaves.append(Leave(row["official"], first, last, row.get("substitute")))


def _report(people: People, row: Mapping[str, Any]) -> None:
    figures = tuple(_figure(code, given) for code, given in row["figures"].items())
    people.reports.append(PastReport(row["unit"], row["regime"], row["period"], figures))


def _figure(code: str, given: object) -> Figure:
    if given in (State.MISSING.value, State.NONE_ARISEN.value):
        return Figure(code, State(given))
    return Figure(code, State.VALUE, Decimal(str(given)))
