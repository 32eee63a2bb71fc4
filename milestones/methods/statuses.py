"""The words of a status, and the bounds of R that decide between them."""

from __future__ import annotations

from milestones.figures.labels import sentence_case
from milestones.i18n import Locale, _
from milestones.methods.model import Entry, Section, anchor_of
from milestones.progress.pace import REASON_WORDS, STATUS_WORDS, Status
from milestones.progress.pace.assess import BEHIND, ON_TRACK
from milestones.progress.pace.monthly import RECENT_MONTHS

CONDITIONS: dict[Status, str] = {
    Status.ACHIEVED: _("The target was reached by the deadline."),
    Status.ON_TRACK: _("Up to the deadline: R is {on_track} or more."),
    Status.BEHIND: _("Up to the deadline: R is {behind} or more, but less than {on_track}."),
    Status.FAR_BEHIND: _("Up to the deadline: R is zero or more, but less than {behind}."),
    Status.MOVING_AWAY: _("Up to the deadline: R is below zero."),
    Status.ACHIEVED_LATE: _("The target was not reached by the deadline, but has been since."),
    Status.MISSED: _("The target was not reached by the deadline, nor since."),
}


def section(words: Locale) -> Section:
    """Say when each word is used; statuses are never averaged."""
    lines = (
        words("R is the ratio in the formula of a milestone's method."),
        words("Where several are summed up, each status is counted; statuses are never averaged."),
        words(
            "Days ahead or behind: the day for which the path planned today's value, less today. "
            "Once the target is reached, the deadline less the day on which it was reached."
        ),
        words(
            "The pace that is still needed is set beside the pace of the last {count} months.",
            count=RECENT_MONTHS,
        ),
    )
    entries = tuple(_entry(status, words) for status in STATUS_WORDS)
    return Section("statuses", words("How a status is judged"), lines, entries=entries)


def _entry(status: Status, words: Locale) -> Entry:
    title = sentence_case(words(STATUS_WORDS[status]))
    return Entry(anchor_of("status", status.value), title, line=_condition(status, words))


def _condition(status: Status, words: Locale) -> str:
    if status is Status.NOT_ASSESSABLE:
        return words.sentences(*(words(reason) for reason in REASON_WORDS.values()))
    return words(CONDITIONS[status], on_track=f"{ON_TRACK:.2f}", behind=f"{BEHIND:.2f}")
