"""What was corrected: cells by province and institution, with what stood there before."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milestones.figures.phrases import largest_drawn_note
from milestones.figures.quality.delivery_parts import (
    count_parts,
    draw_parts,
    whole_register_note,
)
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.figures.tables import localized_names
from milestones.filings.kinds import column_label, kind_by_key
from milestones.i18n import _

COLUMNS = {
    "received_on": Column(_("Received"), "date"),
    "province": Column(_("Province"), "code"),
    "name": Column(_("Institution"), "name"),
    "institution_id": Column(_("Institution code"), "plain"),
    "filing": Column(_("Kind of filing"), "text"),
    "column": Column(_("Column"), "name"),
    "cells": Column(_("Cells corrected"), "count"),
    "value_before": Column(_("The first of them before"), "plain"),
    "value": Column(_("The first of them after"), "plain"),
    "note": Column(_("Note, the reason given"), "plain"),
}
MAX_PROVINCES = 15
"""Provinces that are drawn, those with most cells corrected; the table lists all."""
MAX_NAMED = 3
"""How many institutions a sentence names."""


def prepare_corrections(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Name kinds and columns as templates do; an institution that nobody knows is unknown."""
    titles = {key: kind_by_key(key).title for key in frame["kind"].unique()}
    pairs = zip(frame["kind"], frame["field"], strict=True)
    return frame.assign(
        province=frame["province"].fillna("unknown"),
        filing=frame["kind"].map(titles),
        column=[column_label(*pair, "zh") for pair in pairs],
        column_en=frame["field"],
    )


@figure(
    "corrections",
    places=(Place("revisions", "below", 4),),
    question=_("What was corrected, where, and from what to what?"),
    columns=COLUMNS,
    prepare=prepare_corrections,
)
def draw_corrections(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the corrected cells of each province, those of the newest delivery apart."""
    caption = context.locale.sentences(*_sentences(frame, context))
    alt_text = _("Bar chart of the cells corrected by province. {caption} {list}.")
    parts = count_parts(frame, "province", "cells")
    drawn = dict([*parts.items()][:MAX_PROVINCES])
    return draw_parts({"": drawn}, alt_text, caption, context)


def _sentences(frame: pd.DataFrame, context: Context) -> Iterator[str]:
    locale, total = context.locale, int(frame["cells"].sum())
    newest = frame[frame["is_newest"]]
    if not total:
        yield locale("No delivery corrected anything of this selection.")
    else:
        yield locale.n(
            "{count} cell was corrected in all deliveries, {new} by the newest.",
            "{count} cells were corrected in all deliveries, {new} by the newest.",
            total,
            new=locale.count(int(newest["cells"].sum())),
        )
        if not newest.empty:
            yield locale("Most by the newest: {list}.", list=_most_corrected(newest, context))
        yield largest_drawn_note(MAX_PROVINCES, frame["province"].nunique(), locale)
    yield whole_register_note(context)


def _most_corrected(newest: pd.DataFrame, context: Context) -> str:
    locale = context.locale
    named = newest.assign(said=localized_names(newest, "name", locale).fillna(locale("unknown")))
    parts = count_parts(named, "said", "cells")
    return locale.join(
        locale("{name} ({count})", name=name, count=locale.count(part.whole))
        for name, part in [*parts.items()][:MAX_NAMED]
    )
