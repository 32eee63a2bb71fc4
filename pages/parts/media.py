"""The media types of the files that readers take along."""

from __future__ import annotations

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "toml": "application/toml",
    "zip": "application/zip",
}


def media_type(name: str) -> str:
    """Give the media type of a file by the ending of its name."""
    return TYPES[name.rpartition(".")[2]]
