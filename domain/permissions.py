"""One table says who may do what to whom; every handler asks `may`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from domain.people import Official, Post, Role
from domain.units import Unit, subtree


class Action(StrEnum):
    """What can be asked of the bot about a unit."""

    GIVE_FIGURES = "give_figures"  # fill and correct the blocks of one's owner fields
    OVERRIDE_RULE = "override_rule"  # keep a figure that breaks a cross-check, with a reason
    SEE_STATUS = "see_status"  # status, progress, what is missing, charts
    SEE_FIGURES = "see_figures"  # report files, history of a figure
    HANDLE_LEAVE = "handle_leave"  # note a leave and its substitute
    INVITE = "invite"  # make one-time codes


class Relation(StrEnum):
    """Where the unit in question stands, seen from a post."""

    OWN = "own"
    BELOW = "below"
    OTHER = "other"


_OWN_STAFF = (Role.OFFICIAL, Role.OFFICE_HEAD, Role.CHAIRMAN)
_SUPERIORS = (Role.SUPERIOR_STAFF, Role.SUPERIOR_LEADER)

ALLOWED: Mapping[Action, frozenset[tuple[Role, Relation]]] = {
    Action.GIVE_FIGURES: frozenset(
        {(Role.OFFICIAL, Relation.OWN), (Role.OFFICE_HEAD, Relation.OWN)}
    ),
    Action.OVERRIDE_RULE: frozenset(
        {(Role.OFFICIAL, Relation.OWN), (Role.OFFICE_HEAD, Relation.OWN)}
    ),
    Action.SEE_STATUS: frozenset(
        {(role, Relation.OWN) for role in Role}
        | {(role, Relation.BELOW) for role in (*_SUPERIORS, Role.ADMINISTRATOR)}
    ),
    Action.SEE_FIGURES: frozenset(
        {(role, Relation.OWN) for role in _OWN_STAFF}
        | {(role, Relation.BELOW) for role in _SUPERIORS}
    ),
    Action.HANDLE_LEAVE: frozenset(
        {
            (Role.OFFICE_HEAD, Relation.OWN),
            (Role.CHAIRMAN, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.BELOW),
        }
    ),
    Action.INVITE: frozenset(
        {(Role.ADMINISTRATOR, Relation.OWN), (Role.ADMINISTRATOR, Relation.BELOW)}
    ),
}


def relation(units: Mapping[str, Unit], post: Post, unit_id: str) -> Relation:
    """How `unit_id` stands to the unit of a post."""
    if post.unit_id == unit_id:
        return Relation.OWN
    if post.unit_id in units and unit_id in subtree(units, post.unit_id):
        return Relation.BELOW
    return Relation.OTHER


def may(
    official: Official, action: Action, unit_id: str, units: Mapping[str, Unit], day: date
) -> bool:
    """True where one of the official's posts of that day allows the action on the unit."""
    return any(
        (post.role, relation(units, post, unit_id)) in ALLOWED[action]
        for post in official.posts_on(day)
    )


def scope(official: Official, action: Action, units: Mapping[str, Unit], day: date) -> set[str]:
    """All units on which the official may do the action that day."""
    return {unit_id for unit_id in units if may(official, action, unit_id, units, day)}


def owner_fields(official: Official, unit_id: str, day: date) -> tuple[str, ...]:
    """The owner fields whose figures the official gives in that unit, in the order held."""
    fields: Iterable[str] = (
        field
        for post in official.posts_on(day)
        if post.unit_id == unit_id and post.role in (Role.OFFICIAL, Role.OFFICE_HEAD)
        for field in post.fields
    )
    return tuple(dict.fromkeys(fields))
