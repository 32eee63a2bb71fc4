"""The files made by machine keep every rule of filings."""

from itertools import cycle

import pytest

from milestones.synthetic.patents import CODES

from . import truth
from .conftest import Made

# Rows that break a rule; every count must be 0.
BROKEN = {
    "a patent twice": """
        select count(*) - count(distinct application_no) from patents
        where coalesce(holder_rank, 1) = 1
    """,
    "a fact of a patent nobody holds": """
        select count(*) from (
            select application_no, received_on from assessments
            union all select application_no, received_on from evaluations
            union all select application_no, received_on from transfers
            union all select application_no, received_on from products
        ) as facts
        anti join patents
            on patents.application_no = facts.application_no
            and patents.received_on <= facts.received_on
    """,
    "an institution nobody knows": """
        select count(*) from patents anti join institutions
            on institutions.institution_id = patents.institution_id
            and institutions.received_on <= patents.received_on
    """,
    "an assessment twice": """
        select count(*) - count(distinct (application_no, assessed_on)) from assessments
    """,
    "an evaluation twice": """
        select count(*) - count(distinct (application_no, evaluated_on, enterprise))
        from evaluations
    """,
    "a transfer twice": """
        select count(*) - count(distinct (application_no, recorded_on)) from transfers
    """,
    "a product twice": "select count(*) - count(distinct application_no) from products",
    "granted before filed": "select count(*) from patents where granted_on < filed_on",
    "lapsed before granted": "select count(*) from patent where lapsed_on < granted_on",
    "another year in the number": """
        select count(*) from patents
        where case when length(application_no) = 14 then left(application_no, 4)
            else strftime(filed_on, '%y') end
            <> case when length(application_no) = 14 then strftime(filed_on, '%Y')
            else left(application_no, 2) end
    """,
    "eight digits after September 2003": """
        select count(*) from patents
        where (length(application_no) = 10) <> (filed_on < date '2003-10-01')
    """,
    "another kind in the number": """
        select count(*) from patents
        where application_no[if(length(application_no) = 10, 3, 5)]
            not in (if(kind = 'invention', '1', if(kind = 'design', '3', '2')),
                if(kind = 'invention', '8', if(kind = 'design', '3', '9')))
    """,
    "a serial that somebody may have": """
        select count(*) from patents
        where length(application_no) = 14 and application_no[6:12]::int < 5000000
            or length(application_no) = 10 and application_no[4:8]::int < 90000
    """,
    "stars outside 1 to 5": """
        select count(*) from (select stars from assessments union all select stars from evaluations)
        where stars not between 1 and 5
    """,
    "pooled without stars": "select count(*) from assessments where convertible and stars is null",
    "maturity outside 1 to 9": """
        select count(*) from assessments where maturity not between 1 and 9
    """,
    "assessed before granted": """
        select count(*) from assessments join patent using (application_no)
        where assessed_on < granted_on
    """,
    "transferred before granted or after lapse": """
        select count(*) from transfers join patent using (application_no)
        where recorded_on < granted_on or recorded_on >= lapsed_on
    """,
    "industrialized before granted or after lapse": """
        select count(*) from products join patent using (application_no)
        where industrialized_on < granted_on or industrialized_on >= lapsed_on
    """,
    "a day after the receipt": """
        select count(*) from (
            select granted_on as day, received_on from patents
            union all select assessed_on, received_on from assessments
            union all select evaluated_on, received_on from evaluations
            union all select recorded_on, received_on from transfers
            union all select industrialized_on, received_on from products
            union all select lapsed_on, received_on from lapses
        ) where day > received_on
    """,
    "a negative amount": "select count(*) from transfers where amount_cny < 0",
    "a name that does not say it is invented": """
        select count(*) from (
            select name from institutions union all select enterprise from evaluations
            union all select transferee from transfers union all select product from products
            union all select title from patents
        ) where not contains(name, '示范')
    """,
    "a university's code that could be real": """
        select count(*) from institutions
        where kind = 'university' and institution_id not similar to '99[0-9]{8}'
    """,
    "a credit code with a real place": """
        select count(*) from institutions where credit_code[3:8] <> '999999'
    """,
}


@pytest.mark.parametrize("rule", BROKEN)
def test_no_typed_row_breaks_a_rule(small: Made, rule: str) -> None:
    assert truth.number(small.database, BROKEN[rule]) == 0


def test_check_digits_are_right(small: Made) -> None:
    rows = small.database.execute("select distinct application_no from patents").fetchall()
    for (written,) in rows:
        digits, check = written.split(".")
        weighted = zip(map(int, digits), cycle(range(2, 10)), strict=False)
        total = sum(digit * weight for digit, weight in weighted)
        assert "0123456789X"[total % 11] == check, written


def test_types_are_proper(small: Made) -> None:
    expected = {
        ("patents", "granted_on"): "DATE",
        ("patents", "publicly_funded"): "BOOLEAN",
        ("patents", "holder_rank"): "TINYINT",
        ("assessments", "assessed_on"): "DATE",
        ("assessments", "convertible"): "BOOLEAN",
        ("assessments", "stars"): "TINYINT",
        ("transfers", "amount_cny"): "BIGINT",
        ("products", "industrialized_on"): "DATE",
    }
    for (table, column), name in expected.items():
        sql = f"select distinct typeof({column}) from {table}"
        assert small.database.execute(sql).fetchall() == [(name,)], (table, column)


def test_every_field_of_technology_occurs(small: Made) -> None:
    sql = """
        select count(distinct ipc), count(*) filter (ipc is null) / count(*) from patents
    """
    row = small.database.execute(sql).fetchone()
    assert row is not None
    assert row[0] == len(CODES)
    assert 0.01 < row[1] < 0.06
