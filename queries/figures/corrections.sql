-- question: how many cells of which institution and column did each delivery correct?
-- parameters: provinces, kinds, departments
-- grain: delivery_no, institution_id, kind, field

with changed as (
    select
        filings.delivery_no,
        filings.kind,
        corrections.field,
        concerned.institution_no,
        count(*)::bigint as cells,
        first(
            corrections.value_before
            order by corrections.filing_no, corrections.row_no
        ) as value_before,
        first(
            corrections.value
            order by corrections.filing_no, corrections.row_no
        ) as value
    from corrections
    join filings using (filing_no)
    left join concerned using (filing_no, row_no)
    group by all
)
select
    changed.delivery_no,
    deliveries.received_on,
    deliveries.note,
    changed.delivery_no = newest.delivery_no as is_newest,
    institutions.province,
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    changed.kind,
    changed.field,
    changed.cells,
    changed.value_before,
    changed.value
from changed
join deliveries using (delivery_no)
cross join (select max(delivery_no) as delivery_no from deliveries) as newest
left join institutions using (institution_no)
where
    ($provinces is null and $kinds is null and $departments is null)
    or changed.institution_no in (
        select institution_no
        from institutions_of($provinces, $kinds, $departments)
    )
order by
    changed.delivery_no desc,
    institutions.province,
    institutions.institution_id,
    changed.kind,
    changed.field
