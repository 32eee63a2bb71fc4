"""Pictures read back: their stamp and nothing else, for nobody reads numbers off a picture."""

from __future__ import annotations

from milestones.export.pictures.stamping import read_pdf, read_png, read_svg
from milestones.export.proof.grid import Raw


def png(content: bytes) -> Raw:
    """Read the stamp of a PNG."""
    return Raw(read_png(content))


def svg(content: bytes) -> Raw:
    """Read the stamp of an SVG."""
    return Raw(read_svg(content))


def pdf(content: bytes) -> Raw:
    """Read the stamp of a PDF."""
    return Raw(read_pdf(content))
