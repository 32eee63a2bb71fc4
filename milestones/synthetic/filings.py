"""From the register to tables with the columns of the filings, and which delivery brings a row."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic.assessments import STATES, WILLINGNESS, draw_details
from milestones.synthetic.calibration import PATENT_KINDS
from milestones.synthetic.names import institution_ids, with_check_digits
from milestones.synthetic.patents import CODES, TRANSFORMED
from milestones.synthetic.products import NO_REVENUE
from milestones.synthetic.register import Register
from milestones.synthetic.sampling import Days, Ints, Mask, Small, day_number, stream
from milestones.synthetic.transfers import NO_AMOUNT

RECEIVED = (
    date(2024, 7, 5), date(2025, 1, 8), date(2025, 7, 4), date(2026, 1, 9), date(2026, 7, 3),
)  # fmt: skip
AS_OF = tuple(day.replace(day=1) - timedelta(days=1) for day in RECEIVED)
"""The day each delivery speaks for: the last month end before its receipt."""
# Evaluations, transfers and products that are reported one delivery late.
_LATE = 0.003
_CO_HELD = 2_000
_TITLES = pa.array(["示范方法", "示范装置", "示范外观"])
_INTENTS = pa.array(["暂无需求", "继续关注", "愿意洽谈"])


def delivery_of(days: Days) -> Ints:
    """Give the delivery that brings a row of this day: the first that does not speak for less."""
    ends = [day_number(day) for day in AS_OF]
    return np.searchsorted(ends, days, side="left").astype(np.int64)


class Filings:
    """Writes any rows of the register as tables of filings; texts shared by all are made once.

    `brought` gives the delivery of every fact by kind: assessments are never late, a few others
    come one delivery late, none before its patent.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.application_no = with_check_digits(register.patents.number)
        self.institution_id = pa.array(institution_ids(register.institutions))
        self.details = draw_details(
            register.seed,
            register.assessments,
            len(register.patents),
            register.products["patent"].to_numpy(),
            register.transfers,
        )
        self.granted_in = delivery_of(register.patents.granted_on)
        self.lapsed_in = delivery_of(register.lapsed_on)
        self.co_held, self.co_holder = self._co_holders()
        self.brought = {
            "assessments": delivery_of(register.assessments.assessed_on),
            "evaluations": self._brought("e", register.evaluations, "evaluated_on"),
            "transfers": self._brought("t", register.transfers, "recorded_on"),
            "products": self._brought("p", register.products, "industrialized_on"),
        }

    def _brought(self, part: str, rows: pd.DataFrame, day: str) -> Ints:
        late = stream(self.register.seed, f"late {part}").random(len(rows)) < _LATE
        in_time = delivery_of(rows[day].to_numpy())
        delivery = np.where(in_time < len(RECEIVED) - 1, in_time + late, in_time)
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
        """Patents granted since the last delivery; the first tells of second holders too."""
        patents = self.patents(np.flatnonzero(self.granted_in == delivery), delivery)
        if delivery > 0:
            return patents
        second = self.patents(self.co_held, delivery)
        changed = {
            "institution_id": self.institution_id.take(self.co_holder),
            "holder_rank": pa.array(np.full(len(second), 2, dtype=np.int8)),
        }
        columns = [changed.get(name, second[name]) for name in second.column_names]
        return pa.concat_tables([patents, pa.table(columns, schema=second.schema)])

    def patents(self, rows: Ints, delivery: int) -> pa.Table:
        """Patents as they stand at a delivery: a lapse that is still to come is blank."""
        patents = self.register.patents
        rank, funded = np.isin(rows, self.co_held).astype(np.int8), patents.funded[rows]
        return pa.table(
            self._heads(rows)
            | {
                "title": _numbered(_TITLES.take(patents.kind[rows]), rows + 1, 7),
                "kind": pa.array(PATENT_KINDS).take(patents.kind[rows]),
                "filed_on": _dates(patents.filed_on[rows]),
                "lapsed_on": _dates(self.register.lapsed_on[rows], self.lapsed_in[rows] > delivery),
                "ipc": _named(CODES, patents.code[rows]),
                "publicly_funded": pa.array(funded == 1, mask=funded == 2),
                "transformed_before": pa.array(patents.group[rows] == TRANSFORMED),
                "holder_rank": _at_least_1(rank),
            }
        )

    def new_lapses(self, delivery: int) -> pa.Table:
        """Notices of lapse since the last delivery: the required columns and the day."""
        rows = np.flatnonzero((self.granted_in < delivery) & (self.lapsed_in == delivery))
        return pa.table(self._heads(rows) | {"lapsed_on": _dates(self.register.lapsed_on[rows])})

    def _heads(self, rows: Ints) -> dict[str, pa.Array]:
        patents = self.register.patents
        return {
            "application_no": self.application_no.take(rows),
            "institution_id": self.institution_id.take(patents.holder[rows]),
            "granted_on": _dates(patents.granted_on[rows]),
        }

    def facts(self, kind: str, delivery: int) -> pa.Table:
        """All facts of a kind that a delivery brings."""
        writers = {
            "assessments": self.assessments,
            "evaluations": self.evaluations,
            "transfers": self.transfers,
            "products": self.products,
        }
        return writers[kind](np.flatnonzero(self.brought[kind] == delivery))

    def assessments(self, at: Ints) -> pa.Table:
        """Rows of assessments, by position."""
        rows, details = self.register.assessments, self.details.iloc[at]
        return pa.table(
            {
                "application_no": self.application_no.take(rows.patent[at]),
                "assessed_on": _dates(rows.assessed_on[at]),
                "convertible": pa.array(rows.convertible[at]),
                "stars": _at_least_1(rows.stars[at]),
                "willingness": _named(WILLINGNESS, details["willingness"].to_numpy()),
                "maturity": _at_least_1(details["maturity"].to_numpy()),
                "state": _named(STATES, details["state"].to_numpy()),
            }
        )

    def evaluations(self, at: Ints) -> pa.Table:
        """Rows of evaluations, by position."""
        rows = self.register.evaluations.iloc[at]
        enterprise, province = self._enterprises(rows)
        return pa.table(
            {
                "application_no": self.application_no.take(pa.array(rows["patent"])),
                "evaluated_on": _dates(rows["evaluated_on"].to_numpy()),
                "enterprise": enterprise,
                "enterprise_province": province,
                "stars": pa.array(rows["stars"]),
                "intent": _INTENTS.take(pa.array(rows["intent"])),
            }
        )

    def transfers(self, at: Ints) -> pa.Table:
        """Rows of transfers, by position; amounts in yuan."""
        rows = self.register.transfers.iloc[at]
        enterprise, province = self._enterprises(rows)
        amount = rows["amount"].to_numpy()
        return pa.table(
            {
                "application_no": self.application_no.take(pa.array(rows["patent"])),
                "recorded_on": _dates(rows["recorded_on"].to_numpy()),
                "mode": _named(WILLINGNESS, rows["mode"].to_numpy()),
                "transferee": enterprise,
                "transferee_province": province,
                "amount_cny": pa.array(amount, mask=amount == NO_AMOUNT),
            }
        )

    def _enterprises(self, rows: pd.DataFrame) -> tuple[pa.Array, pa.Array]:
        """Name the enterprise of each row and its province."""
        enterprises, at = self.register.enterprises, rows["enterprise"].to_numpy()
        return enterprises.names.take(at), enterprises.province_names.take(enterprises.province[at])

    def products(self, at: Ints) -> pa.Table:
        """Rows of products, by position; revenue in yuan."""
        rows = self.register.products.iloc[at]
        revenue = rows["revenue"].to_numpy()
        return pa.table(
            {
                "application_no": self.application_no.take(pa.array(rows["patent"])),
                "industrialized_on": _dates(rows["industrialized_on"].to_numpy()),
                "product": _numbered("示范产品", at + 1, 6),
                "revenue_cny": pa.array(revenue, mask=revenue == NO_REVENUE),
            }
        )


def _dates(days: Days, blank: Mask | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=blank).cast(pa.date32())


def _at_least_1(values: Small) -> pa.Array:
    """The values, blank below 1."""
    return pa.array(values, mask=values < 1)


def _named(texts: tuple[str, ...], at: Small | Days) -> pa.Array:
    """The texts at these positions, blank for negative ones."""
    return pa.array(texts).take(pa.array(at, mask=at < 0))


def _numbered(stems: pa.Array | str, numbers: Ints, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return pc.binary_join_element_wise(stems, digits, " ")
