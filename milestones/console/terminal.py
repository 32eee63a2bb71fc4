"""The terminal of a reader: its language, standard error, and how far long work is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from locale import getlocale

from tqdm import tqdm

from milestones.i18n import Lang, Locale, _
from milestones.i18n.printable import json_text, printable

MAX_LINE_LETTERS = 4_000
"""Letters of a line that is printed at most."""
STAGES = {
    "read": _("reading"),
    "check": _("checking"),
    "count": _("counting"),
    "compare": _("comparing"),
    "copy": _("copying"),
    "look": _("looking"),
}


def reader_locale() -> Locale:
    """Read the language of the terminal: Chinese where the locale says so, else English.

    The locale may be one that the machine does not have: only its name counts.
    """
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, named), None) or getlocale()[0] or ""
    lang: Lang = "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    return Locale(lang)


def print_line(text: str) -> None:
    """Print one line on standard output; what is hidden in it is made visible."""
    print(printable(text, MAX_LINE_LETTERS))


def print_json(content: object) -> None:
    """Print exact JSON on standard output; letters that cannot be seen are escaped."""
    print(json_text(content, indent=2))


def print_to_stderr(text: str) -> None:
    """Print one line on standard error, at once; what is hidden in it is made visible."""
    print(printable(text, MAX_LINE_LETTERS), file=sys.stderr, flush=True)


@contextmanager
def show_progress(locale: Locale, title: str) -> Iterator[Callable[[str, float], None]]:
    """Hear how far long work is, as (stage, share done): a bar on a terminal, else lines."""
    if not sys.stderr.isatty():
        seen: set[str] = set()
        yield lambda stage, share: _tell_once(seen, f"{title} – {stage_text(stage, locale)}")
        return
    shape = "{desc}: {bar} {percentage:3.0f}%"
    with tqdm(total=100, desc=title, bar_format=shape) as bar:

        def tell(stage: str, share: float) -> None:
            bar.set_description_str(printable(f"{title} – {stage_text(stage, locale)}"))
            bar.n = round(share * 100)
            bar.refresh()

        yield tell


def _tell_once(seen: set[str], line: str) -> None:
    if line not in seen:
        seen.add(line)
        print_to_stderr(line)


def stage_text(stage: str, locale: Locale) -> str:
    """Name a stage of long work."""
    return locale(STAGES[stage]) if stage in STAGES else stage
