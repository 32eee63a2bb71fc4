-- question: are the institutions others than in the edition before?
-- parameters: none
-- grain: institution that is new, gone or changed

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
