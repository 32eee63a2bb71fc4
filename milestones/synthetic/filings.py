"""Writes the synthetic register as Parquet filings, delivery by delivery."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from milestones.synthetic import details, flaws, names, register, returns, split
from milestones.synthetic.calibration import FULL, Size
from milestones.synthetic.deliveries import AS_OF, RECEIVED, Delivery, note, of_days
from milestones.synthetic.draw import Ints
from milestones.synthetic.register import Progress, Register
from milestones.synthetic.tables import Tables

SEED = 2024
SMALLEST = 2_000
_SHARE_DRAWN = 0.45


def generate(
    folder: Path,
    patents: int = FULL,
    seed: int = SEED,
    progress: Progress | None = None,
) -> list[Delivery]:
    """Writes the filings of all deliveries below `folder`, one folder each, and lists them.

    `patents` is the number of patents due (2,000 at least, ValueError below); calibrated counts
    keep their proportion to it. `progress` hears what is being made and the share done, 0 to 1.
    """
    if patents < SMALLEST:
        raise ValueError(f"a register needs {SMALLEST} patents at least, not {patents}")
    tell = progress or (lambda part, done: None)
    drawn = register.build(Size(patents), seed, lambda part, done: tell(part, done * _SHARE_DRAWN))
    tell("texts", _SHARE_DRAWN)
    written = []
    source = Source(drawn)
    for delivery, received in enumerate(RECEIVED):
        done = _SHARE_DRAWN + (1 - _SHARE_DRAWN) * (0.1 + 0.9 * delivery / len(RECEIVED))
        tell("filings", done)
        target = folder / received.isoformat()
        target.mkdir(parents=True, exist_ok=True)
        paths = tuple(_write(table, target / name) for name, table in source.files(delivery))
        written.append(Delivery(received, note(AS_OF[delivery]), paths))
    tell("filings", 1.0)
    return written


class Source:
    """Tells which rows each delivery brings, and gives them as tables."""

    def __init__(self, drawn: Register) -> None:
        self.drawn = drawn
        self.tables = Tables(drawn, details.rows(drawn))
        self.returns = returns.tables(drawn)
        self.brought = _brought(drawn, self.tables)

    def files(self, delivery: int) -> Iterator[tuple[str, pa.Table]]:
        """File names and tables of a delivery, in the order in which they are to be read."""
        sample = {}
        for name, table in self._typed(delivery):
            sample[name] = flaws.few_rows(self.drawn.seed, delivery, name, table)
            yield f"{name}.parquet", table
        by_hand = flaws.by_hand(self.drawn, self.tables, self.brought, delivery, sample)
        for name, table in by_hand.items():
            yield f"{name}_by_hand.parquet", table

    def _typed(self, delivery: int) -> Iterator[tuple[str, pa.Table]]:
        drawn, made = self.drawn, self.tables
        yield "institutions", names.table(drawn.seed, drawn.institutions, delivery)
        patents = made.patents(split.new_patents(drawn, delivery), delivery)
        if delivery == 0:
            patents = pa.concat_tables([patents, made.co_holders(delivery)])
        yield "patents", patents
        if delivery > 0:
            yield "patents_lapsed", made.lapses(split.lapsed_patents(drawn, delivery))
        yield "assessments", made.assessments(self._rows("assessments", delivery))
        yield "evaluations", made.evaluations(self._rows("evaluations", delivery))
        yield "transfers", made.transfers(self._rows("transfers", delivery))
        yield "products", made.products(self._rows("products", delivery))
        yield "returns", self.returns[delivery]

    def _rows(self, part: str, delivery: int) -> Ints:
        return np.flatnonzero(self.brought[part] == delivery)


def _brought(drawn: Register, made: Tables) -> dict[str, Ints]:
    """The delivery of every fact; assessments are never reported late."""
    evaluations, transfers, products = drawn.evaluations, drawn.transfers, drawn.products
    late = split.brought
    return {
        "assessments": of_days(made.rows.assessed_on),
        "evaluations": late(drawn, "e", evaluations.evaluated_on, evaluations.patent),
        "transfers": late(drawn, "t", transfers.recorded_on, transfers.patent),
        "products": late(drawn, "p", products.industrialized_on, products.patent),
    }


def _write(table: pa.Table, path: Path) -> Path:
    """Writes a table as Parquet without the writer's own schema, so that bytes repeat."""
    repeated = [
        field.name
        for field in table.schema
        if field.name not in {"application_no", "title", "product"}
    ]
    pq.write_table(table, path, compression="zstd", use_dictionary=repeated, store_schema=False)
    return path
