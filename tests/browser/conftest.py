"""One small home, one server and one browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .running import Reader, command, reading, served

PATENTS = "20000"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep them in one process with one server."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small synthetic home."""
    folder = tmp_path_factory.mktemp("home")
    command(folder, "demo", "--patents", PATENTS)
    return folder


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
