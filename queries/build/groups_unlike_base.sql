-- question: do institutions come, move or change their departments, so that groups change?
-- parameters: none
-- grain: institution_no

(
    from described_institutions('institutions', 'institution_departments')
    except
    from described_institutions(
        'base.institutions', 'base.institution_departments'
    )
)
union all
(
    from
        described_institutions(
            'base.institutions', 'base.institution_departments'
        )
    except
    from described_institutions('institutions', 'institution_departments')
)
