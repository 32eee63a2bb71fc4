-- question: which cells name no province, and which did they mean?
-- parameters: none
-- grain: filing_no, row_no, field

with unknown as (
    select filing_no, row_no, field, province_cell, province_refused
    from delivered_provinces
    where province_cell is not null and province is null
),
guesses as (
    select
        cell.province_cell,
        list(province.name_zh order by nearness desc, province.code)[:3]
            as names_zh,
        list(province.name_en order by nearness desc, province.code)[:3]
            as names_en
    from (select distinct province_cell from unknown) as cell
    cross join
        lateral (
            select
                code,
                name_zh,
                name_en,
                greatest(
                    jaro_winkler_similarity(cell.province_cell, name_zh),
                    jaro_winkler_similarity(cell.province_cell, full_zh),
                    jaro_winkler_similarity(
                        lower(cell.province_cell), lower(name_en)
                    )
                ) as nearness
            from provinces
        ) as province
    group by cell.province_cell
)
select
    unknown.filing_no,
    unknown.row_no,
    unknown.field,
    case
        when unknown.province_refused is null then 'unknown_province'
        else 'not_a_province'
    end as rule,
    'rejection' as severity,
    case
        when unknown.province_refused is null
            then
                json_object(
                    'guesses_zh', array_to_string(guesses.names_zh, '、'),
                    'guesses_en', array_to_string(guesses.names_en, ', ')
                )
        else json_object('reason', unknown.province_refused)
    end::varchar as detail
from unknown
join guesses
    on guesses.province_cell = unknown.province_cell
