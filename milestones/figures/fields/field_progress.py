"""How far each technology field has come: assessed, pooled and evaluated of what is due."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from milestones.charts.axes import share_axis
from milestones.charts.model import Bars, Chart, Legend, Margins, Panel, empty_chart
from milestones.figures.field_rows import UNKNOWN_FIELD, FieldRows, rows_by_sector
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import Column, Context, Drawing, Place, as_of_line, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_columns

COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    "due": Column(_("Due for assessment"), "count"),
    "assessed": Column(_("Assessed"), "count"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "open": Column(_("Still open"), "count"),
    "pooled": Column(_("Entered the pool"), "count"),
    "evaluated": Column(_("Evaluated by enterprises"), "count"),
    "valid": Column(_("Valid patents"), "count"),
    "industrialized": Column(_("Industrialized"), "count"),
    "industrialization_rate": Column(_("Industrialization rate"), "share"),
}
STAGE_BARS = {"assessed": ("unknown", 0.7), "pooled": ("soft", 0.7), "evaluated": ("main", 0.36)}
"""The stages that are drawn over one another, each with its colour and its part of a row."""
NOTES_HEADING_PX = 34
"""Pixels between the bars and the legend, where the figures beside the bars are named."""


class FieldProgress(NamedTuple):
    """How far one field's patents have come, and which of the valid ones are industrialized."""

    field: int
    due: int
    assessed: int
    coverage: float | None
    open: int
    pooled: int
    evaluated: int
    valid: int
    industrialized: int
    industrialization_rate: float | None


@figure(
    "field_progress",
    places=(Place("fields", "below", 1),),
    question=_("How far has each technology field come?"),
    columns=COLUMNS,
    shares={
        "coverage": share_columns("assessment_coverage"),
        "industrialization_rate": share_columns("industrialization_rate"),
    },
    indicators=("assessment_coverage", "industrialization_rate"),
)
def draw_field_progress(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the stages of each field as bars of what is due, by sector, unknown last."""
    words, fields = context.words, records(frame, FieldProgress)
    caption = _caption(fields, words)
    day = as_of_line(context)
    if not any(field.due for field in fields):
        return Drawing(empty_chart(caption), caption, caption, as_of=day)
    parts = [f"{words.field(field.field)} {_shares_in_words(field, words)}" for field in fields]
    alt = words(
        "Bar chart of the technology fields. {caption} Assessed of due, and industrialized of"
        " valid patents: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(fields, words), caption, alt, as_of=day)


def _chart(fields: list[FieldProgress], words: Locale) -> Chart:
    rows = rows_by_sector({field.field: _shares_in_words(field, words) for field in fields}, words)
    panel = Panel(
        x=share_axis(words, title=words("of patents due")),
        y=rows.axis,
        series=tuple(_bars(stage, fields, rows, words) for stage in STAGE_BARS),
        grouping="overlaid",
        notes_head=words("assessed ·\nindustrialized"),
    )
    margins = Margins(top=46, left=8, bottom=72)
    return Chart((panel,), rows.height + 110, margins, Legend(above=NOTES_HEADING_PX))


def _bars(stage: str, fields: list[FieldProgress], rows: FieldRows, words: Locale) -> Bars:
    colour, thickness = STAGE_BARS[stage]
    return Bars(
        name=sentence_case(label(stage, words)),
        at=tuple(rows.places[field.field] for field in fields),
        values=tuple(getattr(field, stage) / field.due if field.due else 0 for field in fields),
        colour=colour,
        thickness=thickness,
        hovers=tuple(_hover(field, words) for field in fields),
    )


def _shares_in_words(field: FieldProgress, words: Locale) -> str:
    return f"{words.share(field.coverage)} · {words.share(field.industrialization_rate)}"


def _hover(field: FieldProgress, words: Locale) -> str:
    return words(
        "<b>{field}</b><br>Assessed {coverage}: {assessed} of {due} due, {open} still open<br>"
        "In the pool: {pooled}<br>Evaluated by enterprises: {evaluated}<br>"
        "Industrialized {rate}: {industrialized} of {valid} valid patents",
        field=words.field(field.field),
        coverage=words.share(field.coverage),
        assessed=words.count(field.assessed),
        due=words.count(field.due),
        open=words.count(field.open),
        pooled=words.count(field.pooled),
        evaluated=words.count(field.evaluated),
        rate=words.share(field.industrialization_rate),
        industrialized=words.count(field.industrialized),
        valid=words.count(field.valid),
    )


def _caption(fields: list[FieldProgress], words: Locale) -> str:
    known = [field for field in fields if field.field != UNKNOWN_FIELD and field.due]
    due = sum(field.due for field in fields)
    if not due:
        return words("No patents are due for assessment in this selection.")
    unknown = sum(field.due for field in fields if field.field == UNKNOWN_FIELD)
    parts = [_extremes_sentence(known, words)] if known else []
    if unknown:
        parts.append(
            words.n(
                "For {count} patent due ({share}) the field is unknown: its classification is"
                " missing or stands in no field.",
                "For {count} patents due ({share}) the field is unknown: their classification is"
                " missing or stands in no field.",
                unknown,
                share=words.share(unknown / due),
            )
        )
    return words.sentences(*parts)


def _extremes_sentence(known: list[FieldProgress], words: Locale) -> str:
    return words.sentences(_most_left(known, words), _most_industrialized(known, words))


def _most_left(known: list[FieldProgress], words: Locale) -> str:
    still = max(known, key=lambda field: (field.open, -field.field))
    if not still.open:
        return words("No field has patents still open.")
    left = words.n(
        "{field} has most left to assess: {count} patent ({share} assessed).",
        "{field} has most left to assess: {count} patents ({share} assessed).",
        still.open,
        field=words.field(still.field),
        share=words.share(still.coverage),
    )
    return words.sentences(left, _tied_fields(known, "open", still.open, words))


def _most_industrialized(known: list[FieldProgress], words: Locale) -> str:
    best = max(known, key=lambda field: (field.industrialization_rate or 0, -field.field))
    rate = best.industrialization_rate
    if not rate:
        return words("No field has industrialized a patent yet.")
    most = words(
        "{field} has industrialized most, {share} of its valid patents.",
        field=words.field(best.field),
        share=words.share(rate),
    )
    return words.sentences(most, _tied_fields(known, "industrialization_rate", rate, words))


def _tied_fields(known: list[FieldProgress], column: str, value: float, words: Locale) -> str:
    """Count the other fields that share the first place."""
    others = sum(getattr(field, column) == value for field in known) - 1
    same = words.n("{count} more field is level.", "{count} more fields are level.", others)
    return same if others else ""
