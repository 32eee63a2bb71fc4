"""Where the repository keeps what the code reads; the error of all who write elsewhere."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
QUERIES = ROOT / "queries"


def product_version() -> str:
    """Give the version of the product, which its pyproject.toml alone says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


class FileNotWrittenError(OSError):
    """A file that was asked for cannot be written where it should go."""
