"""A Plotly drawing taken apart: its panels, each with its traces, axes, notes and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Any

from milestones.charts.office_model import Form

Spec = Mapping[str, Any]
_BREAK = re.compile(r"(.?)<br>(.?)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_SPACED = "\u3000"
"""From here on letters stand without blanks between words."""


@dataclass(frozen=True)
class Panel:
    """The traces of one pair of axes, with what is written and drawn on them."""

    traces: tuple[Spec, ...]
    x: Spec
    y: Spec
    x_name: str
    y_name: str
    layout: Spec

    @property
    def heading(self) -> str:
        """The words right above the panel, at its left."""
        top = self.y.get("domain", (0, 1))[1]
        notes = self.layout.get("annotations", ())
        at = {"xref": "paper", "yref": "paper", "x": 0, "y": top, "yanchor": "bottom"}
        return next((plain(n["text"]) for n in notes if all(n.get(k) == at[k] for k in at)), "")

    def note_at(self, axis: str, place: object) -> str:
        """The words of the note that stands on a line across the panel; `axis` is x or y."""
        name = self.x_name if axis == "x" else self.y_name
        for note in self.layout.get("annotations", ()):
            if note.get(f"{axis}ref") == name and note.get(axis) == place and self._has(note):
                return plain(note["text"])
        return ""

    def lines_across(self) -> Iterator[tuple[str, Any, Spec]]:
        """Yield the straight lines through the whole panel: x or y, where, and the shape."""
        for shape in self.layout.get("shapes", ()):
            if shape.get("type") != "line" or not self._has(shape):
                continue
            for axis, name in (("x", self.x_name), ("y", self.y_name)):
                if shape.get(f"{axis}ref") == name and shape[f"{axis}0"] == shape[f"{axis}1"]:
                    yield axis, shape[f"{axis}0"], shape

    def _has(self, item: Spec) -> bool:
        x, y = (str(item.get(key, "")).split(" ")[0] for key in ("xref", "yref"))
        return (
            x in (self.x_name, "paper")
            and y in (self.y_name, "paper")
            and (x, y)
            != (
                "paper",
                "paper",
            )
        )


def panels(spec: Spec) -> tuple[Panel, ...]:
    """Sort the visible traces by their axes, the upper panel first."""
    layout = spec["layout"]
    found: dict[tuple[str, str], list[Spec]] = {}
    for trace in spec["data"]:
        if trace.get("visible", True) is True:
            names = (trace.get("xaxis", "x"), trace.get("yaxis", "y"))
            found.setdefault(names, []).append(trace)
    sorted_ = sorted(found.items(), key=lambda item: -_axis(layout, item[0][1])["domain"][0])
    return tuple(
        Panel(tuple(traces), _axis(layout, x), _axis(layout, y), x, y, layout)
        for (x, y), traces in sorted_
    )


def _axis(layout: Spec, name: str) -> Spec:
    return {"domain": (0, 1), **layout.get(f"{name[0]}axis{name[1:]}", {})}


def plain(text: str) -> str:
    """Take marks and unprintable letters out of a text; broken lines join as their script asks."""

    def joined(broken: re.Match[str]) -> str:
        before, after = broken[1], broken[2]
        is_tight = any(letter >= _SPACED for letter in (before, after) if letter)
        return f"{before}{'' if is_tight or before == ' ' else ' '}{after}"

    words = unescape(_TAG.sub("", _BREAK.sub(joined, text)))
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def bold(text: str) -> str:
    """Give the first bold words of a text and the star behind them, or the whole of it."""
    found = re.search(r"<b>(.*?)</b>(\*?)", text)
    return plain("".join(found.groups()) if found else text)


def ticks(axis: Spec) -> dict[Any, str]:
    """Give the words of an axis by their places."""
    return dict(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True))


def step_of(axis: Spec) -> float | None:
    """Give the distance of an axis' ticks where it is one."""
    steps = {round(after - place, 9) for place, after in pairwise(sorted(ticks(axis)))}
    return steps.pop() if len(steps) == 1 else None


def form_of(axis: Spec, values: Sequence[float | None]) -> Form:
    """Tell from its ticks, or without ticks from its values, what an axis counts."""
    for place, text in ticks(axis).items():
        if "CNY" in text or "元" in text:
            return "money"
        if "%" in text and place:
            return "share" if abs(float(text.strip("<>%")) - place * 100) < 1 else "percent"
    known = [value for value in values if value is not None]
    if "%" in "".join(ticks(axis).values()):
        return "share"
    is_part = any(isinstance(value, float) for value in known) and max(known) <= 1
    return "share" if is_part else "count"
