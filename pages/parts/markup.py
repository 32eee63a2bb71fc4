"""HTML from texts: whatever comes from files or the address is escaped here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from milestones.i18n.printable import printable

MAX_LABEL_CHARS = 200
"""Letters of a name in the label of a widget at most."""
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
"""Every mark that Markdown may give a meaning to, and may be written after a backslash."""


def escape_html(value: object) -> str:
    """Escape a text for HTML, quotes included; what is hidden in it is made visible."""
    return escape(printable(str(value)), quote=True)


def escape_markdown(value: str) -> str:
    """Keep a text of the files from being read as Markdown in the label of a widget.

    Unescaped, a name could hold a link, or a picture that asks another host.
    """
    return _MARKS.sub(r"\\\g<0>", printable(value, MAX_LABEL_CHARS))


def element(name: str, content: str, **attributes: str) -> str:
    """Wrap markup in an element; attribute values are escaped, `class_` becomes class."""
    written = (f' {key.rstrip("_")}="{escape_html(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(written)}>{content}</{name}>"


def text_element(name: str, text: object, **attributes: str) -> str:
    """Wrap a text, escaped, in an element."""
    return element(name, escape_html(text), **attributes)


def div(class_: str, *content: str) -> str:
    """Wrap markup in a div of a class."""
    return element("div", "".join(content), class_=class_)


def host_link(value: str) -> str:
    """Write a web address as a link that shows its host; any other text as it is."""
    if not value.startswith(("https://", "http://")):
        return escape_html(value)
    host = urlsplit(value).netloc
    code = text_element("code", host)
    return element("a", code, href=value, rel="noreferrer", target="_blank")


def details(summary: str, content: str, class_: str, **attributes: str) -> str:
    """Put markup behind a line that opens on click or by the keyboard, without a round trip."""
    within = text_element("summary", summary) + content
    return element("details", within, class_=class_, **attributes)


def html_table(
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    numeric: Iterable[bool],
    caption: str,
    names: Collection[int] = (),
) -> str:
    """Write a table of texts with a caption for screen readers; numbers stand to the right.

    A table has thousands of cells and is sent at every run, so they are written as briefly as
    HTML allows: a cell ends where the next begins, and only words bear a class. `names` are the
    places of columns whose cells are names, the same in every language.
    """
    classes = ["" if right else ' class="word"' for right in numeric]
    columns = zip(head, classes, strict=True)
    top = "".join(f'<th scope="col"{class_}>{escape_html(name)}' for name, class_ in columns)
    before = [
        f"<td{class_}>{'<code>' if place in names else ''}" for place, class_ in enumerate(classes)
    ]
    body = "".join(f"<tr>{_cells(row, before)}" for row in rows)
    return element("table", f"{text_element('caption', caption)}<thead><tr>{top}<tbody>{body}")


def scrolling_table(
    head: Sequence[str],
    rows: Iterable[Iterable[str]],
    title: str,
    numeric: Iterable[bool] = (),
    names: Collection[int] = (),
) -> str:
    """Write a table that may be wide: it scrolls within the page, by the keyboard too."""
    table = html_table(head, rows, numeric or [False] * len(head), title, names)
    named = {"tabindex": "0", "role": "region", "aria-label": title}
    return element("div", table, class_="list", **named)


def _cells(row: Iterable[str], before: list[str]) -> str:
    pairs = zip(before, row, strict=True)
    return "".join([f"{start}{host_link(value)}" for start, value in pairs])


@dataclass(frozen=True)
class _Written:
    """Markup as it is; in a plain text Streamlit looks for indents and for a file's name."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def show_text(name: str, text: object, **attributes: str) -> None:
    """Put a text on the page, escaped and in an element."""
    show_html(text_element(name, text, **attributes))


def show_html(markup: str) -> None:
    """Put markup on the page; scripts in it do not run."""
    st.html(_Written(markup))
