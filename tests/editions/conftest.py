"""Homes of the edition tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_home import INSTITUTIONS, PATENTS, Steward


@pytest.fixture
def steward(tmp_path: Path) -> Steward:
    """An empty home and a folder for filings."""
    return Steward(tmp_path)


@pytest.fixture(scope="session")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with four institutions and two patents."""
    folder = tmp_path_factory.mktemp("first")
    Steward(folder).deliver(institutions=INSTITUTIONS, patents=PATENTS)
    return folder


@pytest.fixture
def started(first_edition: Path, tmp_path: Path) -> Steward:
    """A copy of that home, to go on with."""
    shutil.copytree(first_edition, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)
