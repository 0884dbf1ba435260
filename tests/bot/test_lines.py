"""Lines: each carries one request at a time, and whoever finds none waits in turn."""

from __future__ import annotations

import asyncio

import pytest

from bot.lines import Lines, NoLine

LONG = 60.0


def test_where_one_request_follows_another_one_line_is_enough() -> None:
    async def run() -> list[str]:
        lines, used = Lines(["a", "b"]), []
        for _ in range(3):
            async with lines.one(LONG) as line:
                used.append(line)
        return used

    assert len(set(asyncio.run(run()))) == 1


def test_no_line_carries_two_requests_and_those_who_wait_are_served_in_turn() -> None:
    async def run() -> list[int]:
        lines, served = Lines(["a", "b"]), []
        in_use: set[str] = set()

        async def ask(number: int) -> None:
            async with lines.one(LONG) as line:
                assert line not in in_use
                in_use.add(line)
                await asyncio.sleep(0)
                in_use.remove(line)
                served.append(number)

        await asyncio.gather(*map(ask, range(7)))
        return served

    assert asyncio.run(run()) == list(range(7))


def test_whoever_finds_no_line_for_too_long_has_sent_nothing() -> None:
    async def run() -> None:
        lines = Lines(["a"])
        async with lines.one(LONG):
            with pytest.raises(NoLine):
                async with lines.one(0.0):
                    pass
        async with lines.one(0.0) as line:
            assert line == "a"

    asyncio.run(run())


def test_a_line_is_free_again_when_its_request_has_failed_or_was_cut_off() -> None:
    async def run() -> None:
        lines = Lines(["a"])
        with pytest.raises(OSError, match="cut"):
            async with lines.one(LONG):
                raise OSError("cut")

        async def hang() -> None:
            async with lines.one(LONG):
                await asyncio.Event().wait()

        hanging = asyncio.create_task(hang())
        waiting = asyncio.create_task(hang())
        await asyncio.sleep(0)
        for task in (waiting, hanging):
            task.cancel()
        await asyncio.gather(hanging, waiting, return_exceptions=True)
        async with lines.one(0.0) as line:
            assert line == "a"

    asyncio.run(run())


def test_every_line_is_closed() -> None:
    closed = []

    async def close(line: str) -> None:
        closed.append(line)

    asyncio.run(Lines(["a", "b"]).close(close))
    assert closed == ["a", "b"]
