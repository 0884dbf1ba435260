"""Two phones on a page: what a newcomer does there, and what nobody else can do with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.web.phones.page import FILES, STATIC
from bot.web.phones.quarter import PACES
from bot.web.phones.timekeeper import MOVES
from handlers.wording.say import say, texts
from tests.bot.running import Running
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

PAGE = STATIC.parent / "phones" / "page.html.j2"
PAGE_FILES = (PAGE, *STATIC.glob("*.js"))


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The page as `NHACVIEC_WEB_DEMO=1 nhacviec run` serves it."""
    with Running(tmp_path_factory.mktemp("phones"), web_demo="1") as run:
        wait_until(lambda: run.url in run.log or run.process.poll() is not None)
        yield run


def post(phones: Running, path: str, data: Any, **headers: str) -> int:
    given = {"origin": phones.url, **headers}
    url = phones.url + path
    return httpx.post(url, json=data, headers=given, trust_env=False, timeout=60).status_code


def send(phones: Running, who: str, name: str, content: bytes, text: str = "") -> int:
    asked = {"who": who, "name": name, "text": text}
    url = phones.url + "/phones/file"
    given = {"origin": phones.url, "content-type": "application/octet-stream"}
    answer = httpx.post(url, params=asked, content=content, headers=given, trust_env=False)
    return answer.status_code


def thread(phones: Running, who: str) -> list[dict[str, Any]]:
    state = phones.get(f"/phones/state?who={who}").json()
    found: list[dict[str, Any]] = state["threads"][who]
    return found


def test_the_page_speaks_vietnamese_and_asks_nobody_else(phones: Running) -> None:
    page = phones.get("/")
    assert page.status_code == 200
    assert say("web.page.title") in page.text
    assert "://" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    named = re.findall(r'(?:href|src)="(/[a-z.]+)"', page.text)
    assert {"/house.css", "/phones.css", "/phones.js", "/mark.svg"} <= set(named)
    scripts = [f"/{name}" for name in FILES]
    for path in (*named, *scripts):
        assert phones.get(path).status_code == 200, path
        assert not re.search(r"(?:url\(|import |fetch\().{0,4}https?:", phones.get(path).text)


def test_every_word_of_the_page_is_shown_somewhere() -> None:
    written = "".join(path.read_text("utf-8") for path in PAGE_FILES)
    names = [name.removeprefix("web.page.") for name in texts() if name.startswith("web.page.")]
    moves = {*MOVES, *PACES, "left", "right"}  # named by what they do
    unused = [
        name for name in names if f"words.{name}" not in written and f"word.{name}" not in written
    ]
    assert set(unused) <= moves


def test_an_official_answers_and_the_superior_sees_it(phones: Running) -> None:
    wait_until(lambda: thread(phones, "hoa"))
    assert thread(phones, "hoa")[0]["text"].startswith("Chào chị Hoa.")
    assert post(phones, "/phones/say", {"who": "hoa", "text": "17.465 2.210"}) == 204
    wait_until(lambda: len(thread(phones, "hoa")) == 3)
    mine, answer = thread(phones, "hoa")[1:]
    assert (mine["mine"], mine["text"]) == (True, "17.465 2.210")
    assert answer["text"].startswith("Đã ghi 2 số:")
    assert post(phones, "/phones/say", {"who": "quynh", "text": "/status xa-bac-son"}) == 204
    wait_until(lambda: len(thread(phones, "quynh")) == 2)
    told = thread(phones, "quynh")[1]
    assert "Đã có 2/" in told["text"]
    (picture,) = [file for file in told["files"] if file["image"]]
    assert phones.get(picture["url"]).content.startswith(b"\x89PNG")


def test_an_annex_is_sent_as_a_file_shown_and_written(phones: Running) -> None:
    content = b"section,code,value\nI,4.1,14\nI,4.2,13\nI,4.3,1\nI,4.4,khoang mot\n"
    wait_until(lambda: thread(phones, "lan"))
    before = len(thread(phones, "lan"))
    assert send(phones, "lan", "phu-luc.csv", content) == 204
    wait_until(lambda: len(thread(phones, "lan")) == before + 2)
    mine, shown = thread(phones, "lan")[-2:]
    assert [file["name"] for file in mine["files"]] == ["phu-luc.csv"]
    assert phones.get(mine["files"][0]["url"]).content == content
    assert "- 3 số mới" in shown["text"]
    assert "I.4.4 (dòng 5): “khoang mot”" in shown["text"]
    ((write, data), _) = [(choice["words"], choice["data"]) for choice in shown["choices"]]
    assert (
        post(
            phones,
            "/phones/say",
            {"who": "lan", "text": write, "choice": data, "under": shown["id"]},
        )
        == 204
    )
    wait_until(lambda: len(thread(phones, "lan")) == before + 4)
    assert thread(phones, "lan")[-1]["text"].startswith("Đã ghi 3 số:")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("phu-luc.csv", bytes(10_000_001), "quá lớn"),
        ("phu-luc.xlsm", b"PK", "không nhận loại tệp này"),
        ("phu-luc.xlsx", b"PK", "tệp hỏng"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered(
    phones: Running, name: str, content: bytes, says: str
) -> None:
    before = len(thread(phones, "tuan"))
    assert send(phones, "tuan", name, content) == 204
    wait_until(lambda: len(thread(phones, "tuan")) == before + 2)
    assert says in thread(phones, "tuan")[-1]["text"]


def test_the_clock_is_set_forward_and_rings_on_the_way(phones: Running) -> None:
    before = len(thread(phones, "lan"))
    assert post(phones, "/phones/clock", {"move": "week"}) == 204
    assert post(phones, "/phones/clock", {"move": "week"}) == 204
    assert "11/9/2024" in phones.get("/phones/state").json()["now"]["day"]
    days = {bubble["day"] for bubble in thread(phones, "lan")}
    assert len(thread(phones, "lan")) > before
    assert "thứ Sáu 6/9/2024" in days  # five working days before the last one


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/phones/say", {"who": "hoa", "text": " "}, 422),
        ("/phones/say", {"who": "hoa", "text": "a" * 5000}, 422),
        ("/phones/say", ["hoa"], 422),
        ("/phones/say", {"who": "hoa", "text": "ghi", "choice": "x", "under": "../1"}, 422),
        ("/phones/clock", {"move": "back"}, 422),
        ("/phones/clock", {"day": "2024-08-01"}, 422),
        ("/phones/clock", {"day": "2034-08-01"}, 422),
        ("/phones/clock", {"day": "mai"}, 422),
        ("/phones/play", {"pace": "backwards"}, 422),
        ("/phones/sample", {"sample": "../bac-son"}, 422),
    ],
)
def test_nonsense_is_refused(phones: Running, path: str, data: Any, status: int) -> None:
    assert post(phones, path, data) == status


def test_another_page_can_neither_read_nor_write_here(phones: Running) -> None:
    said = {"who": "hoa", "text": "14"}
    assert post(phones, "/phones/say", said, origin="https://evil.example") == 403
    assert post(phones, "/phones/say", said, origin="null") == 403
    foreign = {"origin": "https://evil.example", "content-type": "text/plain"}
    url = phones.url + "/phones/file?who=hoa&name=a.csv"
    assert httpx.post(url, content=b"a", headers=foreign, trust_env=False).status_code == 403
    assert phones.get("/phones/state?who=hoa", host="evil.example").status_code == 403
    assert phones.get("/", **{"sec-fetch-site": "cross-site"}).status_code == 403


def test_older_messages_come_a_page_at_a_time(phones: Running) -> None:
    newest = thread(phones, "lan")
    older = phones.get("/phones/older", who="lan")
    assert older.status_code == 422
    asked = {"who": "lan", "before": newest[-1]["moment"]}
    url = phones.url + "/phones/older"
    before = httpx.get(url, params=asked, trust_env=False).json()["bubbles"]
    assert [each["key"] for each in before] == [each["key"] for each in newest[:-1]]


def test_an_own_message_that_is_changed_stands_in_its_place(phones: Running) -> None:
    before = len(thread(phones, "minh"))
    assert post(phones, "/phones/say", {"who": "minh", "text": "trợ giúpp"}) == 204
    wait_until(lambda: len(thread(phones, "minh")) == before + 2)
    mine = thread(phones, "minh")[before]
    assert not mine["edited"]
    changed = {"who": "minh", "text": "trợ giúp", "edits": mine["event"]}
    assert post(phones, "/phones/say", changed) == 204
    wait_until(lambda: len(thread(phones, "minh")) >= before + 3)
    again = thread(phones, "minh")[before]
    assert (again["key"], again["text"], again["edited"]) == (mine["key"], "trợ giúp", True)
    assert sum("mine" in each for each in thread(phones, "minh")[before:]) == 1


def test_a_picture_stays_when_a_newer_one_is_sent(phones: Running) -> None:
    for _ in range(2):
        before = len(thread(phones, "quynh"))
        assert post(phones, "/phones/say", {"who": "quynh", "text": "/status xa-bac-son"}) == 204
        wait_until(lambda: len(thread(phones, "quynh")) == before + 2)  # noqa: B023
        assert post(phones, "/phones/say", {"who": "hoa", "text": "3=4"}) == 204
    shown = [bubble["files"] for bubble in thread(phones, "quynh") if bubble["files"]]
    assert len(shown) >= 2
    for (picture,) in shown:
        assert phones.get(picture["url"]).content.startswith(b"\x89PNG")


def test_the_next_turn_ends_where_somebody_is_told_and_the_strip_names_them(
    phones: Running,
) -> None:
    assert post(phones, "/phones/clock", {"move": "next"}) == 204
    news = phones.get("/phones/state?who=quynh").json()["news"]
    assert news["lines"]
    assert "vừa được nhắn" in news["words"]


def test_the_written_quarter_plays_until_somebody_takes_over(phones: Running) -> None:
    assert post(phones, "/phones/play", {"pace": "fast"}) == 204
    wait_until(lambda: phones.get("/phones/state").json()["play"]["place"] >= 2)
    assert post(phones, "/phones/say", {"who": "thanh", "text": "trợ giúp"}) == 204
    play = phones.get("/phones/state").json()["play"]
    assert not play["playing"]
    assert play["place"] < play["total"]


def test_the_written_quarter_goes_on_to_its_end_after_somebody_took_over(phones: Running) -> None:
    before = phones.get("/phones/state").json()["play"]["place"]
    assert before > 0
    assert post(phones, "/phones/play", {"pace": "fast"}) == 204
    wait_until(lambda: not phones.get("/phones/state").json()["play"]["playing"], 300)
    play = phones.get("/phones/state").json()["play"]
    assert play["place"] == play["total"] > before
    assert thread(phones, "quynh")[-1]["text"]


def test_every_sample_is_begun_on_the_same_port(phones: Running) -> None:
    listed = phones.get("/").text.partition('<select id="sample">')[2].partition("</select>")[0]
    names = re.findall(r'<option value="([^"]+)"', listed)
    assert len(names) >= 5
    for name in names:
        first = begun(phones)["run"]
        assert post(phones, "/phones/sample", {"sample": name}) == 204
        wait_until(lambda first=first: begun(phones).get("run", first) != first)  # type: ignore[misc]
        page = phones.get("/").text
        assert f'<option value="{name}" selected>' in page
        known = json.loads(page.partition('id="known">')[2].partition("</script>")[0])
        holders = known["first"].values()
        state = phones.get("/phones/state?" + "&".join(f"who={who}" for who in holders)).json()
        assert state["play"]["total"] > 0
        assert all(
            any(c.isalnum() for c in chip) for who in holders for chip in state["chips"][who]
        )


def begun(phones: Running) -> dict[str, Any]:
    """What there is; nothing while another sample is being begun."""
    try:
        found: dict[str, Any] = phones.get("/phones/state").json()
    except httpx.TransportError:
        return {}
    return found


def test_nothing_went_wrong_meanwhile(phones: Running) -> None:
    assert "Traceback" not in phones.log
    assert "ERROR" not in phones.log
