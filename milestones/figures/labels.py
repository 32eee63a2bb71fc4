"""The codes of the frames and their words: statuses, reasons, indicators, stages, kinds."""

from __future__ import annotations

from milestones.editions.rule_names import RULE_NAMES
from milestones.i18n import Locale, _
from milestones.progress.indicators import INDICATORS
from milestones.progress.status import METHOD_WORDS, REASON_WORDS, STATUS_WORDS, TARGET_WORDS

BANDS = {
    "band_none": _("not begun"),
    "band_some": _("less than half"),
    "band_half": _("half to 90%"),
    "band_most": _("90% and more, not all"),
    "band_all": _("all assessed"),
}
"""Parts of the patents due that an institution has assessed, from none to all."""

LABELS: dict[str, str] = {
    **{
        str(code): text
        for texts in (STATUS_WORDS, REASON_WORDS, METHOD_WORDS, TARGET_WORDS)
        for code, text in texts.items()
    },
    **{indicator.id: indicator.name for indicator in INDICATORS},
    **BANDS,
    # Stages of the pipeline.
    "assessed": _("assessed"),
    "pooled": _("entered the pool"),
    "evaluated": _("evaluated by enterprises"),
    "transferred": _("transferred"),
    "industrialized": _("industrialized"),
    # Steps from stage to stage.
    "step_assessed": _("plan start to assessment"),
    "step_evaluated": _("assessment to evaluation"),
    "step_transferred": _("evaluation to first transfer"),
    "step_industrialized": _("transfer to industrialization"),
    # Modes of transfer.
    "assignment": _("assignment"),
    "licence": _("licence"),
    "open_licence": _("open licence"),
    "equity": _("contribution as equity"),
    "own_use": _("own use"),
    # Stars.
    "stars_1": _("1 star"),
    "stars_2": _("2 stars"),
    "stars_3": _("3 stars"),
    "stars_4": _("4 stars"),
    "stars_5": _("5 stars"),
    # Kinds of institution, of two or more.
    "university": _("universities"),
    "research_institution": _("research institutions"),
    "hospital": _("hospitals"),
    # Published indicators, named apart from the product's own: their universes differ.
    "published_assessed": _("patents assessed"),
    "published_assessed_share": _("share assessed"),
    "published_assessment_coverage": _("share assessed"),
    "published_institutions_assessing": _("institutions taking part"),
    "published_industrialization_rate": _("industrialization rate"),
    "published_industrialized": _("patents industrialized"),
    # Scopes of published figures.
    "universities+research_institutions": _("whole country"),
    "universities": _("universities"),
    "research_institutions": _("research institutions"),
    # Universes of published figures.
    "all patents": _("all patents"),
    "all patents, universities only": _("all patents, universities only"),
    "inventions": _("inventions"),
    "inventions over all valid inventions": _("of all valid inventions"),
    "inventions over inventions due": _("of inventions due"),
    # Lines of a path.
    "actual": _("actual"),
    "planned": _("planned"),
    "target": _("target"),
    "forecast": _("forecast"),
    "published": _("official figure"),
    # The two sides of a comparison.
    "current": _("this edition"),
    "previous": _("previous edition"),
    # Units, bounds, and what is apart from a list.
    "none": _("no target"),
    "patents": _("patents"),
    "percent": _("percent"),
    "institutions": _("institutions"),
    "times": _("recordals"),
    "share": _("a share, shown in percent"),
    "CNY": _("yuan"),
    "more than": _("more than"),
    "approx": _("about"),
    "abroad": _("abroad"),
    "unknown": _("unknown"),
    "elsewhere": _("other provinces"),
    # Findings.
    "rejection": _("rejected"),
    "warning": _("warnings"),
    "information": _("noted"),
    **RULE_NAMES,
    # Sample checks.
    "sampled_provinces": _("all sampled provinces"),
}


def label(code: str, locale: Locale) -> str:
    """Put a code in words, a province's too; an unknown code is an error, not a word."""
    if code.isdigit():
        return locale.province(code)
    return locale(LABELS[code])


def sentence_case(text: str) -> str:
    """Begin a label with a capital letter, where the language has them."""
    return text[:1].upper() + text[1:]
