"""A figure that is done: its dict is made once and handed out as it is.

`st.plotly_chart` copies and validates what it is given, unless `to_dict` of a figure
answers at once. Finished figures are shared by all readers and never changed.
"""

from __future__ import annotations

from typing import Any

from plotly.basedatatypes import BaseFigure


class FinishedFigure(BaseFigure):  # type: ignore[misc]
    """A figure as Plotly's dict; drawing on it any further is not possible."""

    def __init__(self, chart: BaseFigure) -> None:
        object.__setattr__(self, "_finished", chart.to_dict())

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
        raise AttributeError("a finished figure is not changed; draw it anew")

    def __repr__(self) -> str:
        return f"FinishedFigure({len(self.data)} traces)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FinishedFigure) and other.to_dict() == self.to_dict()

    __hash__ = None  # type: ignore[assignment]
