"""What deliveries brought, corrected and changed, counted by hand; two editions cell by cell."""

from dataclasses import replace
from datetime import date

import pytest
from named_rows import named_rows
from sharing import once
from small_home import INSTITUTIONS, PATENTS, Steward

from milestones.charts.model import Axis, Bars, Category, Panel
from milestones.charts.plotly_renderer.axes import bar_ends
from milestones.editions.edition import Edition
from milestones.export.figure_export import export_figure
from milestones.export.sheet_changes import compare_sheets, row_changes_line
from milestones.figures.compute import compute_figure, draw_figure
from milestones.i18n import Locale
from milestones.register import every_correction
from milestones.selection import Selection

EN = Locale("en")
ASSESSED = "application_no,assessed_on,convertible,stars"
FIRST, SECOND, THIRD = date(2025, 1, 10), date(2025, 2, 10), date(2025, 3, 10)


def _tell(folder):
    """Three deliveries: the second corrects two cells of one row, the third one of each of two."""
    steward = Steward(folder)
    steward.deliver(
        received_on=FIRST,
        institutions=INSTITUTIONS,
        patents=PATENTS,
        assessments=f"{ASSESSED}\nP1,2024-03-01,是,5\nP2,2024-03-01,否,1",
    )
    steward.deliver(
        received_on=SECOND,
        note="复核",
        assessments=f"{ASSESSED}\nP1,2024-03-01,否,2\nP3,2024-03-01,是,5",
    )
    steward.deliver(
        received_on=THIRD,
        note="星级有误",
        assessments=f"{ASSESSED}\nP1,2024-03-01,否,3\nP2,2024-03-01,否,2",
        more=f"{ASSESSED}\nP1,2024-02-01,是,4",
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Steward:
    """The home of three deliveries, which nobody changes."""
    return Steward(once(tmp_path_factory, "revisions", _tell))


@pytest.fixture(scope="module")
def third(told) -> Edition:
    return told.edition()


def rows(figure_id, edition, selection=Selection()):  # noqa: B008
    return named_rows(compute_figure(figure_id, edition, selection).frame)


def test_rows_of_a_delivery_are_new_corrected_there_already_or_rejected(third):
    newest, second, first = rows("deliveries", third)
    assert (newest.delivery_no, newest.received_on, newest.note) == (3, THIRD, "星级有误")
    assert (newest.files, newest.rows_in, newest.fresh, newest.corrected) == (2, 3, 1, 2)
    assert (second.rows_in, second.fresh, second.corrected, second.rejected) == (2, 0, 1, 1)
    assert (first.rows_in, first.fresh, first.corrected, first.identical) == (8, 8, 0, 0)


def test_a_correction_says_where_and_from_what_to_what(third):
    found = [
        (row.received_on, row.note, row.province, row.institution_id, row.field, row.value_before,
         row.value, row.cells)
        for row in rows("corrections", third)
    ]  # fmt: skip
    assert found == [
        (THIRD, "星级有误", "330000", "R1", "stars", "1", "2", 1),
        (THIRD, "星级有误", "330000", "U1", "stars", "2", "3", 1),
        (SECOND, "复核", "330000", "U1", "convertible", "true", "false", 1),
        (SECOND, "复核", "330000", "U1", "stars", "5", "2", 1),
    ]


def test_corrections_follow_the_selection(third):
    assert len(rows("corrections", third, Selection(kinds=("university",)))) == 3
    assert rows("corrections", third, Selection(provinces=("110000",))) == []
    nothing = compute_figure("corrections", third, Selection(provinces=("110000",)))
    assert "No delivery corrected anything" in draw_figure(nothing, "en", "light").caption


def test_the_words_name_the_newest_delivery_and_its_reason(third):
    deliveries = draw_figure(compute_figure("deliveries", third, Selection()), "en", "light")
    assert "10 March 2025 in 2 files: 3 rows = 1 new + 2 corrected" in deliveries.caption
    assert "Its note: 星级有误." in deliveries.caption
    corrections = draw_figure(compute_figure("corrections", third, Selection()), "en", "light")
    assert "4 cells were corrected in all deliveries, 2 by the newest." in corrections.caption


def test_columns_and_kinds_are_named_in_the_readers_language(third):
    result = compute_figure("corrections", third, Selection())
    chinese = export_figure(result, third, "zh").values
    english = export_figure(result, third, "en").values
    assert set(chinese["列"]).isdisjoint({"stars", "convertible"})
    assert set(english["Column"]) == {"stars", "convertible"}


def test_a_verdict_is_set_beside_that_of_the_edition_before(steward, edition):
    """The first edition counts up to the deadline, the second beyond it."""
    first, second = rows("verdict_changes", edition)
    assert (first.milestone, first.status_before, first.status) == ("M1", "missed", "missed")
    assert (first.value_before, first.value) == (0.85, 0.85)
    assert (second.status_before, second.status) == ("not_assessable", "not_assessable")
    assert second.value == 0.25
    result = compute_figure("verdict_changes", edition, Selection())
    alike = draw_figure(result, "en", "light").caption
    assert alike.startswith("Assessment coverage (M1): missed, as before (85.0%).")
    changed = replace(result, rows=result.frame.assign(status_before="behind"))
    caption = draw_figure(changed, "en", "light").caption
    assert caption.startswith("Assessment coverage (M1): behind before, missed now (85.0%).")


def test_without_an_earlier_edition_no_verdict_is_compared(told):
    with told.edition(told.home.edition_ids()[0]) as first:
        result = compute_figure("verdict_changes", first, Selection())
        assert result.frame.empty
        assert "no earlier edition" in draw_figure(result, "en", "light").caption


def test_two_editions_differ_in_named_cells_with_exact_values(told, third):
    with told.edition(told.home.edition_ids()[0]) as first:
        sheets = [
            export_figure(compute_figure("pipeline", each, Selection()), each, "en")
            for each in (first, third)
        ]
    found = compare_sheets(*sheets)
    assert found.rows and all(row.was != row.now for row in found.rows)
    numbers = [row for row in found.rows if isinstance(row.was, int) and isinstance(row.now, int)]
    assert numbers and all(row.difference == row.now - row.was for row in numbers)
    same = compare_sheets(sheets[1], sheets[1])
    assert row_changes_line(same.added, same.gone, EN) == ""


def test_the_end_of_a_stack_is_that_of_all_its_bars():
    bars = (Bars("a", (0, 1), (3, 4), "main"), Bars("b", (0, 1), (2, None), "soft"))
    rows = (Category(0, "x"), Category(1, "y"))
    panel = Panel(Axis(), Axis("category", categories=rows), bars, grouping="stacked")
    assert bar_ends(panel) == {0: 5, 1: 4}
    panel = Panel(Axis(), Axis("category", categories=rows), bars, grouping="overlaid")
    assert bar_ends(panel) == {0: 3, 1: 4}


def test_every_corrected_cell_is_listed_with_its_place(third):
    found = [
        (row["received_on"], row["file"], row["row_no"], row["field"], row["value_before"],
         row["value"], row["institution_id"])
        for row in every_correction(third, Selection())
    ]  # fmt: skip
    assert found == [
        (THIRD, "assessments.csv", 2, "stars", "2", "3", "U1"),
        (THIRD, "assessments.csv", 3, "stars", "1", "2", "R1"),
        (SECOND, "assessments.csv", 2, "convertible", "true", "false", "U1"),
        (SECOND, "assessments.csv", 2, "stars", "5", "2", "U1"),
    ]
    assert not list(every_correction(third, Selection(provinces=("110000",))))
