"""How far each technology field has come: assessed, pooled and evaluated of what is due."""

from __future__ import annotations

from typing import NamedTuple

from milestones.charts.axes import share_axis
from milestones.charts.model import Bars, Chart, Legend, Margins, Panel
from milestones.figures.field_rows import FieldRows, rows_by_sector
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import as_many_sentence
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import comparable, share_columns, share_of
from milestones.progress.stage_counts import field_rows
from milestones.selection import UNKNOWN_FIELD

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
    query="field_counts",
    count=field_rows,
    follows=OF_THE_CHOSEN,
    shares={
        "coverage": share_columns("assessment_coverage"),
        "industrialization_rate": share_columns("industrialization_rate"),
    },
    indicators=("assessment_coverage", "industrialization_rate"),
)
def draw_field_progress(rows: Held, context: Context) -> Drawing:
    """Draw the stages of each field as bars of what is due, by sector, unknown last."""
    locale, fields = context.locale, records(rows, FieldProgress)
    caption = _caption(fields, locale)
    day = as_of_line(context)
    if not any(field.due for field in fields):
        return Drawing.empty(caption, day)
    parts = [f"{locale.field(field.field)} {_shares_in_words(field, locale)}" for field in fields]
    alt = locale(
        "Bar chart of the technology fields. {caption} Assessed of due, and industrialized of"
        " valid patents: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(fields, locale), caption, alt, day)


def _chart(fields: list[FieldProgress], locale: Locale) -> Chart:
    rows = rows_by_sector(
        {field.field: _shares_in_words(field, locale) for field in fields}, locale
    )
    panel = Panel(
        x=share_axis(locale, title=locale("of patents due")),
        y=rows.axis,
        series=tuple(_bars(stage, fields, rows, locale) for stage in STAGE_BARS),
        grouping="overlaid",
        notes_head=locale("assessed ·\nindustrialized"),
    )
    margins = Margins(top=46, left=8, bottom=72)
    return Chart((panel,), rows.height + 110, margins, Legend(above=NOTES_HEADING_PX))


def _bars(stage: str, fields: list[FieldProgress], rows: FieldRows, locale: Locale) -> Bars:
    colour, thickness = STAGE_BARS[stage]
    return Bars(
        name=sentence_case(label(stage, locale)),
        at=tuple(rows.places[field.field] for field in fields),
        values=tuple(
            share_of(getattr(field, stage), field.due) if field.due else 0 for field in fields
        ),
        colour=colour,
        thickness=thickness,
        hovers=tuple(_hover(field, locale) for field in fields),
    )


def _shares_in_words(field: FieldProgress, locale: Locale) -> str:
    return f"{locale.share(field.coverage)} · {locale.share(field.industrialization_rate)}"


def _hover(field: FieldProgress, locale: Locale) -> str:
    return locale(
        "<b>{field}</b><br>Assessed {coverage}: {assessed} of {due} due, {open} still open<br>"
        "In the pool: {pooled}<br>Evaluated by enterprises: {evaluated}<br>"
        "Industrialized {rate}: {industrialized} of {valid} valid patents",
        field=locale.field(field.field),
        coverage=locale.share(field.coverage),
        assessed=locale.count(field.assessed),
        due=locale.count(field.due),
        open=locale.count(field.open),
        pooled=locale.count(field.pooled),
        evaluated=locale.count(field.evaluated),
        rate=locale.share(field.industrialization_rate),
        industrialized=locale.count(field.industrialized),
        valid=locale.count(field.valid),
    )


def _caption(fields: list[FieldProgress], locale: Locale) -> str:
    known = [field for field in fields if field.field != UNKNOWN_FIELD and field.due]
    due = sum(field.due for field in fields)
    if not due:
        return locale("No patents are due for assessment in this selection.")
    unknown = sum(field.due for field in fields if field.field == UNKNOWN_FIELD)
    remainder = locale.n(
        "For {count} patent due ({share}) the field is unknown: its classification is"
        " missing or stands in no field.",
        "For {count} patents due ({share}) the field is unknown: their classification is"
        " missing or stands in no field.",
        unknown,
        share=locale.share(share_of(unknown, due)),
    )
    return locale.sentences(
        _most_left(known, locale) if known else "",
        _most_industrialized(known, locale) if known else "",
        remainder if unknown else "",
    )


def _most_left(known: list[FieldProgress], locale: Locale) -> str:
    still = max(known, key=lambda field: (field.open, -field.field))
    if not still.open:
        return locale("No field has patents still open.")
    left = locale.n(
        "{field} has most left to assess: {count} patent ({share} assessed).",
        "{field} has most left to assess: {count} patents ({share} assessed).",
        still.open,
        field=locale.field(still.field),
        share=locale.share(still.coverage),
    )
    return locale.sentences(left, _tied_fields(known, "open", still.open, locale))


def _most_industrialized(known: list[FieldProgress], locale: Locale) -> str:
    known = comparable(known, lambda field: field.valid)
    best = max(known, key=lambda field: (field.industrialization_rate or 0, -field.field))
    rate = best.industrialization_rate
    if not rate:
        return locale("No field has industrialized a patent yet.")
    most = locale(
        "{field} has industrialized most: {share} of its {valid} valid patents.",
        field=locale.field(best.field),
        share=locale.share(rate),
        valid=locale.count(best.valid),
    )
    return locale.sentences(most, _tied_fields(known, "industrialization_rate", rate, locale))


def _tied_fields(known: list[FieldProgress], column: str, value: float, locale: Locale) -> str:
    """Name the other fields that share the first place."""
    level = [field for field in known if getattr(field, column) == value]
    others = sorted(level, key=lambda field: field.field)[1:]
    return as_many_sentence([locale.field(field.field) for field in others], locale)
