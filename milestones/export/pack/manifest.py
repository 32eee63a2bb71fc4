"""What a making came to, for machines and for whoever proves it right: files, figures, stamps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport
from milestones.export.pack.drawing import Failure
from milestones.export.pack.model import Entry, Pack
from milestones.export.stamp import in_langs
from milestones.export.verify.text import MANIFEST
from milestones.i18n.printable import json_text

VERSION = 1


def manifest(
    pack: Pack,
    edition: Edition,
    sheets: Sequence[Sequence[FigureExport]],
    files: Mapping[str, bytes],
    failures: Sequence[Failure],
) -> bytes:
    """Write the manifest as JSON: what was asked, each figure's words and stamp, each file's hash.

    Files that lie in the zip are named with it. No clock stands in it: the same pack on the same
    edition gives the same bytes.
    """
    content = {
        MANIFEST: VERSION,
        "title": pack.title,
        "classification": pack.classification,
        "languages": list(pack.langs),
        "preset": pack.preset,
        "theme": pack.theme,
        "formats": list(pack.formats),
        "edition": edition.id,
        "as_of": edition.as_of.isoformat(),
        "received_on": edition.received_on.isoformat(),
        "synthetic": edition.synthetic,
        "figures": [
            _figure(number, entry, own)
            for number, (entry, own) in enumerate(zip(pack.entries, sheets, strict=True), 1)
        ],
        "files": [_file(name, data) for name, data in files.items()],
        "missing": [vars(each) for each in failures],
    }
    return f"{json_text(content, indent=1)}\n".encode()


def _figure(number: int, entry: Entry, sheets: Sequence[FigureExport]) -> dict[str, Any]:
    (stamp,) = in_langs([sheet.stamp for sheet in sheets])
    words = {
        sheet.lang: {"headline": entry.headline(sheet.lang), **sheet.texts} for sheet in sheets
    }
    return {"number": number, "figure": entry.figure, "words": words, "stamp": stamp.content()}


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
