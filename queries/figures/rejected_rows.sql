-- question: how many rows were rejected of each institution, by which rule, in each delivery?
-- parameters: provinces, kinds, departments
-- grain: delivery_no, institution_id, rule

select
    finding_counts.delivery_no,
    deliveries.received_on,
    finding_counts.delivery_no = newest.delivery_no as is_newest,
    institutions.province,
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    finding_counts.rule,
    sum(finding_counts.rejected_rows)::bigint as rejected
from finding_counts
join deliveries using (delivery_no)
cross join (select max(delivery_no) as delivery_no from deliveries) as newest
left join institutions using (institution_no)
where
    finding_counts.rejected_rows > 0
    and (
        ($provinces is null and $kinds is null and $departments is null)
        or finding_counts.institution_no in (
            select institution_no
            from institutions_of($provinces, $kinds, $departments)
        )
    )
group by all
order by
    finding_counts.delivery_no,
    institutions.institution_id,
    finding_counts.rule
