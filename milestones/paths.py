"""Where the repository keeps what the code reads; the error of all who write elsewhere."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
QUERIES = ROOT / "queries"
CODE_FOLDERS = ("milestones", "pages", "queries", "data/locale", "data/plans")
CODE_ENDINGS = frozenset({".py", ".sql", ".js", ".toml", ".po"})


def product_version() -> str:
    """Give the version of the product, which its pyproject.toml alone says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


@cache
def code_version() -> str:
    """Name the code that runs: the same in all processes of one installation, another after an
    update."""
    files = (path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.*"))
    known = CODE_ENDINGS.__contains__
    stats = ((path, path.stat()) for path in sorted(files) if known(path.suffix))
    told = "".join(f"{path}{stat.st_size}{stat.st_mtime_ns}" for path, stat in stats)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


class FileNotWrittenError(OSError):
    """A file that was asked for cannot be written where it should go."""
