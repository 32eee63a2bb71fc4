-- question: how many days did patents due wait for each step?
-- parameters: none
-- grain: step, day, group_no, is_invention, days

create or replace table durations as
select
    step,
    day,
    group_no,
    is_invention,
    null::utinyint as field,
    days,
    sum(patents)::integer as patents
from field_durations
group by all
having sum(patents) <> 0;
