"""The kinds of filing. Each is data: its columns and the headers that each column goes by."""

from milestones.filings.columns import APPLICATION_NO, INSTITUTION_ID, FilingKind
from milestones.filings.export_kinds import ALIASES, EXPORTS
from milestones.filings.fact_kinds import (
    ASSESSMENTS,
    EVALUATIONS,
    PRODUCTS,
    SAMPLE_ANSWERS,
    TRANSFERS,
)
from milestones.filings.register_kinds import INSTITUTIONS, LAPSES, PATENTS, RETURNS

__all__ = ["FILING_KINDS", "INSTITUTIONS", "KEY_FIELDS", "kind_by_key"]

KEY_FIELDS = (APPLICATION_NO.field, INSTITUTION_ID.field)
"""What a row is about: kinds that share a table share these."""
FILING_KINDS = (
    INSTITUTIONS,
    PATENTS,
    ASSESSMENTS,
    EVALUATIONS,
    TRANSFERS,
    PRODUCTS,
    RETURNS,
    SAMPLE_ANSWERS,
    LAPSES,
    EXPORTS,
    ALIASES,
)


def column_label(kind: str, field: str, lang: str) -> str:
    """Give the header that people of a language write above a column of a kind."""
    found = (column for column in kind_by_key(kind).columns if column.field == field)
    return next((column.label(lang) for column in found), field)


def kind_by_key(key: str) -> FilingKind:
    """Give the kind with this key; KeyError when there is none."""
    return {kind.key: kind for kind in FILING_KINDS}[key]
