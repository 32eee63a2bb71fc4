"""From the register's arrays to tables with the columns of the filings."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic import names
from milestones.synthetic.calendar import number
from milestones.synthetic.deliveries import AS_OF
from milestones.synthetic.details import STATES, WILLINGNESS, Rows
from milestones.synthetic.draw import Days, Ints, Mask, Small, stream
from milestones.synthetic.fields import CODES
from milestones.synthetic.holdings import TRANSFORMED
from milestones.synthetic.numbers import written
from milestones.synthetic.register import Register
from milestones.synthetic.split import co_holders
from milestones.synthetic.transfers import UNKNOWN

_TITLES = pa.array(["示范方法", "示范装置", "示范外观"])
_PATENT_KINDS = pa.array(["invention", "utility_model", "design"])
_INTENTS = pa.array(["暂无需求", "继续关注", "愿意洽谈"])
_WITHOUT_REVENUE = 0.35
Writer = Callable[[Ints], pa.Table]


class Tables:
    """Writes any rows of the register as tables of filings; texts shared by all are made once."""

    def __init__(self, register: Register, rows: Rows) -> None:
        self.register = register
        self.rows = rows
        self.application_no = written(register.patents.number)
        self.institution_id = pa.array(names.ids(register.institutions))
        self.co_held, self.co_holder = co_holders(register)

    def patents(self, rows: Ints, delivery: int) -> pa.Table:
        """Patents as they stand at a delivery: a lapse that is still to come is blank."""
        patents, lapsed = self.register.patents, self.register.lapsed_on[rows]
        rank = np.where(np.isin(rows, self.co_held), 1, 0)
        funded = patents.funded[rows]
        return pa.table(
            {
                "application_no": self.application_no.take(rows),
                "institution_id": self.institution_id.take(patents.holder[rows]),
                "granted_on": _dates(patents.granted_on[rows]),
                "title": _numbered(_TITLES.take(patents.kind[rows]), rows + 1, 7),
                "kind": _PATENT_KINDS.take(patents.kind[rows]),
                "filed_on": _dates(patents.filed_on[rows]),
                "lapsed_on": _dates(lapsed, lapsed > number(AS_OF[delivery])),
                "ipc": _named(pa.array(CODES), patents.code[rows]),
                "publicly_funded": pa.array(funded == 1, mask=funded == 2),
                "transformed_before": pa.array(patents.group[rows] == TRANSFORMED),
                "holder_rank": _blank_below(rank, 1),
            }
        )

    def co_holders(self, delivery: int) -> pa.Table:
        """The second rows of patents that two institutions hold together."""
        table = self.patents(self.co_held, delivery)
        second = self.institution_id.take(self.co_holder)
        table = table.set_column(1, "institution_id", second)
        rank = pa.array(np.full(len(table), 2, dtype=np.int8))
        return table.set_column(table.num_columns - 1, "holder_rank", rank)

    def lapses(self, rows: Ints) -> pa.Table:
        """Notices of lapse: the required columns and the day, all else stays as it was."""
        patents = self.register.patents
        return pa.table(
            {
                "application_no": self.application_no.take(rows),
                "institution_id": self.institution_id.take(patents.holder[rows]),
                "granted_on": _dates(patents.granted_on[rows]),
                "lapsed_on": _dates(self.register.lapsed_on[rows]),
            }
        )

    def assessments(self, at: Ints) -> pa.Table:
        """Rows of assessments, by position in `rows`."""
        rows = self.rows
        return pa.table(
            {
                "application_no": self.application_no.take(rows.patent[at]),
                "assessed_on": _dates(rows.assessed_on[at]),
                "convertible": pa.array(rows.convertible[at]),
                "stars": _blank_below(rows.stars[at], 1),
                "willingness": _named(WILLINGNESS, rows.willingness[at]),
                "maturity": _blank_below(rows.maturity[at], 1),
                "state": _named(STATES, rows.state[at]),
            }
        )

    def evaluations(self, at: Ints) -> pa.Table:
        """Rows of evaluations."""
        rows, firms = self.register.evaluations, self.register.enterprises
        province = firms.province[rows.enterprise[at]]
        return pa.table(
            {
                "application_no": self.application_no.take(rows.patent[at]),
                "evaluated_on": _dates(rows.evaluated_on[at]),
                "enterprise": firms.names.take(rows.enterprise[at]),
                "enterprise_province": firms.province_names.take(province),
                "stars": pa.array(rows.stars[at]),
                "intent": _INTENTS.take(rows.intent[at]),
            }
        )

    def transfers(self, at: Ints) -> pa.Table:
        """Rows of transfers, amounts in yuan."""
        rows, firms = self.register.transfers, self.register.enterprises
        province = firms.province[rows.enterprise[at]]
        return pa.table(
            {
                "application_no": self.application_no.take(rows.patent[at]),
                "recorded_on": _dates(rows.recorded_on[at]),
                "mode": WILLINGNESS.take(rows.mode[at]),
                "transferee": firms.names.take(rows.enterprise[at]),
                "transferee_province": firms.province_names.take(province),
                "amount_cny": pa.array(rows.amount[at], mask=rows.amount[at] == UNKNOWN),
            }
        )

    def products(self, at: Ints) -> pa.Table:
        """Rows of products, revenue in yuan; drawn for all rows so that it stays the same."""
        stems = pa.array(["示范产品"]).take(np.zeros(len(at), dtype=np.int64))
        rows = self.register.products
        rng = stream(self.register.seed, "revenue")
        revenue = np.exp(rng.normal(13.2, 1.6, len(rows.patent)))
        unknown = rng.random(len(revenue)) < _WITHOUT_REVENUE
        rounded = (np.rint(revenue / 1000) * 1000).astype(np.int64)
        return pa.table(
            {
                "application_no": self.application_no.take(rows.patent[at]),
                "industrialized_on": _dates(rows.industrialized_on[at]),
                "product": _numbered(stems, at + 1, 6),
                "revenue_cny": pa.array(rounded[at], mask=unknown[at]),
            }
        )


def _dates(days: Days, blank: Mask | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), type=pa.int32(), mask=blank).cast(pa.date32())


def _blank_below(values: Small | Ints, least: int) -> pa.Array:
    return pa.array(values.astype(np.int8), mask=values < least)


def _named(texts: pa.Array, at: Small | Days) -> pa.Array:
    """The texts at these positions, blank for negative ones."""
    return texts.take(pa.array(at.astype(np.int16), mask=at < 0))


def _numbered(stems: pa.Array, numbers: Ints, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return pc.binary_join_element_wise(stems, digits, " ")
