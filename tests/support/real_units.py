"""Real units of Viet Nam for tests: huyện Ân Thi before and after 1/7/2025, and every Bắc Sơn.

The list of the statistics office (danhmuchanhchinh.gso.gov.vn) and of the mergers of 2025.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from domain.people.units import Succession, Unit
from domain.words import fold

DATA = Path(__file__).parents[1] / "data"
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
TWO_TIERS = date(2025, 7, 1)
HUNG_YEN = "hung-yen"
AN_THI = "hung-yen/an-thi"
BAC_SON = "hung-yen/an-thi/xa-bac-son"
PHAM_NGU_LAO = "hung-yen/xa-pham-ngu-lao"


def slug(name: str) -> str:
    """`xã Bắc Sơn` -> `xa-bac-son`."""
    return fold(name).replace(" ", "-")


def an_thi() -> tuple[dict[str, Unit], tuple[Succession, ...]]:
    """Tỉnh Hưng Yên, huyện Ân Thi with its communes, and the communes that followed them."""
    units = [
        Unit(HUNG_YEN, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen"),
        _ended(AN_THI, "huyen", "huyện Ân Thi", HUNG_YEN),
    ]
    successions = []
    for row in _rows("an-thi.csv"):
        old = _ended(f"{AN_THI}/{slug(row['name'])}", row["kind"], row["name"], AN_THI, row["code"])
        new = _begun(HUNG_YEN, row["successor"], row["successor_code"])
        units += [old, new]
        successions.append(Succession(old.id, new.id, TWO_TIERS))
    return {unit.id: unit for unit in units}, tuple(successions)


def every_bac_son() -> tuple[dict[str, Unit], tuple[Succession, ...]]:
    """The sixteen communes of that name with their districts, provinces and successors.

    Today's province of a successor is simplified to that of the old unit, but for Thái Bình,
    which went into Hưng Yên.
    """
    units: dict[str, Unit] = {}
    successions = []
    for row in _rows("bac-son.csv"):
        province = _province(row["province"])
        district_id = f"{province.id}/{_short(row['district'])}"
        district = _ended(district_id, "huyen", row["district"], province.id)
        old = _ended(
            f"{district_id}/{slug(row['name'])}", row["kind"], row["name"], district_id, row["code"]
        )
        today = HUNG_YEN if province.id == "thai-binh" else province.id
        new = _begun(today, row["successor"], row["successor_code"])
        units |= {unit.id: unit for unit in (province, district, old, new)}
        successions.append(Succession(old.id, new.id, TWO_TIERS))
    return units, tuple(successions)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _short(name: str) -> str:
    return slug(name).split("-", 1)[1].removeprefix("pho-").removeprefix("xa-")


def _province(name: str) -> Unit:
    id_ = _short(name)
    last = LAST_DAY_OF_DISTRICTS if id_ in ("thai-binh", "ninh-thuan") else None
    return Unit(id_, "tinh", name, slug(name), valid_to=last)


def _ended(id_: str, kind: str, name: str, parent: str, code: str = "") -> Unit:
    return Unit(id_, kind, name, slug(name), parent, code, valid_to=LAST_DAY_OF_DISTRICTS)


def _begun(province: str, name: str, code: str) -> Unit:
    kind = "phuong" if name.startswith("phường") else "xa"
    return Unit(f"{province}/{slug(name)}", kind, name, slug(name), province, code, TWO_TIERS)
