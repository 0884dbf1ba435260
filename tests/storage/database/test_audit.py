"""The audit keeps deeds in the order in which they were done."""

from __future__ import annotations

from storage.database.audit import AuditEntry, note, trail
from tests.storage.small_district import NOW, District


def test_deeds_come_back_in_order(district: District) -> None:
    detail = {"old": "mở", "new": None, "codes": ["I.4.2"], "n": 3}
    with district.database.work() as session:
        note(session, NOW, "lan", "one", "unit:a", detail)
        note(session, NOW, None, "two", "unit:a", {})
        note(session, NOW, "lan", "three", "unit:b", {})
        assert trail(session, "unit:a") == (
            AuditEntry(NOW, "lan", "one", "unit:a", detail),
            AuditEntry(NOW, None, "two", "unit:a", {}),
        )
        assert trail(session, "unit:c") == ()
