"""An office file as a package of parts: its stamp, and what a part refers to."""

from __future__ import annotations

import posixpath
from zipfile import ZipFile

from milestones.export.verify.unpacking import elements, part

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CORE = "docProps/core.xml"


def stamp(archive: ZipFile) -> str | None:
    """Give the stamp among the properties of a document, if there is one."""
    core = part(archive, CORE)
    found = [] if core is None else [each.text or "" for each in elements(core, "description")]
    return found[0] if found and found[0] else None


def related(archive: ZipFile, name: str) -> list[tuple[str, str]]:
    """Give kind and target of everything that a part refers to."""
    return list(relations(archive, name).values())


def relations(archive: ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Give what a part refers to inside the file: kind and target by the reference's id."""
    folder, file = posixpath.split(name)
    content = part(archive, f"{folder}/_rels/{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    for each in elements(content, "Relationship") if content else ():
        if each.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target)
    return found
