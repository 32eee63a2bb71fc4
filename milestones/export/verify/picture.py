"""Pictures read back: their stamp and nothing else, for nobody reads numbers off a picture."""

from __future__ import annotations

from milestones.export.pictures.stamping import read_pdf, read_png, read_svg
from milestones.export.stamp import StampDamagedError
from milestones.export.verify.grid import Raw

LAST, TAIL = b"IEND\xaeB`\x82", 1024
"""How a PNG ends, and the bytes in which that is looked for."""


def png(content: bytes) -> Raw:
    """Read the stamp of a PNG; raises StampDamagedError for one that was cut off."""
    stamp = read_png(content)
    if stamp is not None and LAST not in content[-TAIL:]:
        raise StampDamagedError("the picture has no end")
    return Raw(stamp)


def svg(content: bytes) -> Raw:
    """Read the stamp of an SVG."""
    return Raw(read_svg(content))


def pdf(content: bytes) -> Raw:
    """Read the stamp of a PDF."""
    return Raw(read_pdf(content))
