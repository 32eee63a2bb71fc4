"""A selection is one value: in the address, in the queries, and back again."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.calendar import date_of_month, is_month_end, last_month_end, month_ends
from milestones.selection import INSTITUTION_KINDS, Selection, last_day_counted

DAYS = st.dates(date(1985, 4, 1), date(2035, 12, 31))


@dataclass(frozen=True)
class Register:
    """What an edition would say of its choices."""

    as_of: date = date(2024, 6, 30)
    province_codes: tuple[str, ...] = ("110000", "330000", "650000")
    departments: tuple[str, ...] = ("中国科学院", "教育部", "浙江省")
    institution_ids: frozenset[str] = frozenset({"U1", "R1"})
    first_day: date = date(2023, 12, 31)

    @property
    def months(self) -> list[date]:
        return month_ends(self.first_day, self.as_of)


REGISTER = Register()


def some(choices):
    """Some of the choices, each once, in the register's order."""
    return st.sets(st.sampled_from(choices)).map(lambda few: tuple(c for c in choices if c in few))


SELECTIONS = st.builds(
    Selection,
    provinces=some(REGISTER.province_codes),
    kinds=some(INSTITUTION_KINDS),
    departments=some(REGISTER.departments),
    fields=some(range(36)),
    patents=st.sampled_from(["all", "inventions"]),
    as_of=st.none() | st.sampled_from(REGISTER.months[:-1]),
    since=st.none() | st.sampled_from(REGISTER.months),
    institution=st.none() | st.sampled_from(["U1", "R1"]),
)


@given(SELECTIONS)
def test_an_address_gives_the_selection_back(selection):
    assert Selection.parse(selection.to_query(), REGISTER) == (selection, [])


@given(SELECTIONS)
def test_an_address_names_only_what_is_chosen(selection):
    query = selection.to_query()
    assert all(query.values())
    assert all(isinstance(value, str) for values in query.values() for value in values)
    assert (query == {}) == (selection == Selection())


def test_an_address_as_it_is_read():
    selection = Selection(("330000",), ("hospital",), ("教育部",), (6,), "inventions",
                          date(2024, 3, 31))  # fmt: skip
    assert selection.to_query() == {
        "province": ["330000"],
        "kind": ["hospital"],
        "department": ["教育部"],
        "field": ["6"],
        "patents": ["inventions"],
        "as_of": ["2024-03"],
    }


def test_what_the_register_does_not_have_is_dropped_by_name():
    query = {
        "province": ["330000", "999999"],
        "kind": ["bank"],
        "department": ["外交部", "教育部"],
        "field": ["36", "06", "x", "35"],
        "patents": ["designs"],
        "as_of": ["2024-07"],
        "institution": ["U9"],
        "something": ["else"],
    }
    selection, dropped = Selection.parse(query, REGISTER)
    assert selection == Selection(("330000",), departments=("教育部",), fields=(35,))
    assert sorted(choice.value for choice in dropped) == sorted(
        ["999999", "bank", "外交部", "36", "06", "x", "designs", "2024-07", "U9"]
    )


@pytest.mark.parametrize("text", ["2024-13", "2024", "2024-02-29", "junk", "", "2023-11", "-1"])
def test_a_month_that_cannot_be_looked_back_to_is_dropped(text):
    selection, unknown = Selection.parse({"as_of": [text]}, REGISTER)
    assert selection == Selection() and [choice.value for choice in unknown] == [text]


def test_the_newest_month_is_the_edition_s_own():
    """An address that names it would not move on with the next edition."""
    assert Selection.parse({"as_of": ["2024-06"]}, REGISTER) == (Selection(), [])


def test_values_twice_and_in_another_order_are_one_selection():
    query = {"province": ["650000", "110000", "650000"], "patents": ["all", "inventions"]}
    selection, dropped = Selection.parse(query, REGISTER)
    assert selection == Selection(("110000", "650000")) and not dropped


@given(SELECTIONS)
def test_an_empty_choice_binds_null(selection):
    params = selection.params(REGISTER)
    for name in ("provinces", "kinds", "departments", "fields"):
        assert params[name] == (list(getattr(selection, name)) or None)
    assert params["as_of"] == (selection.as_of or REGISTER.as_of)


@pytest.mark.parametrize(
    ("selection", "area", "institution"),
    [
        (Selection(provinces=("330000",)), "area", "institution"),
        (Selection(fields=(1,)), "area_field", "institution_field"),
        (Selection(departments=("教育部",)), "institution", "institution"),
        (Selection(departments=("教育部",), fields=(0,)), "institution_field", "institution_field"),
    ],
)
def test_the_counts_that_a_selection_needs(selection, area, institution):
    params = selection.params(REGISTER)
    assert (params["area_level"], params["institution_level"]) == (area, institution)


@pytest.mark.parametrize(
    ("level", "day", "to"),
    [
        ("area", date(2024, 5, 17), date(2024, 5, 17)),
        ("institution", date(2024, 5, 17), date(2024, 4, 30)),
        ("area_field", date(2024, 5, 31), date(2024, 5, 31)),
        ("institution", date(2024, 1, 1), REGISTER.first_day),
        ("area", REGISTER.first_day, REGISTER.first_day),
        ("area", date(2023, 12, 30), date.min),
        ("institution", date(2023, 11, 30), date.min),
        ("institution_field", date(2024, 5, 31), date.min),
    ],
)
def test_until_when_the_counts_of_a_level_answer(level, day, to):
    assert last_day_counted(level, day, REGISTER.first_day) == to


def test_a_selection_is_a_key_and_cannot_be_changed():
    one, other = Selection(("330000",)), Selection(("330000",))
    assert one == other and hash(one) == hash(other)
    with pytest.raises(FrozenInstanceError):
        one.patents = "inventions"
    assert one.at(date(2024, 1, 31)).day(REGISTER) == date(2024, 1, 31)
    assert one.day(REGISTER) == REGISTER.as_of and one.as_of is None


def test_a_query_is_told_the_part_of_a_choice_that_it_names():
    chosen = Selection(("330000",), ("hospital",), fields=(3,), as_of=date(2024, 1, 31))
    assert chosen.only(("as_of", "fields", "area_level")) == Selection(
        fields=(3,), as_of=date(2024, 1, 31)
    )
    assert chosen.only(()) == Selection()


# Months


@given(DAYS)
def test_the_last_month_end_is_the_nearest_before(day):
    end = last_month_end(day)
    assert end <= day and is_month_end(end)
    assert not any(is_month_end(end + timedelta(n)) for n in range(1, (day - end).days + 1))
    assert date_of_month(f"{end:%Y-%m}") == end


@given(DAYS, st.integers(0, 900))
def test_month_ends_are_all_of_them_in_order(first, length):
    last = first + timedelta(length)
    days = [first + timedelta(n) for n in range(length + 1)]
    assert month_ends(first, last) == [day for day in days if is_month_end(day)]


def test_february():
    assert date_of_month("2024-02") == date(2024, 2, 29)
    assert date_of_month("2023-02") == last_month_end(date(2023, 3, 30)) == date(2023, 2, 28)
    assert date_of_month("2024-04-17") == date(2024, 4, 17)


def test_changes_count_from_the_chosen_month_or_from_a_year_before():
    day = date(2024, 6, 30)
    assert Selection().start(day) == date(2023, 6, 30)
    chosen, unknown = Selection.parse({"since": ["2024-03"]}, REGISTER)
    assert not unknown and chosen.start(day) == date(2024, 3, 31)
    assert chosen.to_query() == {"since": ["2024-03"]}
    assert chosen.start(date(2024, 2, 29)) == date(2024, 2, 29)
    assert chosen.params(REGISTER)["since"] == date(2024, 3, 31)


@pytest.mark.parametrize("day", [date.min, date(1, 12, 31), date(2, 1, 15), date(3, 1, 1)])
def test_the_first_days_there_are_have_nothing_a_year_before(day):
    assert Selection(as_of=day).params(REGISTER)["since"] <= day


def test_of_several_days_pages_take_the_latest_and_exact_readers_the_first():
    query = {"as_of": ["2024-05", "2024-03"]}
    assert Selection.parse(query, REGISTER)[0].as_of == date(2024, 5, 31)
    query = {"as_of": ["2024-03", "2024-05"]}
    assert Selection.parse(query, REGISTER)[0].as_of == date(2024, 5, 31)
    assert Selection.parse(query, REGISTER, any_day=True)[0].as_of == date(2024, 3, 31)
