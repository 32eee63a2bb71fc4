"""Every SQL file says what it answers, is used, keeps its grain, and stands an empty register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from small_home import INSTITUTIONS, Steward, application_no

from milestones import query
from milestones.editions import edition_build, part_build, parts
from milestones.editions.edition import Edition
from milestones.figures.compute import plan_params
from milestones.figures.registry import FIGURES
from milestones.filings.kinds import FILING_KINDS
from milestones.selection import Selection

ROOT = Path(__file__).resolve().parents[1]
NAMES = query.query_names()
ANSWERS = [name for name in NAMES if not name.startswith(("build/", "checks/"))]
CHECKS = [name for name in NAMES if name.startswith("checks/")]
FOUND = ["filing_no", "row_no", "field", "rule", "severity", "detail"]
HEADER = re.compile(r"-- question: [^A-Z\n].*\?\n-- parameters: .+\n-- grain: .+\n\n\S")

SELECTIONS = {
    "everything": Selection(),
    "a province": Selection(provinces=("330000",)),
    "two provinces": Selection(provinces=("330000", "110000")),
    "a kind": Selection(kinds=("university",)),
    "a department": Selection(departments=("教育部",)),
    "a field": Selection(fields=(0,)),
    "inventions": Selection(patents="inventions"),
    "all choices": Selection(
        ("330000", "110000"), ("university",), ("教育部", "中国科学院"), (0, 13), "inventions"
    ),
    "nothing": Selection(provinces=("810000",)),
    "an early day": Selection(as_of=date(2023, 1, 1)),
    "a day in a month": Selection(as_of=date(2024, 4, 17)),
}
NUMBERS = [application_no(serial, kind=1 + serial % 3) for serial in range(1, 13)]


def code(name: str) -> str:
    """The SQL without its comments and texts."""
    return re.sub(r"'[^'\n]*'", "''", re.sub(r"--[^\n]*", "", query.sql(name)))


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_answers(name: str) -> None:
    assert HEADER.match(query.sql(name)), query.sql(name)[:200]
    assert query.header(name).grain


@pytest.mark.parametrize("name", NAMES)
def test_it_declares_exactly_the_parameters_that_it_binds(name: str) -> None:
    declared = query.header(name).parameters
    assert sorted(declared) == sorted(query.bound_names(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_written_in_our_style(name: str) -> None:
    body = query.sql(name).split("\n", 3)[3]
    assert [line for line in body.splitlines() if len(line) > 80] == []
    assert not re.search(r"[A-Z]", code(name)), "keywords and names are in lower case"
    indents = (re.match(" *", line) for line in body.splitlines())
    assert all(len(indent[0]) % 4 == 0 for indent in indents if indent)
    assert "\t" not in body and not re.search(r" $", body, re.MULTILINE)
    assert body.endswith("\n") and not body.endswith("\n\n")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_names_its_columns(name: str) -> None:
    """The last select of a query stands at the margin, and is no `*`."""
    final = re.split(r"^select\b", code(name), flags=re.MULTILINE)[-1]
    assert final != code(name)
    assert not re.match(r"(\s+distinct)?\s+(\w+\.)?\*", final)


def test_every_query_is_used() -> None:
    kinds = [kind.key for kind in FILING_KINDS]
    builders = (edition_build, part_build, parts)
    steps = "".join(Path(str(each.__file__)).read_text("utf-8") for each in builders)
    built = set(re.findall(r'"(\w+)"', steps))
    named = ("delivered", "repeated", "register")
    built |= {f"{step}_{kind}" for step in named for kind in kinds}
    checked = {check for stage in edition_build.STAGES for check in stage.checks}
    used = {f"build/{name}" for name in built}
    used |= {
        f"checks/{name}" for name in checked | {edition_build.CONFLICTS, *edition_build.WARNINGS}
    }
    used |= {f"figures/{figure.query}" for figure in FIGURES.values()}
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "milestones").rglob("*.py"))
    used |= set(re.findall(r'"(\w+/\w+)"', sources)) & set(NAMES)
    assert sorted(set(NAMES) - used) == []


@pytest.mark.parametrize("name", ["figures/none", "../build/forms", "", "figures/Province_map"])
def test_what_is_no_query(name: str) -> None:
    with pytest.raises(query.QueryNotFoundError):
        query.sql(name)


def test_a_query_without_its_three_lines_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare.sql").write_text("select 1\n")
    monkeypatch.setattr(query, "QUERIES", tmp_path)
    with pytest.raises(query.QueryUndocumentedError):
        query.header("bare")


# On two editions: a small one, and one of an institutions list only


LAPSED = dict.fromkeys((3, 5), "2024-05-01")
"""Days of lapse by place: after the one's assessment, and before the other's."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """Twelve patents of three kinds with facts of every kind, and findings."""
    steward = Steward(tmp_path_factory.mktemp("small"))
    owners = ("U1", "U2", "R1", "R1")
    patents = [
        f"{number},{owners[place % 4]},20{18 + place % 7}-05-06,{LAPSED.get(place, '')},G06F"
        for place, number in enumerate(NUMBERS)
    ]
    facts = [(number, place) for place, number in enumerate(NUMBERS) if place % 7 < 6]
    steward.deliver(
        institutions=INSTITUTIONS,
        patents=listed("application_no,institution_id,granted_on,lapsed_on,ipc", patents),
        assessments=listed(
            "application_no,assessed_on,convertible,stars,willingness",
            [f"{n},2024-0{1 + place % 6}-15,{'是否'[place % 3 == 2]},{1 + place % 5},许可"
             for n, place in facts] + ["CN101234567A,2024-03-01,是,9,赠与"],
        ),
        returns="institution_id,period,due,assessed\nU1,2024-03,3,1\nU2,2024-04,9,9\nU2,2024-05,9,8\nH1,2024-05,2,1",
    )  # fmt: skip
    steward.deliver(
        received_on=date(2024, 9, 2),
        evaluations=listed(
            "application_no,evaluated_on,enterprise,enterprise_province,stars",
            [f"{n},2024-06-0{1 + place % 9},示范企业{place % 2},浙江,{1 + place % 5}"
             for n, place in facts[:7]],
        ),
        transfers=listed(
            "application_no,recorded_on,mode,transferee,transferee_province,amount_cny",
            [f"{n},2024-0{6 + place % 3}-01,licence,示范企业,{place_of},{place * 1000 or ''}"
             for (n, place), place_of in zip(facts[:4], ("浙江", "境外", "", "北京"), strict=True)],
        ),
        products=listed("application_no,industrialized_on", [f"{facts[0][0]},2024-08-01"]),
        answers=listed("application_no,sampled_on,is_right", [f"{facts[0][0]},2024-08-01,否"]),
        exports=listed(
            "申请号,申请人/专利权人,申请公布日/授权公告日,法律状态",
            [f"{application_no(99)},示范企业公司,2018-01-01,公开"],
        ),
        more=listed(
            "application_no,institution_id,granted_on",
            [f"{NUMBERS[0]},U2,2018-05-06", f"{NUMBERS[4]},U1,2022-05-07"],
        ),
    )  # fmt: skip
    with steward.edition() as edition:
        yield edition


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """A register of institutions, and of nothing else."""
    steward = Steward(tmp_path_factory.mktemp("empty"))
    steward.deliver(institutions=INSTITUTIONS)
    with steward.edition() as edition:
        yield edition


def listed(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows])


def params(edition: Edition, selection: Selection) -> dict[str, object]:
    """All that any query may bind."""
    chosen = {**selection.params(edition), **plan_params(edition.plan)}
    drawn = {"seed": "7", "institutions": ["U1"], "strata": [0], "takes": [2]}
    sheet = {"rows": 50, "skipped": 0, "search": "", "number": "", "state": "all"}
    return {
        **chosen,
        **sheet,
        **drawn,
        "institution": "U1",
        "delivery_no": None,
        "file_hashes": None,
    }


def grain_of(name: str) -> list[str]:
    """The columns that a query says its rows differ in; none for a query of one row."""
    grain = query.header(name).grain
    return [] if grain in ("one row", "one row at most") else grain.split(", ")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_keeps_its_grain_and_columns(name: str, small: Edition, empty: Edition) -> None:
    grain, columns = grain_of(name), None
    for edition in (small, empty):
        for choice, selection in SELECTIONS.items():
            frame = query.run(edition, name, **params(edition, selection))
            columns = columns or list(frame.columns)
            assert list(frame.columns) == columns, choice
            if grain:
                assert not frame.duplicated(subset=[*grain]).any(), (choice, frame)
            else:
                least = 0 if query.header(name).grain == "one row at most" else 1
                assert least <= len(frame) <= 1, (choice, frame)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_not_always_empty(name: str, small: Edition) -> None:
    answers = (query.run(small, name, **params(small, each)) for each in SELECTIONS.values())
    assert any(len(answer) for answer in answers)


def test_the_tables_of_an_edition_keep_their_grain(small: Edition, empty: Edition) -> None:
    """A file that builds a table of its own name, or a kind's register, says its grain."""
    checked = set()
    for edition in (small, empty):
        with edition.cursor() as cursor:
            tables = {name for (name,) in cursor.execute("show tables").fetchall()}
            for name in (name for name in NAMES if name.startswith("build/")):
                for table, grain in tables_of(name):
                    if table in tables:
                        twice = f"select {grain} from {table} group by all having count(*) > 1"
                        assert cursor.execute(twice).fetchall() == [], table
                        checked.add(table)
    into_other_tables = {"exports", "lapses"}
    kinds = {kind.key for kind in FILING_KINDS} - into_other_tables
    assert {*kinds, "counts", "movements"} <= checked


def tables_of(name: str) -> Iterator[tuple[str, str]]:
    """The tables that a file builds, with their grains: `day, kind; other_table: day`.

    The findings may repeat themselves; their file says the grain of the filings it counts.
    """
    own = name.removeprefix("build/").removeprefix("register_")
    for part in query.header(name).grain.split("; "):
        table, grain = part.split(": ") if ": " in part else (own, part)
        yield "filings" if table == "findings" else table, grain


def test_every_check_keeps_its_grain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at what each check finds while a messy delivery and an empty one are built."""
    found: dict[str, int] = dict.fromkeys(CHECKS, 0)
    unchanged = edition_build.check_rules

    def look(connection: duckdb.DuckDBPyConnection, names: Iterator[str]) -> None:
        for name in names:
            rows = connection.sql(query.sql(f"checks/{name}")).df()
            assert list(rows.columns) == FOUND, name
            assert not rows.duplicated(subset=FOUND[:3]).any(), (name, rows)
            assert set(rows["severity"]) <= severities(name)
            found[f"checks/{name}"] += len(rows)
            unchanged(connection, [name])

    monkeypatch.setattr(edition_build, "check_rules", look)
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS)
    steward.deliver(**MESSY)
    assert [name for name, rows in found.items() if not rows] == []


def severities(name: str) -> set[str]:
    return {"warning", "information"} if name in edition_build.WARNINGS else {"rejection"}


A, B, C = NUMBERS[3], NUMBERS[6], NUMBERS[9]
MESSY = {
    "institutions": """
        institution_id,name,kind,province,department,credit_code
        ,,大学,火星,,123
        U3,示范大学,university,浙江,,
        U4,示范四大,university,浙江,,
        U4,示范五大,university,浙江,,
        U5,示范六大,university,港 澳 台,,
        4.19901E+09,Demo,university,330000,,
    """,
    "patents": f"""
        application_no,institution_id,granted_on,filed_on,lapsed_on,kind,holder_rank
        {A},U1,2018-01-01,2015-01-01,,design,
        {A},U2,2018-01-01,,,,
        {A},H1,2018-01-01,,,,
        {B},U9,2018-01-01,2018-02-01,2017-01-01,x,-1
        {C},U1,2030-01-01,1984-01-01,,,one
        CN85102475,U1,1988-01-01,,,,
        CN101234567A,U1,2018-01-01,,,,
        {B[:-1]}{"1" if B[-1] != "1" else "2"},U1,2018-01-01,,,,
        201650000001,U1,2018-01-01,,,,
    """,
    "assessments": f"""
        application_no,assessed_on,convertible,stars,willingness,maturity
        {A},2017-01-01,是,9,赠与,10
        {A},2024-01-01,是,3,,
        {A},2024-01-01,是,4,,
        {A},2024-01-01,是,5,,
        {B},2024-01-01,,0,,
    """,
    "returns": """
        institution_id,period,due,assessed,pooled
        U1,2024-03,9,9,3
        U1,2024-04,9,8,2
        U1,2024-05,9,8,2,9
    """,
    "sample_answers": """
        application_no,sampled_on,is_right
        CN85102475,2024-06-30,否
    """,
    "exports": f"""
        申请号,申请人/专利权人,申请公布日/授权公告日,法律状态,法律状态最后修改日期,申请日
        {NUMBERS[2]},示范学院,2018-01-01,公开,2018-01-01,2016-01-01
        {NUMBERS[0]},示范企业公司,2018-01-01,专利权的终止,2017-01-01,2018-02-01
        {NUMBERS[1]},示范企业公司,2018-01-01,授权,2018-01-01,2018-02-01
    """,
    "without_codes": """
        学校名称,主管部门,办学层次
        示范九大,教育部,本科
    """,
    "aliases": """
        alias,institution_id
        示范学院,U1
        示范老校,
    """,
}
