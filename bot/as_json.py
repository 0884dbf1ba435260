"""Reports and states as plain data for programs: figures as exact text, moments in UTC."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.people.units import Unit
from domain.report.figures import Figure
from domain.tasks.tasks import Task, state_at
from handlers.desk.board import Board, Line
from handlers.desk.rolled import Rolled
from handlers.report.parts import responsible
from handlers.report.sheet import Sheet
from handlers.wording.findings import phrase_finding
from handlers.work import Work
from storage.reports.figures import HistoryEntry, newest_entries
from storage.reports.rounds import Obligation


def write_json(data: Mapping[str, Any]) -> None:
    """Print it, in Vietnamese letters."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def report_data(work: Work, sheet: Sheet) -> dict[str, Any]:
    """One report with every line of its form. A figure that was never given has no `state`."""
    codes = tuple(sheet.form.indicators)
    entries = newest_entries(work.session, sheet.obligation.id, codes)
    return status_data(work, sheet) | {
        "figures": [_figure(sheet, code, entries.get(code)) for code in codes]
    }


def status_data(work: Work, sheet: Sheet) -> dict[str, Any]:
    """How far one report is: due day, who is awaited, rates, cross-checks."""
    total = len(sheet.form.asked())
    return {
        "unit": unit_data(sheet.unit),
        "regime": sheet.regime.id,
        "title": sheet.regime.title,
        "form": {"id": sheet.form.id, "version": sheet.form.version},
        **_duty(sheet.obligation),
        "given": total - len(sheet.open_codes()),
        "asked": total,
        "no_data": list(sheet.waiting_codes()),
        "awaited": _awaited(work, sheet),
        "rates": {code: _text(rate) for code, rate in sheet.rates.items()},
        "findings": [
            {
                "rule": found.rule,
                "severity": found.severity.value,
                "codes": list(found.codes),
                "words": phrase_finding(found, sheet.form, sheet.words),
                "kept": not sheet.unexplained([found]),
            }
            for found in sheet.findings
        ],
        "kept": [
            {"rule": each.rule, "codes": list(each.codes), "reason": each.reason}
            for each in sheet.overrides
        ],
    }


def board_data(board: Board) -> dict[str, Any]:
    """One round over several units, the worst first; who was never asked has no `state`."""
    return {
        "regime": board.regime_id,
        "period": board.period_code,
        "form": {"id": board.form.id, "version": board.form.version},
        "due": _moment(board.typical.due),
        "finished": len(board.finished),
        "units": [_line(line) for line in board.lines],
    }


def unit_data(unit: Unit) -> dict[str, str]:
    """A unit by its names."""
    return {"id": unit.id, "slug": unit.slug, "name": unit.name}


def whole_unit_data(unit: Unit) -> dict[str, Any]:
    """A unit with its place and its time."""
    began = None if unit.valid_from == date.min else unit.valid_from.isoformat()
    ended = unit.valid_to.isoformat() if unit.valid_to else None
    told = {"kind": unit.kind, "code": unit.code, "parent": unit.parent_id}
    return unit_data(unit) | told | {"valid_from": began, "valid_to": ended}


def duty_data(unit: Unit, duty: Obligation) -> dict[str, Any]:
    """One report without its figures."""
    form = {"id": duty.form_id, "version": duty.form_version}
    head = {"id": duty.id, "unit": unit_data(unit), "regime": duty.regime_id, "form": form}
    return head | _duty(duty)


def entry_data(entry: HistoryEntry) -> dict[str, Any]:
    """One change of a figure: who, when, old and new; None where nothing stood there."""
    return {
        "id": entry.id,
        "code": entry.code,
        "old": entry.old and _state(entry.old),
        "new": entry.new and _state(entry.new),
        "by": entry.official_id,
        "at": _moment(entry.at),
    }


def task_data(unit: Unit, task: Task, day: date) -> dict[str, Any]:
    """One task as it stands on a day."""
    return {
        "id": task.id,
        "unit": unit_data(unit),
        "number": task.number,
        "title": task.title,
        "assigner": task.assigner_id,
        "document": task.document.number,
        "assigned": task.assigned_on.isoformat(),
        "due": _moment(task.due),
        "state": state_at(task, day).value,
        "progress": task.progress,
        "completed": task.completed_on.isoformat() if task.completed_on else None,
        "evidence": task.evidence,
    }


def rolled_data(rolled: Rolled) -> dict[str, Any]:
    """One round added up over the units that are in; `total` is None where nothing adds up."""
    lines = []
    for code, cell in rolled.cells.items():
        indicator = rolled.form.indicators[code]
        about = {"code": code, "label": rolled.label(code, short=False), "unit": indicator.unit}
        counts = {"counted": len(cell.counted), "lacking": len(cell.lacking)}
        lines.append(about | {"total": _text(cell.total)} | counts)
    return board_data(rolled.board) | {"lines": lines}


def _state(figure: Figure) -> dict[str, Any]:
    told = {"state": figure.state.value, "value": _text(figure.value)}
    return told | ({"estimated": True} if figure.estimated else {})


def _line(line: Line) -> dict[str, Any]:
    told = {"unit": unit_data(line.unit), "given": line.given, "asked": line.asked}
    told |= {"days_late": line.days_late, "overdue_tasks": line.overdue_tasks}
    return told | (_duty(line.obligation) if line.obligation else {})


def _duty(duty: Obligation) -> dict[str, Any]:
    return {
        "period": duty.period_code,
        "closes": duty.closes.isoformat(),
        "opens": duty.opens_on.isoformat(),
        "due": _moment(duty.due),
        "legal_due": _moment(duty.legal_due),
        "state": duty.state.value,
        "completed_at": _moment(duty.completed_at),
    }


def _awaited(work: Work, sheet: Sheet) -> list[dict[str, Any]]:
    unit_id = sheet.obligation.unit_id
    return [
        {
            "field": field,
            "missing": list(missing),
            "people": [each.name for each in responsible(work, unit_id, field, work.today)],
        }
        for field in sheet.form.owners
        if (missing := sheet.open_codes(field))
    ]


def _figure(sheet: Sheet, code: str, entry: HistoryEntry | None) -> dict[str, Any]:
    indicator, figure = sheet.indicator(code), sheet.figure(code)
    told: dict[str, Any] = {
        "code": code,
        "label": sheet.label(code),
        "kind": indicator.kind.value,
        "unit": indicator.unit,
    }
    if indicator.ratio and figure is None:
        return told | {"computed": _text(sheet.rates.get(code))}
    if figure is not None:
        told |= _state(figure)
    if entry is not None:
        told |= {"by": entry.official_id, "at": _moment(entry.at)}
    return told


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
