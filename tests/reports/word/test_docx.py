"""The file itself: the same bytes every time, nothing of the machine in it."""

import warnings
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import docx
import pytest

from reports.word.docx import report_docx

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can tell


def test_the_same_document_gives_the_same_bytes(document, style, docx_bytes):
    assert report_docx(document, style) == docx_bytes


def test_the_parts_tell_no_moment_and_no_system(docx_bytes):
    with ZipFile(BytesIO(docx_bytes)) as parts:
        assert {part.date_time for part in parts.infolist()} == {EPOCH}
        assert {part.create_system for part in parts.infolist()} == {0}


def test_properties_come_from_the_document(document, docx_bytes):
    properties = docx.Document(BytesIO(docx_bytes)).core_properties
    assert properties.title == document.subject
    assert properties.author == properties.last_modified_by == "UBND xã Bắc Sơn"
    assert properties.created == properties.modified == document.made_at
    assert properties.revision == 1
    assert properties.comments == ""


def test_the_moment_is_kept_in_universal_time(document, style):
    local = datetime(2024, 9, 15, 14, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    same = report_docx(replace(document, made_at=local), style)
    assert docx.Document(BytesIO(same)).core_properties.created == document.made_at


def test_a_second_version_says_so(document, style):
    again = docx.Document(BytesIO(report_docx(replace(document, revision=2), style)))
    assert again.core_properties.revision == 2


def test_without_an_annex_there_is_one_section(document, style):
    word = docx.Document(BytesIO(report_docx(replace(document, annex=None), style)))
    assert len(word.sections) == 1
    assert len(word.tables) == 2


def test_remarks_stand_under_the_table(document, style):
    remark = "Chưa có số liệu của: xã Đào Dương, xã Bãi Sậy."
    noted = replace(document, annex=replace(document.annex, remarks=(remark,)))
    word = docx.Document(BytesIO(report_docx(noted, style)))
    assert word.paragraphs[-1].text == remark
    assert word.tables[2]._tbl.getnext() is word.paragraphs[-1]._p


@pytest.mark.parametrize("words", ["<w:p>&amp; =1+1", "a\u00a0b", 'dấu "ngoặc" & khác'])
def test_words_are_not_markup(document, style, words):
    strange = replace(document, subject=words)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        word = docx.Document(BytesIO(report_docx(strange, style)))
    assert words in [paragraph.text for paragraph in word.paragraphs]
