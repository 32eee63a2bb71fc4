-- question: which patent does an application number name, and is it right?
-- parameters: none
-- grain: none; defines the macros for numbers that carry a check digit

-- Patents are numbered here by the digits of their application number without
-- the check digit: eight before October 2003, twelve since.
create or replace macro is_short(n) as n < 100000000;

-- The digits from the left times 2, 3, 4, 5, 6, 7, 8, 9, and 2, 3, 4, 5 again;
-- the sum mod 11 checks, 10 is X. A digit is a quotient of n less ten times the
-- next one, and -10 is 1 mod 11: so each quotient counts by the weight of its
-- last digit and that of the digit after it together, and not at all by 11.
create or replace macro check_value(n) as
case
    when is_short(n)
        then
            n * 9 + n // 10 * 6 + n // 100 * 4
            + n // 1000 * 2 + n // 100000 * 9 + n // 1000000 * 7
            + n // 10000000 * 5
    else
        n * 5 + n // 10 * 9 + n // 100 * 7 + n // 1000 * 5
        + n // 100000 * 6 + n // 1000000 * 4 + n // 10000000 * 2
        + n // 1000000000 * 9 + n // 10000000000 * 7
        + n // 100000000000 * 5
end % 11;

create or replace macro check_digit(n) as
substr('0123456789X', check_value(n)::int + 1, 1);

create or replace macro application_no(n) as
case when is_short(n) then lpad(n::varchar, 8, '0') else n::varchar end
|| '.'
|| check_digit(n);

create or replace macro number_year(n) as
case
    when is_short(n)
        then
            case
                when n // 1000000 >= 85 then 1900 + n // 1000000
                when n // 1000000 <= 3 then 2000 + n // 1000000
            end
    when n // 100000000 between 2003 and 2099 then n // 100000000
end::int;

create or replace macro number_kind(n) as
case (n // case when is_short(n) then 100000 else 10000000 end) % 10
    when 1 then 'invention'
    when 8 then 'invention'
    when 2 then 'utility_model'
    when 9 then 'utility_model'
    when 3 then 'design'
end;

-- What a spreadsheet shows of a number with too many digits: 4.19901E+09.
create or replace macro is_scientific(x) as
regexp_full_match(x, '\d+(\.\d+)?[Ee]\+\d+|\d+\.\d+[Ee]\d+');

-- The cells of a raw table with what their application numbers say. CN or ZL
-- before a number goes, and so does a kind code (A, B, U, Y1 …) behind it.
create or replace macro numbered_cells(source) as table
    with texts as (
        select
            *,
            regexp_full_match(application_no, '[12]\d{11}\.[\dX]') as is_plain,
            case
                when is_plain then application_no
                else upper(compact(application_no))
            end as number_text
        from cells(source)
    ),
    bodies as (
        select
            *,
            case
                when is_plain then number_text
                else regexp_extract(
                    number_text,
                    '^(?:CN|ZL|CNZL|ZLCN)?(\d+(?:\.?[\dX])?)(?:[A-WYZ]\d?)?$',
                    1
                )
            end as body
        from texts
    ),
    parts as (
        select
            *,
            case
                when is_plain then left(body, 12)
                when regexp_full_match(body, '([1-9]\d{11}|\d{8})(\.[\dX]|X)?')
                    then regexp_extract(body, '^\d+')
                when regexp_full_match(body, '[1-9]\d{12}') then left(body, 12)
                when
                    regexp_full_match(body, '\d{11}')
                    and regexp_matches(number_text, '^(ZL)?CN')
                    then body[1:5] || '0' || body[6:11]
            end as digits,
            case
                when is_plain then right(body, 1)
                when regexp_full_match(body, '(\d{12}|\d{8})(\.[\dX]|X)|\d{13}')
                    then right(body, 1)
            end as check_given
        from bodies
    ),
    understood as (
        select
            *,
            digits::bigint as key,
            number_year(key) as number_year,
            number_kind(key) as number_kind
        from parts
    ),
    judged as (
        select
            *,
            case
                when number_text is null or number_text = '无' then null
                when number_year is null
                    then
                        case
                            when lost_rule(application_no) is not null
                                then lost_rule(application_no)
                            when is_scientific(number_text)
                                then 'application_no_damaged'
                            when regexp_full_match(body, '\d{7}|\d{9}')
                                then 'publication_number'
                            when regexp_full_match(body, '\d{11}(\.[\dX]|X)')
                                then 'application_no_digit_missing'
                            else 'application_no_form'
                        end
                when number_kind is null then 'application_no_kind'
                when
                    check_value(key) <> case
                        when check_given = 'X' then 10
                        else ascii(check_given) - 48
                    end
                    then 'application_no_check_digit'
            end as number_problem
        from understood
    )
    select
        columns(* exclude (
            is_plain, number_text, body, digits, check_given, key
        )),
        case when number_problem is null then key end as patent_key,
        check_given is null as check_computed
    from judged;

-- GB 32100: seventeen characters times powers of 3, sum mod 31.
create or replace macro credit_code_check(x) as
substr(
    '0123456789ABCDEFGHJKLMNPQRTUWXY',
    (
        (
            31 - list_sum(list_transform(
                range(0, 17),
                lambda i: (
                    instr('0123456789ABCDEFGHJKLMNPQRTUWXY', x[i + 1]) - 1
                ) * (3 ** i)::bigint % 31
            ))::bigint % 31
        ) % 31 + 1
    )::int,
    1
);

create or replace macro is_credit_code(x) as
regexp_full_match(x, '[0-9A-HJ-NPQRTUWXY]{18}')
and credit_code_check(x) = x[18];

-- The rule that the code of an institution breaks, if it breaks one. Of
-- eighteen digits a spreadsheet keeps fifteen.
create or replace macro institution_code_fault(x) as
case
    when x is null or regexp_full_match(x, '[0-9A-Za-z]{1,17}') then null
    when lost_rule(x) is not null then lost_rule(x)
    when is_scientific(x) then 'institution_code_damaged'
    when regexp_full_match(x, '\d{15}\d*000') and not is_credit_code(x)
        then 'institution_code_damaged'
    when regexp_full_match(x, '[0-9A-Za-z]+') then null
    when regexp_full_match(x, '[''`’‘＇′][0-9A-Za-z]+')
        then 'institution_code_apostrophe'
    when regexp_matches(x, '\p{Han}') then 'institution_code_is_name'
    else 'institution_code_form'
end;

create or replace macro is_usual_institution_code(x) as
regexp_full_match(x, '\d{10}') or is_credit_code(upper(x));
