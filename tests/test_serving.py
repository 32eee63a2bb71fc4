"""What stands before Streamlit leans on its internals: held here for the pinned version."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit import string_util, type_util
from streamlit.elements import html
from streamlit.runtime import app_session

from pages.parts import remembered, turns
from pages.parts.frame import framed
from pages.parts.turns import Turns


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
    assert html._html_only_style_tags("<style>p {}</style>")
    assert not html._html_only_style_tags("<style>p {}</style><p>text</p>")
    asked = (type_util.get_func_parameters, app_session.to_snake_case, html._html_only_style_tags)
    for kept in asked:
        assert kept.cache_info().currsize


class Desk:
    """Where runs work a hundredth of a second each: how many at most at a time."""

    def __init__(self) -> None:
        self.working = self.most = 0
        self._counted = threading.Lock()

    def work(self) -> None:
        with self._counted:
            self.working += 1
            self.most = max(self.most, self.working)
        time.sleep(0.01)
        with self._counted:
            self.working -= 1


def test_few_runs_work_at_a_time_and_each_gives_its_turn_back() -> None:
    desk = Desk()

    def run(number: int) -> None:
        with turns.turn():
            desk.work()
            if number % 2:
                raise ValueError

    with ThreadPoolExecutor(8) as readers:
        runs = [readers.submit(run, number) for number in range(16)]
    assert desk.most == turns.ABREAST
    assert [run.exception() is None for run in runs] == [True, False] * 8


def test_whoever_comes_first_is_first() -> None:
    """Python's own semaphore lets a latecomer in before those whom it has just woken."""
    held, order = Turns(1, 60), []

    def come(number: int) -> None:
        turn = held.take()
        order.append(number)
        held.give_back(turn)

    first = held.take()
    with ThreadPoolExecutor(20) as readers:
        for number in range(20):
            readers.submit(come, number)
            while len(held._waiting) <= number:
                time.sleep(0.001)
        held.give_back(first)
    assert order == [*range(20)]


def test_a_turn_is_over_in_time_and_the_others_go_on_in_turns() -> None:
    held, desk = Turns(1, 0.2), Desk()

    def come() -> None:
        turn = held.take()
        desk.work()
        held.give_back(turn)

    held.take()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as readers:
        for _ in range(8):
            readers.submit(come)
    assert 0.2 <= time.monotonic() - began < 2
    assert desk.most == 1


def test_what_is_given_back_late_opens_no_second_turn() -> None:
    held = Turns(1, 0.1)
    late, now = held.take(), held.take()
    held.give_back(late)
    with ThreadPoolExecutor(1) as reader:
        waiting = reader.submit(held.take)
        time.sleep(0.03)
        assert not waiting.done()
        held.give_back(now)
        assert waiting.result(1).is_set()


def test_a_turn_is_not_longer_for_those_who_came_before_it() -> None:
    held = Turns(1, 0.4)
    first = held.take()
    with ThreadPoolExecutor(2) as readers:
        second, third = (readers.submit(held.take) for _ in range(2))
        time.sleep(0.3)
        held.give_back(first)
        began = time.monotonic()
        second.result(1), third.result(1)
    assert 0.35 <= time.monotonic() - began < 0.6


def test_long_work_steps_aside() -> None:
    done, aside = threading.Event(), threading.Barrier(2)

    def work() -> None:
        with turns.turn():
            turns.step_aside()
            aside.wait(5)
            done.wait(5)

    with ThreadPoolExecutor(1) as reader:
        reader.submit(work)
        aside.wait(5)
        began = time.monotonic()
        with turns.turn():
            assert time.monotonic() - began < turns.LONGEST / 2
        done.set()
