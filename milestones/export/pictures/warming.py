"""The browser made ready before anyone asks: started, its fonts found, Plotly's script parsed."""

from __future__ import annotations

import logging
from typing import Any

from milestones.export.pictures.composition import fonts
from milestones.export.pictures.engine import (
    ChromeMissingError,
    PictureFormat,
    RenderFailedError,
    shared,
)
from milestones.i18n import LANGS

WAYS: tuple[PictureFormat, ...] = ("png", "pdf")
WIDTH, HEIGHT = 400, 200
LETTERS = "0123456789 %.,abcdefghijklmnopqrstuvwxyz 数据截至专利转化"

MARKS: list[dict[str, Any]] = [
    {"type": "bar", "y": [1, 2], "text": [LETTERS, ""]},
    {"type": "scatter", "y": [2, 1], "mode": "lines+markers+text", "text": ["", "1"]},
    {"type": "heatmap", "z": [[1, 2]], "xaxis": "x2", "yaxis": "y2", "showscale": False},
]
"""The kinds of traces that figures are drawn with."""

log = logging.getLogger("milestones.export")


def warm() -> None:
    """Start the browser and draw something; for a background thread, so nothing is raised."""
    try:
        for lang in LANGS:
            for format in WAYS:
                spec = _spec(fonts(lang, is_pdf=format == "pdf"))
                shared().render(spec, format, WIDTH, HEIGHT)
    except (ChromeMissingError, RenderFailedError) as error:
        log.warning("no pictures for now: %s", error)


def _spec(family: str) -> dict[str, Any]:
    """Make a figure on a page, as `page.js` sets it, with all kinds of marks and letters."""
    page = dict.fromkeys(("left", "right", "top", "bottom"), 10)
    note = {"text": f"<b>{LETTERS}</b>", "showarrow": False}
    layout = {
        **{"width": WIDTH, "height": HEIGHT, "font": {"family": family}, "annotations": [note]},
        **{"xaxis": {"domain": [0, 0.4], "automargin": True}, "yaxis": {"automargin": True}},
        **{"xaxis2": {"domain": [0.6, 1], "anchor": "y2"}, "yaxis2": {"anchor": "x2"}},
        "shapes": [{"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1}],
        "meta": {"page": {"width": WIDTH, "height": HEIGHT, **page}},
    }
    return {"data": MARKS, "layout": layout}
