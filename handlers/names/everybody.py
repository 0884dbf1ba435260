"""All at once: "tất cả các xã", "cả huyện", "toàn tỉnh", "hết": everybody below whoever says it.

One meaning for every command: status, nudge, assign, lists of tasks.
"""

from __future__ import annotations

import re

from domain.words import fold

_BODY = r"(?:xa|phuong|thi tran|dac khu|huyen|thi xa|quan|tinh|thanh pho|don vi|dia phuong|noi)"
_ALL = re.compile(
    r"(?:tat ca|toan bo|toan the|het(?: thay| ca)?|moi nguoi)"
    rf"|(?:(?:tat ca|toan bo|het) )?(?:cac|moi|ca|toan)(?: ubnd)? {_BODY}(?:(?: va)? {_BODY})*"
    rf"|(?:tat ca|toan bo|het) {_BODY}(?: {_BODY})*"
    rf"|ubnd cac {_BODY}(?: {_BODY})*"
)
_SIGNS = re.compile(r"[\s,.:;!?/()]+")
_POLITE = re.compile(r" (?:di|nhe|nha|a|luon|giup)$")
_OWN = re.compile(r"(?:ca |toan )?(?:xa|phuong|thi tran|don vi|co quan)(?: (?:minh|ta|em|toi))?")


def means_everybody(text: str) -> bool:
    """True for words that name all units and nothing else.

    >>> [means_everybody(text) for text in ("cả huyện", "nhắc hết", "hết", "các xã, phường", "xã")]
    [True, False, True, True, False]
    """
    return _ALL.fullmatch(_plain(text)) is not None


def means_own_unit(text: str) -> bool:
    """True for "cả xã", "xã mình": the whole unit of whoever says it, and all by "tất cả".

    >>> means_own_unit("cả xã"), means_own_unit("xã mình"), means_own_unit("xã Bắc Sơn")
    (True, True, False)
    """
    plain = _plain(text)
    return _OWN.fullmatch(plain) is not None or _ALL.fullmatch(plain) is not None


def _plain(text: str) -> str:
    plain = _SIGNS.sub(" ", fold(text)).strip()
    while (shorter := _POLITE.sub("", plain)) != plain:
        plain = shorter
    return plain
