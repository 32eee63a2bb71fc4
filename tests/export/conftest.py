"""What tests of the exports share: one engine, because a Chrome takes seconds, and one home."""

from collections.abc import Iterator

import pytest
from small_home import Steward
from story import tell

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
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="session")
def edition(steward: Steward) -> Edition:
    """The second edition of `story`, counted up to 30 June 2025."""
    return steward.edition()
