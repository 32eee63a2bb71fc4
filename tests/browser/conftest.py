"""One small home for all tests of this folder, and in each process one server and one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sharing import synthetic_home

from .running import Reader, reading, served


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small synthetic home, which nobody changes."""
    return synthetic_home(tmp_path_factory)


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """Serve the home."""
    with served(home) as at:
        yield at


@pytest.fixture
def english(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader with an English browser at a desk."""
    with reading(browser, address, lang="en") as reader:
        yield reader


@pytest.fixture
def chinese(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader with a Chinese browser at a desk."""
    with reading(browser, address, lang="zh") as reader:
        yield reader
