"""Files that are made to exhaust whoever reads them: small to send, endless to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def zipped(parts: Mapping[str, str | bytes], level: int | None = None) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def relations(**kinds: str) -> str:
    told = "".join(
        f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    return f'<Relationships xmlns="{P}">{told}</Relationships>'


def docx(body: str, *, before: str = "", **parts: str) -> bytes:
    """A document of raw XML; `parts` are further parts of `word/` by their kind."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
            "word/document.xml": f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body>'
            "</w:document>",
            **{f"word/{kind}.xml": data for kind, data in parts.items()},
        }
    )


def xlsx(
    rows: str, *, strings: str = "", styles: str = "", before: str = "", after: str = ""
) -> bytes:
    """A workbook of one sheet of raw XML."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations(
                worksheet="worksheets/sheet1.xml", sharedStrings="strings.xml", styles="styles.xml"
            ),
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
            '<sheet name="Bieu" sheetId="1" r:id="worksheet"/></sheets></workbook>',
            "xl/strings.xml": f'<sst xmlns="{S}" count="9" uniqueCount="9">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{S}"><sheetData>{rows}'
            f"</sheetData>{after}</worksheet>",
        }
    )


def words(*cells: str) -> str:
    """A row of words."""
    told = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row>{told}</row>"


HEAD = words("STT", "Chỉ tiêu", "Số liệu") + words("I")
TABLE = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>STT</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>Số liệu</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>I</w:t></w:r></w:p></w:tc></w:tr>{rows}</w:tbl>"
)
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(20))
    + "]>"
)
ELSEWHERE = "<!DOCTYPE x [<!ENTITY u SYSTEM 'file:///etc/hostname'>]>"


def span(number: int) -> bytes:
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr><w:p/></w:tc></w:tr>'
    return docx(TABLE.format(rows=row))


def deep_docx() -> bytes:
    cell = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx(cell[0] * 50_000 + cell[1] * 50_000)


def many_rows() -> bytes:
    return xlsx(HEAD + "<row><c><v>1</v></c></row>" * 1_000_000)


def empty_rows() -> bytes:
    return xlsx(HEAD + "<row><c s='0'/></row>" * 1_000_000)


def broad_table() -> bytes:
    row = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 60 + "</w:tr>"
    return docx(TABLE.format(rows=row * 20_000))


def one_long_word() -> bytes:
    """Two kilobytes that tell a hundred million letters: one word, and every cell is that word."""
    cells = '<row r="{0}">' + '<c t="s"><v>0</v></c>' * 10 + "</row>"
    rows = "".join(cells.format(number) for number in range(2, 502))
    return xlsx(HEAD + rows, strings=f"<si><t>{'a' * 20_000}</t></si>")


def styled() -> bytes:
    return docx(
        "<w:p/>",
        styles=f'<w:styles xmlns:w="{W}">' + "<w:style w:styleId='a'/>" * 900_000 + "</w:styles>",
    )


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "bomb.xlsx": lambda: zipped({"xl/worksheets/sheet1.xml": bytes(900_000_000)}, 1),
    "bomb.docx": lambda: zipped({"word/media/a.png": bytes(900_000_000)}, 1),
    "spaces.docx": lambda: docx(" " * 59_000_000),
    "strings.xlsx": lambda: xlsx(HEAD, strings="<si><t>a</t></si>" * 520_000),
    "runs.xlsx": lambda: xlsx(HEAD, strings=f"<si>{'<r><t>a</t></r>' * 700_000}</si>"),
    "styles.xlsx": lambda: xlsx(
        HEAD, styles="<cellXfs>" + "<xf numFmtId='1'/>" * 60_000 + "</cellXfs>"
    ),
    "formats.xlsx": lambda: xlsx(
        HEAD,
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(60_000))
        + "</numFmts>",
    ),
    "merges.xlsx": lambda: xlsx(HEAD, after='<mergeCell ref="A1:A1048576"/>' * 300_000),
    "rows.xlsx": many_rows,
    "empty-rows.xlsx": empty_rows,
    "last-row.xlsx": lambda: xlsx(f'{HEAD}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "span.docx": lambda: span(300_000_000),
    "span-of-digits.docx": lambda: span(int("9" * 4000)),
    "deep.docx": deep_docx,
    "deep.xlsx": lambda: xlsx("<a>" * 100_000 + "</a>" * 100_000),
    "broad.docx": broad_table,
    "styles.docx": styled,
    "one-word.xlsx": one_long_word,
    "laughs.docx": lambda: docx("<w:p>&u;</w:p>", before=LAUGHS),
    "laughs.xlsx": lambda: xlsx(HEAD + words("1", "&u;", "5"), before=LAUGHS),
    "elsewhere.docx": lambda: docx("<w:p>&u;</w:p>", before=ELSEWHERE),
    "elsewhere.xlsx": lambda: xlsx(HEAD + words("1", "&u;", "5"), before=ELSEWHERE),
    "old.docx": lambda: OLE + bytes(4_000_000),
    "rows.csv": lambda: b"section,code,value\n" + b"I,4.1,14\n" * 530_000,
    "one-cell.csv": lambda: b"section,code,value\nI,4.1," + b"9" * 4_800_000,
    "columns.csv": lambda: b"section,code,value" + b"," * 4_800_000,
    "quotes.csv": lambda: b'section,code,value\nI,4.1,"' + b'""' * 2_400_000,
}
