-- question: how many transfers were recorded, by month, mode and transferee?
-- parameters: none
-- grain: day, group_no, is_invention, field, mode, transferee_province

create or replace table transfer_counts as
select
    least(last_day(transfers.recorded_on), patents.as_of) as day,
    institution_groups.group_no,
    patents.kind = 'invention' as is_invention,
    patents.field,
    transfers.mode,
    transfers.transferee_province,
    sum(patents.weight)::integer as recordals,
    coalesce(
        sum(patents.weight) filter (where transfers.amount_cny is null), 0
    )::integer as unpriced,
    coalesce(
        sum(transfers.amount_cny * patents.weight), 0
    )::decimal(20, 4) as amount_cny
from counted_transfers as transfers
join plan
    on transfers.recorded_on >= plan.transfers_from
join counted_patents as patents
    on
        patents.patent_no = transfers.patent_no
        and transfers.recorded_on <= patents.as_of
join institution_groups using (institution_no)
group by all
order by day;
