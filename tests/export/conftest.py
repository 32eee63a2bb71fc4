"""What tests of the exports share: one engine, because a Chrome takes seconds, and one home."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sharing import once, synthetic_home
from small_home import Steward
from story import tell
from typer.testing import CliRunner

from milestones.cli import app
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.export.pictures.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def steward(tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """The home of `story`; nobody changes it."""
    return Steward(once(tmp_path_factory, "story", tell))


@pytest.fixture(scope="session")
def edition(steward: Steward) -> Edition:
    """The second edition of `story`, counted up to 30 June 2025."""
    return steward.edition()


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The synthetic register: all provinces and fields, and the mark that it bears."""
    return DataHome(synthetic_home(tmp_path_factory)).edition()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A window to look with."""
    window = browser.new_page(viewport={"width": 1400, "height": 1400})
    yield window
    window.close()


@pytest.fixture
def run(steward: Steward) -> Callable[..., Any]:
    """A command in a home."""

    def run(*locale: object, lang: str = "en_GB.UTF-8", home: DataHome = steward.home) -> Any:
        env = {"MILESTONES_HOME": str(home.path), "LC_ALL": lang}
        return CliRunner().invoke(app, list(map(str, locale)), env=env)

    return run
