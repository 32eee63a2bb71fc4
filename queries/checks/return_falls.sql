-- question: which cumulative counts are lower than those of an earlier month?
-- parameters: none
-- grain: filing_no, row_no, field

with cumulative as (
    select
        filing_no, row_no, institution_id, period, assessed, pooled, evaluated,
        transferred, industrialized
    from passing_returns
),
counted as (
    from cumulative
    unpivot (
        reported for field in (
            assessed, pooled, evaluated, transferred, industrialized
        )
    )
),
compared as (
    select
        *,
        max(reported) over (
            partition by institution_id, field
            order by period
            range between unbounded preceding and interval 1 day preceding
        ) as before
    from counted
)
select
    filing_no,
    row_no,
    field,
    'return_falls' as rule,
    'warning' as severity,
    json_object('before', max(before))::varchar as detail
from compared
where reported < before
group by filing_no, row_no, field
