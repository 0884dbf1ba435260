"""Requests of superiors as part of the catalogue: each is a form, a regime and a report text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import insert, select, update

from domain.report.forms import Kind
from domain.report.requests import AskedLine, Frame, Repeat, ReportRequest, form_of, regime_of
from storage.catalogue.catalogue import Catalogue, template_text
from storage.catalogue.folders import CATALOGUE
from storage.database import tables
from storage.database.database import Session
from storage.database.snapshots import REQUESTS as REQUESTS_KEPT
from storage.database.snapshots import changed, snapshot

REQUESTS = tables.REQUESTS
_NAME, _LABEL, _CODE = "[[name]]", "[[label]]", "[[code]]"
_NOT_IN_A_TEXT = str.maketrans({"{": "(", "}": ")", "#": "", "@": "", "\n": " "})


def save_request(session: Session, request: ReportRequest, source: str) -> int:
    """Write one that goes out now; its id."""
    changed(session, REQUESTS_KEPT)
    row = {
        "title": request.title,
        "lines": [asdict(line) for line in request.lines],
        "unit_ids": request.unit_ids,
        "body_id": request.body_id,
        "asked_by": request.asked_by,
        "sent_at": request.sent_at,
        "due_at": request.due,
        "repeat": request.repeat,
        "source": source,
    }
    statement = insert(REQUESTS).values(row).returning(REQUESTS.c.id)
    return int(session.execute(statement).scalar_one())


def end_request(session: Session, request_id: int, on: date) -> None:
    """Nothing is asked for any more after that day."""
    changed(session, REQUESTS_KEPT)
    mine = REQUESTS.c.id == request_id
    session.execute(update(REQUESTS).where(mine).values(ended_on=on))


def all_requests(session: Session) -> tuple[ReportRequest, ...]:
    """Every request, the oldest first; read only after a change of them."""
    return snapshot(session, REQUESTS_KEPT, lambda: _requests(session))


def _requests(session: Session) -> tuple[ReportRequest, ...]:
    return tuple(_request(row) for row in session.execute(_REQUESTS).mappings())


_REQUESTS = select(REQUESTS).order_by(REQUESTS.c.id)


def _request(row: Any) -> ReportRequest:
    lines = tuple(AskedLine(**{**each, "kind": Kind(each["kind"])}) for each in row["lines"])
    names = ("id", "title", "unit_ids", "body_id", "asked_by", "sent_at", "ended_on")
    kept = {name: row[name] for name in names}
    due: datetime = row["due_at"]
    return ReportRequest(**kept, lines=lines, due=due, repeat=Repeat(row["repeat"]))


def with_requests(books: Catalogue, requests: tuple[ReportRequest, ...], today: date) -> Catalogue:
    """The catalogue with what was asked for: what is over can still be read, but is looked
    through no more."""
    if not requests:
        return books
    return books.beside((requests, today), lambda: _joined(books, requests, today))


def _joined(books: Catalogue, requests: Iterable[ReportRequest], today: date) -> Catalogue:
    frame = _frame()
    fields = dict(pair for form in reversed(books.forms) for pair in form.owners.items())
    current, over, forms, texts = [], {}, [], {}
    for request in requests:
        regime = regime_of(request, books.calendar, today)
        if request.current_on(today):
            current.append(regime)
        else:
            over[regime.id] = regime
        forms.append(form_of(request, frame, fields))
        texts[request.mark] = _text(request)
    return books.joined(tuple(forms), tuple(current), over, texts)


@cache
def _frame() -> Frame:
    return Frame(**tomllib.loads((CATALOGUE / "request.toml").read_text("utf-8")))


def _text(request: ReportRequest) -> str:
    """The report text: what people have typed is printed, and never run."""
    return "\n".join(_filled(template_text("request"), request))


def _filled(skeleton: str, request: ReportRequest) -> Iterator[str]:
    title = request.title.translate(_NOT_IN_A_TEXT)
    for printed in skeleton.splitlines():
        if _LABEL not in printed:
            yield printed.replace(_NAME, title)
            continue
        for number, line in enumerate(request.lines, start=1):
            label = line.label.translate(_NOT_IN_A_TEXT)
            label = label[:1].upper() + label[1:]
            yield printed.replace(_LABEL, label).replace(_CODE, f"I.{number}")
