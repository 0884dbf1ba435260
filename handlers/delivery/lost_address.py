"""A person can no longer be reached at an address: it is marked, and people near hear of it.

What a network tells of a chat itself comes here too: blocked, to be reached again, moved.

bot  > Chị Lan (xã Bắc Sơn) không còn nhận được tin qua Telegram. ... Xin báo trực tiếp.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.people.people import Official, Role
from domain.people.units import ancestors
from domain.talk.messages import Address, Incoming, Reply, Signal
from handlers.owed.people import with_role
from handlers.owed.tell import send_to
from handlers.wording.say import say
from handlers.work import Work, addressed
from storage.database.states import AddressState
from storage.messages.moved_chats import move_chat
from storage.people.officials import mark_address, official, owner_of
from storage.people.units import all_units


def lose_address(work: Work, address: Address, reason: str) -> bool:
    """Mark the address as blocked and tell; False where it is nobody's or was marked before."""
    owner_id = owner_of(work.session, address)
    if not mark_address(work.session, address, AddressState.BLOCKED, reason, work.now):
        return False
    if owner_id is not None:
        _tell(work, official(work.session, owner_id), address)
    return True


def find_address(work: Work, address: Address) -> bool:
    """The address can be reached again; False where nothing changes."""
    return mark_address(work.session, address, AddressState.ACTIVE, "", work.now)


def _tell(work: Work, person: Official, address: Address) -> None:
    words = _words(work, person, address)
    for other in {each.id: each for each in _near(work, person)}.values():
        if other.id != person.id:
            send_to(work, other, Reply(words), kind="lost")


def _words(work: Work, person: Official, address: Address) -> str:
    others = work.addresses(person.id)
    units = all_units(work.session)
    posts = person.posts_on(work.today)
    fields = {
        "name": addressed(person)[:1].upper() + addressed(person)[1:],
        "full_name": person.name,
        "unit": units[posts[0].unit_id].name if posts else "",
        "network": network_name(address.channel),
    }
    if not others:
        return say("outbox.lost", **fields)
    return say("outbox.lost_one", **fields, other=network_name(others[0].channel))


def network_name(channel: str) -> str:
    """What officials call a network."""
    return say(f"outbox.network.{channel}")


def _near(work: Work, person: Official) -> Iterator[Official]:
    """The office head of each unit of the person, and the staff of the nearest superior unit that
    has any."""
    units = all_units(work.session)
    for unit_id in dict.fromkeys(post.unit_id for post in person.posts_on(work.today)):
        yield from with_role(work, unit_id, Role.OFFICE_HEAD)
        for superior in ancestors(units, unit_id):
            if staff := with_role(work, superior.id, Role.SUPERIOR_STAFF):
                yield from staff
                break


def note_signal(work: Work, incoming: Incoming, signal: Signal) -> None:
    """Keep what was told."""
    match signal:
        case Signal.BLOCKED:
            lose_address(work, incoming.address, "signal")
        case Signal.UNBLOCKED:
            find_address(work, incoming.address)
        case Signal.MOVED:
            move_chat(work.session, incoming.address, incoming.text, work.now)
