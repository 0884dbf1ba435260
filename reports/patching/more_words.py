"""The words that the cells of somebody's workbook share, with more behind them."""

from __future__ import annotations

import re

from reports.workbook.shared_strings import SharedStrings

_BEGIN = re.compile(rb"<(?:[^\s/>:?!]+:)?sst\b[^>]*(?<!/)>")
_END = re.compile(rb"</([^\s/>:]+:)?sst\s*>\s*\Z")
_COUNT = re.compile(rb"""(?<=\s)(count|uniqueCount)\s*=\s*(?:"[0-9]+"|'[0-9]+')""")


def takes_words(table: bytes) -> bool:
    """Whether words can be added: not to a table that is not there, or is written otherwise."""
    return bool(_BEGIN.search(table) and _END.search(table))


def with_words(table: bytes, strings: SharedStrings) -> bytes:
    """The table with what was added; its own words stay to the byte. What it tells of how many
    there are is left out: nobody needs it, and it need not have been true."""
    begin, end = _BEGIN.search(table), _END.search(table)
    if not (begin and end and strings.uses):
        return table
    head = _COUNT.sub(b"", begin[0])
    before, own = table[: begin.start()], table[begin.end() : end.start()]
    return before + head + own + strings.xml(end[1] or b"") + end[0]
