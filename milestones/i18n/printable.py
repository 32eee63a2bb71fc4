"""Text of strangers made fit to be shown: nothing hidden in it reaches a terminal or a document.

What cannot be seen is written by its code, `‹U+202E›`, and what belongs to ASCII as Python writes
it: `\x1b`, `\n`. That goes for control characters, zero-width characters, overrides of direction,
separators of lines, lone surrogates and what is no character, and for the escapes of office
programs (`_x0007_` becomes `\x07`), which would be decoded into control characters in a workbook or
on a slide. A text that XlsxWriter would take for its own marked-up runs (`<r>…</r>`) begins with
`\x3c`.
"""

from __future__ import annotations

import json
import re

_UNSEEN = (
    r"\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
)
_HIDDEN = re.compile(rf"[\x00-\x1f{_UNSEEN}]|_x([0-9A-Fa-f]{{4}})_")
_IN_JSON = re.compile(f"[{_UNSEEN}]")
MAX_VALUE_CHARACTERS = 1_000
"""Letters of a name or a value in a figure at most."""
MAX_WRITTEN_CELL_CHARACTERS = 16_000
"""Letters of a workbook's cell at most: it holds 32,767 halves of letters, else nothing at all."""
ELLIPSIS = "…"


def printable(text: str, longest: int | None = None) -> str:
    """Write what is hidden in a text visibly, and cut it to so many letters with an ellipsis."""
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + ELLIPSIS
    is_marked_up = text.startswith("<r>") and text.endswith("</r>")
    if "_x" not in text and text.isprintable() and not is_marked_up:
        return text
    written = _HIDDEN.sub(_visibly, text)
    if is_marked_up:
        written = r"\x3c" + written[1:]
    if longest is not None and len(written) > longest:
        return written[: longest - 1] + ELLIPSIS
    return written


def json_text(content: object, indent: int | None = None) -> str:
    """Write exact JSON in which letters that cannot be seen are escaped."""
    written = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent)
    return _IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], written)


def _visibly(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16)) if found[1] else found[0]
    if letter.isascii() and letter.isprintable():
        return f"\\x{ord(letter):02x}"
    if letter.isascii():
        return letter.encode("unicode_escape").decode()
    return f"‹U+{ord(letter):04X}›"
