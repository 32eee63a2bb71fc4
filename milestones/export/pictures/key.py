"""The key of a chart's colours, for a picture that leaves the page where their meaning stands."""

from __future__ import annotations

from typing import Any

from milestones.words.widths import width

Spec = dict[str, Any]

SIZE = 12
"""Size of the words of a key."""

HEAD, LINE = 26, 19
"""Pixels under the chart that the key's title and each line of its entries take."""

SWATCH = 45
"""Pixels that an entry takes beside its words."""

ABREAST = 3
"""Entries beside one another where one line has no room for all."""

UNDER = {
    **{"orientation": "h", "traceorder": "normal", "font": {"size": SIZE}},
    **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"},
}


def key_of(trace: Spec) -> str:
    """Give what the colour of a trace stands for, where it says so; else nothing."""
    return str((trace.get("meta") or {}).get("key", ""))


def keyed(chart: Spec, across: float) -> Spec:
    """Name the classes of colours under the chart, where they have words.

    `across` is the width that the key has at least, in pixels of the chart.
    """
    words = [key_of(trace) for trace in chart["data"] if key_of(trace)]
    if not words:
        return chart
    layout, lines = chart["layout"], 1
    title = {**layout["legend"]["title"], "side": "top", "font": {"size": SIZE}}
    legend = {**UNDER, "title": title}
    if sum(width(text) * SIZE + SWATCH for text in words) > across:
        legend["entrywidth"], lines = across / ABREAST - SWATCH, -(-len(words) // ABREAST)
    margin = {**layout["margin"], "b": layout["margin"]["b"] + HEAD + lines * LINE}
    layout = {**layout, "margin": margin, "legend": legend, "showlegend": True}
    return {**chart, "data": [_named(trace) for trace in chart["data"]], "layout": layout}


def is_keyed(chart: Spec) -> bool:
    """Tell whether a chart has a key; `page.js` sets it at the left edge."""
    return any(map(key_of, chart["data"]))


def _named(trace: Spec) -> Spec:
    words = key_of(trace)
    return {**trace, "name": words, "showlegend": True} if words else trace
