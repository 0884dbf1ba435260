"""Questions that stood in `conversations` and `task_talks` become rows of `questions`.

The tasks that were shown last stand beside the conversation, and `task_talks` goes.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_YES_NO = [["đúng", "yes"], ["sai", "no"]]
_FIGURES: dict[str, tuple[str, str, list[list[str]]]] = {
    "confirm": ("figures.confirm", "yes_no", _YES_NO),
    "replace": ("figures.replace", "yes_no", _YES_NO),
    "again": ("figures.again", "yes_no", _YES_NO),
    "ask": ("figures.give", "figures", []),
    "rule": ("figures.rule", "figures", [["giữ: đúng thực tế", "keep"]]),
    "file": ("annex.write", "file", [["ghi", "write"], ["thôi", "drop"]]),
    "report": ("annex.which", "one_of", []),
    "which": ("figures.which", "one_of", []),
}
_DRAFT = [["giao", "go"], ["giao cả ngày", "day"], ["bỏ", "drop"]]
_TABLE = [["ghi", "go"], ["ghi cả ngày", "day"], ["bỏ", "drop"]]

_CONVERSATIONS = sa.table(
    "conversations",
    sa.column("channel"),
    sa.column("chat"),
    sa.column("data", sa.JSON),
    sa.column("shown", sa.JSON),
    sa.column("saved_at", sa.DateTime(timezone=True)),
)
_TALKS = sa.table(
    "task_talks",
    sa.column("channel"),
    sa.column("chat"),
    sa.column("data", sa.JSON),
    sa.column("message_key"),
    sa.column("after"),
    sa.column("saved_at", sa.DateTime(timezone=True)),
)
_QUESTIONS = sa.table(
    "questions",
    sa.column("channel"),
    sa.column("chat"),
    sa.column("data", sa.JSON),
    sa.column("asked_by"),
    sa.column("after"),
    sa.column("asked_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_channel_chat", "questions", ["channel", "chat"])
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("shown", sa.JSON(), nullable=True))
        batch.alter_column("data", existing_type=sa.JSON(), nullable=True)
    connection = op.get_bind()
    for row in connection.execute(sa.select(_CONVERSATIONS)).mappings().all():
        if pending := (row["data"] or {}).get("pending"):
            _ask(row, _about_figures(row["data"], pending), 0)
    for row in connection.execute(sa.select(_TALKS)).mappings().all():
        if row["data"]["topic"] in ("list", "task"):
            _show(row)
        elif question := _about_task(row["data"]):
            _ask(row, question, row["after"])
    op.drop_table("task_talks")


def _ask(row: sa.RowMapping, question: dict[str, Any], after: int) -> None:
    """`asked_by` stays empty: by that the taps of the message that has asked are known."""
    whole = {"v": 1, "text": question["name"], "light": False, "source": ""} | question
    values = {"channel": row["channel"], "chat": row["chat"], "data": whole}
    values |= {"asked_by": "", "after": after, "asked_at": row["saved_at"]}
    op.execute(sa.insert(_QUESTIONS).values(values))


def _about_figures(conversation: dict[str, Any], pending: dict[str, Any]) -> dict[str, Any]:
    about, wanted, options = _FIGURES[pending["waiting"]]
    file, said = pending.get("file"), pending.get("said", "")
    name = ", ".join(pending["codes"]) or (file[0] if file else said)
    held = {
        "report": conversation["obligation"] or 0,
        "figures": pending["held"],
        "codes": pending["codes"],
        "rules": pending["rules"],
        "seen": None,
        "file": file,
        "said": said,
    }
    return _question(about, wanted, options, held, name, pending.get("source", ""))


def _about_task(talk: dict[str, Any]) -> dict[str, Any] | None:
    tasks = {key: talk[key] for key in ("tasks", "verb", "words", "percent")}
    drafts = {"drafts": talk["drafts"], "read_on": talk["read_on"]}
    name = talk["words"] or "việc"
    match talk["topic"]:
        case "confirm":
            return _question("task.do", "yes_no", _YES_NO, tasks, name)
        case "words":
            wanted = "days" if talk["verb"] == "extend" else "reason"
            about = "task.document" if talk["verb"] == "done" else "task.words"
            return _question(about, wanted, [], tasks, name)
        case "draft":
            return _question("task.draft", "words", _DRAFT, drafts, "giao việc")
        case "table":
            return _question("task.table", "file", _TABLE, drafts, "bảng giao việc")
        case "leave":
            official, first, last, substitute = talk["words"].split("|")
            leave = {"official": official, "first": first, "last": last, "substitute": substitute}
            return _question("leave.note", "yes_no", _YES_NO, leave, "nghỉ phép")
    return None


def _question(
    about: str,
    wanted: str,
    options: list[list[str]],
    data: dict[str, Any],
    name: str,
    source: str = "",
) -> dict[str, Any]:
    question = {"about": about, "wanted": wanted, "options": options, "data": dict(data)}
    return question | {"name": name, "source": source}


def _show(row: sa.RowMapping) -> None:
    shown = {"tasks": row["data"]["tasks"], "by": row["message_key"], "after": row["after"]}
    saved_at = row["saved_at"]
    shown["at"] = saved_at.isoformat() + ("" if saved_at.tzinfo else "+00:00")
    here = (_CONVERSATIONS.c.channel == row["channel"]) & (_CONVERSATIONS.c.chat == row["chat"])
    found = op.get_bind().execute(sa.update(_CONVERSATIONS).where(here).values(shown=shown))
    if not found.rowcount:
        known = {"channel": row["channel"], "chat": row["chat"], "saved_at": row["saved_at"]}
        op.execute(sa.insert(_CONVERSATIONS).values({**known, "shown": shown}))


def downgrade() -> None:
    raise NotImplementedError("Restore a copy from before the migration instead.")
