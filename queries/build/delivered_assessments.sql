-- question: what do the filings say of assessments, cell by cell understood?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.understood_assessments as
with read as (
    select
        filing_no,
        row_no,
        patent_key,
        number_problem,
        number_year,
        check_computed,
        known(application_no) as number_cell,
        known(assessed_on) as assessed_on_cell,
        day(assessed_on) as assessed_on,
        convertible as convertible_cell,
        flag(convertible) as convertible,
        known(stars) as stars_cell,
        whole(stars) as stars,
        known(willingness) as willingness_cell,
        willingness(willingness) as willingness,
        known(maturity) as maturity_cell,
        whole(maturity) as maturity,
        one_line(known(state)) as state
    from numbered_cells('unread_assessments')
)
select
    columns(* exclude (
        number_cell,
        assessed_on_cell,
        convertible_cell,
        stars_cell,
        willingness_cell,
        maturity_cell
    )),
    concat_ws(
        ',',
        absent('application_no', number_cell),
        absent('assessed_on', assessed_on_cell),
        absent('convertible', convertible_cell)
    ) as absent,
    concat_ws(
        ',',
        misread_day('assessed_on', assessed_on_cell, assessed_on),
        misread('convertible', convertible_cell, convertible),
        misread('stars', stars_cell, stars),
        misread('maturity', maturity_cell, maturity),
        lost('state', state)
    ) as misread,
    concat_ws(
        ',', misread('willingness', willingness_cell, willingness)
    ) as unknown_choices
from read;
