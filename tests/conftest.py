"""What all tests share: the folder of real files, and one Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.running import chromium
from playwright.sync_api import Browser, sync_playwright

LONGEST = ("browser", "export", "test_plain_streamlit.py", "faults", "oracle", "editions")
"""Rooms and files that take longest: begun first, so that no process works on alone at the end."""


HOMELESS = "test_engine.py"
"""A long file that needs no home: begun second, while the first makes the home of its room."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest rooms and files first."""
    places = {name: place for place, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> int:
        in_room = places.get(item.path.parent.name, len(places))
        return places.get(item.path.name, in_room)

    items.sort(key=place)
    first = items[0].path if items else None
    items.sort(key=lambda item: (item.path != first, item.path.name != HOMELESS))


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The files as their publishers published them; skips where they are not to be had."""
    named = os.environ.get("MILESTONES_REAL_FILES")
    if not named or not Path(named).is_dir():
        pytest.skip("MILESTONES_REAL_FILES names no folder of real files")
    return Path(named)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; a process can hold one Playwright only."""
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()
