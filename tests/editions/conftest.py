"""Homes of the edition tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_home import ASSESSED, INSTITUTIONS, LATER, PATENTS, Steward


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
def first(first_edition: Path) -> str | None:
    """The edition that these homes begin with."""
    return Steward(first_edition).home.current_id()


@pytest.fixture
def started(first_edition: Path, tmp_path: Path) -> Steward:
    """A copy of that home, to go on with."""
    shutil.copytree(first_edition, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)


@pytest.fixture(scope="session")
def twice(first_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two deliveries."""
    folder = tmp_path_factory.mktemp("twice")
    shutil.copytree(first_edition, folder, dirs_exist_ok=True)
    Steward(folder).deliver(a=ASSESSED)
    return folder


@pytest.fixture(scope="module")
def thrice(twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home of three deliveries, to copy from."""
    folder = tmp_path_factory.mktemp("thrice")
    shutil.copytree(twice, folder, dirs_exist_ok=True)
    Steward(folder).deliver(b=LATER)
    return Steward(folder)


@pytest.fixture
def second(twice: Path, tmp_path: Path) -> Steward:
    """A copy of that home, to damage."""
    shutil.copytree(twice, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)
