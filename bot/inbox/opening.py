"""The file of a message, read before its turn: in a process of its own, in no transaction."""

from __future__ import annotations

from dataclasses import replace

from domain.talk.messages import Incoming
from reports.incoming.apart import open_apart
from reports.incoming.open_file import kind_of


def with_cells(incoming: Incoming) -> Incoming:
    """The message with what stands in its file; as it is where there is nothing to read."""
    file = incoming.file
    if file is None or incoming.opened is not None or incoming.in_group or not kind_of(file.name):
        return incoming
    return replace(incoming, opened=open_apart(file.name, file.content))
