-- question: which repeated rows change what is known, and which change nothing?
-- parameters: none
-- grain: filing_no, row_no

create or replace view stage.standing_cells as
from (
    from repeated_cells
    union all
    from claimed_cells
)
anti join rejected_rows using (filing_no, row_no);

create or replace table stage.cell_histories as
from cell_histories_of('standing_cells');

insert into outcomes
from outcomes_of('cell_histories');

-- A row of an export speaks to several holders: it is a correction where it
-- changes what is known of one, and identical where it brings none of them, and
-- no transfer, anything new.
create or replace table stage.exported_outcomes as
with claims as (
    select filing_no, row_no, count(*) as claims
    from exported_claims
    group by all
),
judged as (
    select
        filing_no,
        row_no,
        count(*) filter (where outcome = 'identical') as identical,
        bool_or(outcome = 'correction') as is_correction
    from outcomes
    semi join exported using (filing_no, row_no)
    group by all
)
select
    standing_exports.filing_no,
    standing_exports.row_no,
    case
        when judged.is_correction then 'correction'
        else 'identical'
    end as outcome
from standing_exports
anti join rejected_rows using (filing_no, row_no)
left join claims using (filing_no, row_no)
left join judged using (filing_no, row_no)
left join exported_transfers as transfers using (filing_no, row_no)
where
    judged.is_correction
    or (
        coalesce(judged.identical, 0) = coalesce(claims.claims, 0)
        and not coalesce(transfers.is_first, false)
    );

delete from outcomes
where
    (filing_no, row_no) in (
        select (filing_no, row_no) from exported
    );

insert into outcomes
from exported_outcomes;
