"""A digest that nobody has answered for a day: the person's other network becomes the first one,
and what the digest spoke of is due again, worded anew for the day on which it goes out.

Once only: who stays silent there as well is not followed from network to network.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from domain.talk.messages import Address
from handlers.work import Work
from storage.messages.silence import Unanswered, due_again, mark_told_elsewhere, unanswered_digests
from storage.people.officials import prefer_address

SILENCE = timedelta(days=1)
TOO_OLD = timedelta(days=3)  # by then the next step of the ladder has spoken


def tell_elsewhere(work: Work, channels: Collection[str]) -> int:
    """Do it for everybody on these channels; for how many people."""
    silent = unanswered_digests(work.session, channels, work.now - TOO_OLD, work.now - SILENCE)
    return sum(_tell(work, digest, channels) for digest in silent)


def _tell(work: Work, digest: Unanswered, channels: Collection[str]) -> bool:
    other = _other_network(work, digest, channels)
    if other is None or not due_again(work.session, [digest.id], work.now):
        return False
    prefer_address(work.session, other, work.now)
    mark_told_elsewhere(work.session, digest.id)
    return True


def _other_network(work: Work, digest: Unanswered, channels: Collection[str]) -> Address | None:
    return next(
        (
            address
            for address in work.addresses(digest.official_id)
            if address.channel in channels and address.channel != digest.address.channel
        ),
        None,
    )
