"""What stands before Streamlit leans on its internals: held here for the pinned version."""

from __future__ import annotations

import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import type_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager

from pages.parts.streamlit_compat import capacity, hooks, request_guard, responses, session_guards
from pages.parts.streamlit_compat.capacity import RunQueue
from pages.parts.streamlit_compat.responses import index_html, inline_elements, inline_scripts

SECTIONS = ("theme", "theme.sidebar", "theme.light", "theme.dark", "theme.light.sidebar")


def test_a_theme_written_once_is_the_one_that_streamlit_writes(monkeypatch) -> None:
    plain = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", plain)
    hooks.cache_theme()
    for section in (*SECTIONS, "theme"):
        theirs, ours = CustomThemeConfig(), CustomThemeConfig()
        plain(theirs.light, section)
        app_session._populate_theme_msg(ours.light, section)
        assert ours == theirs and ours.HasField("light") == theirs.HasField("light")
    assert ours.ByteSize()


def test_parameters_are_asked_once(monkeypatch) -> None:
    monkeypatch.setattr(type_util, "get_func_parameters", type_util.get_func_parameters)
    hooks.cache_parameters()
    for _ in range(2):
        names = [each.name for each in type_util.get_func_parameters(index_html)]
        assert names == ["page", "lang"]
    assert type_util.get_func_parameters.cache_info().misses == 1


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test put hooks into their places, and find them as they were afterwards."""
    monkeypatch.setattr(hooks, "INSTALLED", set())
    monkeypatch.setattr(capacity, "_queue", None)
    for owner, name, _, guard in session_guards.PLACES:
        if guard is not None:
            monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(session_guards, "REPLACED", {**session_guards.REPLACED})
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    monkeypatch.setattr(type_util, "get_func_parameters", type_util.get_func_parameters)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    monkeypatch.delenv(hooks.PLAIN_SETTING, raising=False)


@pytest.mark.usefixtures("nothing_installed")
def test_all_hooks_find_their_places_in_this_version(caplog) -> None:
    hooks.install_hooks()
    assert {hook.name for hook in hooks.HOOKS} == hooks.INSTALLED
    assert not caplog.records and len(hooks.middleware(lambda *_: "")) == 3


@pytest.mark.usefixtures("nothing_installed")
def test_plain_streamlit_keeps_its_guards(monkeypatch, caplog) -> None:
    monkeypatch.setenv(hooks.PLAIN_SETTING, "1")
    hooks.install_hooks()
    assert {hook.name for hook in hooks.HOOKS if hook.guards} == hooks.INSTALLED
    assert not caplog.records and len(hooks.middleware(lambda *_: "")) == 2


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("owner", "name", "hook"),
    [
        (app_session, "_populate_theme_msg", "theme once"),
        (type_util, "get_func_parameters", "parameters once"),
        (responses, "STREAMLIT_STATIC", "framed page"),
    ],
)
def test_a_hook_without_its_place_is_told_once_and_done_without(
    owner, name, hook, monkeypatch, caplog
) -> None:
    if isinstance(getattr(owner, name), Path):
        monkeypatch.setattr(owner, name, Path("nowhere"))
    else:
        monkeypatch.delattr(owner, name)
    hooks.install_hooks()
    assert {each.name for each in hooks.HOOKS} - hooks.INSTALLED == {hook}
    (told,) = caplog.messages
    assert told.startswith(f"{hook}: plain Streamlit does without")


@pytest.mark.usefixtures("nothing_installed")
def test_the_app_does_not_start_where_pages_would_run_by_themselves(monkeypatch) -> None:
    monkeypatch.delattr(PagesManager, "uses_pages_directory")
    with pytest.raises(session_guards.StreamlitChangedError, match="uses_pages_directory"):
        hooks.install_hooks()


def test_every_hook_stands_in_the_table_with_its_gain() -> None:
    house = (Path(__file__).parent.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for hook in hooks.HOOKS:
        assert f"| {hook.name} | {hook.gain} |" in house


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs of a test wait for each other."""
    monkeypatch.setattr(capacity, "_queue", None)
    capacity.install_run_queue()


def test_without_a_queue_nobody_waits(monkeypatch) -> None:
    monkeypatch.setattr(capacity, "_queue", None)
    with capacity.run_in_turn(), capacity.run_in_turn():
        capacity.step_aside()


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


@pytest.mark.usefixtures("queue")
def test_few_runs_work_at_a_time_and_each_gives_its_turn_back() -> None:
    desk = Desk()

    def run(number: int) -> None:
        with capacity.run_in_turn():
            desk.work()
            if number % 2:
                raise ValueError

    with ThreadPoolExecutor(8) as readers:
        runs = [readers.submit(run, number) for number in range(16)]
    assert desk.most == capacity.MAX_CONCURRENT_RUNS
    assert [run.exception() is None for run in runs] == [True, False] * 8


def test_whoever_comes_first_is_first() -> None:
    """Python's own semaphore lets a latecomer in before those whom it has just woken."""
    held, order = RunQueue(1, 60), []

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
    held, desk = RunQueue(1, 0.2), Desk()

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
    held = RunQueue(1, 0.1)
    late, now = held.take(), held.take()
    held.give_back(late)
    with ThreadPoolExecutor(1) as reader:
        waiting = reader.submit(held.take)
        time.sleep(0.03)
        assert not waiting.done()
        held.give_back(now)
        assert waiting.result(1).is_set()


def test_a_turn_is_not_longer_for_those_who_came_before_it() -> None:
    held = RunQueue(1, 0.4)
    first = held.take()
    with ThreadPoolExecutor(2) as readers:
        second, third = (readers.submit(held.take) for _ in range(2))
        time.sleep(0.3)
        held.give_back(first)
        began = time.monotonic()
        second.result(1), third.result(1)
    assert 0.35 <= time.monotonic() - began < 0.6


@pytest.mark.usefixtures("queue")
def test_long_work_steps_aside() -> None:
    done, aside = threading.Event(), threading.Barrier(2)

    def work() -> None:
        with capacity.run_in_turn():
            capacity.step_aside()
            aside.wait(5)
            done.wait(5)

    with ThreadPoolExecutor(1) as reader:
        reader.submit(work)
        aside.wait(5)
        began = time.monotonic()
        with capacity.run_in_turn():
            assert time.monotonic() - began < capacity.MAX_RUN_SECONDS / 2
        done.set()


def test_the_guards_find_their_places_in_this_version() -> None:
    session_guards.require_places()


@pytest.mark.parametrize(
    ("owner", "name"), [(place[0], place[1]) for place in session_guards.PLACES]
)
def test_the_app_does_not_start_where_a_guard_has_no_place(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(self: object, something: object, else_: object) -> None: ...

    monkeypatch.setattr(owner, name, other)
    monkeypatch.setattr(session_guards, "REPLACED", {})
    with pytest.raises(session_guards.StreamlitChangedError, match=name):
        session_guards.install_guards()


def test_the_app_does_not_start_where_streamlit_goes_another_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load_and_get_id(*_: object) -> str:
        return "by another hash"

    asked = [(load_and_get_id, ("_calculate_file_id",))]
    monkeypatch.setattr(session_guards, "USERS", asked)
    with pytest.raises(session_guards.StreamlitChangedError, match="_calculate_file_id"):
        session_guards.require_places()
    monkeypatch.setattr(session_guards, "USERS", ())
    monkeypatch.setattr(session_guards, "ALLOWED_MESSAGES", {"rerun_script", "gone"})
    with pytest.raises(session_guards.StreamlitChangedError, match="gone"):
        session_guards.require_places()


def test_a_file_is_named_by_its_session_and_a_secret() -> None:
    here, there = session_guards.MediaOwners(), session_guards.MediaOwners()
    ids = {owners.new_id(b"a", "text/csv", name) for owners in (here, there) for name in ("a", "b")}
    token = session_guards._asking_session.set("another session")
    ids.add(here.new_id(b"a", "text/csv", "a"))
    session_guards._asking_session.reset(token)
    assert len(ids) == 5 and {len(each) for each in ids} == {64}
    assert here.new_id(b"a", "text/csv", "a") in ids, "the same file again"
    assert not any(here.may_fetch(each, browser) for each in ids for browser in (None, "", "x"))


@pytest.mark.parametrize(
    ("asked", "policy", "option"),
    [
        ("", "'none'", "DENY"),
        ("'self'", "'self'", "SAMEORIGIN"),
        ("https://a.example.org  'self'", "https://a.example.org 'self'", None),
        ("https://*.example.org:*", "https://*.example.org:*", None),
    ],
)
def test_who_may_frame_a_page_is_told_in_both_ways(
    asked: str, policy: str, option: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(responses.ANCESTORS_SETTING, asked)
    responses.security_headers.cache_clear()
    told = dict(responses.security_headers("a.example.org"))
    responses.security_headers.cache_clear()
    assert told[b"content-security-policy"].endswith(f"; frame-ancestors {policy}".encode())
    assert told.get(b"x-frame-options") == (option.encode() if option else None)


@pytest.mark.parametrize(
    "asked",
    [
        "none",
        "*",
        "example.org",
        "'none' 'self'",
        "https://a;b",
        "https://a.org,https://b.org",
        "'self'\n;script-src *",
    ],
)
def test_a_setting_that_says_nothing_is_refused(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(responses.ANCESTORS_SETTING, asked)
    with pytest.raises(responses.SettingUnreadableError, match=responses.ANCESTORS_SETTING):
        responses.frame_ancestors()


@pytest.mark.parametrize("host", ["a.org; script-src *", "a.org\r\nx: y", "", "a b", "x" * 3000])
def test_a_host_never_changes_the_policy(host: str) -> None:
    told = dict(responses.security_headers(host))
    assert b"connect-src 'self'; " in told[b"content-security-policy"]


@pytest.mark.parametrize(
    ("path", "is_part"),
    [("/figures/pipeline/chart", True), ("/", False), ("/figures", False), ("/x/figures/", False)],
)
def test_what_a_page_fetches_for_itself_may_do_nothing(path: str, is_part: bool) -> None:
    assert responses.is_part({"type": "http", "path": path}) is is_part
    (policy,) = (value for name, value in responses.PART_HEADERS if name.endswith(b"policy"))
    assert policy == b"default-src 'none'; frame-ancestors 'none'"


def test_every_inline_script_is_named_and_has_no_place_for_data() -> None:
    assert len(inline_elements("script")) == 2
    named = responses.script_sources().split()
    assert len(named) == len(set(named)) == 2 + len(inline_scripts())
    for name, text in inline_scripts().items():
        assert "<" not in text, f"{name}: what cleans the page would leave it out"


def test_room_for_files_is_made_and_missing_room_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[0]), before[1]))
        assert capacity.raise_descriptor_limit() == before[1]
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == before[1]
        monkeypatch.setattr(capacity, "MAX_SESSIONS", 10**9)
        monkeypatch.setattr(capacity, "descriptors_needed", lambda: 10**10)
        caplog.clear()
        capacity.raise_descriptor_limit()
        assert "LimitNOFILE" in caplog.text
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize(
    ("origin", "is_read"),
    [
        ("http://a.org", ("http", "a.org", 80)),
        ("https://A.org.:8443", ("https", "a.org", 8443)),
        ("http://[::1]:8501", ("http", "::1", 8501)),
        ("null", None),
        ("http://a.org:99999", None),
        ("http://a.org/x", None),
        ("http://u@a.org", None),
        ("ftp://a.org", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(origin: str, is_read: object) -> None:
    assert request_guard.parse_origin(origin) == is_read
