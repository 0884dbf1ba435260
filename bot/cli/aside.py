"""`nhacviec aside`: the messages that the bot could not deal with, for whoever looks after it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.durable_file import write_durably
from bot.fault import UsageFault
from bot.wiring import open_store
from handlers.delivery.lost_address import network_name
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from storage.messages.set_aside import SetAside, all_aside, file_aside, see_to

TEXT_LETTERS = 60  # of a message in the list


def run_aside(number: int | None, out: Path, db: str | None, *, done: bool) -> None:
    """The list; with a number the whole message, and its file in `out`; `done`: out of the list."""
    database, _ = open_store(db)
    with database.read() as session:
        found = {each.id: each for each in all_aside(session)}
        file = file_aside(session, number) if number in found and number is not None else None
    if number is None:
        lines = [_line(each, TEXT_LETTERS) for each in found.values()]
        _write([*lines, say("aside.how")] if lines else [say("aside.none")])
        return
    if number not in found:
        raise UsageFault("aside.missing", number=number)
    if done:
        with database.work() as session:
            see_to(session, number, datetime.now(UTC))
        _write([say("aside.seen", number=number)])
        return
    lines = [_line(found[number], len(found[number].text))]
    if file is not None:
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{number}-{Path(file.name).name}"
        write_durably(path, file.content)
        lines.append(say("aside.saved", path=path))
    _write(lines)


def _line(each: SetAside, letters: int) -> str:
    text = each.text if len(each.text) <= letters else each.text[:letters] + "…"
    words = [say("aside.text", text=text)] if text else []
    if each.file_name:
        words.append(say("aside.file", file=each.file_name))
    return say(
        "aside.line",
        number=each.id,
        at=show_moment(each.came_at),
        network=network_name(each.address.channel),
        name=each.sender_name or say("aside.nobody"),
        why=say(f"aside.{each.reason}"),
        what=", ".join(words),
    )


def _write(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
