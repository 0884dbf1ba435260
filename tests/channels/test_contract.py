"""The contract of all channels (`bot.channels.port`), network by network."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback

import pytest

from bot.channels.fit import carries, fit, units
from bot.channels.port import ChannelError, ErrorKind
from bot.channels.redact import Redaction
from bot.channels.registry import limits_of as registered_limits
from domain.talk.messages import LONGEST_DATA, Attachment, Choice, Incoming, Reply, Signal
from domain.talk.networks import NETWORKS as NAMED
from handlers.delivery.lost_address import network_name
from handlers.figures.questions import keep_taps, usual_reasons
from handlers.figures.record import NOTED, noted_tap
from handlers.figures.settle import kept_reason
from tests.channels.contract import (
    AGAIN,
    CORRECTS,
    CUTS,
    FILES,
    HEARS,
    NETWORKS,
    OTHERS,
    PEOPLE,
    SIGNALS,
    TAPS,
    Seen,
)
from tests.support.waiting import until

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
CHART = Attachment("tien-do.png", "image/png", PICTURE)
REPORT = Attachment("Báo cáo quý III.docx", "application/msword", b"PK report")
ANNEX = Attachment("Phụ lục.xlsx", "application/vnd.ms-excel", b"PK annex")
CHOICES = (Choice("Đúng", "ok"), Choice("Sửa", "fix:7"))
GREETING = Reply("chào")
WORDS = 'Số liệu < 5 & "đúng" *không* _phải_ [thẻ](x) `mã` {đỏ} <b>😀</b>\ndòng 2'


def able(ability: str):
    """Runs the test for every network that can do this."""
    return pytest.mark.parametrize(
        "network", [name for name, rig in NETWORKS.items() if ability in rig().can]
    )


every_network = pytest.mark.parametrize("network", NETWORKS)


@pytest.fixture
def rig(network):
    with NETWORKS[network]() as rig:
        yield rig


def with_channel(rig, work, url=""):
    """What `work(channel)` returns, with a channel that is closed afterwards."""

    async def run():
        channel = rig.channel(url)
        try:
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(run())


def said(rig, *replies):
    """What the person sees of these replies."""

    async def say(channel):
        return [await channel.send(rig.address, reply) for reply in replies]

    with_channel(rig, say)
    return rig.seen()


def heard(rig, count, people, receive=None):
    """The first `count` messages that arrive while `people()` act."""
    arrived: list[Incoming] = []

    async def keep(incoming, fetch=None):
        incoming = await fetch() if fetch else incoming
        if receive:
            await receive(incoming)
        arrived.append(incoming)

    async def hear(channel):
        async with rig.listening(channel, keep):
            await asyncio.to_thread(people)
            await until(lambda: len(arrived) >= count)

    with_channel(rig, hear)
    return arrived


def refused(rig, reply=GREETING, url=""):
    """The error that sending a reply comes to."""

    async def say(channel):
        with pytest.raises(ChannelError) as error:
            await channel.send(rig.address, reply)
        assert error.value.__cause__ is None, "what a library says may hold a token"
        assert error.value.__context__ is None or error.value.__suppress_context__
        return error.value

    return with_channel(rig, say, url)


@every_network
def test_the_house_knows_the_network_as_its_channel_says_it_is(rig):
    limits, network = limits_of(rig), NAMED[rig.address.channel]
    assert limits.edit is network.edits
    assert registered_limits(network.name) == limits
    assert network_name(network.name)


# -- coming in ------------------------------------------------------------------------------------


@able(HEARS)
@pytest.mark.parametrize(
    "text", ["14 14 0 0", "/start MOI-2026", "Xã Bắc Sơn:\n1.2=14\n1.3=0", "đ😀 <b>&amp;*_["]
)
def test_a_message_arrives_as_it_was_written(rig, text):
    (incoming,) = heard(rig, 1, lambda: rig.write(text))
    assert (incoming.text, incoming.address) == (text, rig.address)
    assert incoming.at.tzinfo is not None
    assert incoming.event_id
    assert incoming.message_id
    assert incoming.sender_name is not None
    assert (incoming.edited, incoming.in_group, incoming.choice) == (False, False, "")
    assert (incoming.file, incoming.unread, incoming.signal) == (None, "", None)


@able(HEARS)
def test_messages_arrive_once_each_and_in_order(rig):
    texts = [str(number) for number in range(12)]
    arrived = heard(rig, len(texts), lambda: [rig.write(text) for text in texts])
    assert [incoming.text for incoming in arrived] == texts
    assert len({incoming.event_id for incoming in arrived}) == len(texts)


@able(AGAIN)
def test_a_message_that_was_not_kept_comes_again_and_the_order_stays(rig):
    offered: list[tuple[str, str]] = []

    async def fail_at_first(incoming):
        offered.append((incoming.text, incoming.event_id))
        if len(offered) <= 2:
            raise OSError("the database is away")

    texts = ["một", "hai", "ba"]
    arrived = heard(rig, 3, lambda: [rig.write(text) for text in texts], fail_at_first)
    assert [incoming.text for incoming in arrived] == texts
    assert offered[0] == offered[1] == offered[2] == ("một", arrived[0].event_id)


@able(PEOPLE)
def test_nobody_waits_for_the_slow_work_of_another(rig):
    answered = asyncio.Event()

    async def first_waits_for_second(incoming):
        if incoming.text == "chậm":
            await answered.wait()
        answered.set()

    def people():
        rig.write("chậm")
        rig.write("nhanh", person=1)

    arrived = heard(rig, 2, people, first_waits_for_second)
    assert [incoming.text for incoming in arrived] == ["nhanh", "chậm"]
    assert arrived[0].address != arrived[1].address


@able(TAPS)
def test_a_tap_brings_the_data_of_its_choice(rig):
    said(rig, Reply("Đúng không?", CHOICES))
    (incoming,) = heard(rig, 1, lambda: rig.tap(CHOICES[1]))
    assert (incoming.choice, incoming.address) == ("fix:7", rig.address)
    assert incoming.at.tzinfo is not None


@every_network
def test_a_reason_for_what_looks_odd_is_given_on_every_network(rig):
    """By a tap where there are buttons, else by the words that stand in the message (F52)."""
    mark = f"{NOTED}{10**8}:{10**13}"
    taps = tuple(Choice(each.words, f"{mark}:{each.data}") for each in keep_taps())
    assert all(len(each.data.encode()) <= LONGEST_DATA for each in taps)
    seen = said(rig, Reply("Lưu ý: xin xem lại.", taps))
    if TAPS in rig.can:
        (incoming,) = heard(rig, 1, lambda: rig.tap(taps[1]))
        assert noted_tap(incoming.choice).word == keep_taps()[1].data
    elif HEARS in rig.can:
        assert all(each.words in seen[-1].text for each in taps)
        (incoming,) = heard(rig, 1, lambda: rig.write(taps[1].words))
        assert kept_reason(incoming) == usual_reasons()[keep_taps()[1].data]


@able(CORRECTS)
def test_a_correction_is_told_from_a_new_message(rig):
    def people():
        rig.write("14 14")
        rig.correct("14 15")

    first, second = heard(rig, 2, people)
    assert (first.edited, second.edited) == (False, True)
    assert second.text == "14 15"
    assert second.message_id == first.message_id
    assert second.event_id != first.event_id


@able(FILES)
def test_a_file_arrives_whole(rig):
    (incoming,) = heard(rig, 1, lambda: rig.send_file(ANNEX))
    assert incoming.file is not None
    assert (incoming.file.name, incoming.file.content) == (ANNEX.name, ANNEX.content)


@able(OTHERS)
def test_what_cannot_be_read_is_named(rig):
    (incoming,) = heard(rig, 1, rig.send_other)
    assert (incoming.text, incoming.file) == ("", None)
    assert incoming.unread


@able(SIGNALS)
def test_the_bot_hears_that_it_was_blocked(rig):
    (incoming,) = heard(rig, 1, rig.block)
    assert (incoming.signal, incoming.address) == (Signal.BLOCKED, rig.address)
    assert incoming.text == ""


# -- going out ------------------------------------------------------------------------------------


@every_network
def test_words_are_seen_as_they_were_said(rig):
    assert said(rig, Reply(WORDS)) == [Seen(WORDS)]


@every_network
def test_every_message_has_a_name_of_its_own(rig):
    async def say(channel):
        return [await channel.send(rig.address, Reply(text)) for text in ("một", "hai")]

    first, second = with_channel(rig, say)
    assert first.message_id
    assert second.message_id
    assert first != second


@every_network
def test_a_text_of_the_full_length_goes_in_one_piece(rig):
    limit = limits_of(rig).text
    text = "ệ" * (limit - 2) + "😀"
    assert units(text) == limit
    assert said(rig, Reply(text)) == [Seen(text)]


@every_network
def test_a_longer_text_arrives_whole_in_numbered_parts(rig):
    limits = limits_of(rig)
    text = "\n\n".join(f"Khối {number}: " + "số liệu " * 40 for number in range(limits.text // 150))
    text = text.strip()
    reply = Reply(text)
    seen = said(rig, *fit(reply, limits), reply)
    parts = len(seen) // 2
    assert seen[:parts] == seen[parts:]  # whole or part by part: the person sees the same
    assert [one.text.splitlines()[-1] for one in seen[:parts]] == [
        f"({number}/{parts})" for number in range(1, parts + 1)
    ]
    unnumbered = [one.text.rpartition("\n")[0] for one in seen[:parts]]
    assert "".join(unnumbered).split() == text.split()


@every_network
def test_no_choice_is_lost(rig):
    limits = limits_of(rig)
    (seen,) = said(rig, Reply("Đúng không?", CHOICES))
    assert seen.text.startswith("Đúng không?")
    if limits.buttons:
        assert seen.buttons == ("Đúng", "Sửa")
    else:
        assert seen.buttons == ()
        assert all(choice.words in seen.text for choice in CHOICES)


@every_network
@pytest.mark.parametrize("file", [CHART, REPORT, ANNEX], ids=lambda file: file.name)
def test_a_file_arrives_whole_or_as_a_link_or_not_at_all(rig, file):
    reply = Reply("Đây ạ", files=(file,))
    carried = carries(limits_of(rig), file)
    if not (carried or rig.links):
        assert refused(rig, reply).kind is ErrorKind.REFUSED
        assert rig.seen() == []
        return
    seen = said(rig, reply)
    text = "\n".join(one.text for one in seen)
    assert text.startswith("Đây ạ")
    assert [one.content for one in seen if one.content] == ([file.content] if carried else [])
    assert ("https://" in text) is not carried


@every_network
def test_an_edit_is_seen_or_refused(rig):
    async def say_and_edit(channel):
        sent = await channel.send(rig.address, Reply("Còn 2 ngày", CHOICES))
        if not channel.limits.edit:
            with pytest.raises(ChannelError) as error:
                await channel.edit(rig.address, sent.message_id, Reply("Đã nộp"))
            assert error.value.kind is ErrorKind.REFUSED
            return
        for _ in range(2):  # the second changes nothing, and is no error
            await channel.edit(rig.address, sent.message_id, Reply("Đã nộp 14:05"))
        assert rig.seen() == [Seen("Đã nộp 14:05")]

    with_channel(rig, say_and_edit)


@every_network
@pytest.mark.parametrize("reply", [Reply(""), Reply(" \n ")])
def test_nothing_is_not_sent(rig, reply):
    error = refused(rig, reply)
    assert (error.kind, error.detail) == (ErrorKind.REFUSED, "empty")
    assert rig.seen() == []


# -- going wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "failure"),
    [
        pytest.param(network, failure, id=f"{network}-{failure.name}")
        for network, make in NETWORKS.items()
        for failure in make().failures
    ],
)
def test_a_failure_has_one_meaning_and_is_not_tried_again(rig, failure):
    failure.arrange(rig)
    error = refused(rig)
    assert error.kind is failure.kind
    assert (error.retry_after, error.moved_to) == (failure.retry_after, failure.moved_to)
    assert error.detail.replace("_", "").isalnum(), "a code, not a sentence"
    assert rig.attempts() <= 1
    assert rig.seen() == []


@every_network
def test_a_server_that_is_not_there_may_be_tried_again(rig):
    assert refused(rig, url=rig.nowhere()).kind is ErrorKind.TRANSIENT


@able(CUTS)
@pytest.mark.parametrize(("drop", "arrived"), [("before", 0), ("after", 1)])
def test_a_line_cut_after_the_request_leaves_it_unknown(rig, drop, arrived):
    rig.cut(drop)
    assert refused(rig).kind is ErrorKind.UNKNOWN
    assert rig.attempts() == 1
    assert len(rig.seen()) == arrived


@able(CUTS)
def test_a_channel_works_again_after_a_failure(rig):
    async def say(channel):
        rig.cut("before")
        with pytest.raises(ChannelError):
            await channel.send(rig.address, Reply("một"))
        await channel.send(rig.address, Reply("hai"))

    with_channel(rig, say)
    assert rig.seen() == [Seen("hai")]


@every_network
def test_a_channel_may_be_closed_twice_and_unused(rig):
    async def close_again(channel):
        await channel.close()

    with_channel(rig, close_again)


# -- secrets --------------------------------------------------------------------------------------


@pytest.fixture
def log():
    """All that any logger writes at its most talkative, behind a `Redaction`."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream, handler
    root.setLevel(level)
    root.removeHandler(handler)


@every_network
def test_no_secret_is_written_or_raised(rig, log):
    stream, handler = log
    handler.addFilter(Redaction())
    errors: list[BaseException] = []

    async def everything(channel):
        async def receive(incoming):
            arrived.append(incoming)

        arrived: list[Incoming] = []
        if HEARS in rig.can:
            async with rig.listening(channel, receive):
                await asyncio.to_thread(rig.write, "14 14")
                await until(lambda: arrived)
        await channel.send(rig.address, Reply("chào", CHOICES))
        for drop in ("before", "after") if CUTS in rig.can else ():
            rig.cut(drop)
            errors.append(await error_of(channel))
        for failure in rig.failures:
            failure.arrange(rig)
            errors.append(await error_of(channel))
        errors.append(repr(channel))

    async def error_of(channel):
        with pytest.raises(ChannelError) as error:
            await channel.send(rig.address, Reply("bí mật của xã"))
        return "".join(traceback.format_exception(error.value))

    with_channel(rig, everything)
    with_channel(rig, lambda channel: collect(errors, error_of(channel)), rig.nowhere())
    raised = "\n".join(map(str, errors))
    written = stream.getvalue()
    assert "asyncio" in written
    for secret in rig.secrets:
        assert secret not in raised
        assert secret not in written
    # The traceback shows our own lines, so the words of this test; no library may add any.
    assert "bí mật của xã" not in "\n".join(
        line for line in raised.splitlines() if "Reply(" not in line
    )


async def collect(into, work):
    into.append(await work)


def limits_of(rig):
    async def look(channel):
        return channel.limits

    return with_channel(rig, look)
