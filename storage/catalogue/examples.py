"""How a key of the catalogue is written: the example that a fault message shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

_BY_KEY: Mapping[str, str] = {
    "code": '"I.4.1"',
    "codes": '["I.4.1", "I.4.2"]',
    "due_on": "2024-09-15",
    "first_day": "2024-09-02",
    "form_id": '"par-quarter"',
    "from": "2024-06-15",
    "help": '"Số nhiệm vụ được giao trong kỳ."',
    "id": '"trong-cay"',
    "kind": '"count"',
    "label": '"Số nhiệm vụ được giao"',
    "last_day": "2024-09-06",
    "left": '["I.4.1"]',
    "legal_basis": '"Công văn 118/UBND-NV ngày 19/02/2024"',
    "name": '"xã Bắc Sơn"',
    "nature": '"flow"',
    "note": '"Hoàn thành không nhiều hơn được giao"',
    "on": "2025-07-01",
    "owner": '"office"',
    "part": '"I.2.2"',
    "right": '["I.4.2", "I.4.3"]',
    "severity": '"error"',
    "short": '"nhiệm vụ được giao"',
    "slug": '"xa-bac-son"',
    "step": '"T-5"',
    "superior_id": '"hung-yen/an-thi"',
    "title": '"Nhiệm vụ được giao"',
    "to": "2024-09-14",
    "type": '"at_most"',
    "unit": '"hung-yen/an-thi/xa-bac-son"',
    "valid_from": "2024-01-01",
    "version": '"2024"',
    "whole": '"I.2.1"',
}
"""Values that are right for keys of that name, whichever table they stand in."""

_BY_KIND: Mapping[type, str] = {
    str: '"Văn bản"',
    list: '["I.4.1", "I.4.2"]',
    dict: '{ part = "I.2.2", whole = "I.2.1" }',
    date: "2024-09-14",
    bool: "true",
    int: "15",
    time: "07:30:00",
}


def example_of(name: str, kind: type) -> str:
    """`due_on = 2024-09-15`: the key with a value that fits it."""
    bare = name.rpartition(".")[2].partition("[")[0]
    value = _BY_KEY.get(bare, "")
    return f"{bare} = {value if _is_of(value, kind) else _BY_KIND[kind]}"


def _is_of(value: str, kind: type) -> bool:
    """A value written as one of that kind is written."""
    signs = {'"': str, "[": list, "2": date}
    return bool(value) and signs[value[0]] is kind
