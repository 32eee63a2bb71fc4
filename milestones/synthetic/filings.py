"""From the register to tables with the columns of the filings, and which delivery brings a row."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic.assessments import INTENTS, STATES, WILLINGNESS
from milestones.synthetic.calibration import PATENT_KINDS
from milestones.synthetic.institutions import institution_ids, with_check_digits
from milestones.synthetic.patents import CODES, TRANSFORMED
from milestones.synthetic.register import Register
from milestones.synthetic.returns import MONTHS
from milestones.synthetic.samples import FAULTS, draw_answers
from milestones.synthetic.sampling import Ints, day_number, month_ends, stream

RECEIVED = (
    date(2024, 7, 5), date(2025, 1, 8), date(2025, 7, 4), date(2026, 1, 9), date(2026, 7, 3),
)  # fmt: skip
AS_OF = tuple(day.replace(day=1) - timedelta(days=1) for day in RECEIVED)
"""The day each delivery speaks for: the last month end before its receipt."""
# Evaluations, transfers and products that are reported one delivery late.
_LATE = 0.003
_CO_HELD = 2_000
_TITLES = pa.array(["示范方法", "示范装置", "示范外观"])
Columns = dict[str, Any] | pd.DataFrame
"""Arrays by the names of filings, of codes and numbers, where blank is negative."""


def delivery_of(days: Ints) -> Ints:
    """Give the delivery that brings a row of this day: the first that does not speak for less."""
    return np.searchsorted([day_number(day) for day in AS_OF], days, side="left")


class Filings:
    """Writes any rows of the register as tables of filings; texts shared by all are made once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.granted_in = delivery_of(register.patents.granted_on)
        self.lapsed_in = delivery_of(register.lapsed_on)
        self.brought = {kind: self._brought(kind, rows) for kind, rows in register.facts.items()}
        self.co_held, self.co_holder = self._co_holders()
        patents, enterprises = register.patents, register.enterprises
        self._texts = {
            "patent": with_check_digits(patents.number),
            "institution_id": pa.array(institution_ids(register.institutions)),
            "title": _numbered(_TITLES.take(patents.kind), len(patents), 7),
            "kind": pa.array(PATENT_KINDS),
            "ipc": pa.array(CODES),
            "publicly_funded": pa.array([False, True]),
            "willingness": pa.array(WILLINGNESS),
            "state": pa.array(STATES),
            "enterprise": enterprises.names,
            "enterprise_province": enterprises.provinces,
            "intent": pa.array(INTENTS),
            "mode": pa.array(WILLINGNESS),
            "transferee": enterprises.names,
            "transferee_province": enterprises.provinces,
            "period": pa.array(np.datetime_as_string(MONTHS)),
            "fault": pa.array(FAULTS),
            "inspector_unit": pa.array(["示范抽查单位"]),
            "stratified_by": pa.array(["省份"]),
            "product": _numbered("示范产品", len(register.facts["products"]), 6),
        }

    def _brought(self, kind: str, rows: pd.DataFrame) -> Ints:
        """Give each fact's delivery: a few but assessments come late, none before its patent."""
        share = 0.0 if kind == "assessments" else _LATE
        late = stream(self.register.seed, f"late {kind}").random(len(rows)) < share
        delivery = np.minimum(delivery_of(rows.iloc[:, 1].to_numpy()) + late, len(RECEIVED) - 1)
        return np.maximum(delivery, self.granted_in[rows["patent"]])

    def _co_holders(self) -> tuple[Ints, Ints]:
        """Draw some patents due, and another institution that holds each of them too."""
        rng = stream(self.register.seed, "co-holders")
        institutions, patents = self.register.institutions, self.register.patents
        count = institutions.size(_CO_HELD)
        held = np.sort(rng.choice(patents.due, size=count, replace=False, shuffle=False))
        other = rng.choice(np.flatnonzero(institutions.due > 0), size=count)
        apart = other != patents.holder[held]
        return held[apart], other[apart]

    def new_patents(self, delivery: int) -> pa.Table:
        """Give patents granted since the last delivery, at the first with all second holders."""
        patents = self.patents(np.flatnonzero(self.granted_in == delivery), delivery)
        if delivery > 0:
            return patents
        rank = np.full(len(self.co_held), 2, dtype=np.int8)
        second = {"institution_id": self.co_holder, "holder_rank": rank}
        columns = self._patent_columns(self.co_held, delivery) | second
        return pa.concat_tables([patents, self._table(columns)])

    def new_lapses(self, delivery: int) -> pa.Table:
        """Give notices of lapse since the last delivery: the required columns and the day."""
        rows = np.flatnonzero((self.granted_in < delivery) & (self.lapsed_in == delivery))
        columns = self._patent_columns(rows, delivery)
        required = ("patent", "institution_id", "granted_on", "lapsed_on")
        return self._table({name: columns[name] for name in required})

    def patents(self, rows: Ints, delivery: int) -> pa.Table:
        """Give patents as they stand at a delivery."""
        return self._table(self._patent_columns(rows, delivery))

    def _patent_columns(self, rows: Ints, delivery: int) -> dict[str, Any]:
        """Give patents in codes; a lapse that is still to come is blank."""
        patents = self.register.patents
        has_lapsed = self.lapsed_in[rows] <= delivery
        return {
            "patent": rows,
            "institution_id": patents.holder[rows],
            "granted_on": patents.granted_on[rows],
            "title": rows,
            "kind": patents.kind[rows],
            "filed_on": patents.filed_on[rows],
            "lapsed_on": np.where(has_lapsed, self.register.lapsed_on[rows], -1),
            "ipc": patents.code[rows],
            "publicly_funded": patents.funded[rows],
            "transformed_before": patents.group[rows] == TRANSFORMED,
            "holder_rank": np.where(np.isin(rows, self.co_held), np.int8(1), np.int8(-1)),
        }

    def new_returns(self, delivery: int) -> pa.Table:
        """Give the returns of the months that a delivery is the first to cover."""
        month = self.register.returns["period"].to_numpy()
        is_new = delivery_of(month_ends(MONTHS))[month] == delivery
        return self._table(self.register.returns[is_new])

    def new_answers(self, delivery: int) -> pa.Table:
        """Give the answers of the sample check that a delivery brings."""
        return self._table(draw_answers(self.register, delivery))

    def new_facts(self, kind: str, delivery: int) -> pa.Table:
        """Give all facts of a kind that a delivery brings."""
        return self.facts(kind, np.flatnonzero(self.brought[kind] == delivery))

    def facts(self, kind: str, at: Ints) -> pa.Table:
        """Give facts of a kind by position."""
        return self._table(self.register.facts[kind].iloc[at])

    def _table(self, columns: Columns) -> pa.Table:
        """Write codes as texts and day numbers as dates, and patents by their numbers."""
        codes = {str(name): np.asarray(values) for name, values in columns.items()}
        names = ["application_no" if name == "patent" else name for name in codes]
        return pa.table([self._column(*column) for column in codes.items()], names=names)

    def _column(self, name: str, values: Ints) -> pa.Array:
        if name.endswith("_on"):
            return pa.array(values.astype(np.int32), mask=values < 0).cast(pa.date32())
        column = pa.array(values, mask=values < 0)
        return self._texts[name].take(column) if name in self._texts else column


def _numbered(stems: pa.Array | str, count: int, width: int) -> pa.Array:
    """Give texts that end in their place: 示范产品 000001."""
    numbers = pc.cast(pa.array(np.arange(1, count + 1)), pa.string())
    return pc.binary_join_element_wise(stems, pc.utf8_lpad(numbers, width, "0"), " ")
