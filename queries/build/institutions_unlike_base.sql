-- question: has an institution another number, or another name where exports go by names?
-- parameters: none
-- grain: such an institution

with institutions_now as (
    select institution_no, institution_id, name
    from institutions
),
institutions_before as (
    select institution_no, institution_id, name
    from base.institutions
)
-- Patents are numbered under the number of their institution.
select 'numbers' as thing
from institutions_before
anti join institutions_now using (institution_no, institution_id)
union all
select 'names'
from (
    from institutions_now
    except
    from institutions_before
)
where
    exists (
        from base.filings
        where kind in ('exports', 'aliases')
    )
