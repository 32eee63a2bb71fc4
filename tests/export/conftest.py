"""One engine for all tests of pictures: a Chrome takes seconds to start."""

from collections.abc import Iterator

import pytest

from milestones.export.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()
