-- question: how many findings of each rule did each delivery bring?
-- parameters: provinces, kinds, departments
-- grain: delivery_no, severity, rule

select
    finding_counts.delivery_no,
    deliveries.received_on,
    finding_counts.delivery_no = newest.delivery_no as is_newest,
    finding_counts.severity,
    finding_counts.rule,
    sum(finding_counts.findings)::bigint as findings
from finding_counts
join deliveries using (delivery_no)
cross join (select max(delivery_no) as delivery_no from deliveries) as newest
where
    ($provinces is null and $kinds is null and $departments is null)
    or finding_counts.institution_no in (
        select institution_no
        from institutions_of($provinces, $kinds, $departments)
    )
group by all
order by
    finding_counts.delivery_no, finding_counts.severity, finding_counts.rule
