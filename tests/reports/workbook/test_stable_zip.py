"""Same content, same bytes."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from reports.workbook.stable_zip import stable_zip


def archive(year):
    content = BytesIO()
    with ZipFile(content, "w") as parts:
        for name in ("b.xml", "a.xml"):
            parts.writestr(ZipInfo(name, (year, 1, 2, 3, 4, 6)), f"<{name}/>" * 50)
    return content.getvalue()


def test_the_moment_of_writing_does_not_matter():
    assert archive(2024) != archive(2025)
    assert stable_zip(archive(2024)) == stable_zip(archive(2025))


def test_parts_keep_their_order_and_content():
    with ZipFile(BytesIO(stable_zip(archive(2024)))) as parts:
        assert parts.namelist() == ["b.xml", "a.xml"]
        assert parts.read("a.xml") == b"<a.xml/>" * 50
        assert parts.testzip() is None
