"""A check or a publication: begun, watched while it goes on, and what came of it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from milestones.access import may_do
from milestones.calendar import today
from milestones.console.faults import fault_sentence
from milestones.console.results import late_line, left_out_lines, outcome_line
from milestones.console.terminal import stage_text
from milestones.editions.publishing import Publication
from milestones.editions.release import (
    MomentUnreadableError,
    embargo_of,
    embargo_sentence,
    parse_moment,
)
from milestones.i18n import Locale, _
from milestones.intake.desk import CheckResult, Delivery, Desk
from pages.parts.markup import show_text

POLL_SECONDS = 1.0
MAX_NOTE_CHARACTERS = 200
WORK_NAMES = {"check": _("Checking"), "publish": _("Publishing")}


def show_check_form(desk: Desk, locale: Locale) -> None:
    """Ask for the days, and begin a check."""
    with st.container(key="intake_days", horizontal=True, vertical_alignment="bottom"):
        received = st.text_input(
            locale("Day of receipt"), value=today().isoformat(), key="intake_received"
        )
        label = locale("As-of day (else the last month's end)")
        as_of = st.text_input(label, key="intake_as_of", placeholder="2024-12-31")
        asked = st.button(locale("Check"), key="intake_check", type="primary")
    if desk.left_out:
        said = locale("Not to be read: {headers}.", headers=locale.join(desk.left_out))
        show_text("p", said)
    try:
        delivery = Delivery(_day(received) or today(), _day(as_of))
    except ValueError:
        said = locale("Write a day as 2024-12-31.")
        show_text("div", said, class_="notice", role="alert")
        return
    if asked:
        desk.start_check(delivery)
        st.rerun()


def _day(text: str | None) -> date | None:
    """Read a day, None where none is given. Raises ValueError."""
    return date.fromisoformat(text.strip()) if text and text.strip() else None


@st.fragment(run_every=POLL_SECONDS)
def watch(desk: Desk, locale: Locale) -> None:
    """Show how far the work is; once it is over, the whole page runs again."""
    job = desk.job
    if job is None:
        st.rerun()
    text = f"{locale(WORK_NAMES[job.work])} – {stage_text(job.stage, locale)}"
    st.progress(min(max(job.share, 0.0), 1.0), text=text)
    if job.work == "check":
        stops = locale("Stop the check")
        st.button(stops, key="intake_stop", on_click=desk.cancel, disabled=job.is_cancelled)
    else:
        show_text("p", locale("You may leave this page; the publication goes on."), class_="as-of")


def show_publish_form(desk: Desk, result: CheckResult, locale: Locale) -> None:
    """Ask for a note, and publish what was checked."""
    show_text("h3", locale("Publish"))
    if rejected := sum(each.rejected for each in result.reports):
        said = locale.n(
            "One row is left out, and tried again with the next delivery.",
            "{count} rows are left out, and tried again with the next delivery.",
            rejected,
        )
        show_text("p", said)
    delivery = result.delivery
    said = locale("Received on {day}.", day=locale.date(delivery.received_on))
    if delivery.as_of:
        said += " " + locale("As of {day}.", day=locale.date(delivery.as_of))
    show_text("p", said)
    with st.container(key="intake_publish_row", horizontal=True, vertical_alignment="bottom"):
        note = st.text_input(locale("Note"), key="intake_note", max_chars=MAX_NOTE_CHARACTERS)
        label = locale("Not for everybody before (Beijing time)")
        moment = st.text_input(label, key="intake_release", placeholder="2026-07-15T10:00")
        asked = st.button(locale("Publish"), key="intake_publish", type="primary")
    try:
        release = parse_moment(moment.strip()) if moment and moment.strip() else None
    except MomentUnreadableError as fault:
        show_text("div", fault_sentence(fault, locale), class_="notice", role="alert")
        return
    if asked and may_do("publish"):
        desk.start_publish(note or "", release)
        st.rerun()


def show_publication(desk: Desk, done: Publication, locale: Locale) -> None:
    """Say which edition stands now, and what became of each file."""
    embargo = embargo_of(desk.home, done.edition_id)
    said = (
        outcome_line(done, locale),
        late_line(done, locale),
        embargo_sentence(embargo, locale) if embargo else "",
        *left_out_lines(done.left_out, locale),
    )
    for line in filter(None, said):
        show_text("div", line, class_="notice", role="status")
    st.button(locale("Next delivery"), key="intake_next", on_click=desk.clear)
