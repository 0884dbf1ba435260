"""A small district: three officials, one commune, one open report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from storage.database.database import Database, Session
from storage.people.officials import save_official
from storage.people.units import save_units
from storage.reports.rounds import open_obligation, open_round

NOW = datetime(2024, 9, 9, 1, 0, tzinfo=UTC)
COMMUNE = "hung-yen/an-thi/xa-bac-son"

UNITS = (
    Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen"),
    Unit("hung-yen/an-thi", "huyen", "huyện Ân Thi", "an-thi", "hung-yen"),
    Unit(
        COMMUNE,
        "xa",
        "xã Bắc Sơn",
        "xa-bac-son",
        "hung-yen/an-thi",
        code="12148",
        valid_to=date(2025, 6, 30),
        aliases=("bắc sơn", "bs"),
    ),
)
LAN = Official(
    "lan",
    "Nguyễn Thị Lan",
    "chị",
    "Công chức Văn phòng – Thống kê",
    (Post(COMMUNE, Role.OFFICIAL, ("office", "culture")), Post(COMMUNE, Role.OFFICE_HEAD)),
)
TUAN = Official("tuan", "Trần Văn Tuấn", "anh", posts=(Post(COMMUNE, Role.OFFICIAL, ("justice",)),))
HOA = Official("hoa", "Lê Thị Hòa", "bà", posts=(Post("hung-yen/an-thi", Role.SUPERIOR_STAFF),))


def fill(session: Session) -> int:
    """Write the district; the id of the commune's obligation."""
    save_units(session, UNITS)
    for person in (LAN, TUAN, HOA):
        save_official(session, person, NOW)
    round_id = open_q3(session)
    return open_obligation(session, round_id, COMMUNE)


def open_q3(session: Session, due_at: datetime = datetime(2024, 9, 15, 17, tzinfo=UTC)) -> int:
    """The round of the third quarter of 2024, due on a Sunday."""
    return open_round(
        session,
        regime_id="par",
        form_id="par-quarter",
        form_version="1",
        period_code="2024-Q3",
        starts=date(2024, 6, 15),
        closes=date(2024, 9, 14),
        due_at=due_at,
        last_working_day=date(2024, 9, 13),
        opens_on=date(2024, 8, 30),
    )


@dataclass(frozen=True, slots=True)
class District:
    """A database with the district in it."""

    database: Database
    obligation_id: int
