"""What a rule is called where its findings are counted: a few words, without the cell.

Names stand beside bars on narrow screens: 22 letters at most, half as many in Chinese.
"""

from milestones.i18n import _

RULE_NAMES = {
    "required_cell_empty": _("required cell empty"),
    "form_not_understood": _("cell not understood"),
    "unknown_choice": _("word not allowed"),
    "unknown_province": _("unknown province"),
    "not_a_province": _("not a province"),
    "application_no_form": _("malformed number"),
    "application_no_kind": _("number of no kind"),
    "application_no_digit_missing": _("number too short"),
    "application_no_check_digit": _("wrong check digit"),
    "publication_number": _("publication number"),
    "credit_code_check_digit": _("wrong credit code"),
    "stars_out_of_range": _("stars out of range"),
    "maturity_out_of_range": _("maturity out of range"),
    "negative_number": _("number below zero"),
    "day_before_patent_law": _("day too early"),
    "day_after_receipt": _("day after receipt"),
    "grant_before_filing": _("granted before filed"),
    "lapse_before_grant": _("lapsed before granted"),
    "unknown_institution": _("unknown institution"),
    "unknown_patent": _("unknown patent"),
    "assessment_before_grant": _("assessed before grant"),
    "conflicting_rows": _("contradicting rows"),
    "kind_disagrees": _("kind differs"),
    "number_year_differs": _("year differs"),
    "check_digit_added": _("check digit added"),
    "same_name": _("name held twice"),
    "co_holder": _("further holder"),
    "return_disagrees": _("return differs"),
    "return_falls": _("cumulative count falls"),
    "sample_outside_frame": _("sample not assessed"),
    "extra_column": _("column not read"),
    "amount_without_unit": _("amount without a unit"),
    "extra_cells": _("cells beyond header"),
    "sheets_not_read": _("sheets not read"),
    "hidden_sheets_not_read": _("hidden sheets"),
    "declared_count_differs": _("declared count differs"),
    "no_rows": _("table without rows"),
    "names_repaired": _("line breaks in names"),
}
