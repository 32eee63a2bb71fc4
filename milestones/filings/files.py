"""Which files a delivery consists of, the digest of each, and its format by its bytes."""

import errno
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn
from zipfile import ZipFile

from milestones.filings.remarks import FilingRefused

Format = Literal["csv", "xlsx", "xls", "parquet"]
IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
COMPOUND_FILE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MAGIC_OF_OTHER_FORMATS = (
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
OTHER_ENCODINGS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""By the mark at the begin; that of UTF-32 begins like that of UTF-16."""
OTHER_FORMATS_BY_ZIP_PART = (
    ("xl/workbook.bin", "binary_workbook"),
    ("word/", "word"),
    ("ppt/", "slides"),
    ("content.xml", "open_document"),
)
_WEB_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<(!doctype|!--|\?xml|html|head|meta|body|style|table|div)|MIME-Version:)",
    re.IGNORECASE,
)


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal digits; FilingRefused where it cannot be read."""
    file_state(path)
    with refuse_os_errors(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_state(path: Path) -> tuple[int, ...]:
    """Give size, time of change and place of a regular file, without opening it.

    Raises FilingRefused for what is no regular file: a pipe would block for ever, a device has no
    end.
    """
    with refuse_os_errors(path):
        status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise FilingRefused("cannot_open", path=str(path), reason=os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise FilingRefused("not_regular", path=str(path))
    return status.st_size, status.st_mtime_ns, status.st_ino


@contextmanager
def refuse_os_errors(path: Path) -> Iterator[None]:
    """Turn the faults of the file system into FilingRefused."""
    try:
        yield
    except FileNotFoundError as error:
        raise FilingRefused("not_found", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FilingRefused("cannot_open", path=str(path), reason=reason) from error


@dataclass(frozen=True)
class DeliveryFiles:
    """The files of a delivery in their order, each with the name by which it is told.

    `skipped` are linked folders, which are not followed.
    """

    names: Mapping[Path, str]
    skipped: tuple[Path, ...] = ()


def delivery_files(paths: Iterable[Path]) -> DeliveryFiles:
    """List the files of a delivery in their order: a folder stands for all files in it.

    The files of a folder come by name, then those of its folders. Hidden and temporary files in a
    folder are ignored; a file that is named twice comes once. A file is told by its path below the
    folder that was given, with as many folders above it as tell it from the others. Raises
    FilingRefused for a path that does not exist, for a folder without a file and for one that
    cannot be listed.
    """
    found: dict[Path, tuple[Path, int]] = {}  # by its place: the path, and the parts of its name
    skipped: list[Path] = []
    for path in paths:
        with refuse_os_errors(path):
            for file in _files_of(path, skipped):
                parts = max(len(file.parts) - len(path.parts), 1)
                found.setdefault(file.resolve(), (file, parts))
    return DeliveryFiles(_tell_apart(dict(found.values())), tuple(skipped))


def _tell_apart(counts: dict[Path, int]) -> dict[Path, str]:
    """Name each path by so many of its last parts, and by more where two would be alike."""
    while True:
        names = {path: "/".join(path.absolute().parts[-count:]) for path, count in counts.items()}
        times = Counter(names.values())
        alike = [
            path
            for path, name in names.items()
            if times[name] > 1 and counts[path] < len(path.absolute().parts)
        ]
        if not alike:
            return {path: readable_name(name) for path, name in names.items()}
        for path in alike:
            counts[path] += 1


def readable_name(name: str) -> str:
    """Read the bytes of a name that are no UTF-8 as GB18030, as in an archive from Windows; what
    is neither is escaped."""
    try:
        name.encode()
        return name
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return os.fsencode(name).decode("gb18030")
        return name.encode(errors="backslashreplace").decode()


def _files_of(path: Path, skipped: list[Path]) -> list[Path]:
    if not path.exists():
        raise FilingRefused("not_found", path=str(path))
    if not path.is_dir():
        return [path]
    files = list(_walk(path, skipped))
    if not files:
        links = tuple(readable_name(str(each)) for each in skipped if path in each.parents)
        if links:
            raise FilingRefused("only_linked_folders", path=str(path), links=links)
        raise FilingRefused("nothing_to_read", path=str(path))
    return files


def _walk(folder: Path, skipped: list[Path]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_raise_error):
        folders[:] = sorted(name for name in folders if not is_ignored_name(name))
        skipped += (linked for name in folders if (linked := Path(place, name)).is_symlink())
        yield from (Path(place, name) for name in sorted(files) if not is_ignored_name(name))


def _raise_error(error: OSError) -> NoReturn:
    raise error


def is_ignored_name(name: str) -> bool:
    """Tell whether it is hidden, temporary, a lock of a workbook, or made by the system."""
    low = name.lower()
    return low.startswith((".", "~$")) or low.endswith((".tmp", "~")) or low in IGNORED_NAMES


def detect_format(path: Path) -> Format:
    """Give the format of a file; FilingRefused where it is empty, a web page or another format."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise FilingRefused("empty_file")
    if head.startswith((b"PAR1", b"PARE")):
        return "parquet"
    if head.startswith(COMPOUND_FILE_MAGIC):
        return "xls"
    if head.startswith(b"PK"):
        return _format_of_zip(path)
    _refuse_other_formats(head)
    return "csv"


def _refuse_other_formats(head: bytes) -> None:
    for magic, name in MAGIC_OF_OTHER_FORMATS:
        if head.startswith(magic):
            raise FilingRefused("other_format", format=name)
    if head[8:12] == b"DUCK":
        raise FilingRefused("other_format", format="database")
    if _WEB_PAGE.match(head):
        raise FilingRefused("web_page")
    for mark, name in OTHER_ENCODINGS:
        if head.startswith(mark):
            raise FilingRefused("other_encoding", encoding=name)


def _format_of_zip(path: Path) -> Format:
    with ZipFile(path) as archive:
        names = archive.namelist()
    for part, name in OTHER_FORMATS_BY_ZIP_PART:
        if any(each.startswith(part) for each in names):
            raise FilingRefused("other_format", format=name)
    if not any(each.startswith("xl/") for each in names):
        raise FilingRefused("other_format", format="archive")
    return "xlsx"
