"""What stands around every page: title, edition, language, notices, the foot."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from milestones.access import may_do
from milestones.editions.data_home import DataHome, PointerUnreadableError
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.edition_status import not_current_sentence
from milestones.editions.release import (
    Fault,
    ReleaseUnreadableError,
    embargo_of,
    embargo_sentence,
    is_press,
    may_open,
    visible_edition,
)
from milestones.i18n import Locale, _
from milestones.i18n.printable import printable
from pages.parts import address, links
from pages.parts.markup import div, element, escape_html, show_html, show_text, text_element
from pages.parts.page_context import PageContext, Reader, ShownEdition, opened_edition
from pages.parts.streamlit_compat.responses import HTML_LANG, run_script

log = logging.getLogger("milestones.pages")

MAX_ID_CHARS = 40
"""Letters of an edition's name in an address that are said back."""
FULL_TITLE = _("Existing patents at universities and research institutions: national progress")


def set_document_language(reader: Reader) -> None:
    """Set the language of the document, which outlives a change of language."""
    skip = reader.locale("Skip to main content")
    run_script("document_language", lang=HTML_LANG[reader.lang], skip=skip)


def find_edition(locale: Locale) -> ShownEdition | str:
    """Give the edition that the address names, else the current one, as far as this app may show
    it now. Without one, say as markup what to do instead.
    """
    home, named = DataHome.default(), address.named_edition()
    current_id, fault = visible_edition(home, press=is_press())
    chosen_id = named or current_id
    if named and not may_open(home, named, press=is_press()):
        return unknown_edition_notice(locale, named)
    if chosen_id is None:
        return broken_edition_notice(locale) if fault else no_edition_notice(locale)
    try:
        current = opened_edition(home.path, current_id) if current_id else None
        chosen = opened_edition(home.path, chosen_id)
    except (EditionNotFoundError, EditionUnreadableError):
        log.exception("edition %s cannot be opened", chosen_id)
        return broken_edition_notice(locale)
    return ShownEdition(chosen, current, embargo_of(home, chosen_id), fault)


def masthead(reader: Reader, shown: ShownEdition | None, pages: str = "") -> str:
    """Write the title, the edition's dates, the languages, what must be known first, the pages."""
    locale = reader.locale
    about = text_element("p", edition_dates(shown.edition, locale)) if shown else ""
    titles = div("titles", text_element("h1", locale(FULL_TITLE)), about)
    title = div("masthead", titles, links.language_links(reader))
    return title + "".join(_notes(shown, locale) if shown else ()) + pages


def _notes(shown: ShownEdition, locale: Locale) -> Iterator[str]:
    """Yield as markup what must be known of an edition before its figures are read."""
    edition, current = shown.edition, shown.current
    if current is not None and current.id != edition.id:
        said = not_current_sentence(edition.received_on, current.received_on, locale)
        to_current = links.edition_link(locale("Go to the current edition"), None)
        yield _note(f"{escape_html(said)} {to_current}", "other-edition")
    elif shown.fault:
        yield _note(escape_html(stand_in_note(locale, shown.fault)), "notice")
    if shown.embargo:
        yield _note(escape_html(embargo_sentence(shown.embargo, locale)), "embargo")
    if edition.synthetic:
        yield _note(escape_html(synthetic_note(locale)), "synthetic")


def _note(markup: str, class_: str) -> str:
    return element("div", markup, class_=class_, role="note")


def edition_dates(edition: Edition, locale: Locale) -> str:
    """Say the edition's as-of date and day of receipt."""
    return locale(
        "This edition: as of {as_of} · received {received_on}",
        as_of=locale.date(edition.as_of),
        received_on=locale.date(edition.received_on),
    )


def synthetic_note(locale: Locale) -> str:
    """Say that the register is invented."""
    return locale(
        "Synthetic data for demonstration: institutions and results are invented, "
        "only the totals follow published figures."
    )


def page_foot(context: PageContext) -> None:
    """Show which edition the page was made from."""
    locale, edition = context.locale, context.edition
    name = f"{escape_html(locale('Edition'))} {text_element('code', edition.id)}"
    lasting = links.edition_link(locale("Lasting address of this edition"), edition.id)
    lines = element("p", f"{name} {lasting}") + text_element("p", edition_dates(edition, locale))
    if edition.synthetic:
        lines += text_element("p", synthetic_note(locale))
    show_html(element("footer", lines, class_="foot"))


def show_in_place_of_page(reader: Reader, remark: str) -> None:
    """Show the title and, in place of figures, what to do."""
    show_html(masthead(reader, None, links.steward_links(reader)))
    show_html(remark)


def no_edition_notice(locale: Locale) -> str:
    """Say what to do when there is nothing to show yet: to stewards, on the page they have."""
    if may_do("publish"):
        sentence = locale("There is no edition yet. Bring the first filings on the page “Intake”.")
        return div("notice", text_element("p", sentence))
    sentence = locale("There is no edition yet. Publish one, then reload this page:")
    return _commands(sentence, "publish PATH", "demo")


def unknown_edition_notice(locale: Locale, named: str) -> str:
    """Say that there is no such edition, in the same words whatever the reason."""
    sentence = locale("There is no edition {id} here.", id=printable(named, MAX_ID_CHARS))
    to_current = links.edition_link(locale("Go to the current edition"), None)
    return div("notice", text_element("p", sentence), to_current)


def broken_edition_notice(locale: Locale) -> str:
    """Say that no edition can be opened, and the way out."""
    sentence = locale(
        "The current edition cannot be opened, nor another one in its place. Roll back to an"
        " earlier one, or publish the filings again:"
    )
    return _commands(sentence, "editions", "rollback ID")


def stand_in_note(locale: Locale, fault: Fault) -> str:
    """Say that what is shown is not the current edition, and why."""
    if isinstance(fault, PointerUnreadableError):
        return locale(
            "It cannot be read which edition is current. This is the newest one that is whole; "
            "it may not be the one that was meant."
        )
    if isinstance(fault, ReleaseUnreadableError):
        return locale(
            "The release time of the current edition cannot be read. This is an earlier one."
        )
    return locale("The current edition cannot be opened. This is an earlier one.")


def _commands(sentence: str, *commands: str) -> str:
    lines = "\n".join(escape_html(f"python -m milestones {each}") for each in commands)
    return div("notice", text_element("p", sentence), element("pre", lines))


def show_dropped_values(locale: Locale, values: list[str]) -> None:
    """Say which values of the address do not exist and were left out."""
    if values:
        sentence = locale(
            "Left out of the selection, because they do not exist here: {values}",
            values=locale.join(values),
        )
        show_text("div", sentence, class_="notice", role="status")
