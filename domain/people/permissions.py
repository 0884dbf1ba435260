"""One table says who may do what to whom; every handler asks `may`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from domain.people.people import Official, Post, Role
from domain.people.units import Succession, Unit, predecessors, subtree


class Action(StrEnum):
    """What can be asked of the bot about a unit."""

    GIVE_FIGURES = "give_figures"  # fill and correct the blocks of one's owner fields
    OVERRIDE_RULE = "override_rule"  # keep a figure that breaks a cross-check, with a reason
    SEE_STATUS = "see_status"  # status, progress, what is missing, charts
    SEE_FIGURES = "see_figures"  # report files, history of a figure
    HANDLE_LEAVE = "handle_leave"  # note a leave and its substitute
    INVITE = "invite"  # make one-time codes
    ASSIGN_TASK = "assign_task"  # give the unit or its people a task
    JUDGE_TASK = "judge_task"  # accept, return, extend, withdraw what one's own body has assigned
    ACT_ON_TASK = "act_on_task"  # report on a task of the unit: done, progress, blocked, more time
    REDISTRIBUTE_TASK = "redistribute_task"  # say who of the unit takes the lead
    CHOOSE_COUNTING = "choose_counting"  # say which tasks the units below have to count
    NUDGE = "nudge"  # remind those who owe a report, now
    SEE_PUNCTUALITY = "see_punctuality"  # how often reports came in time; never that of others
    ROLL_UP = "roll_up"  # take the unit's figures into a roll-up, and see where they stand out
    JUDGE_REPORT = "judge_report"  # approve a report, or return it with a reason
    LOCK_REPORT = "lock_report"  # take no more figures for a report
    REOPEN_REPORT = "reopen_report"  # take figures again, with a reason
    EXTEND_REPORT = "extend_report"  # give a report more time, or refuse it
    ASK_MORE_TIME = "ask_more_time"  # ask the superior for more time for a report
    PRESENT_REPORT = "present_report"  # put a finished report before the chairman
    CHOOSE_PRESENTING = "choose_presenting"  # say whether the unit does that at all
    SEE_HEALTH = "see_health"  # how the bot itself is doing
    MAKE_FORM = "make_form"  # out of a superior's workbook
    HAND_OVER = "hand_over"  # end the posts of somebody who leaves, and say who follows


class Relation(StrEnum):
    """Where the unit in question stands, seen from a post."""

    OWN = "own"  # the unit of the post, and those that were merged into it
    BELOW = "below"  # in its subtree, and those that were merged into a unit of it
    OTHER = "other"


HEADS = (Role.OFFICE_HEAD, Role.CHAIRMAN)
"""Who puts the papers of a unit together, and who signs them."""
SUPERIORS = (Role.SUPERIOR_STAFF, Role.SUPERIOR_LEADER)
"""Who looks after the units below."""
OWN_STAFF = (Role.OFFICIAL, *HEADS)
"""Who works in a unit that owes; each of them can be in charge of a field: a chairman writes
headings of their own."""
_GIVERS = frozenset(
    {(role, Relation.BELOW) for role in SUPERIORS} | {(role, Relation.OWN) for role in HEADS}
)

ALLOWED: Mapping[Action, frozenset[tuple[Role, Relation]]] = {
    Action.GIVE_FIGURES: frozenset(
        {(Role.OFFICIAL, Relation.OWN), (Role.OFFICE_HEAD, Relation.OWN)}
    ),
    Action.OVERRIDE_RULE: frozenset(
        {(Role.OFFICIAL, Relation.OWN), (Role.OFFICE_HEAD, Relation.OWN)}
    ),
    Action.SEE_STATUS: frozenset(
        {(role, Relation.OWN) for role in Role}
        | {(role, Relation.BELOW) for role in (*SUPERIORS, Role.ADMINISTRATOR)}
    ),
    Action.SEE_FIGURES: frozenset(
        {(role, Relation.OWN) for role in OWN_STAFF}
        | {(role, Relation.BELOW) for role in SUPERIORS}
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
        {
            (Role.OFFICE_HEAD, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.BELOW),
        }
    ),
    Action.ASSIGN_TASK: _GIVERS,
    Action.JUDGE_TASK: _GIVERS,
    Action.ACT_ON_TASK: frozenset((role, Relation.OWN) for role in (*OWN_STAFF, *SUPERIORS)),
    Action.REDISTRIBUTE_TASK: frozenset(
        (role, Relation.OWN) for role in (*HEADS, Role.SUPERIOR_LEADER)
    ),
    Action.CHOOSE_COUNTING: frozenset((role, Relation.OWN) for role in SUPERIORS),
    Action.NUDGE: _GIVERS,
    Action.SEE_PUNCTUALITY: frozenset(
        {(role, Relation.OWN) for role in OWN_STAFF}
        | {(role, Relation.BELOW) for role in SUPERIORS}
    ),
    Action.ROLL_UP: frozenset((role, Relation.BELOW) for role in SUPERIORS),
    Action.JUDGE_REPORT: frozenset((role, Relation.BELOW) for role in SUPERIORS),
    Action.LOCK_REPORT: frozenset((role, Relation.BELOW) for role in SUPERIORS),
    Action.REOPEN_REPORT: frozenset((role, Relation.BELOW) for role in SUPERIORS),
    Action.EXTEND_REPORT: frozenset((role, Relation.BELOW) for role in SUPERIORS),
    Action.ASK_MORE_TIME: frozenset((role, Relation.OWN) for role in OWN_STAFF),
    Action.PRESENT_REPORT: frozenset(
        {(Role.OFFICIAL, Relation.OWN), (Role.OFFICE_HEAD, Relation.OWN)}
    ),
    Action.CHOOSE_PRESENTING: frozenset((role, Relation.OWN) for role in HEADS),
    Action.SEE_HEALTH: frozenset({(Role.ADMINISTRATOR, Relation.OWN)}),
    Action.MAKE_FORM: frozenset({(Role.ADMINISTRATOR, Relation.OWN)}),
    Action.HAND_OVER: frozenset(
        {
            (Role.CHAIRMAN, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.OWN),
            (Role.ADMINISTRATOR, Relation.BELOW),
        }
    ),
}


def reach(
    post: Post,
    units: Mapping[str, Unit],
    day: date | None = None,
    successions: Iterable[Succession] = (),
) -> Mapping[Relation, frozenset[str]]:
    """The units that are a post's own and those below it on a day; all others are OTHER.

    A unit that has ended has nobody below it any more: its superior sees what follows. Without a
    day the tree is taken as it was drawn.
    """
    merged = tuple(successions) if day else ()
    own = frozenset({post.unit_id})
    seat = units.get(post.unit_id)
    if day is None:
        return {Relation.OWN: own, Relation.BELOW: _tree(units, seat) - own}
    own |= predecessors(merged, own, day)
    tree = _tree(units, seat if seat and seat.valid_on(day) else None)
    return {Relation.OWN: own, Relation.BELOW: (tree | predecessors(merged, tree, day)) - own}


def _tree(units: Mapping[str, Unit], seat: Unit | None) -> frozenset[str]:
    return subtree(units, seat.id) if seat else frozenset()


def relation(
    units: Mapping[str, Unit],
    post: Post,
    unit_id: str,
    day: date | None = None,
    successions: Iterable[Succession] = (),
) -> Relation:
    """How `unit_id` stands to the unit of a post."""
    reached = reach(post, units, day, successions)
    return next((related for related, ids in reached.items() if unit_id in ids), Relation.OTHER)


def may(
    official: Official,
    action: Action,
    unit_id: str,
    units: Mapping[str, Unit],
    day: date,
    successions: Iterable[Succession] = (),
) -> bool:
    """True where one of the official's posts of that day allows the action on the unit."""
    return unit_id in scope(official, action, units, day, successions)


def scope(
    official: Official,
    action: Action,
    units: Mapping[str, Unit],
    day: date,
    successions: Iterable[Succession] = (),
    relations: Collection[Relation] = (Relation.OWN, Relation.BELOW),
) -> set[str]:
    """All units on which the official may do the action that day; those in one relation only."""
    merged = tuple(successions)
    found: set[str] = set()
    for post in official.posts_on(day):
        allowed = [each for each in relations if (post.role, each) in ALLOWED[action]]
        if allowed:
            reached = reach(post, units, day, merged)
            found.update(*(reached[each] for each in allowed))
    return found & units.keys()


def owner_fields(official: Official, unit_id: str, day: date) -> tuple[str, ...]:
    """The owner fields whose figures the official gives in that unit, in the order held."""
    fields: Iterable[str] = (
        field
        for post in official.posts_on(day)
        if post.unit_id == unit_id and post.role in OWN_STAFF
        for field in post.fields
    )
    return tuple(dict.fromkeys(fields))
