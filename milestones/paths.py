"""Where the repository keeps what the code reads; the error of all who write elsewhere."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
QUERIES = ROOT / "queries"


class FileNotWrittenError(OSError):
    """A file that was asked for cannot be written where it should go."""
