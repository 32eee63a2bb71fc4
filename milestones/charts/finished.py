"""A figure as Plotly's dict, made once and handed out as it is.

`st.plotly_chart` and the exports copy and validate what they are given, unless `to_dict` of a
figure answers at once; and setting up a `go.Figure` costs ten times its drawing. Tests hand
every dict to `go.Figure`, which validates it. Finished figures are shared and never changed.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class FigureFinishedError(AttributeError):
    """A finished figure was to be changed; `go.Figure(finished)` gives one to draw on."""


class FinishedFigure(go.Figure):  # type: ignore[misc]
    """A `go.Figure` that keeps its finished dict; `go.Figure(finished)` can be drawn on."""

    def __init__(self, spec: dict[str, Any]) -> None:
        object.__setattr__(self, "_finished", spec)

    def to_dict(self) -> dict[str, Any]:
        """Give the finished dict itself, not a copy."""
        finished: dict[str, Any] = object.__getattribute__(self, "_finished")
        return finished

    to_plotly_json = to_dict

    @property
    def data(self) -> tuple[dict[str, Any], ...]:
        """The traces as dicts."""
        return tuple(self.to_dict()["data"])

    @property
    def layout(self) -> dict[str, Any]:
        """The layout as a dict."""
        layout: dict[str, Any] = self.to_dict()["layout"]
        return layout

    def __setattr__(self, name: str, value: object) -> None:
        raise FigureFinishedError(name)

    def _refuse(self, *arguments: object, **properties: object) -> None:
        raise FigureFinishedError("it")

    update = update_layout = update_traces = add_trace = add_traces = _refuse
    add_annotation = add_shape = update_xaxes = update_yaxes = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return FinishedFigure, (self.to_dict(),)

    def __repr__(self) -> str:
        return f"FinishedFigure({len(self.data)} traces)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FinishedFigure) and other.to_dict() == self.to_dict()

    __hash__ = None  # type: ignore[assignment]
