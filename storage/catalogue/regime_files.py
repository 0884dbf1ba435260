"""Report regimes out of `catalogue/regimes/*.toml`: every fault is told, none is raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from domain.dates.ladder import (
    DEFAULT_LADDER,
    OFFICE_HOURS,
    RING_AT,
    Audience,
    Quiet,
    Rung,
    SendingHours,
)
from domain.dates.moments import END_OF_DAY
from domain.dates.owed import due_step, parse_step
from domain.dates.periods import (
    CLOSING_RULES,
    KINDS,
    WEEK,
    Period,
    due_day,
    period_of,
    split_code,
)
from domain.dates.regimes import (
    Cascade,
    GivenRound,
    OwnHead,
    Paper,
    Recurrence,
    Regime,
    UnitGroup,
    WeekendPolicy,
)
from domain.people.units import UNIT_KINDS
from storage.catalogue.examples import example_of
from storage.catalogue.fault import Fault
from storage.catalogue.toml_table import Faults, TomlTable, parse_toml, read_toml

_LEAP_YEAR, _COMMON_YEAR = 2024, 2023
_DEFAULT_OPENING = 10
_SUNDAY = 7


def load_regimes(
    folder: Path, *layers: Mapping[str, str]
) -> tuple[tuple[Regime, ...], tuple[Fault, ...]]:
    """All regimes whose files have no fault, by id, and the faults of all files.

    Each layer holds further regimes as TOML text by a name; one that has the id of an earlier one
    takes its place.
    """
    read = [_read(path) for path in sorted(folder.glob("*.toml"))]
    for layer in layers:
        given = [_parsed(name, text) for name, text in layer.items()]
        taken = {regime.id for regime, _ in given if regime}
        read = [*(r for r in read if not r[0] or r[0].id not in taken), *given]
    _check_ids(read)
    _check_names(read)
    sound = [regime for regime, faults in read if regime and not faults.told]
    faults = tuple(fault for _, file in read for fault in file.told)
    return tuple(sorted(sound, key=lambda regime: regime.id)), faults


def _read(path: Path) -> tuple[Regime | None, Faults]:
    faults = Faults(f"{path.parent.name}/{path.name}")
    return _made(read_toml(path, faults), faults)


def _parsed(name: str, text: str) -> tuple[Regime | None, Faults]:
    faults = Faults(name)
    return _made(parse_toml(text, faults), faults)


def _made(entries: Mapping[str, Any], faults: Faults) -> tuple[Regime | None, Faults]:
    return (_regime(TomlTable(entries, "", faults)) if entries else None), faults


def _check_ids(read: Sequence[tuple[Regime | None, Faults]]) -> None:
    owners: dict[str, str] = {}
    for regime, faults in read:
        if regime is None:
            continue
        if regime.id in owners:
            faults.tell("id", "regime.same_id", id=regime.id, file=owners[regime.id])
        owners.setdefault(regime.id, faults.file)
    for regime, faults in read:
        if regime and regime.replaces and regime.replaces not in owners:
            faults.tell("replaces", "regime.no_such_regime", id=regime.replaces)
        if regime and regime.adds_up and regime.adds_up not in owners:
            faults.tell("adds_up", "regime.no_such_regime", id=regime.adds_up)


def _check_names(read: Sequence[tuple[Regime | None, Faults]]) -> None:
    """One code of a period has one name, whatever regimes have a round of it."""
    names: dict[str, str] = {}
    for regime, faults in read:
        for given in regime.given if regime else ():
            if given.name and names.setdefault(given.period.code, given.name) != given.name:
                key = f"rounds.{given.period.code}.name"
                faults.tell(key, "regime.other_name", name=names[given.period.code])


def _regime(table: TomlTable) -> Regime:
    rule = table.text("closing_rule", "d15_d14")
    if rule not in CLOSING_RULES:
        table.tell_strange("closing_rule", rule, CLOSING_RULES)
        rule = "d15_d14"
    opens_before = table.number("opens_before", 0, 60, default=_DEFAULT_OPENING)
    regime = Regime(
        id=table.text("id"),
        title=table.text("title"),
        short=table.text("short", ""),
        form_id=table.text("form_id"),
        legal_basis=table.text("legal_basis"),
        valid_from=table.day("valid_from") or date.min,
        valid_to=table.day("valid_to", required=False),
        superior_id=table.text("superior_id", "") or None,
        replaces=table.text("replaces", "") or None,
        closing_rule=rule,
        turns=tuple(
            turn for t in table.tables("turns", "kind", required=False) if (turn := _turn(t, rule))
        ),
        given=tuple(
            given for t in table.tables("rounds", "code", required=False) if (given := _given(t))
        ),
        weekend_policy=table.choice(
            "weekend_policy", WeekendPolicy, WeekendPolicy.NONE, required=False
        ),
        ladder=_ladder(table, opens_before),
        ring_at=table.hour("ring_at", RING_AT),
        quiet=_quiet(table.table("quiet")),
        opens_before=opens_before,
        owed_by=_owed_by(table),
        adds_up=table.text("adds_up", ""),
        paper=_paper(table.table("paper")),
        targets=_targets(table.table("targets")),
        cascade=tuple(_cascade(t) for t in table.tables("cascade", "level", required=False)),
    )
    table.tell_unread()
    _check(regime, table)
    return regime


def _owed_by(table: TomlTable) -> tuple[UnitGroup, ...]:
    """Who owes the report, group by group; a member is a kind of unit or the id of one."""
    groups: list[UnitGroup] = []
    for entry in table.tables("owed_by", "group", required=False):
        group = UnitGroup(entry.text("group"), entry.texts("units"))
        entry.tell_unread()
        named = {member for other in groups for member in other.members}
        for member in group.members:
            if "/" not in member and member not in UNIT_KINDS:
                entry.tell_strange("units", member, UNIT_KINDS)
            if member in named:
                entry.tell("units", "regime.in_two_groups", member=member)
        if not group.members:
            entry.tell("units", "regime.empty_group")
        groups.append(group)
    return tuple(groups)


def _targets(table: TomlTable | None) -> Mapping[str, Decimal]:
    """What the letter wants to be reached, by code: `"III.3.1" = "98.5"`."""
    if table is None:
        return {}
    read = {code: table.exact(code) for code in table.strings()}
    return {code: number for code, number in read.items() if number is not None}


def _paper(table: TomlTable | None) -> Paper:
    if table is None:
        return Paper()
    grounds = table.table("grounds")
    paper = Paper(
        addressees=table.texts("addressees", ()),
        copies=table.texts("copies", ()),
        symbol=table.text("symbol", ""),
        annex=table.flag("annex", default=True),
        grounds=grounds.strings() if grounds else {},
        heads=tuple(map(_head, table.tables("heads", "unit", required=False))),
    )
    table.tell_unread()
    return paper


def _head(table: TomlTable) -> OwnHead:
    head = OwnHead(
        unit_id=table.text("unit"),
        issuer=table.texts("issuer", ()),
        superior=table.text("superior", ""),
        name=table.text("name", ""),
        place=table.text("place", ""),
        symbol=table.text("symbol", ""),
    )
    table.tell_unread()
    return head


def _check(regime: Regime, table: TomlTable) -> None:
    if regime.valid_to and regime.valid_to < regime.valid_from:
        table.tell("valid_to", "ends_before_it_begins")
    if not table.has("turns") and not table.has("rounds"):
        table.tell("turns", "regime.no_turns")
    if regime.replaces and not regime.superior_id:
        table.tell("superior_id", "regime.whose_letter")
    for given in regime.given:
        if not regime.valid_on(given.period.end):
            table.tell(f"rounds.{given.period.code}", "regime.round_not_valid")
    if not regime.quiet.windows[0].holds(regime.ring_at):
        table.tell("ring_at", "regime.rings_in_quiet")


def _turn(table: TomlTable, rule: str) -> Recurrence | None:
    """A turn, or None where its kind is unknown. No report is due before its figures close."""
    turn = Recurrence(
        kind=table.text("kind"),
        due_day=table.number("due_day", 1, 31),
        month_offset=table.number("month_offset", 0, 12, default=0),
        due_time=table.hour("due_time", END_OF_DAY),
        closes_on=table.number("closes_on", 1, _SUNDAY, default=_SUNDAY),
    )
    table.tell_unread()
    if turn.kind == WEEK:
        return _weekly(turn, table)
    if turn.kind not in KINDS:
        table.tell_strange("kind", turn.kind, (*KINDS, WEEK))
        return None
    if table.has("closes_on"):
        table.tell("closes_on", "regime.only_of_weeks")
    for year in (_COMMON_YEAR, _LEAP_YEAR):
        code = f"{year}-{turn.kind}"
        if due_day(code, turn.due_day, turn.month_offset) < period_of(code, rule).end:
            table.tell("due_day", "regime.due_before_closing")
    return turn


def _weekly(turn: Recurrence, table: TomlTable) -> Recurrence:
    if turn.due_day > _SUNDAY:
        table.tell("due_day", "out_of_range", least=1, most=_SUNDAY)
    elif turn.due_day + _SUNDAY * turn.month_offset < turn.closes_on:
        table.tell("due_day", "regime.due_before_closing")
    return turn


def _given(table: TomlTable) -> GivenRound | None:
    """A round given by a letter; None where its code or a date is missing."""
    code = table.text("code")
    start, end, due_on = table.day("from"), table.day("to"), table.day("due_on")
    opens_on = table.day("opens_on", required=False)
    due_time = table.hour("due_time", END_OF_DAY)
    name = table.text("name", "")
    table.tell_unread()
    if not (code and start and end and due_on):
        return None
    try:
        year, _ = split_code(code)
    except ValueError:
        table.tell("code", "regime.strange_period")
        return None
    if end.year != year:
        table.tell("code", "regime.other_year", year=end.year)
    if end < start:
        table.tell("to", "ends_before_it_begins")
    if due_on < end:
        table.tell("due_on", "regime.due_before_closing")
    if opens_on and opens_on > due_on:
        table.tell("opens_on", "regime.opens_after_due")
    return GivenRound(Period(code, start, end), due_on, due_time, opens_on, name)


def _ladder(table: TomlTable, opens_before: int) -> tuple[Rung, ...]:
    """The rungs from early to late; the usual ladder where none is written."""
    if not table.has("ladder"):
        return DEFAULT_LADDER
    rungs: list[Rung] = []
    for entry in table.tables("ladder", "step"):
        rung = _rung(entry)
        if rung is None:
            continue
        if rungs and rung.working_days <= rungs[-1].working_days:
            entry.tell("step", "regime.ladder_order", before=str(rungs[-1].name))
        if -rung.working_days > opens_before:
            entry.tell("step", "regime.rings_before_opening", days=opens_before)
        rungs.append(rung)
    return tuple(rungs)


def _rung(table: TomlTable) -> Rung | None:
    name = table.text("step")
    audience = table.choice("audience", Audience, Audience.OWNER, required=True)
    table.tell_unread()
    try:
        step = parse_step(name)
    except ValueError:
        step = None
    if step is None or step != due_step(step.count):
        if name:
            table.tell("step", "regime.strange_step", step=name)
        return None
    return Rung(step.count, audience)


def _quiet(table: TomlTable | None) -> Quiet:
    """The hours for messages; office hours where none are written."""
    if table is None:
        return OFFICE_HOURS
    windows = [_window(entry) for entry in table.tables("windows", "from")]
    for earlier, later in pairwise(windows):
        if later.start < earlier.end:
            table.tell("windows", "regime.windows_overlap")
    urgent = table.table("urgent")
    quiet = Quiet(
        windows=tuple(windows) or OFFICE_HOURS.windows,
        urgent=_window(urgent) if urgent else OFFICE_HOURS.urgent,
    )
    table.tell_unread()
    return quiet


def _window(table: TomlTable) -> SendingHours:
    for name in ("from", "to"):
        if not table.has(name):
            table.tell(name, "missing_key", example=example_of(name, time))
    window = SendingHours(table.hour("from", time.min), table.hour("to", time.max))
    table.tell_unread()
    if window.end <= window.start:
        table.tell("to", "regime.window_upside_down")
    return window


def _cascade(table: TomlTable) -> Cascade:
    cascade = Cascade(table.text("level"), table.text("to"), table.number("due_day", 1, 31))
    table.tell_unread()
    return cascade
