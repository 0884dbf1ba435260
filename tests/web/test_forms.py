"""A form by link: the same rules, reasons, history and permissions as in chat, without a script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from bot.links import PageLinks
from domain.talk.messages import Address
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from storage.database.database import Database, DatabaseUnavailable
from storage.database.states import AddressState, PagePurpose
from storage.messages.pages import Page
from storage.people.officials import end_posts, mark_address
from storage.reports.figures import figures, history
from storage.reports.overrides import overrides
from tests.conftest import ON_POSTGRES
from tests.web.pages_rig import Pages, fields, filled, gone, send

FAR = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["memory", ON_POSTGRES])
def pages(request: pytest.FixtureRequest) -> Pages:
    found = Pages(request.getfixturevalue(f"{request.param}_database"))
    found.ring()
    return found


def written(pages: Pages) -> dict[str, Decimal | None]:
    with pages.database.read() as session:
        return {code: figure.value for code, figure in figures(session, pages.report).items()}


def told(pages: Pages) -> str:
    """The newest message to Lan."""
    return max(pages.outbox(), key=lambda each: each.id).reply.text


# -- filling in ------------------------------------------------------------------------------------


def test_figures_of_the_page_are_written_and_said_back_in_the_chat(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    answer = send(client, path, filled(client, path, I_4_1="14", I_4_2="14", I_4_3="0", I_4_4="0"))
    assert answer.status_code == 200
    assert say("page.form.sent") in answer.text
    found = written(pages)
    assert [found[f"I.4.{n}"] for n in (1, 2, 3, 4)] == [14, 14, 0, 0]
    assert told(pages).startswith("Đã ghi 4 số")
    assert pages.woken == [Address("telegram", "101")]


def test_the_history_names_the_person_and_the_page(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    send(client, path, filled(client, path, I_4_1="14"))
    with pages.database.read() as session:
        (entry,) = history(session, pages.report, "I.4.1")
    assert entry.official_id == "lan"
    assert entry.source.startswith("telegram:101:page-")


def test_the_chat_goes_on_where_the_page_has_ended(pages: Pages, client: httpx.Client) -> None:
    before = pages.ask("lan", "tiếp").reply.text
    path = pages.link("lan", "điền trên trang I.4")
    send(client, path, filled(client, path, I_4_1="14", I_4_2="14", I_4_3="0", I_4_4="0"))
    assert "I.4" not in told(pages).partition("Tiếp theo")[2]
    assert before != told(pages)


def test_a_field_left_as_it_was_changes_nothing(pages: Pages, client: httpx.Client) -> None:
    pages.ask("lan", "tiếp")
    path = pages.link("lan")
    sent = filled(client, path)
    pages.ask("lan", "sửa I.4.1 = 14")  # in the chat, while the page is open
    answer = send(client, path, sent)
    assert say("page.form.nothing") in answer.text
    assert written(pages)["I.4.1"] == 14


def test_a_figure_that_has_changed_since_the_page_was_opened_is_asked_about(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="13")
    pages.ask("lan", "sửa I.4.1 = 14")
    answer = send(client, path, sent)
    assert answer.status_code == 422
    when = show_moment(pages.now)
    first = say("page.form.changed", who="Chị Lan", figure="14 nhiệm vụ", at=when)
    assert first in answer.text
    assert written(pages)["I.4.1"] == 14
    ticks = fields(answer.text).ticks
    assert send(client, path, {**fields(answer.text).sent, **ticks, "do": "send"}).is_success
    assert written(pages)["I.4.1"] == 13


def test_what_is_sound_is_written_and_the_rest_stays_with_its_reason(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.1")
    code = next(name for name in fields(client.get(path).text).sent if name.startswith("text."))
    first = code.removeprefix("text.")
    others = [
        name.removeprefix("text.")
        for name in fields(client.get(path).text).sent
        if name.startswith("text.") and name != code
    ]
    sent = filled(client, path) | {code: "14", f"text.{others[0]}": "khoảng 20"}
    answer = send(client, path, sent)
    assert answer.status_code == 422
    assert first in written(pages)
    assert others[0] not in written(pages)
    again = fields(client.get(path).text)  # the link is not used up, what was typed is kept
    assert again.sent[f"text.{others[0]}"] == "khoảng 20"


def test_a_broken_check_is_named_and_a_reason_keeps_the_figures(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="14", I_4_2="14", I_4_3="1", I_4_4="0")
    answer = send(client, path, sent)
    assert answer.status_code == 422
    assert "I.4.1" not in written(pages)
    again = {**fields(answer.text).sent, "reason": "một việc đếm hai lần", "do": "send"}
    assert send(client, path, again).status_code == 200
    assert written(pages)["I.4.3"] == 1
    with pages.database.read() as session:
        kept = overrides(session, pages.report)
    assert {(each.reason, each.official_id) for each in kept} == {("một việc đếm hai lần", "lan")}


def test_a_reason_that_is_too_short_keeps_nothing(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="14", I_4_2="14", I_4_3="1", I_4_4="0")
    again = {**fields(send(client, path, sent).text).sent, "reason": "x", "do": "send"}
    answer = send(client, path, again)
    assert say("answer.reason_needed") in answer.text
    assert written(pages) == {}


def test_another_size_than_before_needs_a_tick_for_just_that_figure(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    answer = send(client, path, filled(client, path, I_4_1="14000"))
    ticks = fields(answer.text).ticks
    assert ticks == {"sure.I.4.1": "14000"}
    sent = fields(answer.text).sent
    other = {**sent, **ticks, "text.I.4.1": "15000", "do": "send"}
    assert send(client, path, other).status_code == 422
    assert written(pages) == {}
    assert send(client, path, {**sent, **ticks, "do": "send"}).status_code == 200
    assert written(pages)["I.4.1"] == 14000


def test_none_arisen_and_not_there_yet_are_chosen(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path) | {"word.I.4.3": "kps", "word.I.4.4": "chua"}
    assert send(client, path, sent).status_code == 200
    with pages.database.read() as session:
        found = figures(session, pages.report)
    assert [found[code].state for code in ("I.4.3", "I.4.4")] == ["none_arisen", "missing"]


def test_a_number_and_a_word_at_once_are_not_guessed_at(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_3="2") | {"word.I.4.3": "kps"}
    assert say("page.form.both") in send(client, path, sent).text
    assert written(pages) == {}


def test_a_figure_does_not_go_away_by_an_empty_field(pages: Pages, client: httpx.Client) -> None:
    pages.ask("lan", "sửa I.4.1 = 14")
    path = pages.link("lan", "điền trên trang I.4")
    answer = send(client, path, filled(client, path, I_4_1=""))
    assert say("page.form.emptied", figure="14") in answer.text
    assert written(pages)["I.4.1"] == 14


def test_a_draft_is_there_again_and_is_no_figure(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan")
    answer = send(client, path, filled(client, path, I_4_1="14") | {"do": "draft"})
    assert say("page.form.kept") in answer.text
    assert written(pages) == {}
    assert fields(client.get(path).text).sent["text.I.4.1"] == "14"
    newer = pages.link("lan")
    assert fields(client.get(newer).text).sent["text.I.4.1"] == "14"


def test_a_look_while_typing_tells_what_is_wrong_and_writes_nothing(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    answer = send(client, f"{path}/check", filled(client, path, I_4_1="khoảng 20", I_4_2="3"))
    assert list(answer.json()["fields"]) == ["I.4.1"]
    assert written(pages) == {}
    assert fields(client.get(path).text).sent["text.I.4.1"] == "khoảng 20"


@pytest.mark.parametrize(
    "typed",
    ['"><script>document.title=1</script>', "{{ 7 * 7 }}", "\u202e14\u202c", "🙂", "a" * 10_000],
)
def test_whatever_is_typed_comes_back_as_it_was_typed_with_a_reason(
    pages: Pages, client: httpx.Client, typed: str
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    answer = send(client, path, filled(client, path, I_4_1=typed))
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    kept = fields(answer.text).sent["text.I.4.1"]
    assert kept == typed or (typed.startswith(kept) and len(kept) > 60)  # as much as fits a field
    assert written(pages) == {}


def test_numbers_are_typed_on_large_keys(pages: Pages, client: httpx.Client) -> None:
    keys = fields(client.get(pages.link("lan")).text).numeric
    assert keys["text.I.4.1"] == "numeric"
    assert {mode for name, mode in keys.items() if name.startswith("text.")} <= {
        "numeric",
        "decimal",
    }


def test_only_the_own_part_is_on_the_page(pages: Pages, client: httpx.Client) -> None:
    mine = set(fields(client.get(pages.link("lan")).text).sent)
    tuan = set(fields(client.get(pages.link("tuan")).text).sent)
    assert mine.isdisjoint(tuan)
    path = pages.link("tuan")
    send(client, path, filled(client, path) | {"text.I.4.1": "14"})
    assert "I.4.1" not in written(pages)


def test_a_closed_report_takes_nothing(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="14")
    pages.ask("quynh", "khóa xã Bắc Sơn", "zalo_bot")
    pages.ask("quynh", "đúng", "zalo_bot")
    answer = send(client, path, sent)
    assert answer.status_code == 409
    assert written(pages) == {}


# -- whose link, how long, how often ---------------------------------------------------------------


def test_fetching_never_uses_a_link_up_and_sending_what_is_left_does(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    for _ in range(5):
        assert client.head(path).status_code == 200
        assert client.get(path).status_code == 200
    assert send(client, path, filled(client, path, I_4_1="14")).status_code == 200
    assert client.get(path).status_code == 200
    sent = filled(client, path, I_4_2="13", I_4_3="0", I_4_4="0")
    assert send(client, path, sent).status_code == 200
    gone(client.get(path), "used")
    gone(send(client, path, sent | {"text.I.4.1": "13"}), "used")
    assert written(pages)["I.4.1"] == 14


def test_a_link_has_its_time(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan")
    sent = filled(client, path, I_4_1="14")
    pages.now += timedelta(days=3, seconds=1)
    gone(client.get(path), "expired")
    gone(send(client, path, sent), "expired")
    assert send(client, f"{path}/check", sent).status_code == 410
    pages.now += timedelta(days=30)
    gone(client.get(path), "expired")
    assert written(pages) == {}


def test_what_we_did_not_sign_opens_nothing(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan")
    token = path.removeprefix("/p/")
    forged = PageLinks("another key", "", lambda: pages.now)
    page = page_of("lan", 1)
    for bad in (token[:-1], token[:-2] + "AA", "", "x", forged.to(page).removeprefix("/p/")):
        assert client.get(f"/p/{bad}").status_code == 404


def page_of(official: str, number: int) -> Page:
    """A page as nobody has made it."""
    address = Address("telegram", "101")
    return Page(number, PagePurpose.FORM, official, address, 1, "", FAR)


def test_a_link_for_another_person_or_purpose_opens_nothing(
    pages: Pages, client: httpx.Client
) -> None:
    pages.link("lan")
    pages.link("tuan")
    minted = [
        pages.links.to(page_of("tuan", 1)),
        pages.links.to(page_of("lan", 2)),
        pages.links.to(page_of("lan", 77)),
    ]
    for url in minted:
        gone(client.get(url.removeprefix("https://example.vn")), "bad", 404)


def test_a_new_link_closes_the_one_before_and_a_word_closes_all(
    pages: Pages, client: httpx.Client
) -> None:
    first, second = pages.link("lan"), pages.link("lan")
    gone(client.get(first), "revoked")
    assert client.get(second).status_code == 200
    assert pages.ask("lan", "khóa trang").reply.text == say("page.closed", count=1)
    gone(client.get(second), "revoked")


def test_who_has_lost_the_chat_or_the_post_has_lost_the_link(
    pages: Pages, client: httpx.Client
) -> None:
    path, other = pages.link("lan"), pages.link("tuan")
    sent = filled(client, path, I_4_1="14")
    with pages.database.work() as session:
        address = Address("telegram", "101")
        mark_address(session, address, AddressState.REVOKED, "test", pages.now)
        end_posts(session, "tuan", pages.now.date() - timedelta(days=1), pages.now)
    gone(client.get(path), "revoked")
    gone(send(client, path, sent), "revoked")
    gone(client.get(other), "revoked")
    assert written(pages) == {}


# -- the browser -----------------------------------------------------------------------------------


def test_a_page_is_kept_by_nobody_framed_by_nobody_and_loads_nothing_from_elsewhere(
    pages: Pages, client: httpx.Client
) -> None:
    answer = client.get(pages.link("lan"))
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "form-action 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in answer.text.replace("http-equiv", "")
    for asset in ("/house.css", "/pages.css", "/pages.js"):
        assert client.get(asset).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
        {"sec-fetch-site": "same-site", "origin": "https://other.example.vn"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
    ],
)
def test_what_another_page_sends_is_not_taken(
    pages: Pages, client: httpx.Client, headers: dict[str, str]
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="14")
    assert client.post(path, data=sent, headers=headers).status_code == 403
    assert client.post(f"{path}/check", data=sent, headers=headers).status_code == 403
    assert written(pages) == {}


def test_a_browser_that_tells_only_the_origin_is_taken_by_it(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    sent = filled(client, path, I_4_1="14")
    del client.headers["sec-fetch-site"]
    assert client.post(path, data=sent).status_code == 403
    assert client.post(path, data=sent, headers={"origin": "https://example.vn"}).is_success


def test_what_is_too_large_or_no_form_is_refused(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan")
    gone(send(client, path, {"text.I.4.1": "1" * 1_100_000}), "too_large", 413)
    many = {f"x{n}": "" for n in range(6001)}
    gone(send(client, path, many), "unread", 422)
    gone(client.post(path, json={"do": "send"}), "unread", 422)
    assert client.put(path).status_code == 405


def test_while_the_database_is_away_it_says_so(
    pages: Pages, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages.link("lan")

    def away(*_: object) -> None:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr(Database, "read", away)
    gone(client.get(path), "later", 503)


# -- where it is offered ---------------------------------------------------------------------------


def test_a_long_block_and_the_annex_offer_the_page_and_the_tap_gives_the_link(
    pages: Pages,
) -> None:
    offered = [pages.ask("lan", word).reply for word in ("tiếp", "mẫu")]
    taps = [choice.data for reply in offered for choice in reply.choices]
    assert taps == ["/dien-tren-trang"] * 2
    assert "https://example.vn/p/" in pages.ask("lan", "/dien-tren-trang").reply.text


def test_where_no_pages_are_served_nobody_is_offered_one(pages: Pages) -> None:
    said = [pages.say("telegram:101", word) for word in ("tiếp", "mẫu", "trợ giúp")]
    assert all("trên trang" not in str(each.reply) for each in said if each)
    answer = pages.say("telegram:101", "điền trên trang")
    assert answer is not None
    assert answer.reply.text == say("page.none")
