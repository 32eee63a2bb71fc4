"""What all tests share: the folder of real files."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The files as their publishers published them; skips where they are not to be had."""
    named = os.environ.get("MILESTONES_REAL_FILES")
    if not named or not Path(named).is_dir():
        pytest.skip("MILESTONES_REAL_FILES names no folder of real files")
    return Path(named)
