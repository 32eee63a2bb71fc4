"""The words around a chart on its page: title and selection above, mark, notes, source below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from milestones.charts.plotly_renderer.page import PageText
from milestones.export.figure_export import FigureExport
from milestones.export.pictures.presets import Preset
from milestones.export.pictures.wrapping import wrapped

LEADING = 1.42
"""Line height as a multiple of the type size."""

MOST, MOST_NOTES = 4, 8
"""Lines of one text at most; the stamp holds the whole selection."""

CUT = "…"


@dataclass(frozen=True)
class Line:
    """One line of text on the page, in page pixels from its upper left corner."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    is_bold: bool = False

    @property
    def end(self) -> float:
        """Where the next line begins."""
        return self.y + self.size * LEADING


def moved(lines: list[Line], by: float) -> list[Line]:
    """Give lines further down."""
    return [replace(line, y=line.y + by) for line in lines]


def scaled(lines: list[Line], zoom: float) -> list[PageText]:
    """Give lines in pixels of the chart."""
    return [
        PageText(
            line.text, line.x * zoom, line.y * zoom, line.size * zoom, line.colour, line.is_bold
        )
        for line in lines
    ]


def head(sheet: FigureExport, preset: Preset) -> list[Line]:
    """Set the title and, under it, the selection in words with the as-of date."""
    is_dated = sheet.as_of.lower() in sheet.subtitle.lower()
    parts = (sheet.subtitle, "" if is_dated else sheet.as_of)
    below = " · ".join(part for part in parts if part)
    lines = _stacked([sheet.title], preset, preset.title, "ink", preset.pad, is_bold=True)
    lines += _stacked([below], preset, preset.subtitle, "muted", lines[-1].end)
    if lines[-1].text.endswith(CUT):
        lines += _stacked([sheet.as_of], preset, preset.subtitle, "muted", lines[-1].end)
    return lines


def foot(sheet: FigureExport, preset: Preset) -> list[Line]:
    """Set mark, notes, source and edition under each other, from the foot's upper edge."""
    start = preset.foot
    marks = [sheet.mark] if sheet.mark else []
    lines = _stacked(marks, preset, preset.foot * 1.15, "official", start, is_bold=True)
    if lines:
        start = lines[-1].end
    notes = _stacked([_notes(sheet)], preset, preset.foot, "muted", start, most=MOST_NOTES)
    end = notes[-1].end if notes else start
    return [*lines, *notes, *_stacked([_source(sheet)], preset, preset.foot, "muted", end)]


def _cut(lines: list[str], most: int) -> list[str]:
    """Keep a text from crowding out the chart; what was left out is told by a mark."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + CUT]


def _notes(sheet: FigureExport) -> str:
    words = sheet.words
    told = words.listing(sheet.notes)
    if sheet.definition.indicators:
        return words("Note: {notes}", notes=told)
    return words("Counted: {notes}", notes=told)


def _source(sheet: FigureExport) -> str:
    if sheet.stamp.edition in sheet.source:
        return sheet.source
    edition = sheet.words("Edition {id}.", id=sheet.stamp.edition)
    return sheet.words.sentences(sheet.source, edition)


def _stacked(
    texts: list[str],
    preset: Preset,
    size: float,
    colour: str,
    y: float,
    is_bold: bool = False,
    most: int = MOST,
) -> list[Line]:
    """Wrap texts to the page's width and set their lines under each other."""
    ems = (preset.width - 2 * preset.pad) / size
    broken = [line for text in texts for line in _cut(wrapped(text, ems, is_bold), most)]
    step = size * LEADING
    return [
        Line(text, preset.pad, y + row * step, size, colour, is_bold)
        for row, text in enumerate(broken)
    ]
