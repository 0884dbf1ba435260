"""Tables in the flat formats of LibreOffice, for it to make a Word file and a workbook of: each row
a name, what stands beside it, and the cell that is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D
from html import escape

from domain.reading.cells import Cell, Flaw

_NAMES = (
    'office="{0}office:1.0" style="{0}style:1.0" text="{0}text:1.0" table="{0}table:1.0" '
    'draw="{0}drawing:1.0" number="{0}datastyle:1.0" fo="{0}xsl-fo-compatible:1.0" '
    'svg="{0}svg-compatible:1.0"'
).format("urn:oasis:names:tc:opendocument:xmlns:")
_SPACES = " ".join(f"xmlns:{each}" for each in _NAMES.split())
_FORMULA = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'

_STRUCK = 'style:text-line-through-style="solid" style:text-line-through-type="single"'
_LOOKS = {
    "struck": _STRUCK,
    "raised": 'style:text-position="super 58%"',
    "lowered": 'style:text-position="sub 58%"',
    "hidden": 'text:display="none"',
    "bold": 'fo:font-weight="bold" fo:color="#c00000"',
}
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/>'
    "</style:style>"
    for name, look in _LOOKS.items()
)


def _look(name: str, words: str) -> str:
    return f'<text:span text:style-name="{name}">{words}</text:span>'


# -- a letter ------------------------------------------------------------------------------------

_CHANGED = "<office:change-info><dc:creator>Lan</dc:creator><dc:date>2024-09-01T08:00:00</dc:date>"
_CHANGES = (
    f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{_CHANGED}'
    "</office:change-info><text:p>12</text:p></text:deletion></text:changed-region>"
    f'<text:changed-region text:id="c2"><text:insertion>{_CHANGED}</office:change-info>'
    "</text:insertion></text:changed-region></text:tracked-changes>"
)
_NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>ước</text:p></text:note-body></text:note>"
)
_FRAME = (
    '<draw:frame svg:width="2cm" svg:height="1cm" text:anchor-type="paragraph"><draw:text-box>'
    "<text:p>99</text:p></draw:text-box></draw:frame>"
)
_REMARK = (
    "<office:annotation><dc:creator>Lan</dc:creator><text:p>xem lại</text:p></office:annotation>"
)

LETTER: Mapping[str, tuple[str, Cell]] = {
    "plain": ("14", Cell("14")),
    "bold": (_look("bold", "14"), Cell("14")),
    "remark": ("14" + _REMARK, Cell("14")),
    "spaces": ("17\u00a0465", Cell("17\u00a0465")),
    "struck": (_look("struck", "12") + "14", Cell("1214", Flaw.STRUCK)),
    "raised": ("14" + _look("raised", "1"), Cell("141", Flaw.RAISED)),
    "lowered": ("14" + _look("lowered", "1"), Cell("141", Flaw.RAISED)),
    "hidden": (_look("hidden", "5") + "0", Cell("50", Flaw.HIDDEN)),
    "line": ("12<text:line-break/>2", Cell("12\n2", Flaw.BROKEN)),
    "tab": ("12<text:tab/>2", Cell("12\t2", Flaw.BROKEN)),
    "lines": ("12</text:p><text:p>2", Cell("12 2", Flaw.BROKEN)),
    "hyphen": ("1\u00ad2", Cell("12", Flaw.BROKEN)),
    "note": ("14" + _NOTE, Cell("14", Flaw.NOTE)),
    "deleted": ('<text:change text:change-id="c1"/>14', Cell("14", Flaw.TRACKED)),
    "inserted": (
        '<text:change-start text:change-id="c2"/>15<text:change-end text:change-id="c2"/>',
        Cell("15", Flaw.TRACKED),
    ),
    "frame": ("14" + _FRAME, Cell("14", Flaw.OBJECT)),
    "prompt": (
        f'<text:placeholder text:placeholder-type="text">{escape("<số>")}</text:placeholder>',
        Cell(),
    ),
}


def letter() -> str:
    """A flat text document with one table."""
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{name}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{inner}</text:p></table:table-cell></table:table-row>"
        for name, (inner, _) in LETTER.items()
    )
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    table = f"<table:table>{columns}{rows}</table:table>"
    return _document("text", _STYLES, f"<office:text>{_CHANGES}{table}</office:text>")


# -- a workbook ------------------------------------------------------------------------------------

_NUMBERS = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2" '
    'number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
    '<number:number-style style:name="N2"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1" number:display-factor="1000"/></number:number-style>'
    '<style:style style:name="percent" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="thousands" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="crossed" style:family="table-cell">'
    f"<style:text-properties {_STRUCK}/></style:style>"
)


def _number(value: str, more: str = "", kind: str = "float") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _words(inner: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{inner}</text:p></table:table-cell>'
    )


BOOK: Mapping[str, tuple[str, Cell]] = {
    "plain": (_number("14"), Cell(D(14))),
    "percent": (
        _number("0.7143", 'table:style-name="percent"', "percentage"),
        Cell(D("71.43")),
    ),
    "formula": (_number("14", 'table:formula="of:=7+7"'), Cell(D(14))),
    "words": (_words("014"), Cell("014")),
    "spaces": (_words("17\u00a0465"), Cell("17\u00a0465")),
    "thousands": (
        _number("17465", 'table:style-name="thousands"'),
        Cell(D(17465), Flaw.SCALED),
    ),
    "crossed": (_number("14", 'table:style-name="crossed"'), Cell(D(14), Flaw.STRUCK)),
    "struck": (_words(_look("struck", "12") + "14"), Cell("1214", Flaw.STRUCK)),
    "raised": (_words("14" + _look("raised", "1")), Cell("141", Flaw.RAISED)),
    "lines": (_words("12</text:p><text:p>2"), Cell("12\n2", Flaw.BROKEN)),
    "tall": (_number("14", 'table:number-rows-spanned="2"'), Cell(D(14), Flaw.MERGED)),
    "below": ("<table:covered-table-cell/>", Cell()),
    "unseen": (_number("5"), Cell(D(5), Flaw.HIDDEN)),
}


def book() -> str:
    """A flat workbook of one sheet; its last row is hidden."""
    rows = "".join(
        f"<table:table-row{_unseen(name)}>{_words(name)}{inner}</table:table-row>"
        for name, (inner, _) in BOOK.items()
    )
    table = f'<table:table table:name="Biểu">{rows}</table:table>'
    content = f"<office:spreadsheet>{table}</office:spreadsheet>"
    return _document("spreadsheet", _STYLES + _NUMBERS, content)


def _unseen(name: str) -> str:
    return ' table:visibility="collapse"' if name == "unseen" else ""


def _document(kind: str, styles: str, content: str) -> str:
    media = f"application/vnd.oasis.opendocument.{kind}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} {_FORMULA} {_DC} '
        f'office:version="1.2" office:mimetype="{media}"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body>{content}</office:body></office:document>"
    )
