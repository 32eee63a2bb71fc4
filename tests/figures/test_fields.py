"""The figures of the fields page, against numbers counted by hand."""

import pandas as pd
from named_rows import named_rows

from milestones.charts.plotly_renderer.axes import category_name
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.field_rows import rows_by_sector
from milestones.figures.registry import Result
from milestones.figures.tables import table_in_words
from milestones.i18n import Locale
from milestones.selection import Selection

ALL = Selection()


def row_names(axis):
    """Write the names of an axis' rows as a drawing does."""
    return [category_name(row, axis.line_length) for row in axis.categories]


def drawn(figure_id, frame, edition, lang="en"):
    """Draw a frame made by hand."""
    facts = compute_figure(figure_id, edition, ALL).facts
    return draw_figure(Result(figure_id, frame, facts), lang, "light")


def waits(*each):
    names = ("field", "patents", "median", "first_quartile", "third_quartile")
    return pd.DataFrame(each, columns=list(names))


def test_fields_stand_below_their_sectors_and_unknown_last():
    lines = rows_by_sector(dict.fromkeys([0, 35, 8, 1, 13], ""), Locale("en"))
    assert row_names(lines.axis) == [
        "<b>Electrical engineering</b>",
        "Electrical machinery,<br>apparatus, energy",
        "Semiconductors",
        "<b>Instruments</b>",
        "Medical technology",
        "<b>Other fields</b>",
        "Civil engineering",
        "Field unknown",
    ]
    assert lines.places == {1: 1, 8: 2, 13: 4, 35: 6, 0: 8}


def test_all_35_fields_and_unknown_have_a_row():
    lines = rows_by_sector(dict.fromkeys(range(36), ""), Locale("en"))
    assert len(lines.places) == 36
    assert len(set(lines.places.values())) == 36
    assert len(row_names(lines.axis)) == 36 + 5
    assert max(text.count("<br>") for text in row_names(lines.axis)) == 1


def test_rows_come_in_the_order_of_waits_with_marks(edition):
    drawing = drawn("field_waits", waits((8, 12, 99, 59, 197), (0, 99, 40, 1, 2)), edition)
    axis = drawing.spec["layout"]["yaxis"]
    assert axis["ticktext"] == ["Semiconductors*", "Field unknown"]
    assert axis["tickvals"] == [0, 1]


def test_a_patent_without_a_classification_counts_as_unknown(edition):
    (unknown,) = named_rows(compute_figure("field_progress", edition, ALL).frame)
    assert (unknown.field, unknown.due, unknown.assessed, unknown.open) == (0, 20, 18, 1)
    assert (unknown.valid, unknown.industrialized) == (20, 1)
    caption = draw_figure(compute_figure("field_progress", edition, ALL), "en", "light").caption
    assert caption.startswith("For 20 patents due (100%) the field is unknown")
    shown = table_in_words(compute_figure("field_progress", edition, ALL), Locale("zh"))
    assert shown["技术领域"].tolist() == ["领域未知"]


def test_the_field_that_waits_longest_is_named_and_unknown_is_not(edition):
    frame = waits(
        (23, 900, 100, 62, 197), (8, 800, 99, 59, 197), (5, 12, 98, 1, 2), (0, 99, 400, 1, 2)
    )
    caption = drawn("field_waits", frame, edition).caption
    assert caption == (
        "Chemical engineering waits longest: half of its patents evaluated had waited 100 days"
        " or less, against 99 days in Semiconductors. Patents that still wait are not counted"
        " here. Patents that have since lapsed or left the pool are counted too."
        " * Fewer than 30 patents evaluated."
    )


def test_fields_that_wait_as_long_are_counted(edition):
    frame = waits((23, 900, 100, 62, 197), (32, 800, 100, 59, 197), (8, 700, 90, 40, 150))
    caption = drawn("field_waits", frame, edition).caption
    assert "The same median: " in caption
    frame = waits((23, 900, 100, 62, 197), (8, 700, 90, 40, 150))
    assert "same median" not in drawn("field_waits", frame, edition).caption


def test_a_field_of_few_patents_is_marked_and_not_named_first(edition):
    frame = waits((5, 12, 300, 1, 400), (8, 800, 99, 59, 197))
    drawing = drawn("field_waits", frame, edition)
    assert drawing.caption.startswith("Semiconductors waits longest: half of its patents")
    axis = drawing.spec["layout"]["yaxis"]["ticktext"]
    assert axis == ["Basic communication<br>processes*", "Semiconductors"]


def test_waits_of_the_story(edition):
    (unknown,) = named_rows(compute_figure("field_waits", edition, ALL).frame)
    assert (unknown.field, unknown.patents, unknown.median) == (0, 2, 47)
    caption = draw_figure(compute_figure("field_waits", edition, ALL), "en", "light").caption
    assert caption.startswith("No patent of a known field has been evaluated")


def test_one_field_is_compared_with_none(edition):
    caption = drawn("field_waits", waits((8, 800, 1, 0, 3)), edition).caption
    assert "half of its patents evaluated had waited 1 day or less. Patents" in caption
