"""Damage to bytes: flips, cuts, repeats, and the same within the parts of a zip."""

from __future__ import annotations

import io
import random
import re
import warnings
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

AWKWARD = (
    b"", b"\0", b"\xff\xfe", b'"', b"'", b"\r", b"\n", b",", b"\t", b"<", b"&#0;", b"\x1b[2J",
    b"-1", b"1e400", b"NaN", "＝".encode(), b"99999999999999999999", b"2024-02-30", b"\xf0\x9f",
)  # fmt: skip
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
Change = Callable[[bytearray, random.Random], bytearray]


def flip(content: bytearray, rng: random.Random) -> bytearray:
    """One bit is another."""
    if content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return content


def cut(content: bytearray, rng: random.Random) -> bytearray:
    """The end is missing."""
    return content[: rng.randrange(len(content) + 1)]


def drop(content: bytearray, rng: random.Random) -> bytearray:
    """A piece is missing."""
    start, end = _piece(content, rng)
    return content[:start] + content[end:]


def repeat(content: bytearray, rng: random.Random) -> bytearray:
    """A piece comes again somewhere else."""
    start, end = _piece(content, rng)
    place = rng.randrange(len(content) + 1)
    return content[:place] + content[start:end] * rng.choice((1, 1, 40)) + content[place:]


def insert(content: bytearray, rng: random.Random) -> bytearray:
    """Something awkward stands somewhere."""
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.choice(AWKWARD) * rng.choice((1, 1, 3000)) + content[place:]


def renumber(content: bytearray, rng: random.Random) -> bytearray:
    """A whole number of two, four or eight bytes is one at an edge."""
    width = rng.choice((2, 4, 8))
    if len(content) > width:
        place = rng.randrange(len(content) - width)
        number = rng.choice(NUMBERS) % (1 << 8 * width)
        content[place : place + width] = number.to_bytes(width, "little")
    return content


def digit(content: bytearray, rng: random.Random) -> bytearray:
    """One digit is another."""
    places = [found.start() for found in re.finditer(rb"[0-9]", content)]
    if places:
        place = rng.choice(places)
        content[place] = rng.choice([d for d in b"0123456789" if d != content[place]])
    return content


CHANGES: tuple[Change, ...] = (flip, flip, cut, drop, repeat, insert, renumber, digit, digit)


def mutated(content: bytes, rng: random.Random, changes: tuple[Change, ...] = CHANGES) -> bytes:
    """Some damage; to a zip mostly within one of its parts, so that it can still be unpacked."""
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        change = rng.choice(changes)
        if content[:2] == b"PK" and rng.random() < 0.8:
            content = _within(content, change, rng)
        else:
            content = bytes(change(bytearray(content), rng))
    return content


def _within(content: bytes, change: Change, rng: random.Random) -> bytes:
    into = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"), ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if parts.getinfo(name).file_size < 1 << 22]
            chosen = rng.choice(names)
            with ZipFile(into, "w", ZIP_DEFLATED) as again:
                for info in parts.infolist():
                    part = parts.read(info)
                    if info.filename == chosen:
                        part = bytes(change(bytearray(part), rng))
                    again.writestr(info, part)
    except (BadZipFile, IndexError, OSError, ValueError, NotImplementedError, RuntimeError,
            EOFError, zlib.error):  # fmt: skip
        return bytes(change(bytearray(content), rng))
    return into.getvalue()


def _piece(content: bytearray, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 2, 8, 64, 512, 4096)))
