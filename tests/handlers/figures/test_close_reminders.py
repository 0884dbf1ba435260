"""A reminder says "done" as soon as it is, where a message can still be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.talk.messages import Address
from handlers.report.parts import parts
from handlers.wording.say import say
from storage.database.database import Database
from storage.people.officials import link_address, official, prefer_address, save_official
from tests.bot.commune import Commune


@pytest.fixture
def commune(memory_database: Database) -> Commune:
    found = Commune(memory_database)
    found.ring()
    return found


def test_the_reminder_of_a_finished_part_is_put_in_its_place(commune: Commune) -> None:
    (reminded,) = [each for each in commune.outbox("digest") if each.official_id == "tuan"]
    commune.at("2024-08-28 14:05")
    commune.fill_all("tuan")
    (edit,) = commune.outbox("edit")
    assert (edit.edits, edit.address, edit.official_id) == (reminded.id, reminded.address, "tuan")
    assert edit.reply.text == say(
        "outbox.reminder_done",
        title="Báo cáo công tác cải cách hành chính",
        period="quý III năm 2024",
        unit="xã Bắc Sơn",
        name="anh Tuấn",
        at="14:05 ngày 28/8/2024",
    )


def test_a_later_correction_changes_nothing_more(commune: Commune) -> None:
    commune.fill_all("tuan")
    commune.say("telegram:102", "sửa 2.1 = 0")
    assert len(commune.outbox("edit")) == 1


def test_others_still_owe_theirs(commune: Commune) -> None:
    commune.fill_all("tuan")
    assert {each.official_id for each in commune.outbox("edit")} == {"tuan"}


def test_each_reminder_of_the_report_is_changed(commune: Commune) -> None:
    commune.at("2024-09-06 07:30")
    commune.ring()
    reminded = [each.id for each in commune.outbox("digest") if each.official_id == "tuan"]
    assert len(reminded) == 2
    commune.fill_all("tuan")
    assert [edit.edits for edit in commune.outbox("edit")] == reminded


def test_where_nothing_can_be_changed_nothing_is_queued(memory_database: Database) -> None:
    commune = Commune(memory_database)
    with commune.work() as work:
        link_address(work.session, "tuan", Address("zalo_bot", "z102"), commune.now)
        prefer_address(work.session, Address("zalo_bot", "z102"), commune.now)
    commune.ring()
    commune.fill_all("tuan")
    assert commune.outbox("edit") == []


def test_a_reminder_is_changed_for_everybody_who_got_it(commune: Commune) -> None:
    with commune.work() as work:  # Hà holds the same field as Tuấn
        lan = official(work.session, "tuan")
        colleague = replace(lan, id="ha", name="Đặng Thị Hà", salutation="chị")
        save_official(work.session, colleague, commune.now)
        link_address(work.session, "ha", Address("telegram", "109"), commune.now)
    commune.at("2024-08-30 07:30")
    commune.ring()
    commune.at("2024-09-06 07:30")
    commune.ring()
    reminded = {m.official_id for m in commune.outbox("digest") if m.official_id in ("ha", "tuan")}
    assert reminded == {"ha", "tuan"}
    commune.at("2024-09-06 14:05")
    commune.fill_all("tuan")
    edits = [edit for edit in commune.outbox("edit") if edit.official_id == "ha"]
    assert edits
    assert all("anh Tuấn đã gửi đủ lúc 14:05" in edit.reply.text for edit in edits)


def test_a_reminder_by_hand_is_changed_too(commune: Commune) -> None:
    commune.at("2024-08-28 08:30")
    assert commune.say("telegram:104", "nhắc tuấn") is not None
    commune.deliver()
    (nudge,) = commune.outbox("nudge")
    commune.fill_all("tuan")
    assert nudge.id in {edit.edits for edit in commune.outbox("edit")}


def test_a_colleague_of_one_field_hears_while_the_other_goes_on_with_another(
    commune: Commune,
) -> None:
    with commune.work() as work:  # Tuấn holds the field of Hà, and one more
        tuan = official(work.session, "tuan")
        (post,) = tuan.posts
        colleague = replace(tuan, id="ha", name="Đặng Thị Hà", salutation="chị")
        save_official(work.session, colleague, commune.now)
        link_address(work.session, "ha", Address("telegram", "109"), commune.now)
        more = replace(post, fields=(*post.fields, "culture"))
        save_official(work.session, replace(tuan, posts=(more,)), commune.now)
    commune.at("2024-08-30 07:30")
    commune.ring()
    commune.at("2024-09-06 07:30")
    commune.ring()
    assert "ha" in {each.official_id for each in commune.outbox("digest")}
    commune.fill_all("tuan", until=post.fields[0])
    with commune.work() as work:
        assert any(part.open_blocks for part in parts(work, official(work.session, "tuan")))
    assert {edit.official_id for edit in commune.outbox("edit")} == {"ha"}
