"""`nhacviec invite`: one-time codes that link people's Zalo or Telegram accounts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.fault import UsageFault
from bot.named import find_official, unit_named
from bot.rehearsal.files import write_files
from bot.wiring import clock_at, open_store
from domain.people.people import Official
from domain.people.units import Unit
from domain.talk.messages import Attachment
from domain.words import fold
from handlers.people.invite import deep_link, invite, valid_until
from handlers.people.unreachable import unreachable
from handlers.wording.say import say
from handlers.work import Work, addressed


def run_invite(name: str | None, unit: str | None, db: str | None, at: str | None) -> None:
    """Print each code once; only its hash is kept."""
    if (name is None) == (unit is None):
        raise UsageFault("fault.invite_whom")
    now = clock_at(at)()
    database, catalogue = open_store(db)
    one = find_official(database, name) if name is not None else None
    with database.work() as session:
        work = Work(session, catalogue, now)
        people = [one] if one else _unlinked(work, unit or "")
        until = valid_until(now)
        lines = [
            say("invite.code", name=addressed(each), code=invite(work, each.id), until=until)
            for each in people
        ]
    sys.stdout.write("\n".join(lines or [say("invite.all_linked")]) + "\n")


def run_invitation_pages(
    unit: str | None, folder: Path, bot: str, db: str | None, at: str | None
) -> None:
    """Write a page to print for every unit in which somebody is not linked yet, or for one; print a
    path a line. Each code stands on its page alone."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    written = []
    with database.work() as session:
        work = Work(session, catalogue, now)
        ids = [unit_named(work, unit)] if unit else sorted(work.units)
        for here in (work.units[id_] for id_ in ids if id_ in work.units):
            if people := _lost(work, here):
                name = f"moi-{here.slug}.html"
                written.append(Attachment(name, "text/html", _page(work, here, people, bot)))
        paths = write_files(tuple(written), folder)
    lines = [str(path) for path in paths] or [say("invite.all_linked")]
    sys.stdout.write("\n".join(lines) + "\n")


def _page(work: Work, unit: Unit, people: Sequence[Official], bot: str) -> bytes:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    until = valid_until(work.now)
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    shown = [_invited(work, person, until, bot.lstrip("@")) for person in people]
    title, how = say("invite.page.title", unit=unit.name), say("invite.page.how")
    page = pages.get_template("invitation_page.html.j2")
    opens = say("invite.page.telegram")
    qr = say("invite.page.qr")
    return page.render(title=title, how=how, people=shown, opens=opens, qr=qr).encode()


def _invited(work: Work, person: Official, until: str, bot: str) -> dict[str, str]:
    code = invite(work, person.id)
    link = deep_link(bot, code) if bot else ""
    return {
        "name": say("invite.page.name", name=person.name, title=person.title).rstrip(" ,"),
        "code": code,
        "words": say("invite.page.words", code=code, until=until),
        "link": link,
        "picture": _picture(link) if link else "",
    }


def _picture(link: str) -> str:
    """The link as a QR code for a phone's camera, drawn into the page."""
    import segno

    return segno.make(link, error="m", micro=False).svg_inline(scale=3, border=4, omitsize=False)


def _unlinked(work: Work, name: str) -> list[Official]:
    """Everybody of a named unit who has no address that works."""
    return _lost(work, work.units[unit_named(work, name)])


def _lost(work: Work, here: Unit) -> list[Official]:
    """Everybody of a unit who has no address that works, by name."""
    lost = {each.person.id: each.person for each in unreachable(work, [here])}
    return sorted(lost.values(), key=lambda person: fold(person.name.split()[-1]))
