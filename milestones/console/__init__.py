"""What the commands print: progress, faults in a sentence, reports, findings, values."""

from milestones.console.faults import handle_errors
from milestones.console.results import (
    show_answers,
    show_check,
    show_editions,
    show_pack,
    show_publication,
    show_rollback,
    show_values,
    warn_of_embargo,
)
from milestones.console.terminal import out, out_json, progress, reader_locale

__all__ = [
    "handle_errors",
    "out",
    "out_json",
    "progress",
    "reader_locale",
    "show_answers",
    "show_check",
    "show_editions",
    "show_pack",
    "show_publication",
    "show_rollback",
    "show_values",
    "warn_of_embargo",
]
