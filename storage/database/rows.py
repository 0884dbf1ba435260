"""The tables as they are declared: what the migrations are held against, and what
`storage/database/tables.py`, which every query uses, is written from (`make tables`).

A `table=True` model does not validate, so what must hold is a constraint of the database.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from domain.people.people import Role
from domain.report.figures import State
from domain.report.requests import Repeat
from domain.tasks.tasks import Counting, Deed, Priority
from storage.database.states import (
    UNSETTLED,
    AddressState,
    AsideReason,
    DrawingState,
    MessageState,
    ObligationState,
    PagePurpose,
    ReminderState,
    SourceKind,
    quoted,
)
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Base of all tables; the naming convention stands before the first of them."""

    model_config = {"defer_build": True}  # rows are never validated: 50 ms less at start
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def one_of(column: str, *kinds: StrEnum) -> CheckConstraint:
    """The column holds one of these words."""
    return CheckConstraint(f"{column} IN ({quoted(kinds)})", name=column)


def only_where(column: str, *kinds: StrEnum) -> dict[str, Any]:
    """Options of an index that covers only the rows in one of these states."""
    where = text(f"{column} IN ({quoted(kinds)})")
    return {"sqlite_where": where, "postgresql_where": where}


class UnitRow(Row, table=True):
    __tablename__ = "units"
    __table_args__ = (
        # Children may be written before their parents within one unit of work.
        ForeignKeyConstraint(["parent_id"], ["units.id"], deferrable=True, initially="DEFERRED"),
    )

    id: str = Field(primary_key=True)
    kind: str
    name: str
    slug: str
    parent_id: str | None
    code: str
    valid_from: date
    valid_to: date | None
    aliases: tuple[str, ...] = Field(sa_type=TextList)
    training: bool


class SuccessionRow(Row, table=True):
    __tablename__ = "successions"

    old_id: str = Field(primary_key=True, foreign_key="units.id")
    new_id: str = Field(primary_key=True, foreign_key="units.id")
    on_day: date


class OfficialRow(Row, table=True):
    __tablename__ = "officials"

    id: str = Field(primary_key=True)
    name: str
    given: str = Field(default="", sa_column_kwargs={"server_default": ""}, index=True)  # folded
    salutation: str
    title: str


class PostRow(Row, table=True):
    __tablename__ = "posts"
    __table_args__ = (one_of("role", *Role),)

    id: int | None = Field(default=None, primary_key=True)
    official_id: str = Field(foreign_key="officials.id", index=True)
    unit_id: str = Field(foreign_key="units.id", index=True)
    role: Role = Field(sa_type=StoredWord(Role), index=True)
    fields_: tuple[str, ...] = Field(sa_type=TextList, sa_column_kwargs={"name": "fields"})
    valid_from: date
    valid_to: date | None


class LeaveRow(Row, table=True):
    __tablename__ = "leaves"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days"),)

    official_id: str = Field(primary_key=True, foreign_key="officials.id")
    first_day: date = Field(primary_key=True)
    last_day: date
    substitute_id: str | None = Field(foreign_key="officials.id", index=True)


class AddressRow(Row, table=True):
    __tablename__ = "addresses"
    __table_args__ = (one_of("state", *AddressState),)

    channel: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    official_id: str = Field(foreign_key="officials.id", index=True)
    state: AddressState = Field(sa_type=StoredWord(AddressState))
    reason: str
    rank: int  # the address with the smallest is tried first
    linked_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class InvitationRow(Row, table=True):
    __tablename__ = "invitations"

    code_hash: str = Field(primary_key=True)
    official_id: str = Field(foreign_key="officials.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(sa_type=UtcDateTime)
    redeemed_at: datetime | None = Field(sa_type=UtcDateTime)
    channel: str | None
    chat: str | None


class InvitationAttemptRow(Row, table=True):
    __tablename__ = "invitation_attempts"
    __table_args__ = (Index(None, "channel", "chat", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    at: datetime = Field(sa_type=UtcDateTime)
    refusal: str


class CatalogueSourceRow(Row, table=True):
    __tablename__ = "catalogue_sources"
    __table_args__ = (one_of("kind", *SourceKind),)

    id: int | None = Field(default=None, primary_key=True)
    kind: SourceKind = Field(sa_type=StoredWord(SourceKind))
    name: str
    version: str
    text: str
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class RoundRow(Row, table=True):
    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("regime_id", "period_code"),
        Index(None, "form_id", "period_code"),
    )

    id: int | None = Field(default=None, primary_key=True)
    regime_id: str
    form_id: str
    form_version: str
    period_code: str
    starts: date
    closes: date
    opens_on: date
    legal_due: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    last_working_day: date


class RegimeUseRow(Row, table=True):
    """Whether this installation uses a regime, and since when: as a file states it, or since the
    bot first planned with it."""

    __tablename__ = "regime_uses"

    regime_id: str = Field(primary_key=True)
    since: date
    until: date | None
    used: bool
    stated: bool


class ObligationRow(Row, table=True):
    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        one_of("state", *ObligationState),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="rounds.id")
    unit_id: str = Field(foreign_key="units.id", index=True)
    state: ObligationState = Field(sa_type=StoredWord(ObligationState))
    completed_at: datetime | None = Field(sa_type=UtcDateTime)
    extended_due_at: datetime | None = Field(sa_type=UtcDateTime)
    extended_last_working_day: date | None


class FigureRow(Row, table=True):
    """The figure as it is now and nothing else: thirteen million of them make ten years."""

    __tablename__ = "figures"
    __table_args__ = (
        one_of("state", *State),
        CheckConstraint(f"(value IS NOT NULL) = (state = '{State.VALUE}')", name="value"),
        {"sqlite_with_rowid": False},
    )

    obligation_id: int = Field(primary_key=True, foreign_key="obligations.id")
    code: str = Field(primary_key=True)
    state: State = Field(sa_type=StoredWord(State))
    value: Decimal | None = Field(sa_type=ExactDecimal)
    words: str | None  # of what people write; None of a number
    estimated: bool = Field(sa_column_kwargs={"server_default": false()})


class FigureHistoryRow(Row, table=True):
    """Every change of a figure. Triggers of the migration refuse UPDATE and DELETE."""

    __tablename__ = "figure_history"
    __table_args__ = (
        Index(None, "obligation_id", "code"),
        one_of("old_state", *State),
        one_of("new_state", *State),
    )

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligations.id")
    code: str
    old_state: State | None = Field(sa_type=StoredWord(State))  # None: was not yet asked
    old_value: Decimal | None = Field(sa_type=ExactDecimal)
    new_state: State | None = Field(sa_type=StoredWord(State))  # None: taken back
    new_value: Decimal | None = Field(sa_type=ExactDecimal)
    official_id: str = Field(foreign_key="officials.id")
    source: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    takes_back: int | None = Field(foreign_key="figure_history.id")
    old_words: str | None
    new_words: str | None
    old_estimated: bool = Field(sa_column_kwargs={"server_default": false()})
    new_estimated: bool = Field(sa_column_kwargs={"server_default": false()})


class OverrideRow(Row, table=True):
    __tablename__ = "overrides"
    __table_args__ = (
        Index(
            "uq_overrides_standing",
            "obligation_id",
            "rule",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligations.id")
    rule: str
    codes: tuple[str, ...] = Field(sa_type=TextList)
    reason: str
    official_id: str = Field(foreign_key="officials.id")
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)


class TaskRow(Row, table=True):
    """An assigned task: what was assigned, and what became of it up to now."""

    __tablename__ = "tasks"
    __table_args__ = (
        one_of("priority", *Priority),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("accepted_on IS NULL OR completed_on IS NOT NULL", name="accepted"),
        Index(
            "uq_tasks_standing",
            "key",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
        Index("uq_tasks_unit_id_number", "unit_id", "number", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(index=True)  # within the unit that owes it
    key: str  # the same for the same assignment: a second delivery changes nothing
    title: str
    unit_id: str = Field(foreign_key="units.id", index=True)
    assigner_id: str = Field(foreign_key="units.id", index=True)
    assigned_by: str = Field(foreign_key="officials.id")
    assigned_on: date
    due_at: datetime | None = Field(sa_type=UtcDateTime)  # as assigned; extensions stand apart
    lead_id: str | None = Field(foreign_key="officials.id", index=True)
    accountable_id: str | None = Field(foreign_key="officials.id")
    coordinators: tuple[str, ...] = Field(sa_type=TextList)
    product: str
    authority: str
    document_number: str
    document_on: date | None
    document_subject: str
    priority: Priority = Field(sa_type=StoredWord(Priority))
    progress: int | None
    blocker: str
    completed_on: date | None
    evidence: str
    accepted_on: date | None
    withdrawn_on: date | None
    rings_at: datetime | None = Field(sa_type=UtcDateTime, index=True)  # the next reminder


class TaskExtensionRow(Row, table=True):
    """A request for more time and the decision on it."""

    __tablename__ = "task_extensions"
    __table_args__ = (
        CheckConstraint("(granted IS NULL) = (decided_at IS NULL)", name="decided"),
        Index(
            "uq_task_extensions_open",
            "task_id",
            unique=True,
            sqlite_where=text("granted IS NULL"),
            postgresql_where=text("granted IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="tasks.id", index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    old_due_at: datetime | None = Field(sa_type=UtcDateTime)
    reason: str
    asked_by: str = Field(foreign_key="officials.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    granted: bool | None
    decided_by: str | None = Field(foreign_key="officials.id")
    decided_at: datetime | None = Field(sa_type=UtcDateTime)


class TaskEventRow(Row, table=True):
    """Everything that was done to a task. Triggers of the migration refuse UPDATE and DELETE."""

    __tablename__ = "task_events"
    __table_args__ = (one_of("deed", *Deed),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="tasks.id", index=True)
    deed: Deed = Field(sa_type=StoredWord(Deed))
    at: datetime = Field(sa_type=UtcDateTime)
    official_id: str | None = Field(foreign_key="officials.id")  # None: the program itself
    source: str
    old: dict[str, Any] = Field(sa_type=JSON)
    new: dict[str, Any] = Field(sa_type=JSON)
    words: str  # a reason, as it was typed


class TaskCountingRow(Row, table=True):
    """Which tasks a superior wants counted in the reports of the units below."""

    __tablename__ = "task_countings"
    __table_args__ = (one_of("counting", *Counting),)

    unit_id: str = Field(primary_key=True, foreign_key="units.id")
    counting: Counting = Field(sa_type=StoredWord(Counting))


class ReminderRow(Row, table=True):
    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("obligation_id", "step", "official_id"),
        UniqueConstraint("task_id", "step", "official_id"),
        CheckConstraint("(obligation_id IS NULL) <> (task_id IS NULL)", name="subject"),
        one_of("state", *ReminderState),
        Index("ix_reminders_waiting", "due_at", **only_where("state", ReminderState.WAITING)),
        Index(None, "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int | None = Field(foreign_key="obligations.id")
    task_id: int | None = Field(foreign_key="tasks.id")
    step: str
    official_id: str = Field(foreign_key="officials.id")
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: ReminderState = Field(sa_type=StoredWord(ReminderState))
    reason: str
    outbox_id: int | None = Field(foreign_key="outbox.id", index=True)
    settled_at: datetime | None = Field(sa_type=UtcDateTime)


class VersionRow(Row, table=True):
    """As of which version the process may hold something that hardly ever changes."""

    __tablename__ = "versions"

    name: str = Field(primary_key=True)
    word: str


class PlanRow(Row, table=True):
    """What a plan was made from: as long as that stays the same, so does the plan."""

    __tablename__ = "plans"

    name: str = Field(primary_key=True)
    made_from: str


class OutboxRow(Row, table=True):
    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", *MessageState),
        Index("ix_outbox_unsettled", "channel", "chat", "id", **only_where("state", *UNSETTLED)),
        Index(None, "channel", "settled_at"),
        Index("ix_outbox_sending", "lease_until", **only_where("state", MessageState.SENDING)),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    channel: str
    chat: str
    official_id: str | None = Field(foreign_key="officials.id", index=True)
    kind: str
    text: str
    choices: list[list[str]] = Field(sa_type=JSON)
    hint: str
    file_count: int
    state: MessageState = Field(sa_type=StoredWord(MessageState))
    reason: str
    attempts: int
    queued_at: datetime = Field(sa_type=UtcDateTime)
    not_after: datetime | None = Field(sa_type=UtcDateTime)
    retry_at: datetime | None = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    network_id: str  # of several parts: all, with spaces between
    edits: int | None  # the message that this one is put in the place of
    parts_sent: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    repeats: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    plain: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    sender: int | None  # the process that has it in hand, by the number of its presence


class FileRow(Row, table=True):
    """A content that is sent to many stands here once."""

    __tablename__ = "files"

    digest: str = Field(primary_key=True)  # SHA-256, hexadecimal; of a drawing: of its data
    content: bytes = Field(sa_type=LargeBinary)  # empty while it is still to be drawn


class DrawingRow(Row, table=True):
    """What a file is drawn from; one that many get is drawn once."""

    __tablename__ = "drawings"
    __table_args__ = (
        one_of("state", *DrawingState),
        Index("ix_drawings_taken", "lease_until", **only_where("state", DrawingState.WAITING)),
    )

    digest: str = Field(primary_key=True, foreign_key="files.digest")
    data: dict[str, Any] = Field(sa_type=JSON)
    state: DrawingState = Field(sa_type=StoredWord(DrawingState))
    tries: int  # counted before each one begins
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    sender: int | None  # the process that draws it, by the number of its presence


class OutboxFileRow(Row, table=True):
    __tablename__ = "outbox_files"

    outbox_id: int = Field(primary_key=True, foreign_key="outbox.id")
    position: int = Field(primary_key=True)
    name: str = Field(index=True)
    media: str
    digest: str = Field(foreign_key="files.digest", index=True)
    fetched: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class InboxRow(Row, table=True):
    __tablename__ = "inbox"
    __table_args__ = (Index(None, "channel", "chat", "at"),)

    channel: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    chat: str
    message_id: str
    text: str
    choice: str
    at: datetime = Field(sa_type=UtcDateTime)


class LetGoRow(Row, table=True):
    """Up to when the texts of an address were let go; those of all, where channel and chat are
    empty."""

    __tablename__ = "let_go"

    channel: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    before: datetime = Field(sa_type=UtcDateTime)


class AttemptRow(Row, table=True):
    """A message that was begun and is not done: it goes with the commit of its answer, so what
    stands here for long is what a process has died of, or beside."""

    __tablename__ = "attempts"

    channel: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    starts: int
    begun_at: datetime = Field(sa_type=UtcDateTime)


class SetAsideRow(Row, table=True):
    """A message that was given up, whole, until an administrator has seen to it."""

    __tablename__ = "set_aside"
    __table_args__ = (one_of("reason", *AsideReason), UniqueConstraint("channel", "event_id"))

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    event_id: str
    chat: str
    sender_name: str
    reason: AsideReason = Field(sa_type=StoredWord(AsideReason))
    text: str
    choice: str
    file_name: str | None
    file_media: str | None
    digest: str | None = Field(foreign_key="files.digest")
    came_at: datetime = Field(sa_type=UtcDateTime)
    set_aside_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime | None = Field(sa_type=UtcDateTime)


class ConversationRow(Row, table=True):
    __tablename__ = "conversations"

    channel: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    data: dict[str, Any] | None = Field(sa_type=JSON)  # what is awaited
    shown: dict[str, Any] | None = Field(sa_type=JSON)  # the tasks that were shown last
    saved_at: datetime = Field(sa_type=UtcDateTime)


class QuestionRow(Row, table=True):
    """A question that has no answer yet. The number is never given again: a tap carries it."""

    __tablename__ = "questions"
    __table_args__ = (Index(None, "channel", "chat"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat: str
    data: dict[str, Any] = Field(sa_type=JSON)
    asked_by: str  # the key of the message that asks
    after: int  # the newest message of the outbox when it was asked
    asked_at: datetime = Field(sa_type=UtcDateTime)


class PageRow(Row, table=True):
    """A link to a page that was given to one person. What was typed into it waits in `draft`."""

    __tablename__ = "pages"
    __table_args__ = (
        one_of("purpose", *PagePurpose),
        Index(None, "official_id", "purpose"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    purpose: PagePurpose = Field(sa_type=StoredWord(PagePurpose))
    official_id: str = Field(foreign_key="officials.id")
    channel: str
    chat: str
    obligation_id: int | None = Field(foreign_key="obligations.id")
    block_id: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(sa_type=UtcDateTime)
    draft: dict[str, Any] = Field(sa_type=JSON)


class ApiTokenRow(Row, table=True):
    """A program that reads reports, and the unit that it may see; of its token only a hash."""

    __tablename__ = "api_tokens"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    unit_id: str = Field(foreign_key="units.id")
    token_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(sa_type=UtcDateTime)


class RequestRow(Row, table=True):
    """What a superior has asked for in a chat: its form and its regime are made of it."""

    __tablename__ = "requests"
    __table_args__ = (one_of("repeat", *Repeat), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    title: str
    lines: list[dict[str, Any]] = Field(sa_type=JSON)
    unit_ids: tuple[str, ...] = Field(sa_type=TextList)
    body_id: str = Field(foreign_key="units.id")
    asked_by: str = Field(foreign_key="officials.id")
    sent_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    repeat: Repeat = Field(sa_type=StoredWord(Repeat))
    ended_on: date | None
    source: str = Field(unique=True)  # the message that has sent it: once for each


class AuditRow(Row, table=True):
    """Who did what. Triggers of the migration refuse UPDATE and DELETE."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    official_id: str | None = Field(foreign_key="officials.id")
    action: str
    subject: str
    detail: dict[str, Any] = Field(sa_type=JSON)
