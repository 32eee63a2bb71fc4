"""The synthetic register delivered and published: one edition a delivery, as a real one grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from milestones.editions.data_home import DataHome
from milestones.editions.publishing import publish
from milestones.i18n import _
from milestones.synthetic.calibration import FULL, Size
from milestones.synthetic.filings import AS_OF, RECEIVED, Filings
from milestones.synthetic.flaws import by_hand, sample_rows
from milestones.synthetic.institutions import institution_list
from milestones.synthetic.register import Progress, Register
from milestones.synthetic.samples import SAMPLED_ON

SEED = 2024
SMALLEST = 2_000
STAGE = _("inventing filings")
_DRAWN = 0.45
"""The share of the time of `generate` that goes into drawing; the rest into writing."""
_INVENTED = 0.25
"""The share of the time of `publish_all` that goes into inventing; the rest into publishing."""


@dataclass(frozen=True)
class Delivery:
    """Files received on one day, in the order in which they are to be read."""

    received_on: date
    as_of: date
    paths: tuple[Path, ...]

    @property
    def note(self) -> str:
        """What the delivery says of itself, in both languages."""
        return f"合成 / Synthetic {self.as_of}"


def generate(
    folder: Path, patents: int = FULL, seed: int = SEED, progress: Progress | None = None
) -> list[Delivery]:
    """Write the filings of all deliveries below `folder`, one folder each, and list them.

    `patents` is the number of patents due (2,000 at least, ValueError below); calibrated counts
    keep their proportion to it. `progress` hears what is being made and the share done, 0 to 1.
    """
    if patents < SMALLEST:
        raise ValueError(f"a register needs {SMALLEST} patents at least, not {patents}")
    tell = progress or (lambda part, done: None)
    register = Register(Size(patents), seed, _part(tell, 0, _DRAWN))
    tell("texts", _DRAWN)
    filings = Filings(register)
    deliveries = []
    for number, (received, as_of) in enumerate(zip(RECEIVED, AS_OF, strict=True)):
        tell("filings", _DRAWN + (1 - _DRAWN) * (0.1 + 0.9 * number / len(RECEIVED)))
        target = folder / received.isoformat()
        target.mkdir(parents=True, exist_ok=True)
        tables = _files(filings, number)
        paths = tuple(_write(table, target / f"{name}.parquet") for name, table in tables)
        deliveries.append(Delivery(received, as_of, paths))
    tell("filings", 1.0)
    return deliveries


def _files(filings: Filings, delivery: int) -> Iterator[tuple[str, pa.Table]]:
    """Give the files of a delivery by name, in the order in which they are to be read."""
    sample = {}
    for name, table in _by_machine(filings, delivery):
        sample[name] = sample_rows(filings.register.seed, delivery, name, table)
        yield name, table
    for name, table in by_hand(filings, delivery, sample).items():
        yield f"{name}_by_hand", table


def _by_machine(filings: Filings, delivery: int) -> Iterator[tuple[str, pa.Table]]:
    register = filings.register
    yield "institutions", institution_list(register.seed, register.institutions, delivery)
    yield "patents", filings.new_patents(delivery)
    if delivery > 0:
        yield "patents_lapsed", filings.new_lapses(delivery)
    for kind in filings.brought:
        yield kind, filings.new_facts(kind, delivery)
    yield "returns", filings.new_returns(delivery)
    if delivery in SAMPLED_ON:
        yield "sample_answers", filings.new_answers(delivery)


def _write(table: pa.Table, path: Path) -> Path:
    """Write a table as Parquet without the writer's own schema, so that bytes repeat."""
    repeated = [
        name for name in table.column_names if name not in {"application_no", "title", "product"}
    ]
    pq.write_table(table, path, compression="zstd", use_dictionary=repeated, store_schema=False)
    return path


def publish_all(home: DataHome, patents: int, seed: int, progress: Progress) -> str:
    """Invent the filings and publish every delivery in turn; give the last edition's id.

    Raises HomeMixedError where the home holds real filings, ValueError for too few patents.
    """
    home.require(synthetic=True)
    try:
        with TemporaryDirectory(prefix="milestones-") as folder:
            invented = _part(progress, 0, _INVENTED)
            deliveries = generate(
                Path(folder), patents, seed, lambda part, done: invented(STAGE, done)
            )
            width = (1 - _INVENTED) / len(deliveries)
            for number, each in enumerate(deliveries):
                tell = _part(progress, _INVENTED + width * number, width)
                done = publish(
                    home, each.paths, received_on=each.received_on, note=each.note, progress=tell
                )
    finally:
        home.forget()  # Leaves no mark behind on a home that got no edition.
    return done.edition_id


def _part(progress: Progress, start: float, width: float) -> Progress:
    """Give the progress of one part of the work, as progress of the whole."""
    return lambda stage, share: progress(stage, start + width * share)
