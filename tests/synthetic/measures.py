"""For each calibrated number, the query that counts it in the delivered files."""

MEASURES = {
    "valid_university": """
        select count(*) from patent
        where valid_at_cutoff and kind = 'invention' and holder = 'university'
    """,
    "valid_research": """
        select count(*) from patent
        where valid_at_cutoff and kind = 'invention' and holder = 'research_institution'
    """,
    "due": "select count(*) from patent where is_due",
    "due_inventions": "select count(*) from patent where is_due and kind = 'invention'",
    "due_zhejiang": "select count(*) from patent where is_due and province = '浙江省'",
    "assessed_zhejiang": """
        select count(*) from first_assessment join patent using (application_no)
        where assessed_on <= $day and province = '浙江省'
    """,
    "assessed_spring": "select count(*) from first_assessment where assessed_on <= $day",
    "assessed_spring_inventions": """
        select count(*) from first_assessment join patent using (application_no)
        where assessed_on <= $day and kind = 'invention'
    """,
    "pooled_spring": "select count(*) filter (pooled) from latest($day)",
    "pooled_spring_inventions": """
        select count(*) filter (pooled) from latest($day) join patent using (application_no)
        where kind = 'invention'
    """,
    "good_share_spring": """
        select count(*) filter (good) / count(*) filter (pooled)
        from latest($day) join patent using (application_no) where kind = 'invention'
    """,
    "assessed_summer_inventions": """
        select count(*) from first_assessment join patent using (application_no)
        where assessed_on <= $day and kind = 'invention'
    """,
    "coverage_november": """
        select count(*) filter (assessed_on <= $day) / count(*) from first_assessment
    """,
    "still_open": """
        select count(*) from first_assessment join patent using (application_no)
        where assessed_on > $day and lapsed_on > $day
    """,
    "coverage_closed": """
        select count(*) filter (assessed_on <= $day) / (select count(*) from patent where is_due)
        from first_assessment
    """,
    "institutions": """
        select count(distinct institution_id) from patent where is_due and $day is not null
    """,
    "recordals_2024": """
        select count(*) from transfers where recorded_on between date '2024-01-01' and $day
    """,
    "good_industrialized": """
        select count(*) filter (industrialized_on <= $day) / count(*)
        from latest($day) left join products using (application_no) where good
    """,
    "good_industrialized_spring": """
        select count(*) filter (industrialized_on <= $day) / count(*)
        from latest($day) left join products using (application_no) where good
    """,
}
