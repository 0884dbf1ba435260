"""Every network by the name that addresses and settings have for it, and what is peculiar to it.

How much it carries is said by its channel (`bot.channels.port.Limits`); here stands what the floors
below have to know when no channel runs. A new network is one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """What is peculiar to a network."""

    name: str
    edits: bool = False  # a message can be changed after it was sent
    paid: bool = False  # messages are sold by the number: none is sent for politeness alone
    mailbox: bool = False  # a message lies there until its person looks, be it for ever
    hears: bool = True  # people can answer there
    runs: bool = True  # `nhacviec run` opens it


_ALL = (
    Network("console", mailbox=True, runs=False),
    Network("web", edits=True, mailbox=True),
    Network("telegram", edits=True),
    Network("zalo_bot", paid=True),
    Network("zalo_oa", paid=True),
    Network("email", hears=False),
)
NETWORKS: Mapping[str, Network] = {network.name: network for network in _ALL}
DEAF = frozenset(name for name, network in NETWORKS.items() if not network.hears)
MAILBOXES = frozenset(name for name, network in NETWORKS.items() if network.mailbox)
