-- question: how is a cell as delivered understood: text, day, number, yes or no?
-- parameters: none
-- grain: none; defines the macros that every table of delivered rows uses

-- Folding is slow, so texts without a full-width sign are left as they are.
create or replace macro halfwidth(x) as
    case
        when strlen(x) = length(x) then x
        when not regexp_matches(x, '[\x{3000}\x{ff01}-\x{ff5e}]') then x
        else translate(
            x,
            '０１２３４５６７８９．，－＋／：（）　'
            || 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
            || 'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
            '0123456789.,-+/:() '
            || 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
            || 'abcdefghijklmnopqrstuvwxyz'
        )
    end;

create or replace macro compact(x) as
    case
        when regexp_full_match(x, '[!-~]*') then x
        else regexp_replace(halfwidth(x), '[\s\x{a0}\x{200b}\x{feff}]', '', 'g')
    end;

create or replace macro one_line(x) as
    case
        when contains(x, chr(10)) or contains(x, chr(13)) then regexp_replace(
            regexp_replace(
                x,
                '([^\x00-\x7f])\s*[\r\n]+\s*|\s*[\r\n]+\s*([^\x00-\x7f])',
                '\1\2',
                'g'
            ),
            '\s*[\r\n]+\s*',
            ' ',
            'g'
        )
        else x
    end;

-- Most cells begin and end with such a sign: a character of ASCII or Chinese.
create or replace macro is_plain(x) as
    x between '!' and '~' or x between '一' and '龥';

-- Days, flags and numbers that a file holds as such need no understanding; each
-- macro that meets them first has a form for them, beside the one for texts.
create or replace macro trimmed(x date) as x,
(x boolean) as x,
(x bigint) as x,
(x decimal(32, 10)) as x,
(x varchar) as
    case
        when is_plain(x) and is_plain(x[-1]) then x
        when regexp_matches(
            x,
            '^[\s\x{a0}\x{200b}\x{3000}\x{feff}]'
            || '|[\s\x{a0}\x{200b}\x{3000}\x{feff}]$'
        ) then trim(
            x,
            ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203)
            || chr(12288) || chr(65279)
        )
        else x
    end;

-- A list of five or more after `in` is made a join, one for each column; most
-- cells are longer than all of these.
create or replace macro filled(x date) as x,
(x boolean) as x,
(x bigint) as x,
(x decimal(32, 10)) as x,
(x varchar) as
    case
        when strlen(x) > 9 then x
        else case x
            when '' then null
            when '—' then null
            when '——' then null
            when '-' then null
            when '－' then null
            when '/' then null
            when '／' then null
            when '无数据' then null
            else case
                when strlen(x) in (3, 4) and upper(x) in ('N/A', 'NULL')
                    then null
                else x
            end
        end
    end;

-- The rows of a raw table with blanks around every cell taken off and empty
-- cells as null; 无 is left to those who know whether it means no.
create or replace macro cells(source) as table
    with trimmed as (
        select
            filing_no,
            row_no,
            trimmed(columns(* exclude (filing_no, row_no)))
        from query_table(source)
    )
    select
        filing_no,
        row_no,
        filled(columns(* exclude (filing_no, row_no)))
    from trimmed;

create or replace macro known(x date) as x,
(x boolean) as x,
(x bigint) as x,
(x decimal(32, 10)) as x,
(x varchar) as case when x <> '无' then x end;

create or replace macro is_day_form(x) as
    regexp_full_match(
        x,
        '\d{8}|\d{4}(-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{1,2}'
        || '|\d{4}年\d{1,2}月\d{1,2}日'
    );

-- A time of day behind a day goes, whatever it is.
create or replace macro without_time(x) as
    case
        when strlen(x) < 13 then x
        else regexp_replace(
            x,
            '^(\d{8}|\d{4}\D\d{1,2}\D\d{1,2}日?)(?:\s*T\s*|\s+|(日))'
            || '(?:上午|下午)?\s*(?:[01]?\d|2[0-4])'
            || '(?::[0-5]?\d(?::[0-5]?\d(?:\.\d+)?)?\s*(?:[AP]M)?'
            || '|时(?:[0-5]?\d分(?:[0-5]?\d秒)?)?)$',
            '\1\2'
        )
    end;

create or replace macro any_day(x) as
    case
        when not is_day_form(x) then null
        when strlen(x) = 8 and regexp_full_match(x, '\d{8}')
            then try_strptime(x, '%Y%m%d')::date
        when x[-1] = '日'
            then try_cast(regexp_replace(x[:-2], '[年月]', '-', 'g') as date)
        else try_cast(regexp_replace(x, '[/.]', '-', 'g') as date)
    end;

create or replace macro day(x date) as x,
(x varchar) as
    case
        when regexp_full_match(x, '\d{4}-\d{2}-\d{2}') then try_cast(x as date)
        else any_day(without_time(halfwidth(x)))
    end;

-- What a spreadsheet makes of the number 2024.10: is it January or October?
create or replace macro is_ambiguous_month(x) as
    regexp_full_match(x, '\d{4}\.1');

create or replace macro any_month(x) as
    case
        when is_ambiguous_month(x) then null
        when regexp_full_match(x, '\d{4}[-/.]\d{1,2}')
            then try_cast(regexp_replace(x, '[/.]', '-') || '-1' as date)
        when regexp_full_match(x, '\d{4}年\d{1,2}月')
            then try_cast(replace(x[:-2], '年', '-') || '-1' as date)
        else date_trunc('month', any_day(without_time(x)))::date
    end;

create or replace macro month(x) as any_month(halfwidth(x));

create or replace macro any_number(x) as
    case
        when regexp_full_match(x, '[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?')
            then try_cast(replace(x, ',', '') as decimal(32, 10))
    end;

create or replace macro number(x) as
    any_number(regexp_replace(halfwidth(x), '^([+-])\s+', '\1'));

create or replace macro whole(x bigint) as x,
(x varchar) as
    case
        when regexp_full_match(x, '\d{1,9}') then try_cast(x as bigint)
        when number(x) = trunc(number(x)) then try_cast(number(x) as bigint)
    end;

-- What is far too large is none before it is multiplied, which would fail.
create or replace macro yuan(x decimal(32, 10), factor integer) as
    try_cast(try_cast(x as decimal(26, 10)) * factor as decimal(20, 4)),
(x varchar, factor integer) as
    try_cast(try_cast(number(x) as decimal(26, 10)) * factor as decimal(20, 4));

create or replace macro any_flag(x) as
    map {
        '是': true, '有': true, 'yes': true, 'true': true, '1': true,
        'y': true,
        '否': false, '无': false, 'no': false, 'false': false, '0': false,
        'n': false
    }[x];

create or replace macro flag(x boolean) as x,
(x varchar) as any_flag(lower(halfwidth(x)));

-- What stands where a spreadsheet has no value: # for an error, as #N/A or the
-- ##### of a narrow column, and = for a formula that nobody has computed,
-- which the reader marks with a substitute (26).
create or replace macro lost_value(x) as
    case
        when x >= '$' then ''
        when starts_with(x, chr(26)) then '='
        when regexp_full_match(
            x, '#N/A|#[A-Z]+(/0)?[!?]|#GETTING_DATA|#{3,}'
        ) then '#'
        else ''
    end;

-- A number that a spreadsheet shows in place of a day: it counts them from the
-- end of 1899. Those of 1985 to 2099 are told.
create or replace macro is_day_count(x) as
    regexp_full_match(x, '\d{5}(\.\d+)?')
    and try_cast(x as double) >= 31048
    and try_cast(x as double) < 73051;

-- Names the field of a cell that holds something which was not understood,
-- behind a sign where it is known why. ! is for a day or a month that the
-- calendar does not have, ~ for a month that a spreadsheet has made ambiguous,
-- ^ for a day that it has made a number.
create or replace macro misread(field, x, understood) as
    case
        when x is not null and understood is null
            then lost_value(x::varchar) || field
    end;

create or replace macro misread_day(field, x, understood) as
    case
        when x is not null and understood is null
            then
                case
                    when is_day_form(without_time(halfwidth(x::varchar)))
                        then '!'
                    when is_day_count(x::varchar) then '^'
                    else lost_value(x::varchar)
                end
                || field
    end;

create or replace macro misread_month(field, x, understood) as
    case
        when x is not null and understood is null
            then
                case
                    when is_ambiguous_month(halfwidth(x)) then '~'
                    when regexp_full_match(
                        halfwidth(x), '\d{4}([-/.]\d{1,2}|年\d{1,2}月)'
                    ) then '!'
                    when is_day_form(without_time(halfwidth(x))) then '!'
                    when is_day_count(x) then '^'
                    else lost_value(x)
                end
                || field
    end;

-- Names the field of a text that stands for no value.
create or replace macro lost(field, x) as
    case when x < '$' and lost_value(x) <> '' then lost_value(x) || field end;

create or replace macro absent(field, x) as case when x is null then field end;

-- Several authorities, a line each: line breaks split them, and so do blanks
-- next to a Chinese character; "Ministry of Education" stays one.
create or replace macro authorities(x) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(x, '[\x{a0}\x{3000}]', ' ', 'g'),
                '([^\x00-\x7f])\s+', '\1' || chr(10), 'g'
            ),
            '\s+([^\x00-\x7f])', chr(10) || '\1', 'g'
        ),
        '\s*[\r\n]+\s*', chr(10), 'g'
    );

-- The rule that a text in a list of misread cells breaks, and its field.
create or replace macro misread_rule(x, otherwise) as
    case x[1]
        when '#' then 'error_cell'
        when '=' then 'formula_without_value'
        when '!' then 'day_not_in_calendar'
        when '~' then 'month_of_a_number'
        when '^' then 'day_of_a_number'
        else otherwise
    end;

-- The rule that a cell breaks where a spreadsheet has no value.
create or replace macro lost_rule(x) as misread_rule(lost_value(x), null);

create or replace macro misread_field(x) as ltrim(x, '#=!~^');

-- A code that a spreadsheet made a number comes back without its ".0".
create or replace macro code(x) as
    case
        when regexp_full_match(x, '[0-9A-Za-z]*') then x
        else regexp_replace(compact(x), '^(\d+)\.0+$', '\1')
    end;

create or replace macro province_key(x) as lower(compact(x));

-- Words are folded only where they are not found as they are.
create or replace macro looked_up(x, words) as
    coalesce(words[x], words[lower(compact(x))]);

create or replace macro own_kinds() as
    map {
        'university': 'university',
        '高校': 'university',
        'research_institution': 'research_institution',
        '科研机构': 'research_institution',
        'hospital': 'hospital',
        '医院': 'hospital'
    };

create or replace macro own_kind(x) as looked_up(x, own_kinds());

create or replace macro patent_kinds() as
    map {
        'invention': 'invention',
        '发明': 'invention',
        '发明专利': 'invention',
        'utility_model': 'utility_model',
        '实用新型': 'utility_model',
        '实用新型专利': 'utility_model',
        'design': 'design',
        '外观设计': 'design',
        '外观设计专利': 'design'
    };

create or replace macro patent_kind(x) as looked_up(x, patent_kinds());

create or replace macro transfer_modes() as
    map {
        'assignment': 'assignment',
        '转让': 'assignment',
        'licence': 'licence',
        '许可': 'licence',
        'open_licence': 'open_licence',
        '开放许可': 'open_licence',
        'equity': 'equity',
        '作价入股': 'equity'
    };

create or replace macro transfer_mode(x) as looked_up(x, transfer_modes());

create or replace macro willing_modes() as
    map_concat(
        map {'own_use': 'own_use', '自行实施': 'own_use'}, transfer_modes()
    );

create or replace macro willingness(x) as looked_up(x, willing_modes());

create or replace macro sample_strata() as
    map {
        'province': 'province',
        '省份': 'province',
        'institution': 'institution',
        '机构': 'institution'
    };

create or replace macro sample_stratum(x) as looked_up(x, sample_strata());
