"""`make fuzz`: the trials with fresh seeds, for as long as asked; what failed is kept."""

from __future__ import annotations

import argparse
import shutil
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from faults import (
    test_altered_copies,
    test_crowded_home,
    test_flipped_bits,
    test_full_disks,
    test_hostile_filings,
    test_kills,
    test_power_loss,
)
from faults.register import Register
from faults.small_disk import NoDiskError

Trial = Callable[[int, Path, Register], None]
TRIALS: dict[str, Trial] = {
    module.__name__.rpartition("test_")[2]: module.trial
    for module in (
        test_kills,
        test_power_loss,
        test_full_disks,
        test_flipped_bits,
        test_hostile_filings,
        test_altered_copies,
        test_crowded_home,
    )
}


def main() -> int:
    """Take the trials in turns until the time is over; exit 1 where one failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=2.0)
    asked.add_argument("--seed", type=int, help="the first; that of the clock if none is given")
    asked.add_argument("--only", choices=sorted(TRIALS), action="append")
    given = asked.parse_args()
    until = time.monotonic() + given.minutes * 60
    seed = int(time.time()) if given.seed is None else given.seed
    kept = Path(mkdtemp(prefix="milestones-fuzz-"))
    print(f"What fails is kept in {kept}", flush=True)
    (kept / "register").mkdir()
    register = Register.found(kept / "register")
    failed = count = 0
    while time.monotonic() < until:
        for name in given.only or TRIALS:
            count += 1
            failed += not passes(name, seed, kept, register)
        seed += 1
    print(f"{count} trials, {failed} failed: {kept}")
    if not failed:
        shutil.rmtree(kept)
    return min(failed, 1)


def passes(name: str, seed: int, kept: Path, register: Register) -> bool:
    """One trial in a folder of its own, which stays if it fails."""
    folder = kept / f"{name}-{seed}"
    folder.mkdir()
    began = time.monotonic()
    said, right = "right", True
    try:
        TRIALS[name](seed, folder, register)
    except NoDiskError as error:
        said = f"left out: {error}"
    except Exception:
        right, said = False, f"FAILED, kept in {folder}"
        (folder / "failure.txt").write_text(traceback.format_exc(), encoding="utf-8")
    print(f"{name:17} seed {seed}  {time.monotonic() - began:5.1f} s  {said}", flush=True)
    if right:
        shutil.rmtree(folder)
    return right


if __name__ == "__main__":
    raise SystemExit(main())
