"""What must hold after a fault: the numbers, the files, and what was said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from faults.processes import Done, ask, look, run
from faults.register import DeliveryHistory, Register
from milestones.editions.data_home import DataHome
from milestones.filings.files import file_digest

CHANGING = re.compile(r"(.*/)?(lock|archive|editions|readings|releases|logs?|.*\.log(\.\d+)?)$")
"""What changes in a home although nothing is changed, and folders that may be there already."""
HASH = re.compile(r"[0-9a-f]{16,}")


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder by its hash, and folders."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not CHANGING.match(name):
            found[name] = "folder" if path.is_dir() else _hash(path)
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def chain_shown(register: Register, home: DataHome, said: str = "") -> DeliveryHistory | None:
    """The deliveries in what the app shows, with the oracle's numbers; None where it says why not.

    AssertionError for other numbers, and for a process that ends without a word.
    """
    done = ask(look, home.path)
    assert not done.code and not done.err, f"{said}: the app fails:\n{done.untold or done.err}"
    shown: dict[str, Any] = done.json()
    if "told" in shown:
        return None
    chain = register.chain(shown["hashes"])
    wrong = register.differing(chain, shown["records"])
    assert not wrong, f"{said}: other numbers:\n" + "\n".join(wrong)
    return chain


def require_shown(
    register: Register, home: DataHome, chains: Collection[DeliveryHistory], said: str = ""
) -> DeliveryHistory:
    """One of the chains is shown, with its numbers."""
    found = chain_shown(register, home, said)
    assert found in chains, f"{said}: {found} is shown, not one of {chains}"
    return found


def require_told(done: Done, said: str = "") -> None:
    """What a command could not do was said in words."""
    assert not done.untold, "\n".join([said, *done.untold])


def require_unchanged(before: dict[str, str], folder: Path, said: object = "") -> None:
    """Everything lies there as before, and nothing more."""
    after = content(folder)
    names = sorted(before.keys() | after.keys())
    changed = [f"{n}: {before.get(n, '–')[:8]} → {after.get(n, '–')[:8]}" for n in names
               if before.get(n) != after.get(n)]  # fmt: skip
    assert not changed, f"{said}\nchanged or left:\n" + "\n".join(changed)


def require_next(register: Register, home: DataHome, before: DeliveryHistory, said: str) -> None:
    """The next delivery is published, its numbers are right, and nothing is left over."""
    number = max(before, default=0) + 1
    done = run(register.publish_words(number), home.path)
    assert done.code == 0, f"{said}: the next publish fails:\n{done.err}"
    require_shown(register, home, [(*before, number)], f"{said}, after the next publish")
    left = leftovers(register, home)
    assert not left, f"{said}: left over: {left}"


def leftovers(register: Register, home: DataHome) -> list[str]:
    """Files and folders of a kind that a home without faults has not, and damaged filings."""
    usual = _shapes(register.home.path)
    strange = sorted(name for name in _names(home.path) if HASH.sub("#", name) not in usual)
    torn = [f.name for f in home.archive.iterdir() if f.name == HASH.match(f.name)[0]  # type: ignore[index]
            and file_digest(f) != f.name] if not strange else []  # fmt: skip
    return strange + torn


def _names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*")]


def _shapes(folder: Path) -> set[str]:
    return {HASH.sub("#", name) for name in _names(folder)}
