"""What all kinds of series share when they are drawn: traces, texts, notes, the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.charts.model import Dash, Place
from milestones.charts.palette import PALETTES, Palette, Theme, colour_of, grey_of, grey_palette
from milestones.i18n import Lang

Spec = dict[str, Any]
Span = tuple[float, float]
NO_HOVER: Spec = {"hoverinfo": "skip"}
CLOSE_PART = 0.88
"""Below this part of its height a chart has no room for labels of two lines."""
HOVER_TEMPLATE = "%{hovertext}<extra></extra>"
ON_PAPER: Spec = {"xref": "paper", "yref": "paper"}


@dataclass(frozen=True)
class View:
    """What a chart is drawn for: a theme, the language of its dates, a screen or a picture.

    `picture_width` is None on a screen; a picture has its disclaimer elsewhere. `greys` are
    those of fills that are set apart in a picture of one colour; None: in colours. `part` is the
    part of its natural height that the chart gets, without its margins.
    """

    theme: Theme
    lang: Lang
    picture_width: float | None = None
    greys: Mapping[str, str] | None = None
    part: float = 1.0

    @property
    def colours(self) -> Palette:
        """The palette of the theme, or greys."""
        return grey_palette() if self.is_grey else PALETTES[self.theme]

    @property
    def is_grey(self) -> bool:
        """Whether the picture is in one colour."""
        return self.greys is not None

    @property
    def is_close(self) -> bool:
        """Whether labels of two lines have no room."""
        return self.part < CLOSE_PART

    @property
    def stroke_part(self) -> float:
        """The part of their length that strokes across bars keep."""
        return self.part if self.is_close else 1

    def colour(self, role: str) -> str:
        """Give the colour of a role, or its grey."""
        if self.greys is None:
            return colour_of(role, self.theme)
        return self.greys.get(role) or grey_of(colour_of(role, self.theme))

    def muted(self, size: int = 11) -> Spec:
        """Give the font of what is said beside the values."""
        return {"size": size, "color": self.colours.muted}


@dataclass(frozen=True)
class Placement:
    """The pair of axes that a panel stands on: x and y, x2 and y2; and its parts of the figure.

    `across` and `down` are its parts of the width and of the height, from the left and from the
    foot; None for all.
    """

    x: str = "x"
    y: str = "y"
    across: Span | None = None
    down: Span | None = None

    @property
    def axes(self) -> Spec:
        """What a trace says of its axes; the first pair goes without saying."""
        named = {"xaxis": self.x, "yaxis": self.y}
        return {key: name for key, name in named.items() if name not in ("x", "y")}


def plotly_value(at: Place | None) -> Any:
    """Write a place as Plotly reads it."""
    return at.isoformat() if isinstance(at, date) else at


def plotly_values(at: Sequence[Place]) -> list[Any]:
    """Write places as Plotly reads them."""
    return [plotly_value(each) for each in at]


def line_style(colour: str, width: float, dash: Dash = "solid") -> Spec:
    """Give the look of a line; a solid one goes without saying."""
    return {"color": colour, "width": width, **({} if dash == "solid" else {"dash": dash})}


def bar_trace(**properties: object) -> Spec:
    """Make a trace of bars."""
    return {"type": "bar", **properties}


def scatter_trace(**properties: object) -> Spec:
    """Make a trace of lines, markers or texts."""
    return {"type": "scatter", **properties}


def hover_texts(hovers: Sequence[str]) -> Spec:
    """Let marks say their texts when pointed at; without texts they say nothing."""
    if not hovers:
        return NO_HOVER
    return {"hovertext": list(hovers), "hovertemplate": HOVER_TEMPLATE}


def text_trace(
    x: Sequence[Any],
    y: Sequence[Any],
    lines: Sequence[str],
    side: str | Sequence[str] = "middle right",
    hovers: Sequence[str] = (),
    **properties: object,
) -> Spec:
    """Make a trace of texts beside their points, which nothing cuts off."""
    return scatter_trace(
        **{"x": list(x), "y": list(y), "text": list(lines), "mode": "text", "textposition": side},
        **{"cliponaxis": False, "showlegend": False},
        **hover_texts(hovers),
        **properties,
    )


def note(
    text: str, x: Any, y: Any, anchors: tuple[str, str], font: Spec, **properties: object
) -> Spec:
    """Make a text at a place of a figure; `anchors` say which of its sides lie there."""
    return {
        **{"text": text, "x": x, "y": y, "showarrow": False, "font": font},
        **{"xanchor": anchors[0], "yanchor": anchors[1]},
        **properties,
    }


def outline_shape(x: Sequence[Any], y: Sequence[Any], colour: str, width: float) -> Spec:
    """Make the shape of an outline."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "rect", "line": {"color": colour, "width": width}, **ends}


def escape_markup(text: str) -> str:
    """Take from a label what Plotly would read as markup; a line break stays one."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("\n", "<br>")


def break_lines(text: str, width: int) -> str:
    """Break a text into lines of about `width` letters; Chinese breaks anywhere."""
    if " " not in text:
        return "<br>".join(text[start : start + width] for start in range(0, len(text), width))
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
