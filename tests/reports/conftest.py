"""The report of xã Bắc Sơn, quý III/2024: the annex as it was sent, and what its text needs."""

import csv
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.people.units import DISTRICT_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from reports.annex import annex_rows, numbers_of
from reports.document import Annex, Letterhead, Origin, ReportDocument, Signature
from reports.narrative import Sentences, Setting, narrative
from reports.style import load_style
from reports.word.docx import report_docx
from reports.workbook.xlsx import annex_xlsx
from storage.catalogue.catalogue import template_text
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from tests.once_in_a_run import once_in_a_run

DATA = Path(__file__).parent.parent / "data"
MADE_AT = datetime(2024, 9, 15, 7, 5, tzinfo=UTC)
NOT_IN_THE_ANNEX = {"X.1.1": 5, "X.1.2": 4, "X.1.3": 0, "X.1.4": 261, "X.1.5": 261}
FROM_THE_TEXT = {"VII.5.3.1": 376, "VII.5.3.2": 376, "III.1.4": 129}


def figure(code, value):
    """A figure with a value, or a missing one."""
    if value is None:
        return Figure(code, State.MISSING)
    return Figure(code, State.VALUE, Decimal(value))


@pytest.fixture(scope="session")
def forms():
    return load_forms(CATALOGUE / "forms")[0]


@pytest.fixture(scope="session")
def form(forms):
    return next(form for form in forms if (form.id, form.version) == ("par-quarter", "2024"))


@pytest.fixture(scope="session")
def style():
    return load_style(CATALOGUE / "styles" / "nd30-2020.toml")


@pytest.fixture(scope="session")
def figures(form):
    """All asked figures by code; those that the sent annex left blank are missing."""
    found = {}
    with (DATA / "annex-bac-son-2024-q3.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = f"{row['section']}.{row['code']}"
            if code in form.indicators and form.indicators[code].asked:
                printed = row["value"].replace(".", "").rstrip("%")
                found[code] = figure(code, printed or None)
    return found | {code: figure(code, n) for code, n in (NOT_IN_THE_ANNEX | FROM_THE_TEXT).items()}


@pytest.fixture(scope="session")
def numbers(form, figures):
    return numbers_of(form, figures, derived(form, figures))


@pytest.fixture(scope="session")
def setting():
    return Setting(
        don_vi="xã Bắc Sơn",
        ky="quý III năm 2024",
        ky_truoc="quý III năm 2023",
        tu_ngay="15/6/2024",
        den_ngay="14/9/2024",
        nam=2024,
        cap_tren=DISTRICT_WORDS.cap_tren,
        chu_tich_cap_tren=DISTRICT_WORDS.chu_tich_cap_tren,
        cap=DISTRICT_WORDS.cap,
        co_quan_cap_tren="UBND huyện Ân Thi",
        can_cu=(
            "Công văn số 118/UBND-NV ngày 19 tháng 02 năm 2024 của UBND huyện Ân Thi về việc "
            "thực hiện chế độ báo cáo cải cách hành chính định kỳ"
        ),
    )


@pytest.fixture(scope="session")
def text(form, numbers, setting, style):
    sentences = Sentences(form, numbers, {}, style.words["missing"])
    return narrative(template_text(form.template), setting, sentences)


@pytest.fixture(scope="session")
def head():
    return Letterhead(
        issuer=("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN"),
        issuer_name="UBND xã Bắc Sơn",
        place="Bắc Sơn",
        year=2024,
        number=68,
        signed_on=date(2024, 9, 15),
    )


@pytest.fixture(scope="session")
def document(form, numbers, text, head):
    return ReportDocument(
        letterhead=head,
        subject=text.subject,
        addressees=("UBND huyện Ân Thi",),
        body=text.body,
        distribution=("Phòng Nội vụ huyện", "TT Đảng ủy xã", "Lưu: VT"),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Văn A"),
        made_at=MADE_AT,
        annex=Annex(
            text.annex_title,
            annex_rows(form, numbers, DISTRICT_WORDS),
            label_note=text.label_note,
        ),
    )


@pytest.fixture(scope="session")
def draft(document, head):
    """Before issue: neither number nor day."""
    return replace(document, letterhead=replace(head, number=None, signed_on=None))


@pytest.fixture(scope="session")
def origin(form):
    return Origin(
        form_id=form.id,
        form_version=form.version,
        unit_id="hung-yen/an-thi/xa-bac-son",
        unit_name="xã Bắc Sơn",
        round_id="par/2024-Q3",
        period="quý III năm 2024",
        data_time=MADE_AT,
        revision=2,
    )


@pytest.fixture(scope="session")
def docx_bytes(document, style):
    return report_docx(document, style)


@pytest.fixture(scope="session")
def xlsx_bytes(document, head, origin, style):
    return annex_xlsx(document.annex, head, origin, style)


def installed(program):
    """Its path; skips the test where it is not there, but not in continuous integration."""
    if path := shutil.which(program):
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed")
    return pytest.skip(f"{program} is not installed")


@pytest.fixture(scope="session")
def look_into():
    """What a tool of poppler says of a PDF: `look_into("pdffonts", path)`."""

    def say(tool, *arguments):
        call = [installed(tool), *map(str, arguments)]
        return subprocess.run(call, capture_output=True, check=True).stdout.decode("utf-8")

    return say


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Convert with LibreOffice: `office(name, ending, put) -> folder`. `put(folder)` writes files
    and says which; they are converted in one start, which costs as much as five files, and once in
    a run of the tests."""
    program = installed("soffice")
    profile = tmp_path_factory.mktemp("profile")

    def convert(name, ending, put):
        def make(folder):
            call = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
            call += ["--convert-to", ending, "--outdir", str(folder / "made")]
            call += map(str, put(folder))
            subprocess.run(call, capture_output=True, check=True, timeout=180)

        return once_in_a_run(f"office-{name}-{ending}", tmp_path_factory, make) / "made"

    return convert
