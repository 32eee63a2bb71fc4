-- question: does anything stand otherwise than in the edition before that was to stay as it was?
-- parameters: none
-- grain: one row for each thing

-- What exports say hangs on all institutions and aliases, and is told in sums:
-- where they speak of an affected patent, all is judged anew.

with institutions_now as (
    select institutions.*, list_sort(list(department)) as departments
    from institutions
    left join institution_departments using (institution_no)
    group by all
),
institutions_before as (
    select institutions.*, list_sort(list(department)) as departments
    from base.institutions
    left join base.institution_departments using (institution_no)
    group by all
),
rejections_now as (
    from rejected_rows
    semi join history_rows using (filing_no, row_no)
),
rejections_before as (
    select distinct filing_no, row_no
    from base.findings
    semi join history_rows using (filing_no, row_no)
    where severity = 'rejection'
)
select 'institutions' as thing
from (
    (
        from institutions_now
        except
        from institutions_before
    )
    union all
    (
        from institutions_before
        except
        from institutions_now
    )
)
union all
select 'rejections'
from (
    (
        from rejections_now
        except
        from rejections_before
    )
    union all
    (
        from rejections_before
        except
        from rejections_now
    )
)
union all
select 'exports'
from fresh_exports
union all
select 'exports'
from earlier_exports
semi join fresh_keys using (patent_key)
union all
select 'aliases'
from fresh_aliases
