"""The shapes of the answers, as JSON schemas."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}


def maybe(schema: Schema) -> Schema:
    """The same, or nothing."""
    return schema | {"type": [schema["type"], "null"]}


def shape(needed: dict[str, Schema], beside: dict[str, Schema] | None = None) -> Schema:
    """An object with these parts, and those that stand in it only sometimes."""
    parts = needed | (beside or {})
    return {"type": "object", "properties": parts, "required": [*needed]}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


NAMED = shape({"id": TEXT, "slug": TEXT, "name": TEXT})
FORM = shape({"id": TEXT, "version": TEXT})
DUTY = {"period": TEXT, "closes": TEXT, "opens": TEXT, "due": TEXT, "legal_due": TEXT}
DUTY |= {"state": TEXT, "completed_at": maybe(TEXT)}
ESTIMATED: Schema = {"type": "boolean"}  # only where it is one
STATE: Schema = {
    "type": ["object", "null"],
    "properties": {"state": TEXT, "value": maybe(TEXT), "estimated": ESTIMATED},
}

UNIT = shape(
    {"id": TEXT, "slug": TEXT, "name": TEXT, "kind": TEXT, "code": TEXT}
    | {"parent": maybe(TEXT), "valid_from": maybe(TEXT), "valid_to": maybe(TEXT)}
)
REPORT = shape({"id": NUMBER, "unit": NAMED, "regime": TEXT, "form": FORM, **DUTY})
FIGURE = shape(
    {"code": TEXT, "label": TEXT, "kind": TEXT, "unit": TEXT},
    {"state": TEXT, "value": maybe(TEXT), "estimated": ESTIMATED}
    | {"computed": maybe(TEXT), "by": TEXT, "at": TEXT},
)
FINDING = shape({"rule": TEXT, "severity": TEXT, "codes": many(TEXT), "words": TEXT})
WHOLE = shape(
    {"unit": NAMED, "regime": TEXT, "title": TEXT, "form": FORM, **DUTY}
    | {"given": NUMBER, "asked": NUMBER, "findings": many(FINDING), "figures": many(FIGURE)}
)
ENTRY = shape(
    {"id": NUMBER, "code": TEXT, "old": STATE, "new": STATE, "by": TEXT, "at": maybe(TEXT)}
)
TASK = shape(
    {"id": NUMBER, "unit": NAMED, "number": NUMBER, "title": TEXT, "assigner": TEXT}
    | {"document": TEXT, "assigned": TEXT, "due": maybe(TEXT), "state": TEXT}
    | {"progress": maybe(NUMBER), "completed": maybe(TEXT), "evidence": TEXT}
)
LINE = shape(
    {"code": TEXT, "label": TEXT, "unit": TEXT, "total": maybe(TEXT)}
    | {"counted": NUMBER, "lacking": NUMBER}
)
ROUND = shape(
    {"regime": TEXT, "period": TEXT, "form": FORM, "due": TEXT, "finished": NUMBER}
    | {"units": many(shape({"unit": NAMED, "given": NUMBER, "asked": NUMBER})), "lines": many(LINE)}
)
REFUSED = shape({"error": TEXT, "message": TEXT})


def page_of(schema: Schema) -> Schema:
    """One page of a list; `next` is the `after` of the following one."""
    return shape({"items": many(schema), "next": maybe(NUMBER)})
