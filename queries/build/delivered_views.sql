-- question: which cells of all kinds can one rule check, and which rows pass?
-- parameters: none
-- grain: none; defines views over the delivered rows

create or replace view stage.delivered_numbers as
from (
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_patents
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_assessments
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_evaluations
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_transfers
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_products
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_sample_answers
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_lapses
    union all
    select
        filing_no, row_no, patent_key, number_problem, number_year,
        check_computed
    from delivered_exports
);

create or replace view stage.delivered_facts as
from (
    select filing_no, row_no, patent_key from delivered_assessments
    union all
    select filing_no, row_no, patent_key from delivered_evaluations
    union all
    select filing_no, row_no, patent_key from delivered_transfers
    union all
    select filing_no, row_no, patent_key from delivered_products
    union all
    select filing_no, row_no, patent_key from delivered_sample_answers
    union all
    select filing_no, row_no, patent_key from delivered_lapses
);

create or replace view stage.delivered_days as
from (
    select filing_no, row_no, 'granted_on' as field, granted_on as day
    from delivered_patents
    union all
    select filing_no, row_no, 'filed_on', filed_on from delivered_patents
    union all
    select filing_no, row_no, 'lapsed_on', lapsed_on from delivered_patents
    union all
    select filing_no, row_no, 'assessed_on', assessed_on
    from delivered_assessments
    union all
    select filing_no, row_no, 'evaluated_on', evaluated_on
    from delivered_evaluations
    union all
    select filing_no, row_no, 'recorded_on', recorded_on
    from delivered_transfers
    union all
    select filing_no, row_no, 'industrialized_on', industrialized_on
    from delivered_products
    union all
    select filing_no, row_no, 'period', period from delivered_returns
    union all
    select filing_no, row_no, 'sampled_on', sampled_on
    from delivered_sample_answers
    union all
    select filing_no, row_no, 'lapsed_on', lapsed_on from delivered_lapses
    union all
    select filing_no, row_no, 'published_on', published_on
    from delivered_exports
    union all
    select filing_no, row_no, 'state_on', state_on from delivered_exports
    union all
    select filing_no, row_no, 'filed_on', filed_on from delivered_exports
    union all
    select filing_no, row_no, 'confirmed_on', confirmed_on
    from delivered_aliases
);

create or replace view stage.delivered_amounts as
from (
    select filing_no, row_no, 'holder_rank' as field, holder_rank as amount
    from delivered_patents
    union all
    select filing_no, row_no, 'amount_cny', amount_cny
    from delivered_transfers
    union all
    select filing_no, row_no, 'revenue_cny', revenue_cny
    from delivered_products
    union all
    select filing_no, row_no, field, amount
    from (
        select
            filing_no,
            row_no,
            columns(* exclude (filing_no, row_no))::decimal(20, 4)
        from (
            select
                filing_no, row_no, due, assessed, pooled, evaluated,
                transferred, industrialized, amount_cny
            from delivered_returns
        )
    ) unpivot (
        amount for field in (
            due, assessed, pooled, evaluated, transferred, industrialized,
            amount_cny
        )
    )
);

create or replace view stage.delivered_stars as
from (
    select filing_no, row_no, stars from delivered_assessments
    union all
    select filing_no, row_no, stars from delivered_evaluations
);

create or replace view stage.delivered_provinces as
from (
    select
        filing_no, row_no, 'province' as field, province_cell,
        province_refused, province
    from delivered_institutions
    union all
    select
        filing_no, row_no, 'enterprise_province', province_cell,
        province_refused, enterprise_province
    from delivered_evaluations
    union all
    select
        filing_no, row_no, 'transferee_province', province_cell,
        province_refused, transferee_province
    from delivered_transfers
);

create or replace view stage.delivered_gaps as
from (
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_institutions
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_patents
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_assessments
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_evaluations
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_transfers
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_products
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_returns
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_sample_answers
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_lapses
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_exports
    union all
    select filing_no, row_no, absent, misread, unknown_choices
    from delivered_aliases
);

create or replace view stage.passing_institutions as
from delivered_institutions anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_patents as
from compared_patents anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_assessments as
from compared_assessments anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_evaluations as
from compared_evaluations anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_transfers as
from compared_transfers anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_products as
from compared_products anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_returns as
from delivered_returns anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_sample_answers as
from compared_sample_answers anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_lapses as
from compared_lapses anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_exports as
from delivered_exports anti join rejected_rows using (filing_no, row_no);
create or replace view stage.passing_aliases as
select *, name_key(alias) as alias_key
from delivered_aliases anti join rejected_rows using (filing_no, row_no);
