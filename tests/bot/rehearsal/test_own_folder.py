"""An operator rehearses with own people, form, regime, text and script: what is not there is told
in so many words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.cli.rehearsing import run_rehearse
from bot.fault import UsageFault
from tests.docs.pages import ROOT, blocks

SCRIPT = """# Tết trồng cây của xã mình
unit: hung-yen/an-thi/xa-bac-son
period: 2024-D0108

at 2024-08-28 07:30

at 2024-08-28 08:00
lan
  500 320
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The form of the guide with its regime, text and people, and a script."""
    folder = tmp_path / "xã mình"
    folder.mkdir()
    for block in blocks(ROOT / "docs" / "add-a-form.md"):
        if block.file in ("cay-xanh.toml", "che-do-cay-xanh.toml", "cay-xanh.txt.j2"):
            name = block.file.replace("cay-xanh.toml", "cay xanh.toml")  # as people name files
            (folder / name).write_text(block.body, "utf-8")
    shutil.copy(ROOT / "catalogue/samples/bac-son/people.toml", folder / "don-vi.toml")
    (folder / "script.txt").write_text(SCRIPT, "utf-8")
    return folder


def test_a_folder_of_own_files_is_rehearsed_whole(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_rehearse(str(own), out)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["complete"], summary["figures_by_chat"]) == (True, 2)
    assert "phu-luc-xa-bac-son-2024-D0108.xlsx" in summary["files"]
    transcript = (out / "transcript.txt").read_text("utf-8")
    assert "- 2. cây đã trồng: 320 cây" in transcript


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unit: hung-yen/an-thi/xa-bac-son\n", "", "ví dụ: unit: hung-yen/an-thi/xa-bac-son"),
        ("period: 2024-D0108\n", "", "ví dụ: period: 2024-Q3"),
        ("an-thi/xa-bac-son\n", "xa-khac\n", "không có đơn vị “hung-yen/xa-khac”"),
        ("2024-D0108", "2024-Q1", "không có báo cáo kỳ “2024-Q1”; các kỳ đã mở: 2024-"),
    ],
)
def test_what_the_script_lacks_is_told_with_what_may_stand_there(
    own: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    (own / "script.txt").write_text(SCRIPT.replace(old, new), "utf-8")
    with pytest.raises(UsageFault, match=r"diễn tập|đơn vị|kỳ") as fault:
        run_rehearse(str(own), tmp_path / "out")
    assert told in str(fault.value)


def test_a_fault_of_an_own_file_is_told_by_its_name(own: Path, tmp_path: Path) -> None:
    form = own / "cay xanh.toml"
    form.write_text(form.read_text("utf-8").replace('kind = "count"', 'kind = "dem"', 1), "utf-8")
    with pytest.raises(UsageFault, match=r"cay xanh\.toml: indicators\.I\.1\.kind"):
        run_rehearse(str(own), tmp_path / "out")


def test_neither_sample_nor_folder_is_told_with_what_is_taken(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"“xa-khong-co”; dùng được: .*script\.txt"):
        run_rehearse("xa-khong-co", tmp_path)


@pytest.fixture
def two_reports(own: Path) -> Path:
    """The same folder with a second regime that has a round of the same period."""
    regime = (own / "che-do-cay xanh.toml").read_text("utf-8")
    again = regime.replace('id = "tet-trong-cay"', 'id = "trong-cay-dot-hai"')
    assert again != regime
    (own / "che-do-dot-hai.toml").write_text(again, "utf-8")
    return own


def test_all_reports_of_the_period_are_summed_up(two_reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_rehearse(str(two_reports), out)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert {id_: report["complete"] for id_, report in summary["reports"].items()} == {
        "tet-trong-cay": True,
        "trong-cay-dot-hai": False,
    }
    assert (summary["complete"], summary["figures_by_chat"], summary["figures_asked"]) == (
        False,
        2,
        4,
    )
    assert len(summary["files"]) == len(set(summary["files"]))
    assert all((out / name).is_file() for name in summary["files"])


def test_all_reports_of_the_units_below_are_summed_up(two_reports: Path, tmp_path: Path) -> None:
    script = two_reports / "script.txt"
    above = SCRIPT.replace("unit: hung-yen/an-thi/xa-bac-son", "unit: hung-yen/an-thi")
    script.write_text(above, "utf-8")
    out = tmp_path / "out"
    run_rehearse(str(two_reports), out)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert {key: unit["given"] for key, unit in summary["units"].items()} == {
        "tet-trong-cay/xa-bac-son": 2,
        "trong-cay-dot-hai/xa-bac-son": 0,
    }
    assert len(summary["files"]) == len(set(summary["files"]))
