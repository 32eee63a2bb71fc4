"""Bars as a column or bar chart: one category a place on the axis, one series a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from milestones.charts.office_model import Grouping, NativeChart, NativeSeries, Number
from milestones.export.charts.panels import Panel, Spec, bold, form_of, plain, step_of, ticks
from milestones.figures.heat import blended

GROUPINGS: dict[str, Grouping] = {"stack": "stacked", "overlay": "overlaid"}
_ASIDE = re.compile(r"\s*[（(].*")
Series = tuple[NativeSeries, dict[Any, Number | None]]


def bar_chart(panel: Panel) -> NativeChart | None:
    """Turn a panel of bars; None where they are no bars of a chart.

    Those are cells of a table or a map, which share their places; bars whose lengths are not
    the numbers (`meta.values` is None); and bars without a name for each place.
    """
    flat = _is_flat(panel)
    named = [trace for trace in panel.traces if _is_counted(trace)]
    if not all(_is_plain(trace, "y" if flat else "x") for trace in named):
        return None
    found = [part for trace in named for part in _series(trace, flat) if _is_known(part)]
    category = panel.y if flat else panel.x
    places = _in_order({place for _, values in found for place in values}, category, flat)
    names = _categories(places, category, panel)
    if names is None or not found:
        return None
    if _is_floating(panel):
        found.sort(key=lambda part: -max(value or 0 for value in part[1].values()))
    return _chart(panel, names, tuple(_placed(one, values, places) for one, values in found))


def _chart(
    panel: Panel, names: tuple[str, ...] | tuple[date, ...], series: tuple[NativeSeries, ...]
) -> NativeChart:
    flat, is_floating = _is_flat(panel), _is_floating(panel)
    axis = panel.x if flat else panel.y
    mode = "overlay" if is_floating else panel.layout.get("barmode", "group")
    grouping = GROUPINGS.get(mode, "clustered")
    known = [value for one in series for value in one.values if value is not None]
    is_hidden, form = axis.get("visible", True) is False, form_of(axis, known)
    is_bounded = form == "share" and (grouping == "stacked" or not is_hidden)
    return NativeChart(
        kind="bar" if flat else "column",
        grouping=grouping,
        categories=names,
        series=series,
        form=form,
        title=panel.heading,
        value_title=_title(axis, is_floating),
        minimum=0.0 if min(known) >= 0 else None,
        maximum=_top(axis, series, grouping) if is_bounded else None,
        step=step_of(axis) if form == "share" else None,
        is_labelled=is_hidden and grouping != "stacked",
    )


def _is_flat(panel: Panel) -> bool:
    return any(trace.get("orientation") == "h" for trace in panel.traces)


def _is_floating(panel: Panel) -> bool:
    return any("base" in trace for trace in panel.traces)


def _is_known(part: Series) -> bool:
    return any(value is not None for value in part[1].values())


def _is_counted(trace: Spec) -> bool:
    """Texts beside the bars are no series; marks on them are."""
    return trace["type"] == "bar" or "markers" in trace.get("mode", "")


def _is_plain(trace: Spec, across: str) -> bool:
    places, meta = list(trace[across]), trace.get("meta") or {}
    if len(set(places)) < len(places):
        return False
    if "values" in meta and meta["values"] is None:
        return False
    return "base" not in trace or "ends" in meta


def _series(trace: Spec, flat: bool) -> Iterator[Series]:
    """Yield a trace's numbers by place; a floating bar has two, the far end first."""
    meta = trace.get("meta") or {}
    along, across = ("x", "y") if flat else ("y", "x")
    lengths = meta.get("values") or trace[along]
    colour, own = _colours(trace)
    hatched = trace.get("marker", {}).get("pattern", {}).get("shape", ())
    head = NativeSeries(
        plain(trace.get("name", "")),
        (),
        colour,
        colours=tuple(enumerate(own)),
        hatched=frozenset(place for place, shape in enumerate(hatched) if shape),
    )
    if "base" not in trace:
        yield head, dict(zip(trace[across], lengths, strict=True))
        return
    ends = [base + length for base, length in zip(trace["base"], lengths, strict=True)]
    first, last = meta["ends"]
    pale = blended(colour, "#ffffff", 0.5)
    yield NativeSeries(last, (), pale), dict(zip(trace[across], ends, strict=True))
    yield NativeSeries(first, (), colour), dict(zip(trace[across], trace["base"], strict=True))


def _colours(trace: Spec) -> tuple[str, Sequence[str]]:
    """Give the colour that most of the values have, and all colours where they differ."""
    marker = trace.get("marker", {})
    colour = marker.get("color") or marker.get("line", {}).get("color") or "#000000"
    if isinstance(colour, str):
        return colour, ()
    return max(colour, key=list(colour).count), colour


def _placed(one: NativeSeries, values: dict[Any, Number | None], places: list[Any]) -> NativeSeries:
    """Set a series on all places of the chart, its own colours and hatches with it."""
    order = {place: number for number, place in enumerate(places)}
    where = [order[place] for place in values]
    own = tuple((where[n], colour) for n, colour in one.colours if colour != one.colour)
    return NativeSeries(
        one.name,
        tuple(values.get(place) for place in places),
        one.colour,
        colours=own,
        hatched=frozenset(where[n] for n in one.hatched),
    )


def _in_order(places: set[Any], axis: Spec, flat: bool) -> list[Any]:
    """Order places as they are read; a flat bar's axis begins at the foot, unless reversed."""
    low, high = axis.get("range", (0, 1))
    return sorted(places, reverse=flat and low < high)


def _categories(
    places: list[Any], axis: Spec, panel: Panel
) -> tuple[str, ...] | tuple[date, ...] | None:
    if all(isinstance(place, str) for place in places):
        return tuple(date.fromisoformat(place) for place in places)
    said = ticks(axis) or _above(places, panel)
    if any(place not in said for place in places):
        return None
    return tuple(plain(said[place]) for place in places)


def _above(places: list[Any], panel: Panel) -> dict[Any, str]:
    """Name places by the highest of the texts that stand between them and the one before."""
    texts = [
        (y, text)
        for trace in panel.traces
        if trace.get("mode") == "text"
        for y, text in zip(trace["y"], trace["text"], strict=True)
    ]
    found: dict[Any, str] = {}
    for place in places:
        above = [(y, text) for y, text in texts if -0.6 < y - place < 0]
        if above:
            found[place] = bold(min(above, key=lambda item: item[0])[1])
    return found


def _title(axis: Spec, is_floating: bool) -> str:
    """Give the title of the values; what it says of floating bars holds no longer."""
    title = plain(axis.get("title", {}).get("text", ""))
    return _ASIDE.sub("", title) if is_floating else title


def _top(axis: Spec, series: tuple[NativeSeries, ...], grouping: Grouping) -> float | None:
    """Let shares end at the last tick, or with a hidden axis at all, where that holds them."""
    last = max(ticks(axis), default=1.0)
    rows = zip(*(one.values for one in series), strict=True)
    join = sum if grouping == "stacked" else max
    tops = [join([value or 0 for value in row]) for row in rows]
    return last if max(tops) <= last + 1e-9 else None
