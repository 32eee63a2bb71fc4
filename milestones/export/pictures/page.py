"""The page of a picture: its size and type sizes, and the lines of text around the chart."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.charts.plotly_renderer.page import LINE_HEIGHT, SMALLEST_LETTER_PX, PageText
from milestones.export.figure_export import FigureExport
from milestones.i18n import _
from milestones.i18n.printable import ELLIPSIS
from milestones.i18n.widths import is_full_width, text_width_em

PX_PER_INCH = 96
"""Of a page, as in CSS and in Chrome's PDF."""
PX_PER_MM = PX_PER_INCH / 25.4
POINTS_PER_PX = 0.75


class PresetNotFoundError(KeyError):
    """No preset has this id."""


@dataclass(frozen=True)
class Preset:
    """One page. Lengths are in page pixels of 1/96 inch.

    `ratio` is width to height in small whole numbers; `tall` the one to which the page grows
    for a figure whose labels would become too small; `chart` says how many pixels of the chart
    as drawn for the screen go into one of the page, at least; `letter` is the smallest size of
    type in a chart, in points; `density` is PNG pixels to one of the page.
    """

    id: str
    name: str
    width: float
    ratio: tuple[int, int]
    title: float
    subtitle: float
    foot: float
    chart: float
    letter: float
    density: float
    tall: tuple[int, int] | None = None
    is_grey: bool = False

    @property
    def most(self) -> float:
        """Pixels of the chart at most to one of the page, before its letters are too small."""
        return SMALLEST_LETTER_PX * POINTS_PER_PX / self.letter

    @property
    def is_wide(self) -> bool:
        """Tell whether a chart of many rows has room for two columns, and no more height."""
        return self.tall is None and self.ratio[0] > self.ratio[1]

    @property
    def pad(self) -> float:
        """Empty space at the edges."""
        return self.width / 40


PRINT_DENSITY = 300 / PX_PER_INCH
"""PNG pixels to one of the page at 300 dpi."""


def _printed(
    id: str,
    name: str,
    width_mm: float = 180,
    ratio: tuple[int, int] = (3, 2),
    tall: tuple[int, int] = (3, 4),
    density: float = PRINT_DENSITY,
    is_grey: bool = False,
) -> Preset:
    """Make a page for paper: type as small as in print, and room to grow."""
    width = width_mm * PX_PER_MM
    return Preset(id, name, width, ratio, 16, 10.5, 8, 1.1, 6, density, tall, is_grey)


_PRESETS = (
    Preset("slide", _("Slide 16:9"), 1280, (16, 9), 30, 18, 13, 0.66, 9, 1.25),
    _printed("half_page", _("A4 portrait, half a page"), 168, (4, 3), (2, 3), 2),
    Preset("square", _("Square"), 720, (1, 1), 23, 14, 10.5, 0.85, 7, 1.5),
    _printed("print", _("Print, 300 dpi")),
    _printed("one_colour", _("Print in one colour"), is_grey=True),
)
SLIDE_BODY = Preset("body", "", 1174, (5, 2), 0, 0, 0, 0.66, 9, 2)
"""What a slide leaves for a chart that stands on it as a picture: 12.2 inches of its width."""

PRESETS: dict[str, Preset] = {each.id: each for each in _PRESETS}


def preset_by_id(id: str) -> Preset:
    """Give a preset by its id, or say which there are."""
    try:
        return PRESETS[id]
    except KeyError:
        raise PresetNotFoundError(f"{id}: presets are {', '.join(PRESETS)}") from None


NO_LINE_START = frozenset("，。；：、！？）》”’％%,.;:!?)]}·—…")
NO_LINE_END = frozenset("（《“‘([{")


def wrap_lines(text: str, ems: float, is_bold: bool = False) -> list[str]:
    """Break a text into lines of at most so many ems: at blanks, and between Chinese characters.

    A line neither starts with closing punctuation nor ends with an opening one; a word that is
    longer than a line is broken where the line ends.
    """
    lines, line = [], ""
    for piece in _pieces(text, ems, is_bold):
        if line and text_width_em(line + piece.rstrip(), is_bold) > ems:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, ems: float, is_bold: bool) -> list[str]:
    """Cut a text into what must stay together: words with their blank, single characters."""
    pieces: list[str] = []
    for letter in " ".join(text.split()):
        joined = pieces[-1] + letter if pieces else ""
        if joined and _stays_together(*joined[-2:]) and text_width_em(joined, is_bold) <= ems:
            pieces[-1] = joined
        else:
            pieces.append(letter)
    return pieces


def _stays_together(last: str, letter: str) -> bool:
    if letter in NO_LINE_START or last in NO_LINE_END or letter == " ":
        return True
    return last != " " and not (is_full_width(last) or is_full_width(letter))


MAX_TEXT_LINES, MAX_NOTE_LINES = 4, 8
"""Lines of one text at most; the stamp holds the whole selection."""


def head_lines(sheet: FigureExport, preset: Preset) -> list[PageText]:
    """Set the title and, under it, the selection in words with the as-of date, in page pixels."""
    is_dated = sheet.as_of.lower() in sheet.subtitle.lower()
    parts = (sheet.subtitle, "" if is_dated else sheet.as_of)
    below = " · ".join(part for part in parts if part)
    lines = _stack_lines(sheet.title, preset, preset.title, "ink", preset.pad, is_bold=True)
    lines += _stack_lines(below, preset, preset.subtitle, "muted", lines[-1].end)
    if lines[-1].text.endswith(ELLIPSIS):
        lines += _stack_lines(sheet.as_of, preset, preset.subtitle, "muted", lines[-1].end)
    return lines


def foot_lines(sheet: FigureExport, preset: Preset) -> list[PageText]:
    """Set disclaimer, notes, source and edition under each other, from the foot's upper edge."""
    size = preset.foot
    lines = _stack_lines(sheet.disclaimer, preset, size * 1.15, "official", size, is_bold=True)
    for text, most in ((_note_text(sheet), MAX_NOTE_LINES), (_source_text(sheet), MAX_TEXT_LINES)):
        start = lines[-1].end if lines else size
        lines += _stack_lines(text, preset, size, "muted", start, most=most)
    return lines


def _note_text(sheet: FigureExport) -> str:
    notes = sheet.locale.listing(sheet.notes)
    if sheet.definition.indicators:
        return sheet.locale("Note: {notes}", notes=notes)
    return sheet.locale("Counted: {notes}", notes=notes)


def _source_text(sheet: FigureExport) -> str:
    if sheet.stamp.edition in sheet.source:
        return sheet.source
    edition = sheet.locale("Edition {id}.", id=sheet.stamp.edition)
    return sheet.locale.sentences(sheet.source, edition)


def _stack_lines(
    text: str,
    preset: Preset,
    size: float,
    colour: str,
    y: float,
    is_bold: bool = False,
    most: int = MAX_TEXT_LINES,
) -> list[PageText]:
    """Wrap a text to the page's width and set its lines under each other, cut by an ellipsis."""
    lines = wrap_lines(text, (preset.width - 2 * preset.pad) / size, is_bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + ELLIPSIS]
    step = size * LINE_HEIGHT
    return [
        PageText(line, preset.pad, y + row * step, size, colour, is_bold)
        for row, line in enumerate(lines)
    ]
