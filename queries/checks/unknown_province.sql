-- question: which cells name no province, and which did they mean?
-- parameters: none
-- grain: filing_no, row_no, field

-- A guess must be really near: a cell that begins with the name of a province
-- (but is no prefecture or county of another one, as 海南州), or the full name
-- of a province or a region with one letter wrong. 深圳 is near to none.
with unknown as (
    select
        filing_no,
        row_no,
        field,
        province_cell,
        province_refused,
        lost_rule(province_cell) as lost_rule
    from delivered_provinces
    where province_cell is not null and province is null
),
guesses as (
    select
        cell.province_cell,
        list(province.name_zh order by province.code) as names_zh,
        list(province.name_en order by province.code) as names_en
    from (select distinct province_cell from unknown) as cell
    join provinces as province
        on
            starts_with(cell.province_cell, province.full_zh)
            or (
                starts_with(cell.province_cell, province.name_zh)
                and not regexp_matches(cell.province_cell, '[州盟区县旗镇乡]$')
            )
            or (
                regexp_matches(province.full_zh, '[省区]$')
                and cell.province_cell[-1] = province.full_zh[-1]
                and length(cell.province_cell) = length(province.full_zh)
                and length(list_filter(
                    range(1, length(province.full_zh)::bigint + 1),
                    lambda i: cell.province_cell[i] <> province.full_zh[i]
                )) = 1
            )
            or regexp_matches(
                cell.province_cell,
                '(?i)^' || province.name_en || '[^A-Za-z]'
            )
    group by cell.province_cell
)
select
    unknown.filing_no,
    unknown.row_no,
    unknown.field,
    case
        when unknown.lost_rule is not null then unknown.lost_rule
        when unknown.province_refused is not null then 'not_a_province'
        else 'unknown_province'
    end as rule,
    'rejection' as severity,
    case
        when unknown.province_refused is not null
            then json_object('reason', unknown.province_refused)
        when unknown.lost_rule is null
            then
                json_object(
                    'guesses_zh',
                    array_to_string(coalesce(guesses.names_zh, []), '、'),
                    'guesses_en',
                    array_to_string(coalesce(guesses.names_en, []), ', ')
                )
    end::varchar as detail
from unknown
left join guesses
    on guesses.province_cell = unknown.province_cell
