"""Polite words after a message: never a figure; what is asked stays asked.

lan  < đã nắm
bot  > Đã ghi chị Lan đã nắm: ... Khi có số, gửi: tiếp

Silence meets whoever owes nothing, and everybody on networks that sell messages by the number;
elsewhere who owes something gets a kind word (`handlers.figures.small_talk`).
"""

from __future__ import annotations

from domain.dates.owed import of_report
from domain.people.people import Official
from domain.talk.courtesy import Courtesy
from domain.talk.messages import Address, Incoming, Reply
from domain.talk.networks import NETWORKS
from handlers.desk.silent import ACKNOWLEDGED, acknowledged
from handlers.report.name import report_words
from handlers.report.parts import parts
from handlers.wording.say import say
from handlers.wording.understood import read_courtesy
from handlers.work import Work, addressed
from storage.database.audit import note


def costs(address: Address) -> bool:
    """True where every message is paid for: a merely kind word is not sent there."""
    network = NETWORKS.get(address.channel)
    return network is not None and network.paid


def is_courtesy(incoming: Incoming) -> bool:
    """True for polite words, a thumb or a sticker alone."""
    if incoming.file is not None or incoming.choice:
        return False
    if incoming.unread:
        return incoming.unread == "sticker"
    return read_courtesy(incoming.text) is not None


def is_silent(work: Work, person: Official, incoming: Incoming) -> bool:
    """True where silence is the best answer to such words."""
    if costs(incoming.address) or incoming.unread:
        return True
    noted = read_courtesy(incoming.text) is Courtesy.NOTED
    return noted or not any(part.open_codes for part in parts(work, person))


def take_note(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Who has taken note of a report is told once that this is on record; None after that, and
    for other polite words."""
    if read_courtesy(incoming.text) is not Courtesy.NOTED:
        return None
    fresh = [
        part.sheet
        for part in parts(work, person)
        if part.open_codes and not acknowledged(work, part.sheet.obligation, person)
    ]
    for sheet in fresh:
        subject = str(of_report(sheet.obligation.id))
        note(work.session, work.now, person.id, ACKNOWLEDGED, subject, {})
    if not fresh:
        return None
    reports = "; ".join(report_words(sheet) for sheet in fresh)
    return Reply(say("courtesy.noted", name=addressed(person), reports=reports))
