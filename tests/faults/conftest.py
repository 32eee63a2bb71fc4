"""The register that the trials stand on, made once for all processes."""

from __future__ import annotations

import pytest
from sharing import once

from faults.register import Register


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Nobody changes its home."""
    return Register(once(tmp_path_factory, "faults", Register.found))
