"""Reasons for figures that break a rule."""

from __future__ import annotations

from datetime import timedelta

from storage.reports.overrides import drop_overrides, overrides, save_override
from tests.storage.looking import reasons_kept
from tests.storage.small_district import NOW, District

LATER = NOW + timedelta(minutes=1)


def test_an_override_stands_with_its_reason(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        save_override(session, id_, "R1", ("b", "a"), "đã kiểm tra", "lan", NOW)
        (found,) = overrides(session, id_)
        assert overrides(session, id_ + 1) == ()
    assert (found.rule, found.codes, found.reason) == ("R1", ("b", "a"), "đã kiểm tra")
    assert (found.official_id, found.at, found.ended_at) == ("lan", NOW, None)


def test_a_new_reason_for_the_same_rule_ends_the_old_one(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        save_override(session, id_, "R1", ["a"], "lý do một", "lan", NOW)
        save_override(session, id_, "R1", ["a"], "lý do hai", "tuan", LATER)
        assert [o.reason for o in overrides(session, id_)] == ["lý do hai"]
        assert reasons_kept(session, id_) == [
            ("R1", "lý do một", LATER),
            ("R1", "lý do hai", None),
        ]


def test_an_override_falls_with_any_of_its_figures(district: District) -> None:
    id_ = district.obligation_id
    with district.database.work() as session:
        save_override(session, id_, "R1", ["a", "b"], "x", "lan", NOW)
        save_override(session, id_, "R2", ["c"], "x", "lan", NOW)
        assert drop_overrides(session, id_, ["d"], LATER) == ()
        assert [o.rule for o in drop_overrides(session, id_, ["b", "d"], LATER)] == ["R1"]
        assert [o.rule for o in overrides(session, id_)] == ["R2"]
        save_override(session, id_, "R1", ["a"], "lại", "lan", LATER)
        assert [o.rule for o in overrides(session, id_)] == ["R2", "R1"]
