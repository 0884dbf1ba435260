"""Each threat of the threat model names tests; they are there."""

from __future__ import annotations

import re

from bot.metrics import Metrics
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = re.compile(r"`(?P<file>[\w/]+\.py)::(?P<test>test_\w+)`")


def threats() -> list[list[str]]:
    _, _, model = PAGE.partition("## Threats\n")
    rows = [line.strip("|").split("|") for line in model.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_threat_has_its_test() -> None:
    assert len(threats()) >= 20
    for threat, guard, tests in threats():
        assert guard, threat
        assert NAMED.search(tests), threat


def test_every_test_that_is_named_is_there() -> None:
    found = NAMED.findall(PAGE)
    missing = [
        f"{file}::{test}"
        for file, test in found
        if not (ROOT / "tests" / file).is_file()
        or not re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text("utf-8"), re.M)
    ]
    assert len(found) >= 20
    assert missing == []


# What is deployed


def test_alerts_ask_for_numbers_that_there_are() -> None:
    alerts = (ROOT / "deploy/alerts.yml").read_text("utf-8")
    asked = set(re.findall(r"\bnhacviec_\w+", alerts))
    known = set()
    for family in Metrics().registry.collect():
        known.add(family.name)
        known |= {f"{family.name}_{ending}" for ending in ("total", "bucket", "count", "sum")}
    assert len(asked) >= 7
    assert asked - known == set()


def test_every_alert_says_what_to_do_in_vietnamese() -> None:
    alerts = (ROOT / "deploy/alerts.yml").read_text("utf-8")
    names = re.findall(r"- alert: (\w+)", alerts)
    summaries = re.findall(r'summary: "(.+)"', alerts)
    assert len(names) == len(summaries) == len(set(names)) >= 8
    assert all(not summary.isascii() for summary in summaries)


def test_what_is_typed_by_hand_uses_the_data_of_the_service() -> None:
    unit, backup, typed = (
        (ROOT / "deploy" / name).read_text("utf-8")
        for name in ("nhacviec.service", "nhacviec-backup.service", "nhacviec")
    )
    for words in (
        "User=nhacviec",
        "WorkingDirectory=/opt/nhacviec",
        "Environment=NHACVIEC_DATA=/var/lib/nhacviec",
        "EnvironmentFile=-/etc/nhacviec.env",
        "StateDirectory=nhacviec",
        "/opt/nhacviec/.venv/bin/nhacviec",
    ):
        assert all(words in each for each in (unit, backup, typed))
    before, run = unit.index("ExecStartPre="), unit.index("ExecStart=")
    assert before < run
    assert unit[before:].startswith("ExecStartPre=/opt/nhacviec/.venv/bin/nhacviec migrate\n")


def test_any_password_of_the_database_may_be_set() -> None:
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    address = re.search(r"NHACVIEC_DB: (.+)", compose)
    assert address is not None
    assert "PASSWORD" not in address[1]
    assert "PGPASSWORD: ${POSTGRES_PASSWORD:?" in compose


def test_nothing_that_is_deployed_has_more_rights_than_it_needs() -> None:
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    image = (ROOT / "Dockerfile").read_text("utf-8")
    unit = (ROOT / "deploy/nhacviec.service").read_text("utf-8")
    for words in ("read_only: true", "cap_drop:\n    - ALL", "no-new-privileges:true"):
        assert words in compose
    assert re.search(r"^USER nhacviec$", image, re.M)
    assert "libreoffice-writer" in image
    for words in ("NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "User=nhacviec"):
        assert words in unit
