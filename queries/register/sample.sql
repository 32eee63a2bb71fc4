-- question: which assessed patents are the first of their strata in the order of their hashes?
-- parameters: as_of, seed, institutions, strata, takes
-- grain: application_no

with members as (
    select
        unnest($institutions::varchar[]) as institution_id,
        unnest($strata::integer[]) as stratum,
        unnest($takes::bigint[]) as take
),
frame as (
    select
        patents.patent_no,
        members.stratum,
        members.take,
        sha256(concat($seed, ':', patents.application_no)) as place
    from patents
    join institutions using (institution_no)
    join members using (institution_id)
    semi join assessments
        on
            assessments.patent_no = patents.patent_no
            and assessments.assessed_on <= $as_of
    where patents.is_due
),
taken as (
    select patent_no
    from frame
    qualify
        row_number() over (partition by stratum order by place) <= take
),
latest as (
    select
        patent_no,
        max(assessed_on) as assessed_on,
        arg_max_null(convertible, assessed_on) as convertible,
        arg_max_null(stars, assessed_on) as stars,
        arg_max_null(willingness, assessed_on) as willingness,
        arg_max_null(maturity, assessed_on) as maturity,
        arg_max_null(state, assessed_on) as state
    from assessments
    semi join taken using (patent_no)
    where assessed_on <= $as_of
    group by patent_no
)
select
    patents.application_no,
    patents.title,
    institutions.name,
    institutions.name_en,
    institutions.province,
    latest.assessed_on,
    latest.convertible,
    latest.stars,
    latest.willingness,
    latest.maturity,
    latest.state
from latest
join patents using (patent_no)
join institutions using (institution_no)
order by
    institutions.province,
    institutions.institution_id,
    patents.application_no
