"""Where rows are rejected, and by which rule: by province, the newest delivery apart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milestones.figures.labels import label
from milestones.figures.quality.delivery_parts import (
    count_parts,
    draw_parts,
    whole_register_note,
)
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.i18n import _

COLUMNS = {
    "received_on": Column(_("Received"), "date"),
    "province": Column(_("Province"), "code"),
    "name": Column(_("Institution"), "name"),
    "institution_id": Column(_("Institution code"), "plain"),
    "rule": Column(_("Rule"), "code"),
    "rejected": Column(_("Rows rejected"), "count"),
}
MAX_RULES = 3
"""How many rules a sentence names."""


def prepare_places(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Say of rows whose institution nobody knows that they are unknown; the newest come first."""
    known = frame.assign(province=frame["province"].fillna("unknown"))
    order = ["delivery_no", "rejected"]
    return known.sort_values(order, ascending=False, kind="stable", ignore_index=True)


@figure(
    "rejected_rows",
    places=(Place("quality", "below", 3),),
    question=_("Where are rows rejected, and why?"),
    columns=COLUMNS,
    prepare=prepare_places,
)
def draw_rejected_rows(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the rejected rows of each province, those of nobody known among them."""
    caption = context.locale.sentences(*_sentences(frame, context))
    alt_text = _("Bar chart of the rows rejected by province. {caption} {list}.")
    parts = count_parts(frame, "province", "rejected")
    return draw_parts({"": parts}, alt_text, caption, context)


def _sentences(frame: pd.DataFrame, context: Context) -> Iterator[str]:
    locale, total = context.locale, int(frame["rejected"].sum())
    if not total:
        yield locale("No row of this selection was rejected.")
    else:
        rules = count_parts(frame, "rule", "rejected")
        listed = [
            f"{label(rule, locale)} {locale.count(part.whole)}"
            for rule, part in [*rules.items()][:MAX_RULES]
        ]
        yield locale.n(
            "{count} row is rejected in this edition, most often for: {list}.",
            "{count} rows are rejected in this edition, most often for: {list}.",
            total,
            list=locale.join(listed),
        )
        yield locale("A row of several faults counts once. Each is tried again at every delivery.")
        if (frame["province"] == "unknown").any():
            yield locale("Unknown: the row names no institution or patent that was delivered.")
    yield whole_register_note(context)
