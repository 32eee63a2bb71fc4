"""Where the milliseconds of one change of filter go: a trace of Chromium from click to drawn."""

from __future__ import annotations

import json
import statistics
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlparse

from playwright.sync_api import Browser, sync_playwright

from tests.bench.browser import choose, new_window, provinces, settled
from tests.bench.report import number, print_table
from tests.bench.sites import OURS, Server, serve
from tests.browser.running import chromium

CATEGORIES = ["devtools.timeline", "disabled-by-default-v8.cpu_profiler"]
STYLE = {"UpdateLayoutTree": "style and layout", "Layout": "style and layout",
         "PrePaint": "paint", "Paint": "paint", "Layerize": "paint", "Commit": "paint"}  # fmt: skip
NATIVE = {"(idle)": "waiting", "(program)": "browser", "(garbage collector)": "garbage"}
Event = dict[str, Any]
Shares = dict[str, float]


class Span(NamedTuple):
    """A part of a trace, in microseconds."""

    begin: float
    end: float


def show(home: Path, logs: Path, rounds: int) -> None:
    """Trace some changes to views that nobody has seen, and print the means."""
    with serve(OURS, home, logs) as server, sync_playwright() as playwright:
        browser = chromium(playwright)
        first, *unseen = provinces(home)
        _traced(browser, server, first)
        traces = [_traced(browser, server, province) for province in unseen[:rounds]]
        browser.close()
    for at, title in enumerate(("One after the other", "Who used the page's thread")):
        parts = {part for trace in traces for part in trace[at]}
        means = {part: statistics.mean(trace[at].get(part, 0) for trace in traces)
                 for part in parts}  # fmt: skip
        ordered = sorted(means, key=lambda part: -means[part]) if at else traces[0][at]
        rows = [[part, number(means[part])] for part in ordered]
        rows.append(["in all", number(sum(means.values()))])
        print_table(f"{title}, milliseconds of a new view, means of {rounds}", ["", "ms"], rows)


def _traced(browser: Browser, server: Server, province: str) -> tuple[Shares, Shares]:
    """Choose a province in a window of its own; gives the steps and who used the thread."""
    page = new_window(browser, server)
    page.goto(server.address)
    settled(page)

    def begin() -> None:
        browser.start_tracing(page=page, categories=CATEGORIES)

    drawn = choose(page, server, province, begin)
    events: list[Event] = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    (click,) = (each for each in events if _of_click(each))
    span = Span(click["ts"], click["ts"] + drawn * 1000)
    return _steps(events, span), _users(events, span)


def _of_click(event: Event) -> bool:
    return event["name"] == "EventDispatch" and event["args"]["data"]["type"] == "click"


def _steps(events: list[Event], span: Span) -> Shares:
    """Cut the span where the question leaves, the first chart is asked for, the last has come."""

    def times(name: str) -> list[float]:
        return [each["ts"] for each in events
                if each["name"] == name and span.begin <= each["ts"] <= span.end]  # fmt: skip

    sent = min(times("WebSocketSend"))
    asked = min(times("ResourceSendRequest"), default=sent)
    came = max(times("ResourceFinish"), default=asked)
    cuts = [span.begin, sent, asked, came, span.end]
    says = ["from the click until the server is asked", "until the first chart is asked for",
            "until the last chart has come", "until all is drawn and painted"]  # fmt: skip
    return {say: (cuts[at + 1] - cuts[at]) / 1000 for at, say in enumerate(says)}


def _users(events: list[Event], span: Span) -> Shares:
    """Say of each sample of the thread whose it was."""
    styled = sorted((each["ts"], each["ts"] + each["dur"], STYLE[each["name"]])
                    for each in events if each["name"] in STYLE and "dur" in each)  # fmt: skip
    begins, told = [begin for begin, _, _ in styled], defaultdict[str, float](float)
    for at, took, user in _samples(events):
        if span.begin <= at <= span.end:
            _, end, style = styled[max(0, bisect_right(begins, at) - 1)]
            told[style if begins[0] <= at < end else user] += took / 1000
    return dict(told)


def _samples(events: list[Event]) -> Iterator[tuple[float, float, str]]:
    """Give for each sample of the profile its time, how long it stands for, and its user."""
    (profile,) = (each for each in events if each["name"] == "Profile")
    at, users = profile["args"]["data"]["startTime"], dict[int, str]()
    for chunk in (each["args"]["data"] for each in events if each["name"] == "ProfileChunk"):
        told = chunk.get("cpuProfile", {})
        for node in told.get("nodes", ()):
            users[node["id"]] = _user(node["callFrame"], users.get(node.get("parent", 0), ""))
        for took, sample in zip(chunk.get("timeDeltas", ()), told.get("samples", ()), strict=True):
            yield at, took, users[sample] or "browser"
            at += took


def _user(frame: dict[str, Any], caller: str) -> str:
    """Say whose a function is, by its file; a native one is its caller's."""
    path = urlparse(frame.get("url", "")).path
    if "plotly" in path:
        return "Plotly"
    if "/static/js/" in path:
        return "Streamlit and React"
    return "own scripts" if path else NATIVE.get(frame["functionName"], caller)
