"""Office files with the same bytes for the same content."""

from __future__ import annotations

from struct import unpack_from

_EPOCH = b"\x00\x00\x21\x00"  # 1/1/1980, the earliest moment a zip can tell
_END, _ENTRY = b"PK\x05\x06", 46  # the last record; the fixed part of an entry of the directory


def stable_zip(content: bytes) -> bytes:
    """The same archive without the moments at which its parts were written, and without the
    operating system. Nothing is packed anew: that takes as long as writing it."""
    whole = bytearray(content)
    count, at = _directory(content)
    for _ in range(count):
        name, extra, comment = unpack_from("<3H", whole, at + 28)
        (header,) = unpack_from("<I", whole, at + 42)
        whole[at + 5] = 0  # the system
        whole[at + 12 : at + 16] = whole[header + 10 : header + 14] = _EPOCH
        at += _ENTRY + name + extra + comment
    return bytes(whole)


def _directory(content: bytes) -> tuple[int, int]:
    """How many parts there are, and where their directory begins."""
    end = content.rindex(_END)
    count, _, at = unpack_from("<HII", content, end + 10)
    return count, at
