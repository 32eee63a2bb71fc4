"""A Chromium that looks at an SVG: where each text stands, what is cut off, what overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from playwright.sync_api import Page

from milestones.charts.plotly_renderer.page import WATERMARK_OPACITY

FIND = """() => [...document.querySelectorAll('text')].flatMap((text) => {
    const lines = [...text.querySelectorAll('tspan.line')];
    const angle = Math.atan2(text.getScreenCTM().b, text.getScreenCTM().a);
    const isFaint = text.closest('[style*="opacity: FAINT"]') !== null;
    return (lines.length ? lines : [text]).map((line) => {
        const box = line.getBoundingClientRect();
        const letter = parseFloat(getComputedStyle(line).fontSize) * Math.hypot(
            text.getScreenCTM().a, text.getScreenCTM().b);
        return [line.textContent, box.x, box.y, box.width, box.height, angle, isFaint, letter];
    });
}).filter(([text]) => text.trim())""".replace("FAINT", str(WATERMARK_OPACITY))
SHRUNK = 0.2
"""How much of a text's height is blank above and below its letters, on each side."""


@dataclass(frozen=True)
class Seen:
    """A text as it stands on the page."""

    text: str
    x: float
    y: float
    width: float
    height: float
    angle: float
    is_faint: bool
    letter: float

    def meets(self, other: Seen) -> bool:
        """Whether the letters of two texts lie over each other."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self._foot, other._foot) - max(self._head, other._head)
        return across > 1 and down > 0

    @property
    def _head(self) -> float:
        return self.y + self.height * SHRUNK

    @property
    def _foot(self) -> float:
        return self.y + self.height * (1 - SHRUNK)


@dataclass(frozen=True)
class Look:
    """What stands on a picture."""

    texts: tuple[Seen, ...]
    width: float
    height: float

    def outside(self) -> list[str]:
        """Texts that reach over an edge."""
        return [
            each.text
            for each in self.texts
            if each.x < 0 or each.y < 0
            or each.x + each.width > self.width or each.y + each.height > self.height
        ]  # fmt: skip

    def overlapping(self) -> list[tuple[str, str]]:
        """Pairs of level texts that lie over each other; the mark across the chart may."""
        level = [each for each in self.texts if not each.is_faint and abs(each.angle) < 0.01]
        return [(one.text, other.text) for one, other in combinations(level, 2) if one.meets(other)]

    def smallest(self) -> float:
        """Height of the smallest line, in pixels of the page."""
        return min(each.height for each in self.texts)

    def letters(self) -> float:
        """Size of the smallest letters, in points of a page with 96 pixels to the inch."""
        return min(each.letter for each in self.texts) * 0.75


def look(window: Page, svg: bytes) -> Look:
    """Open an SVG and find its texts."""
    window.set_content(f"<body style='margin:0'>{svg.decode()}</body>")
    size = window.evaluate("() => { const b = document.querySelector('svg')"
                           ".getBoundingClientRect(); return [b.width, b.height] }")  # fmt: skip
    return Look(tuple(Seen(*found) for found in window.evaluate(FIND)), *size)
