"""The tables as statements know them: columns, types, and what names a row.

Written by `make tables` from `storage/database/rows.py`, where a table is declared; a test holds
the two together. Declaring takes SQLModel, the ORM and pydantic, which a process that only uses the
tables need not load.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from domain.people.people import Role
from domain.report.figures import State
from domain.report.requests import Repeat
from domain.tasks.tasks import Counting, Deed, Priority
from storage.database.states import (
    AddressState,
    AsideReason,
    DrawingState,
    MessageState,
    ObligationState,
    PagePurpose,
    ReminderState,
    SourceKind,
)
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime

METADATA = MetaData()

UNITS = Table(
    "units",
    METADATA,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("slug", String, nullable=False),
    Column("parent_id", String, ForeignKey("units.id")),
    Column("code", String, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("aliases", TextList, nullable=False),
    Column("training", Boolean, nullable=False),
)

SUCCESSIONS = Table(
    "successions",
    METADATA,
    Column("old_id", String, ForeignKey("units.id"), primary_key=True),
    Column("new_id", String, ForeignKey("units.id"), primary_key=True),
    Column("on_day", Date, nullable=False),
)

OFFICIALS = Table(
    "officials",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("given", String, nullable=False),
    Column("salutation", String, nullable=False),
    Column("title", String, nullable=False),
)

POSTS = Table(
    "posts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("unit_id", String, ForeignKey("units.id"), nullable=False),
    Column("role", StoredWord(Role), nullable=False),
    Column("fields", TextList, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

LEAVES = Table(
    "leaves",
    METADATA,
    Column("official_id", String, ForeignKey("officials.id"), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("last_day", Date, nullable=False),
    Column("substitute_id", String, ForeignKey("officials.id")),
)

ADDRESSES = Table(
    "addresses",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("state", StoredWord(AddressState), nullable=False),
    Column("reason", String, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("code_hash", String, primary_key=True),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("redeemed_at", UtcDateTime),
    Column("channel", String),
    Column("chat", String),
)

INVITATION_ATTEMPTS = Table(
    "invitation_attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("refusal", String, nullable=False),
)

CATALOGUE_SOURCES = Table(
    "catalogue_sources",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", StoredWord(SourceKind), nullable=False),
    Column("name", String, nullable=False),
    Column("version", String, nullable=False),
    Column("text", String, nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
)

ROUNDS = Table(
    "rounds",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("regime_id", String, nullable=False),
    Column("form_id", String, nullable=False),
    Column("form_version", String, nullable=False),
    Column("period_code", String, nullable=False),
    Column("starts", Date, nullable=False),
    Column("closes", Date, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("legal_due", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("last_working_day", Date, nullable=False),
)

REGIME_USES = Table(
    "regime_uses",
    METADATA,
    Column("regime_id", String, primary_key=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("used", Boolean, nullable=False),
    Column("stated", Boolean, nullable=False),
)

OBLIGATIONS = Table(
    "obligations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("rounds.id"), nullable=False),
    Column("unit_id", String, ForeignKey("units.id"), nullable=False),
    Column("state", StoredWord(ObligationState), nullable=False),
    Column("completed_at", UtcDateTime),
    Column("extended_due_at", UtcDateTime),
    Column("extended_last_working_day", Date),
)

FIGURES = Table(
    "figures",
    METADATA,
    Column("obligation_id", Integer, ForeignKey("obligations.id"), primary_key=True),
    Column("code", String, primary_key=True),
    Column("state", StoredWord(State), nullable=False),
    Column("value", ExactDecimal),
    Column("words", String),
    Column("estimated", Boolean, nullable=False),
)

FIGURE_HISTORY = Table(
    "figure_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("obligation_id", Integer, ForeignKey("obligations.id"), nullable=False),
    Column("code", String, nullable=False),
    Column("old_state", StoredWord(State)),
    Column("old_value", ExactDecimal),
    Column("new_state", StoredWord(State)),
    Column("new_value", ExactDecimal),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("takes_back", Integer, ForeignKey("figure_history.id")),
    Column("old_words", String),
    Column("new_words", String),
    Column("old_estimated", Boolean, nullable=False),
    Column("new_estimated", Boolean, nullable=False),
)

OVERRIDES = Table(
    "overrides",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("obligation_id", Integer, ForeignKey("obligations.id"), nullable=False),
    Column("rule", String, nullable=False),
    Column("codes", TextList, nullable=False),
    Column("reason", String, nullable=False),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

TASKS = Table(
    "tasks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("title", String, nullable=False),
    Column("unit_id", String, ForeignKey("units.id"), nullable=False),
    Column("assigner_id", String, ForeignKey("units.id"), nullable=False),
    Column("assigned_by", String, ForeignKey("officials.id"), nullable=False),
    Column("assigned_on", Date, nullable=False),
    Column("due_at", UtcDateTime),
    Column("lead_id", String, ForeignKey("officials.id")),
    Column("accountable_id", String, ForeignKey("officials.id")),
    Column("coordinators", TextList, nullable=False),
    Column("product", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("document_number", String, nullable=False),
    Column("document_on", Date),
    Column("document_subject", String, nullable=False),
    Column("priority", StoredWord(Priority), nullable=False),
    Column("progress", Integer),
    Column("blocker", String, nullable=False),
    Column("completed_on", Date),
    Column("evidence", String, nullable=False),
    Column("accepted_on", Date),
    Column("withdrawn_on", Date),
    Column("rings_at", UtcDateTime),
)

TASK_EXTENSIONS = Table(
    "task_extensions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("task_id", Integer, ForeignKey("tasks.id"), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("old_due_at", UtcDateTime),
    Column("reason", String, nullable=False),
    Column("asked_by", String, ForeignKey("officials.id"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("granted", Boolean),
    Column("decided_by", String, ForeignKey("officials.id")),
    Column("decided_at", UtcDateTime),
)

TASK_EVENTS = Table(
    "task_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("task_id", Integer, ForeignKey("tasks.id"), nullable=False),
    Column("deed", StoredWord(Deed), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("official_id", String, ForeignKey("officials.id")),
    Column("source", String, nullable=False),
    Column("old", JSON, nullable=False),
    Column("new", JSON, nullable=False),
    Column("words", String, nullable=False),
)

TASK_COUNTINGS = Table(
    "task_countings",
    METADATA,
    Column("unit_id", String, ForeignKey("units.id"), primary_key=True),
    Column("counting", StoredWord(Counting), nullable=False),
)

REMINDERS = Table(
    "reminders",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("obligation_id", Integer, ForeignKey("obligations.id")),
    Column("task_id", Integer, ForeignKey("tasks.id")),
    Column("step", String, nullable=False),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", StoredWord(ReminderState), nullable=False),
    Column("reason", String, nullable=False),
    Column("outbox_id", Integer, ForeignKey("outbox.id")),
    Column("settled_at", UtcDateTime),
)

VERSIONS = Table(
    "versions",
    METADATA,
    Column("name", String, primary_key=True),
    Column("word", String, nullable=False),
)

PLANS = Table(
    "plans",
    METADATA,
    Column("name", String, primary_key=True),
    Column("made_from", String, nullable=False),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("official_id", String, ForeignKey("officials.id")),
    Column("kind", String, nullable=False),
    Column("text", String, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("hint", String, nullable=False),
    Column("file_count", Integer, nullable=False),
    Column("state", StoredWord(MessageState), nullable=False),
    Column("reason", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("not_after", UtcDateTime),
    Column("retry_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("network_id", String, nullable=False),
    Column("edits", Integer),
    Column("parts_sent", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("plain", Boolean, nullable=False),
    Column("sender", Integer),
)

FILES = Table(
    "files",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

DRAWINGS = Table(
    "drawings",
    METADATA,
    Column("digest", String, ForeignKey("files.digest"), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("state", StoredWord(DrawingState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("sender", Integer),
)

OUTBOX_FILES = Table(
    "outbox_files",
    METADATA,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("media", String, nullable=False),
    Column("digest", String, ForeignKey("files.digest"), nullable=False),
    Column("fetched", Integer, nullable=False),
)

INBOX = Table(
    "inbox",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("chat", String, nullable=False),
    Column("message_id", String, nullable=False),
    Column("text", String, nullable=False),
    Column("choice", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

LET_GO = Table(
    "let_go",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("before", UtcDateTime, nullable=False),
)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("starts", Integer, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
)

SET_ASIDE = Table(
    "set_aside",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("sender_name", String, nullable=False),
    Column("reason", StoredWord(AsideReason), nullable=False),
    Column("text", String, nullable=False),
    Column("choice", String, nullable=False),
    Column("file_name", String),
    Column("file_media", String),
    Column("digest", String, ForeignKey("files.digest")),
    Column("came_at", UtcDateTime, nullable=False),
    Column("set_aside_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
)

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("data", JSON),
    Column("shown", JSON),
    Column("saved_at", UtcDateTime, nullable=False),
)

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("data", JSON, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("after", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

PAGES = Table(
    "pages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("purpose", StoredWord(PagePurpose), nullable=False),
    Column("official_id", String, ForeignKey("officials.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("obligation_id", Integer, ForeignKey("obligations.id")),
    Column("block_id", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("draft", JSON, nullable=False),
    sqlite_autoincrement=True,
)

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("unit_id", String, ForeignKey("units.id"), nullable=False),
    Column("token_hash", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    sqlite_autoincrement=True,
)

REQUESTS = Table(
    "requests",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("unit_ids", TextList, nullable=False),
    Column("body_id", String, ForeignKey("units.id"), nullable=False),
    Column("asked_by", String, ForeignKey("officials.id"), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("repeat", StoredWord(Repeat), nullable=False),
    Column("ended_on", Date),
    Column("source", String, nullable=False),
    sqlite_autoincrement=True,
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("official_id", String, ForeignKey("officials.id")),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", JSON, nullable=False),
)
