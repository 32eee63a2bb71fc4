-- question: in each stratum of each province's latest sample, how many answers and errors?
-- parameters: as_of, provinces, kinds, departments
-- grain: code, kind, institution_id

with chosen as (
    select institution_no, institution_id, name, name_en, province, kind
    from institutions
    semi join institutions_of($provinces, $kinds, $departments)
        using (institution_no)
),
samples as (
    select
        chosen.*,
        sample_counts.sampled_on,
        sample_counts.assessed,
        sample_counts.answered,
        sample_counts.wrong,
        sample_counts.is_by_institution
    from chosen
    join sample_counts using (institution_no)
    where sample_counts.sampled_on <= $as_of
),
latest as (
    select
        province,
        max(sampled_on) as sampled_on
    from samples
    where answered > 0
    group by province
),
designed as (
    select
        samples.*,
        bool_and(is_by_institution) over (partition by province)
            as is_split
    from samples
    semi join latest using (province, sampled_on)
),
strata as (
    select
        province as code,
        kind,
        case when is_split then institution_no end as institution_no,
        any_value(sampled_on) as sampled_on,
        sum(assessed)::bigint as assessed,
        sum(answered)::bigint as answered,
        sum(wrong)::bigint as wrong
    from designed
    group by all
    union all
    select distinct province, null, null::integer, null::date, null, 0, 0
    from chosen
    anti join latest using (province)
)
select
    strata.code,
    strata.kind,
    institutions.institution_id,
    institutions.name,
    institutions.name_en,
    strata.sampled_on,
    strata.assessed,
    strata.answered,
    strata.wrong
from strata
left join institutions using (institution_no)
order by strata.code, strata.kind, institutions.institution_id
