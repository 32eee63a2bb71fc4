"""The files of a delivery: each recognized, refusals told all at once, and which files are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from milestones.editions.deliveries import DeliveryHistory, hashes_in
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.misnamed_columns import misnamed_columns
from milestones.filings.columns import normalize_header
from milestones.filings.files import delivery_files, file_digest
from milestones.filings.filing import Filing
from milestones.filings.reader import open_filings
from milestones.filings.remarks import FilingRefused


@dataclass(frozen=True)
class DeliveredFile:
    """A file of a delivery, recognized: a filing for each kind that it holds.

    `name` is its path below the folder that was delivered.
    """

    path: Path
    filings: tuple[Filing, ...]
    sha256: str
    name: str


@dataclass(frozen=True)
class OpenedDelivery:
    """The files of a delivery, recognized, and the linked folders that were not followed."""

    files: Sequence[DeliveredFile]
    skipped: tuple[Path, ...]


def open_delivery(
    paths: Sequence[Path], left_out: Sequence[str] = (), chain: DeliveryHistory = ()
) -> OpenedDelivery:
    """Recognize every file of a delivery, without the columns of the headers in `left_out`.

    A file whose bytes the chain has is read as it was. DeliveryRefusedError names all that cannot
    be recognized, and every column with a slip in its header; raises HeaderNotFoundError for a
    header to leave out that no file has.
    """
    try:
        found = delivery_files(paths)
    except FilingRefused as refusal:
        raise DeliveryRefusedError([(str(refusal.params.get("path", "")), refusal)]) from refusal
    known = {one.sha256: each.left_out for each in chain for one in each.filings}
    files: list[DeliveredFile] = []
    refusals: list[tuple[str, FilingRefused]] = []
    for path, name in found.names.items():
        try:
            sha256 = file_digest(path)
            is_new = sha256 not in known
            filings = open_filings(path, known.get(sha256, left_out), is_new=is_new)
            files.append(DeliveredFile(path, filings, sha256, name))
            if is_new:
                refusals += ((str(path), each) for each in misnamed_columns(filings[0]))
        except FilingRefused as refusal:
            refusals.append((str(path), refusal))
    if refusals:
        raise DeliveryRefusedError(refusals)
    _require_headers(files, left_out)
    return OpenedDelivery(files, found.skipped)


def _require_headers(files: Sequence[DeliveredFile], headers: Sequence[str]) -> None:
    unread = (column for file in files for column in file.filings[0].header.unread)
    found = {normalize_header(each.label) for each in unread if each.rule == "column_left_out"}
    for header in headers:
        if normalize_header(header) not in found:
            raise HeaderNotFoundError(header)


class HeaderNotFoundError(LookupError):
    """A header to leave out that no file of the delivery has."""


def fresh_files(files: Sequence[DeliveredFile], chain: DeliveryHistory) -> list[DeliveredFile]:
    """Give the files whose bytes the chain does not have, each once."""
    known, fresh = hashes_in(chain), dict[str, DeliveredFile]()
    for file in files:
        if file.sha256 not in known:
            fresh.setdefault(file.sha256, file)
    return list(fresh.values())
