"""The README's list of columns, written from the columns themselves.

`python -m tests.readme_columns` writes it into the README again.
"""

from __future__ import annotations

from collections.abc import Iterable

from milestones.filings.column_list import COLUMN_LIST_HEAD, ColumnLine, column_lines
from milestones.filings.columns import FilingKind
from milestones.filings.kinds import FILING_KINDS
from milestones.i18n import Locale
from milestones.paths import ROOT

README = ROOT / "README.md"
BEGIN = "<!-- columns: python -m tests.readme_columns writes them -->\n"
END = "<!-- columns end -->"
ENGLISH, CHINESE = Locale("en"), Locale("zh")


def column_tables() -> str:
    """Give a table for each kind, each behind a line that opens."""
    return "\n".join(map(_kind_table, FILING_KINDS))


def written(text: str) -> str:
    """Give the README with the columns as they are; ValueError where it has no place for them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the README has no place for the columns")
    return f"{before}{BEGIN}\n{column_tables()}\n{END}{after}"


def _kind_table(kind: FilingKind) -> str:
    both = zip(column_lines(kind, ENGLISH), column_lines(kind, CHINESE), strict=True)
    lines = (
        "<details>",
        f"<summary>{kind.key}: {ENGLISH(kind.title)} {CHINESE(kind.title)}</summary>\n",
        _row(map(ENGLISH, COLUMN_LIST_HEAD)),
        _row("---" for _ in COLUMN_LIST_HEAD),
        *(_row(_cells(*pair)) for pair in both),
        "\n</details>",
    )
    return "\n".join(lines)


def _cells(english: ColumnLine, chinese: ColumnLine) -> tuple[str, ...]:
    field, *headers = english.headers
    words = zip(english.words, chinese.words, strict=True)
    return (
        f"`{field}` {' / '.join(headers)}".rstrip(),
        "yes" if english.is_required else "",
        english.explanation,
        " / ".join(" ".join(dict.fromkeys(pair)) for pair in words),
        english.example,
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
