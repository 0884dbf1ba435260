"""Who may do what to whom: every role, every action, every relation of units."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from domain.people.people import Official, Post, Role
from domain.people.permissions import ALLOWED, Action, Relation, may, owner_fields, relation, scope
from domain.people.units import Succession, Unit, predecessors, superior_words, superiors_on

DAY = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)

EXPECTED = """
action              official  office_head  chairman  superior_staff  superior_leader  administrator
give_figures        own       own          -         -               -                -
override_rule       own       own          -         -               -                -
see_status          own       own          own       own,below       own,below        own,below
see_figures         own       own          own       below           below            -
handle_leave        -         own          own       -               -                own,below
invite              -         own          -         -               -                own,below
assign_task         -         own          own       below           below            -
judge_task          -         own          own       below           below            -
act_on_task         own       own          own       own             own              -
redistribute_task   -         own          own       -               own              -
choose_counting     -         -            -         own             own              -
nudge               -         own          own       below           below            -
see_punctuality     own       own          own       below           below            -
roll_up             -         -            -         below           below            -
judge_report        -         -            -         below           below            -
lock_report         -         -            -         below           below            -
reopen_report       -         -            -         below           below            -
extend_report       -         -            -         below           below            -
ask_more_time       own       own          own       -               -                -
present_report      own       own          -         -               -                -
choose_presenting   -         own          own       -               -                -
see_health          -         -            -         -               -                own
make_form           -         -            -         -               -                own
hand_over           -         -            own       -               -                own,below
"""
HEAD, *LINES = (line.split() for line in EXPECTED.strip().splitlines())
TABLE = {
    (Action(words[0]), Role(role)): frozenset() if cell == "-" else frozenset(cell.split(","))
    for words in LINES
    for role, cell in zip(HEAD[1:], words[1:], strict=True)
}


def unit(id_: str, kind: str, parent: str | None, **dates: date) -> Unit:
    return Unit(id_, kind, id_, id_, parent, **dates)


UNITS = {
    each.id: each
    for each in (
        unit("tinh", "tinh", None),
        unit("huyen", "huyen", "tinh"),
        unit("xa", "xa", "huyen"),
        unit("phong", "phong_ban", "xa"),
        unit("xa-ben", "xa", "huyen"),
        unit("huyen-ben", "huyen", "tinh"),
        unit("xa-huyen-ben", "xa", "huyen-ben"),
        unit("tinh-ben", "tinh", None),
        unit("xa-cu", "xa", "huyen-ben", valid_to=BEFORE),  # into xa
        unit("xa-rat-cu", "xa", "huyen-ben", valid_to=date(2024, 12, 31)),  # into xa-cu
        unit("xa-sap-nhap", "xa", "huyen-ben", valid_to=date(2025, 12, 31)),  # into xa, later
        unit("huyen-cu", "huyen", "tinh", valid_to=BEFORE),
        unit("xa-huyen-cu", "xa", "huyen-cu"),
    )
}
SUCCESSIONS = (
    Succession("xa-rat-cu", "xa-cu", date(2025, 1, 1)),
    Succession("xa-cu", "xa", DAY),
    Succession("xa-sap-nhap", "xa", date(2026, 1, 1)),
)
SEEN_FROM = {
    # the seat of the post: what it owns and what lies below it; all others are OTHER
    "xa": ({"xa", "xa-cu", "xa-rat-cu"}, {"phong"}),
    "huyen": ({"huyen"}, {"xa", "xa-ben", "phong", "xa-cu", "xa-rat-cu"}),
    "tinh": ({"tinh"}, set(UNITS) - {"tinh", "tinh-ben"}),
    "huyen-ben": ({"huyen-ben"}, {"xa-huyen-ben", "xa-cu", "xa-rat-cu", "xa-sap-nhap"}),
    "tinh-ben": ({"tinh-ben"}, set()),
    "huyen-cu": ({"huyen-cu"}, set()),
    "xa-cu": ({"xa-cu", "xa-rat-cu"}, set()),
}


def person(*posts: Post) -> Official:
    return Official("ai", "Người Nào Đó", "anh", posts=posts)


def test_the_table_has_a_line_for_every_action_and_a_column_for_every_role() -> None:
    assert set(TABLE) == set(product(Action, Role))
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize("action", Action, ids=str)
@pytest.mark.parametrize("seat", SEEN_FROM)
def test_every_role_may_do_what_the_table_says_and_nothing_else(seat: str, action: Action) -> None:
    own, below = SEEN_FROM[seat]
    for role, unit_id in product(Role, UNITS):
        where = "own" if unit_id in own else "below" if unit_id in below else "other"
        expected = where in TABLE[action, role]
        post = Post(seat, role)
        found = may(person(post), action, unit_id, UNITS, DAY, SUCCESSIONS)
        assert found is expected, (action, role, seat, unit_id, where)


@pytest.mark.parametrize("action", Action, ids=str)
def test_nobody_reaches_a_unit_beside_or_above(action: Action) -> None:
    for role, unit_id in product(Role, ("xa-ben", "xa-huyen-ben", "huyen", "tinh", "tinh-ben")):
        assert not may(person(Post("xa", role)), action, unit_id, UNITS, DAY, SUCCESSIONS)


def test_scope_is_all_that_may_says() -> None:
    for action, role, seat in product(Action, Role, SEEN_FROM):
        official = person(Post(seat, role))
        one_by_one = {
            unit_id for unit_id in UNITS if may(official, action, unit_id, UNITS, DAY, SUCCESSIONS)
        }
        assert scope(official, action, UNITS, DAY, SUCCESSIONS) == one_by_one


def test_scope_of_one_relation_leaves_the_other_out() -> None:
    staff = person(Post("huyen", Role.SUPERIOR_STAFF))
    below = scope(staff, Action.SEE_STATUS, UNITS, DAY, SUCCESSIONS, (Relation.BELOW,))
    assert below == SEEN_FROM["huyen"][1]


def test_posts_add_up_and_count_only_while_they_are_held() -> None:
    official = person(
        Post("xa", Role.OFFICIAL, ("office",), valid_to=BEFORE),
        Post("xa-ben", Role.CHAIRMAN, valid_from=DAY),
    )
    assert scope(official, Action.GIVE_FIGURES, UNITS, BEFORE) == {"xa"}
    assert scope(official, Action.GIVE_FIGURES, UNITS, DAY) == set()
    assert scope(official, Action.SEE_FIGURES, UNITS, DAY) == {"xa-ben"}
    assert not may(person(), Action.SEE_STATUS, "xa", UNITS, DAY)


def test_an_unknown_unit_is_never_allowed() -> None:
    for action, role in product(Action, Role):
        official = person(Post("khong-co", role), Post("tinh", role))
        assert not may(official, action, "khong-co", UNITS, DAY, SUCCESSIONS)
        assert not may(official, action, "", UNITS, DAY, SUCCESSIONS)


def test_a_merger_counts_from_its_day() -> None:
    official = person(Post("xa", Role.CHAIRMAN))
    assert not may(official, Action.SEE_FIGURES, "xa-cu", UNITS, BEFORE, SUCCESSIONS)
    assert may(official, Action.SEE_FIGURES, "xa-cu", UNITS, DAY, SUCCESSIONS)
    assert not may(official, Action.SEE_FIGURES, "xa-sap-nhap", UNITS, DAY, SUCCESSIONS)
    assert may(official, Action.SEE_FIGURES, "xa-sap-nhap", UNITS, date(2026, 1, 1), SUCCESSIONS)


def test_an_abolished_district_sees_nothing_below_it_any_more() -> None:
    staff = person(Post("huyen-cu", Role.SUPERIOR_STAFF))
    assert may(staff, Action.SEE_FIGURES, "xa-huyen-cu", UNITS, BEFORE, SUCCESSIONS)
    assert not may(staff, Action.SEE_FIGURES, "xa-huyen-cu", UNITS, DAY, SUCCESSIONS)
    assert superiors_on(UNITS, "xa-huyen-cu", BEFORE)[0].id == "huyen-cu"
    assert superiors_on(UNITS, "xa-huyen-cu", DAY)[0].id == "tinh"
    assert superior_words(UNITS, "xa-huyen-cu", BEFORE).cap_tren == "UBND huyện"
    assert superior_words(UNITS, "xa-huyen-cu", DAY).cap_tren == "UBND tỉnh"


def test_relations_as_the_tree_was_drawn_and_on_a_day() -> None:
    post = Post("huyen-cu", Role.SUPERIOR_STAFF)
    assert relation(UNITS, post, "huyen-cu") is Relation.OWN
    assert relation(UNITS, post, "xa-huyen-cu") is Relation.BELOW
    assert relation(UNITS, post, "xa-huyen-cu", DAY) is Relation.OTHER
    assert relation(UNITS, post, "xa") is Relation.OTHER


def test_a_circle_of_mergers_ends() -> None:
    circle = (Succession("a", "b", BEFORE), Succession("b", "a", BEFORE))
    assert predecessors(circle, {"a"}, DAY) == {"b"}


def test_owner_fields_are_those_of_the_posts_in_the_unit() -> None:
    official = person(
        Post("xa", Role.OFFICIAL, ("office", "justice")),
        Post("xa", Role.OFFICE_HEAD, ("office", "finance")),
        Post("xa", Role.CHAIRMAN, ("culture",)),
        Post("xa-ben", Role.OFFICIAL, ("culture",)),
    )
    assert owner_fields(official, "xa", DAY) == ("office", "justice", "finance", "culture")
    assert owner_fields(official, "xa-ben", DAY) == ("culture",)
