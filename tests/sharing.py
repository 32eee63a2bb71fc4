"""Homes that are made once for all processes which the tests are spread over."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from milestones.editions.data_home import DataHome
from milestones.synthetic import SEED, publish_all

PATENTS = 20_000
"""Enough for every field and province to have some."""


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give the folder that `make` fills; the process that asks first makes it, others wait.

    Nobody may change what lies in it.
    """
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = shared / name, shared / f"{name}.done"
    with FileLock(shared / f"{name}.lock"):
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def synthetic_home(factory: pytest.TempPathFactory) -> Path:
    """Give the home of a small synthetic register, which takes 15 seconds to make."""

    def invent(folder: Path) -> None:
        publish_all(DataHome(folder), PATENTS, SEED, lambda _stage, _share: None)

    return once(factory, "synthetic", invent)
