"""What stands around every page: title, edition, language, notices, the foot."""

from __future__ import annotations

from datetime import datetime

from milestones.editions.data_home import PointerUnreadableError
from milestones.editions.edition import Edition
from milestones.editions.release import Fault, ReleaseUnreadableError, embargo_sentence
from milestones.i18n import Locale, _
from pages.parts import links
from pages.parts.markup import div, element, escape_html, show_html, show_text, text_element
from pages.parts.page_context import PageContext, Reader
from pages.parts.streamlit_compat.responses import HTML_LANG, run_script

FULL_TITLE = _("Existing patents at universities and research institutions: national progress")


def set_document_language(reader: Reader) -> None:
    """Set the language of the document, which outlives a change of language."""
    skip = reader.locale("Skip to main content")
    run_script("document_language", lang=HTML_LANG[reader.lang], skip=skip)


def masthead(
    reader: Reader,
    edition: Edition | None,
    embargo: datetime | None = None,
    pages: str = "",
    instead: str = "",
) -> None:
    """Show the title, the edition's dates, the languages, what must be known first, the pages."""
    locale = reader.locale
    about = text_element("p", edition_dates(edition, locale)) if edition else ""
    titles = div("titles", text_element("h1", locale(FULL_TITLE)), about)
    title = div("masthead", titles, links.language_links(reader))
    withheld = _note(embargo_sentence(embargo, locale), "embargo") if embargo else ""
    invented = _note(synthetic_note(locale), "synthetic") if edition and edition.synthetic else ""
    stands_in = _note(instead, "notice") if instead else ""
    show_html(title + stands_in + withheld + invented + pages)


def _note(sentence: str, class_: str) -> str:
    return text_element("div", sentence, class_=class_, role="note")


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
    lines = element("p", name) + text_element("p", edition_dates(edition, locale))
    if edition.synthetic:
        lines += text_element("p", synthetic_note(locale))
    show_html(element("footer", lines, class_="foot"))


def show_in_place_of_page(reader: Reader, remark: str) -> None:
    """Show the title and, in place of figures, what to do."""
    masthead(reader, None)
    show_html(remark)


def no_edition_notice(locale: Locale) -> str:
    """Say what to do when there is nothing to show yet."""
    sentence = locale("There is no edition yet. Publish one, then reload this page:")
    return _commands(sentence, "publish PATH", "demo")


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
    lines = "\n".join(f"python -m milestones {each}" for each in commands)
    return div("notice", text_element("p", sentence), text_element("pre", lines))


def show_dropped_values(locale: Locale, values: list[str]) -> None:
    """Say which values of the address do not exist and were left out."""
    if values:
        sentence = locale(
            "Left out of the selection, because they do not exist here: {values}",
            values=locale.join(values),
        )
        show_text("div", sentence, class_="notice", role="status")
