"""Trials of faults: what a home, a reader and `verify` do when something breaks under them.

The invariant of all of them: *right as before, or told; never wrong, never gone.* Right means the
numbers that the oracle counts for the deliveries of an edition; told means a sentence and an exit
code other than 0, without a traceback; before means byte for byte.

| file | what breaks |
|---|---|
| `test_kills.py` | the process, at each operation on a file and at any moment |
| `test_killed_demo.py` | the same under a demo, which no oracle knows |
| `test_power_loss.py` | the power: what was not synced is lost |
| `test_full_disks.py` | the disk is full, or may only be read |
| `test_flipped_bits.py` | one bit of any file of a home |
| `test_hostile_filings.py` | filings that are damaged, in every format |
| `test_altered_copies.py` | exported files that were changed, before `verify` |
| `test_crowded_home.py` | nothing: two publish at once, and one reads all the time |

All but the demo's have one function `trial(seed, folder, register)` that raises AssertionError.
pytest runs it with fixed seeds; `make fuzz MINUTES=10 SEED=1` runs all of them with fresh seeds,
prints each seed and keeps the folder of a trial that failed. `register.py` is the register that
they stand on and what the oracle counts for it, `processes.py` runs commands in processes of their
own, `judging.py` says what must hold after a fault, `recording.py` copies a home at each operation
on a file, `small_disk.py` mounts disks of a few pages, `mutations.py` damages bytes.

Operations on files are seen by Python's audit events and by `os.fsync`. What DuckDB writes and
syncs by itself is not seen: a kill within it is tried at random moments only, and a file counts
as synced only where Python synced it. The order in which a real disk writes blocks of one file is
not imitated: a file that was not synced is empty or cut in half.
"""
