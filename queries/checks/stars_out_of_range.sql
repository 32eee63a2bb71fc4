-- question: which grades are not one to five stars?
-- parameters: none
-- grain: filing_no, row_no, field

select
    filing_no,
    row_no,
    'stars' as field,
    'stars_out_of_range' as rule,
    'rejection' as severity,
    null as detail
from delivered_stars
where stars not between 1 and 5
