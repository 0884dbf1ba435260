"""Programs that read: a token opens one unit and what lies below it, by JSON and by CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.cli.tokens import run_list, run_make, run_revoke
from bot.fault import UsageFault
from bot.web.api.resources import RESOURCES
from bot.web.api.routes import api_routes, hash_of_token
from storage.database.database import Database, DatabaseUnavailable
from storage.people.api_tokens import add_token, all_tokens, revoke_token
from tests.storage.statements import rows_read
from tests.support.district import AN_THI, BAC_SON, KIM_DONG, PHU_UNG, District
from tests.web.serving import serving

DISTRICT, COMMUNE, BESIDE = "token-of-an-thi", "token-of-bac-son", "token-of-kim-dong"
PERIOD = "2024-Q3"


@pytest.fixture(scope="module")
def desk(migrated_module_file: Database) -> District:
    """Two communes have answered, a task is given; three programs have a token."""
    found = District(migrated_module_file)
    found.move("2024-08-28 07:30")
    found.fill("lan", done=380)
    found.fill("hung", done=20)
    found.assign("giao xa-bac-son: =rà soát TTHC, hạn 30/8/2024")
    with found.database.work() as session:
        for token, unit in ((DISTRICT, AN_THI), (COMMUNE, BAC_SON), (BESIDE, KIM_DONG)):
            add_token(session, token, unit, hash_of_token(token), found.now)
    return found


@pytest.fixture(scope="module")
def client(desk: District) -> Iterator[httpx.Client]:
    routes = api_routes(desk.database, desk.catalogue, lambda: desk.now)
    with serving(routes) as client:
        yield client


def get(client: httpx.Client, path: str, token: str = DISTRICT, **asked: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.get(f"/api/v1/{path}", params=asked, headers=headers)


def items(client: httpx.Client, path: str, token: str = DISTRICT, **asked: Any) -> list[Any]:
    answer = get(client, path, token, **asked)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


def report_of(client: httpx.Client, unit: str, token: str = DISTRICT) -> int:
    (found,) = items(client, "reports", token, unit=unit, period=PERIOD)
    return int(found["id"])


def asking(resource: str, client: httpx.Client) -> tuple[str, dict[str, str]]:
    """A path and a question that would be answered."""
    report = str(report_of(client, "xa-bac-son"))
    asked = {"history": {"code": "I.1"}, "rollup": {"unit": "huyen-an-thi", "period": PERIOD}}
    path = next(each.path for each in RESOURCES if each.id == resource)
    return path.replace("{report}", report), asked.get(resource, {})


every_resource = pytest.mark.parametrize("resource", [each.id for each in RESOURCES])


# -- who may read -------------------------------------------------------------------------------


@every_resource
@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", f"Basic {DISTRICT}", f"Bearer {DISTRICT}x", "Bearer " + "x" * 5000],
)
def test_without_a_good_token_nothing_is_read(
    client: httpx.Client, resource: str, authorization: str
) -> None:
    path, asked = asking(resource, client)
    headers = {"authorization": authorization} if authorization else {}
    answer = client.get(f"/api/v1/{path}", params=asked, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert set(answer.json()) == {"error", "message"}


@every_resource
def test_a_revoked_token_opens_nothing(desk: District, client: httpx.Client, resource: str) -> None:
    path, asked = asking(resource, client)
    token = f"short-lived-{resource}"
    with desk.database.work() as session:
        number = add_token(session, token, AN_THI, hash_of_token(token), desk.now)
    assert get(client, path, token, **asked).status_code == 200
    with desk.database.work() as session:
        assert revoke_token(session, number, desk.now)
        assert not revoke_token(session, number, desk.now)
    assert get(client, path, token, **asked).status_code == 401


def test_an_answer_does_not_fail_with_the_note_that_it_was_given(
    desk: District, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseUnavailable("locked")

    with desk.database.work() as session:
        add_token(session, "fresh", AN_THI, hash_of_token("fresh"), desk.now)
    monkeypatch.setattr("bot.web.api.routes.note_use", away)
    assert get(client, "units", "fresh").status_code == 200


@every_resource
def test_what_belongs_to_another_unit_is_not_there(client: httpx.Client, resource: str) -> None:
    """The same answer as for what does not exist."""
    path, asked = asking(resource, client)
    if "/" not in path:
        asked |= {"unit": "huyen-an-thi"}
    answer = get(client, path, BESIDE, **asked)
    assert answer.status_code == 404
    nothing = get(client, path.replace("reports/", "reports/9"), BESIDE, **asked)
    assert answer.json()["error"] == nothing.json()["error"]


def test_a_commune_sees_itself_and_a_district_what_lies_below(client: httpx.Client) -> None:
    assert [unit["slug"] for unit in items(client, "units", COMMUNE)] == ["xa-bac-son"]
    seen = [unit["slug"] for unit in items(client, "units", DISTRICT)]
    assert seen == ["huyen-an-thi", "xa-bac-son", "xa-da-loc", "xa-phu-ung"]
    assert {each["unit"]["id"] for each in items(client, "reports", COMMUNE)} == {BAC_SON}
    assert PHU_UNG in {each["unit"]["id"] for each in items(client, "reports")}
    assert items(client, "tasks", BESIDE) == []


def test_the_token_is_not_in_the_store_and_its_last_use_is(
    desk: District, client: httpx.Client
) -> None:
    items(client, "units", COMMUNE)
    with desk.database.read() as session:
        (kept,) = [each for each in all_tokens(session) if each.name == COMMUNE]
        stored = session.connection().exec_driver_sql("SELECT token_hash FROM api_tokens").all()
    assert kept.used_at is not None
    assert all(COMMUNE not in row[0] and len(row[0]) == 64 for row in stored)


# -- what is read -------------------------------------------------------------------------------


def test_figures_come_exact_with_their_state_and_history(client: httpx.Client) -> None:
    report = report_of(client, "xa-bac-son")
    told = get(client, f"reports/{report}").json()
    figures = {each["code"]: each for each in told["figures"]}
    assert (figures["I.1"]["state"], figures["I.1"]["value"]) == ("value", "13")
    assert told["given"] == told["asked"] == 97
    (entry,) = items(client, f"reports/{report}/history", code="I.1")
    assert (entry["old"], entry["new"], entry["by"]) == (
        None,
        {"state": "value", "value": "13", "estimated": True},  # before the closing day
        "lan",
    )


def test_the_rollup_adds_up_those_who_are_in(client: httpx.Client) -> None:
    (rolled,) = items(client, "rollup", unit="huyen-an-thi", period=PERIOD)
    (line,) = [each for each in rolled["lines"] if each["code"] == "I.1"]
    assert (line["total"], line["counted"]) == ("26", 2)
    assert rolled["finished"] == 2
    assert items(client, "rollup", unit="huyen-an-thi", period="2031-Q1") == []


def test_a_long_list_comes_in_pages(client: httpx.Client) -> None:
    whole = items(client, "reports")
    assert len(whole) > 2
    found, after = [], 0
    while after is not None:
        told = get(client, "reports", limit=1, after=after).json()
        found += told["items"]
        after = told["next"]
    assert found == whole


def test_of_a_long_list_no_more_is_read_than_its_page(desk: District, client: httpx.Client) -> None:
    """Filters too are the database's: what is left out is not read. One row more tells whether
    another page follows."""
    for words in ("dán niêm yết", "họp dân"):
        desk.assign(f"giao xa-phu-ung: {words}, hạn 30/8/2024")
    assert "1" in desk.say("hung", "sửa III.1.4 = 130")
    report = report_of(client, "xa-phu-ung")
    lists: dict[str, tuple[str, dict[str, Any]]] = {
        "reports": ("FROM obligations", {"regime": items(client, "reports")[0]["regime"]}),
        "tasks": ("FROM tasks", {"unit": "xa-phu-ung"}),
        f"reports/{report}/history": ("FROM figure_history", {"code": "III.1.4"}),
    }
    for path, (table, asked) in lists.items():
        assert len(items(client, path, **asked)) > 1, path
        with rows_read(desk.database) as rows:
            (one,) = items(client, path, limit=1, **asked)
        assert one
        assert len([row for row in rows if table in row and "LIMIT" in row]) == 2, path
        assert len([row for row in rows if table in row]) <= 4, path


def test_a_table_opens_in_a_spreadsheet_and_nothing_in_it_is_worked_out(
    client: httpx.Client,
) -> None:
    answer = get(client, "tasks", unit="xa-bac-son", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert row["title"].startswith("'=")
    assert row["unit.slug"] == "xa-bac-son"
    report = report_of(client, "xa-bac-son")
    table = get(client, f"reports/{report}", format="csv").text.removeprefix("\ufeff")
    figures = {each["code"]: each for each in csv.DictReader(io.StringIO(table))}
    assert figures["I.1"]["value"] == "13"


@pytest.mark.parametrize(
    ("path", "asked", "code"),
    [
        ("units", {"unti": "xa-bac-son"}, "unknown_name"),
        ("reports", {"limit": "0"}, "bad_value"),
        ("reports", {"limit": "501"}, "bad_value"),
        ("reports", {"period": "quý 3"}, "bad_value"),
        ("reports", {"unit": "xa\0"}, "bad_value"),
        ("reports", {"format": "xml"}, "bad_value"),
        ("reports", {"unit": ["xa-bac-son", "xa-da-loc"]}, "given_twice"),
        ("rollup", {"unit": "huyen-an-thi"}, "needed"),
    ],
)
def test_a_question_that_is_wrong_is_told_what_is_wrong(
    client: httpx.Client, path: str, asked: dict[str, Any], code: str
) -> None:
    answer = get(client, path, **asked)
    assert (answer.status_code, answer.json()["error"]) == (422, code)


def test_nothing_can_be_written(client: httpx.Client) -> None:
    headers = {"authorization": f"Bearer {DISTRICT}"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/api/v1/reports", headers=headers).status_code == 405


def test_the_page_for_people_names_every_resource(client: httpx.Client) -> None:
    shown = client.get("/api/v1")
    assert shown.headers["content-type"].startswith("text/html")
    for each in RESOURCES:
        assert f"GET /api/v1/{each.path}" in shown.text
    assert "http" not in shown.text.replace("https://spec", "")  # nothing from elsewhere


# -- the command --------------------------------------------------------------------------------


def test_an_administrator_makes_lists_and_revokes_a_token(
    desk: District, client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(desk.database.file)
    run_make("Cổng dữ liệu", "xa-bac-son", db)
    token, told = capsys.readouterr().out.splitlines()
    assert "Mã chỉ hiện lần này" in told
    number = int(told.split()[2])
    assert items(client, "units", token)
    run_list(db)
    listed = capsys.readouterr().out
    assert "Cổng dữ liệu: xã Bắc Sơn" in listed
    assert token not in listed
    run_revoke(number, db)
    assert get(client, "units", token).status_code == 401
    with pytest.raises(UsageFault, match="Không có mã số"):
        run_revoke(number, db)
    with pytest.raises(UsageFault, match="tên chương trình"):
        run_make(" ", "xa-bac-son", db)
