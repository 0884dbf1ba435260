"""The API keeps what its OpenAPI page promises, whatever is asked: schemathesis finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.web.api.routes import api_routes, hash_of_token
from storage.database.database import Database
from storage.people.api_tokens import add_token
from tests.support.district import AN_THI, District
from tests.web.serving import serving

pytestmark = pytest.mark.slow

TOKEN = "token-of-an-thi"
EXAMPLES = 40  # of each resource, well and badly asked


def test_schemathesis_finds_nothing(migrated_module_file: Database, tmp_path: Path) -> None:
    desk = District(migrated_module_file)
    desk.move("2024-08-28 07:30")
    desk.fill("lan")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8/2024")
    with desk.database.work() as session:
        add_token(session, "thử", AN_THI, hash_of_token(TOKEN), desk.now)
    with serving(api_routes(desk.database, desk.catalogue, lambda: desk.now)) as client:
        told = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run"),
                str(client.base_url.join("/api/v1/openapi.json")),
                *("--header", f"Authorization: Bearer {TOKEN}"),
                *("--max-examples", str(EXAMPLES), "--seed", "1", "--no-color"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-2000:]
    assert "6 selected" in told.stdout or "6 tested" in told.stdout, told.stdout
