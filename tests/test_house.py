"""The house as it is drawn: who may know whom, how large a page may be, what is pinned."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
LIBRARY = sorted((ROOT / "milestones").rglob("*.py"))
IMPORT_ALL = """
import importlib, pkgutil, sys, milestones
for module in pkgutil.walk_packages(milestones.__path__, "milestones."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sorted({"streamlit", "starlette", "uvicorn"} & set(sys.modules)))
"""


def test_the_whole_library_runs_without_the_web() -> None:
    """Import everything in a fresh interpreter: no web package may come along."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_only_places_figures(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 120
    assert not re.search(r"\bselect\b.+\bfrom\b", source, re.IGNORECASE), "SQL in a page"
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", source), "a colour in a page"


def test_nobody_reads_a_drawing_back() -> None:
    """Exports write from charts, tables and words; only the renderer knows Plotly's dicts."""
    reads = re.compile(r"""["'](?:layout|data)["']\]|figure\.(?:layout|data)\b|\.to_dict\(\)""")
    for path in sorted((ROOT / "milestones" / "export").rglob("*.py")):
        found = reads.findall(path.read_text(encoding="utf-8"))
        assert not found, (path.name, found)


def test_a_share_is_divided_in_one_place() -> None:
    """Queries of figures give counts; `progress.shares` divides them."""
    for path in sorted((ROOT / "queries" / "figures").glob("*.sql")):
        code = re.sub(r"--[^\n]*|'[^']*'", "", path.read_text(encoding="utf-8"))
        assert "/" not in code, path.name


def test_sql_lives_in_files() -> None:
    """A string of Python that begins like a query belongs in `queries/`."""
    begins = r"(?:select|with|create) [a-z_]+ |insert into |from [^\"' ]+ (?:select|where|limit)"
    query = re.compile(f"[\"'](?:{begins})")
    guilty = [path.name for path in LIBRARY if query.search(path.read_text(encoding="utf-8"))]
    assert not guilty


REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")


@pytest.mark.parametrize("name", [*REQUIREMENTS, "requirements-spark.txt"])
def test_every_requirement_is_pinned_and_explained(name: str) -> None:
    """Each requirement stands below a comment that says why it is there."""
    explained = False
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        elif not line.startswith("-"):
            assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+(; sys_platform != \"win32\")?", line), line
            assert explained, f"{line} is not explained"


def test_what_is_pinned_is_constrained_alike() -> None:
    constraints = _pins("constraints.txt")
    for name in REQUIREMENTS:
        for package, version in _pins(name).items():
            assert constraints[package] == version, package


def _pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pinned = (line.partition(";")[0] for line in lines if not line.startswith("#"))
    pairs = (line.split("==") for line in pinned if "==" in line)
    return {package.lower().replace("_", "-"): version for package, version in pairs}


def test_the_server_keeps_to_itself() -> None:
    """No telemetry, no address but this machine's, no collection after every run."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["runner"]["postScriptGC"] is False
    fonts = [value for key, value in config["theme"].items() if key.lower().endswith("font")]
    assert len(fonts) == 3 and not any("http" in font for font in fonts)
