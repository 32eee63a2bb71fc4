"""What was measured, as Markdown tables, and whether what is asked of it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAID: list[str] = []
"""What was printed since `write_into`."""


@dataclass(frozen=True)
class Claim:
    """Something that is asked: at most so much."""

    says: str
    value: float
    at_most: float
    unit: str = "×"

    @property
    def row(self) -> tuple[str, ...]:
        """What it says, what was measured, what is asked, and whether it holds."""
        holds = "yes" if self.value <= self.at_most else "**no**"
        return self.says, number(self.value, self.unit), number(self.at_most, self.unit), holds


def number(value: float, unit: str = "") -> str:
    """Write a number with no more digits than it is worth."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table for people, which is one for Markdown too."""
    aligned = ["---"] + ["---:"] * (len(head) - 1)
    lines = (f"| {' | '.join(row)} |" for row in (head, aligned, *rows))
    _SAID.append("\n".join([f"*{title}*" if title else "", "", *lines, ""]))
    print(_SAID[-1], flush=True)


def print_claims(claims: Iterable[Claim]) -> None:
    """Print what is asked and whether it holds."""
    print_table("Asked", ["what", "measured", "at most", "holds"], [each.row for each in claims])


def write_into(page: Path, part: str) -> None:
    """Put what was printed into a page, in the place of what it says of this part."""
    begin, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    said = "\n".join([begin, "", *_SAID, end])
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(f"{begin}.*{end}", lambda _: said, text, flags=re.DOTALL), "utf-8")
    _SAID.clear()
