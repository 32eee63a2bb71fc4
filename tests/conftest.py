"""What all tests share: the folder of real files, and one Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.running import chromium
from playwright.sync_api import Browser, sync_playwright


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
