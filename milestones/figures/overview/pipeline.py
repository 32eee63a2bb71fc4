"""How far patents come on the way from due to industrialized."""

from __future__ import annotations

from typing import NamedTuple

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import Held, Rows, records
from milestones.i18n import Locale, _
from milestones.progress.counts import indicator_rows
from milestones.progress.indicators import (
    LEAST_DENOMINATOR,
    STAGE_COUNTS,
    STAGES_WITHOUT_SHARE,
    is_small,
    share_of,
)

COLUMNS = {
    "stage": Column(_("Stage"), "code"),
    "patents": Column(_("Number of patents"), "count"),
    "patents_before": Column(_("Patents in the stage before"), "count"),
    "share": Column(_("Share of the stage before"), "share"),
}
ROW_HEIGHT_PX = 46
VALID_GAP_ROWS = 0.35
"""How far valid patents stand apart, in rows."""


class Stage(NamedTuple):
    """The patents that stand in a stage, and their share of the stage before."""

    step: int
    stage: str
    patents: int
    patents_before: int | None
    share: float | None


def prepare_stages(rows: Rows, facts: Facts) -> Rows:
    """Give one row a stage with the patents that stand in it by the last row."""
    last = dict(zip(rows.names, rows.rows[-1], strict=True)) if rows.rows else {}
    patents = [last.get(count, 0) for count in STAGE_COUNTS.values()]
    before = [*[None] * STAGES_WITHOUT_SHARE, *patents[STAGES_WITHOUT_SHARE - 1 : -1]]
    listed = [
        Stage(step, stage, now, of, share_of(now, of or 0))
        for step, (stage, now, of) in enumerate(zip(STAGE_COUNTS, patents, before, strict=True), 1)
    ]
    return Rows.of(Stage, listed)


@figure(
    "pipeline",
    places=(Place("overview", "below", 2), Place("pipeline", "below", 1)),
    question=_("Where do patents get stuck?"),
    columns=COLUMNS,
    query="patent_counts",
    count=indicator_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_stages,
    indicators=("valid", "due"),
)
def draw_pipeline(frame: Held, context: Context) -> Drawing:
    """Draw one bar a stage, its words above it; valid patents stand apart."""
    locale, stages = context.locale, records(frame, Stage)
    caption = _caption(stages, locale)
    if not any(stage.patents for stage in stages):
        return Drawing.empty(caption)
    rows = tuple(_category(stage, locale) for stage in stages)
    named = zip(rows, stages, strict=True)
    parts = [
        locale("{stage}: {count}", stage=row.label, count=locale.count(stage.patents))
        for row, stage in named
    ]
    alt = locale("Bar chart of the stages. {list}.", list=locale.listing(parts))
    return Drawing(_chart(stages, rows, locale), caption, alt)


def _chart(stages: list[Stage], rows: tuple[Category, ...], locale: Locale) -> Chart:
    bars = Bars(
        name=locale(COLUMNS["patents"].header),
        at=tuple(row.at for row in rows),
        values=tuple(stage.patents for stage in stages),
        colour="main",
        colours=((0, "unknown"),),
        thickness=0.34,
        hovers=tuple(f"<b>{row.label}</b>  {row.note}" for row in rows),
    )
    x, y = Axis(unit="count", is_shown=False), Axis("category", categories=rows)
    panel = Panel(x, y, series=(bars,), names="above")
    margins = Margins(top=4, left=4, bottom=30)
    return Chart((panel,), ROW_HEIGHT_PX * (len(stages) + 1) + 20, margins, Legend(is_shown=False))


def _category(stage: Stage, locale: Locale) -> Category:
    at = stage.step + (VALID_GAP_ROWS if stage.step > 1 else 0)
    note = locale.count(stage.patents)
    if stage.share is not None:
        share = locale.share(stage.share)
        if stage.stage == "assessed":
            share = locale("{share} of the stage before", share=share)
        note = f"{note} · {share}"
    return Category(at, sentence_case(label(stage.stage, locale)), note)


def _caption(stages: list[Stage], locale: Locale) -> str:
    patents = {stage.stage: stage.patents for stage in stages}
    if not patents["due"]:
        return locale("No patents are due for assessment in this selection.")
    return locale.sentences(
        locale(
            "Of {due} due, {assessed} are assessed and {industrialized} have come through every"
            " stage.",
            due=locale.n("{count} patent", "{count} patents", patents["due"]),
            assessed=locale.count(patents["assessed"]),
            industrialized=locale.count(patents["industrialized"]),
        ),
        _narrowest_sentence(stages, locale),
    )


def _narrowest_sentence(stages: list[Stage], locale: Locale) -> str:
    """Name the step at which most are lost, of those that enough patents could take."""
    known = [stage for stage in stages if stage.share is not None]
    steps = [stage for stage in known if not is_small(stage.patents_before or 0)]
    least = locale.count(LEAST_DENOMINATOR)
    if not steps:
        return locale("Fewer than {count} could take any step: none is compared.", count=least)
    narrow = min(stage.share or 0.0 for stage in steps)
    names = [label(stage.stage, locale) for stage in steps if stage.share == narrow]
    left_out = locale("Steps that fewer than {count} could take are left aside.", count=least)
    return locale.sentences(
        locale(
            "Most are lost on the way to “{stage}”, where {share} of the stage before arrive.",
            stage=locale.join(names),
            share=locale.share(narrow),
        ),
        left_out if len(steps) < len(known) else "",
    )
