"""What a copy says of itself in full: definition, source, versions, and how to prove it right."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.export.figure_export import FigureExport
from milestones.figures.labels import sentence_case


def entries(sheet: FigureExport) -> Iterator[tuple[str, str]]:
    """Yield pairs of a term and its text in the sheet's language, long ones line by line."""
    words, stamp = sheet.words, sheet.stamp
    yield words("In words"), sheet.caption
    yield words("Question"), sentence_case(sheet.definition.question)
    for line in sheet.definition.indicators:
        yield words("Counted"), line
    yield words("Selection"), sheet.subtitle
    yield words("As of"), words.date(stamp.day)
    yield words("Source"), sheet.source
    if sheet.mark:
        yield words("Mark"), sheet.mark
    yield words("Edition"), stamp.edition
    yield words("Received"), words.date(sheet.received_on)
    yield words("Plan"), stamp.plan
    yield words("Version of the rules"), stamp.rules
    yield words("Query"), sheet.definition.query
    yield words("SHA-256 of the values"), stamp.values
    yield words("To prove this file right"), "python -m milestones verify"
