"""What stands before Streamlit leans on its internals: held here for the pinned version."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit import string_util, type_util
from streamlit.runtime import app_session

from pages.parts import gathering, remembered, turns
from pages.parts.frame import framed
from pages.parts.gathering import Gathered


@pytest.mark.parametrize("label", ["浙江", "🚨 告警", "Zhejiang", "", "🚨"])
def test_remembered_labels_are_what_streamlit_finds(label: str, monkeypatch) -> None:
    found = string_util.extract_leading_emoji
    monkeypatch.setattr(string_util, "extract_leading_emoji", found)
    plain = getattr(found, "__wrapped__", found)
    remembered.remember()
    remembered.remember()
    kept = string_util.extract_leading_emoji
    assert kept(label) == kept(label) == plain(label)
    assert kept.__wrapped__ is plain
    assert string_util.extract_leading_icon(label)[0] == plain(label)[0]


def test_what_streamlit_asks_at_each_run_is_asked_once() -> None:
    remembered.remember()
    assert app_session.to_snake_case("paddingTop") == "padding_top"
    names = [each.name for each in type_util.get_func_parameters(framed)]
    assert names == ["page", "lang"]
    for kept in (type_util.get_func_parameters, app_session.to_snake_case):
        assert kept.cache_info().currsize


def in_a_loop(run: Coroutine[None, None, None]) -> None:
    """Run in a thread of its own: in this one the loop of a browser may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, run).result(30)


class Wire:
    """What leaves for a reader, with the round of the loop in which it left."""

    def __init__(self) -> None:
        self.left: list[tuple[object, int]] = []
        self.is_cut = False
        self.rounds = 0

    async def count_rounds(self) -> None:
        while True:
            self.rounds += 1
            await asyncio.sleep(0)

    async def send(self, message: dict[str, object]) -> None:
        if self.is_cut:
            raise OSError("the reader has gone")
        self.left.append((message.get("bytes", message["type"]), self.rounds))


def part(number: int) -> dict[str, object]:
    return {"type": "websocket.send", "bytes": number}


def test_the_messages_of_a_run_leave_together_and_in_order() -> None:
    wire = Wire()

    async def run() -> None:
        counting = asyncio.create_task(wire.count_rounds())
        send = Gathered(wire.send)
        await send({"type": "websocket.accept"})
        for number in range(gathering.MOST + 50):
            await send(part(number))
            await asyncio.sleep(0)
        await send({"type": "websocket.close"})
        counting.cancel()

    in_a_loop(run())
    said = [what for what, _ in wire.left]
    assert said == ["websocket.accept", *range(gathering.MOST + 50), "websocket.close"]
    assert len({in_round for _, in_round in wire.left[1 : gathering.MOST]}) == 1


def test_a_reader_who_has_gone_is_told_to_the_sender() -> None:
    wire = Wire()

    async def run() -> None:
        send = Gathered(wire.send)
        await send(part(1))
        wire.is_cut = True
        await asyncio.sleep(3 * gathering.AWAITED)
        with pytest.raises(OSError, match="has gone"):
            await send(part(2))

    in_a_loop(run())
    assert not wire.left


def test_few_runs_work_at_a_time_and_each_gives_its_turn_back() -> None:
    working, most = 0, 0
    counted = threading.Lock()

    def run(number: int) -> None:
        nonlocal working, most
        with turns.turn():
            with counted:
                working += 1
                most = max(most, working)
            time.sleep(0.01)
            with counted:
                working -= 1
            if number % 2:
                raise ValueError

    with ThreadPoolExecutor(8) as readers:
        runs = [readers.submit(run, number) for number in range(16)]
    assert most == turns.ABREAST
    assert [run.exception() is None for run in runs] == [True, False] * 8


def test_long_work_steps_aside_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    done, stuck = threading.Event(), threading.Barrier(turns.ABREAST + 1)

    def hold(is_aside: bool) -> None:
        with turns.turn():
            if is_aside:
                turns.step_aside()
            stuck.wait(5)
            done.wait(5)

    def waited() -> float:
        began = time.monotonic()
        with turns.turn():
            return time.monotonic() - began

    monkeypatch.setattr(turns, "PATIENCE", 0.3)
    for is_aside in (True, False):
        with ThreadPoolExecutor(turns.ABREAST) as readers:
            for _ in range(turns.ABREAST):
                readers.submit(hold, is_aside)
            stuck.wait(5)
            assert (waited() >= 0.3) is not is_aside
            done.set()
        done.clear()
    assert waited() < 0.3
