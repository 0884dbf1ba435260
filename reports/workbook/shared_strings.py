"""The words of a workbook, each once; cells tell their number.

Words may stand in the cells themselves as well, but the preview of an iPhone shows none of those.
"""

from __future__ import annotations

from reports.workbook.cells import words_in_xml


class SharedStrings:
    """Words that are added behind the `first` ones of a workbook."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._numbers: dict[str, int] = {}
        self.uses = 0  # cells with these words

    @property
    def count(self) -> int:
        """Of all words, the first ones too."""
        return self._first + len(self._numbers)

    def number(self, words: str) -> int:
        """That of these words, for one more cell."""
        self.uses += 1
        known = self._numbers.get(words)
        if known is None:
            known = self._numbers[words] = self.count
        return known

    def xml(self, prefix: bytes = b"") -> bytes:
        """What was added, one element for each; the names of the table may have a prefix, "x:"."""
        return b"".join(_element(words, prefix) for words in self._numbers)


def _element(words: str, prefix: bytes) -> bytes:
    kept = b' xml:space="preserve"' if words != words.strip() else b""
    names = prefix, prefix, kept, words_in_xml(words), prefix, prefix
    return b"<%bsi><%bt%b>%b</%bt></%bsi>" % names
