"""Which format a file has, by its bytes and never by its name."""

import re
from pathlib import Path
from zipfile import ZipFile

from milestones.filings.filing import Format
from milestones.filings.remarks import FilingRefused

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
OTHER_FORMATS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"SQLite format 3", "database"),
)
PARTS_OF_ZIP = (
    ("xl/workbook.bin", "binary_workbook"),
    ("word/", "word"),
    ("ppt/", "slides"),
    ("content.xml", "open_document"),
)
_WEB_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<(!doctype|!--|\?xml|html|head|meta|body|style|table|div)|MIME-Version:)",
    re.IGNORECASE,
)


def format_of(path: Path) -> Format:
    """The format of a file; FilingRefused where it is empty, a web page or another format."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise FilingRefused("empty_file")
    if head.startswith((b"PAR1", b"PARE")):
        return "parquet"
    if head.startswith(COMPOUND):
        return "xls"
    if head.startswith(b"PK"):
        return _format_of_zip(path)
    _refuse_other_formats(head)
    return "csv"


def _refuse_other_formats(head: bytes) -> None:
    for magic, name in OTHER_FORMATS:
        if head.startswith(magic):
            raise FilingRefused("other_format", format=name)
    if head[8:12] == b"DUCK":
        raise FilingRefused("other_format", format="database")
    if _WEB_PAGE.match(head):
        raise FilingRefused("web_page")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FilingRefused("utf16")


def _format_of_zip(path: Path) -> Format:
    with ZipFile(path) as archive:
        names = archive.namelist()
    for part, name in PARTS_OF_ZIP:
        if any(each.startswith(part) for each in names):
            raise FilingRefused("other_format", format=name)
    if not any(each.startswith("xl/") for each in names):
        raise FilingRefused("other_format", format="archive")
    return "xlsx"
