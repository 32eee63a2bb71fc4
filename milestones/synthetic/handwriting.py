"""How people type the cells of a filing: text only, dates and yes/no in several forms."""

from collections.abc import Callable, Iterable
from datetime import date

import pyarrow as pa

Cell = str | int | bool | date | None
Row = dict[str, Cell]
Typed = dict[str, str | None]

_DATE_FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
)


def typed(row: Row, form: int) -> Typed:
    """A row as somebody types it; `form` chooses how dates and yes/no are written."""
    return {field: _cell(value, form) for field, value in row.items()}


def _cell(value: Cell, form: int) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return (("是", "否"), ("Y", "N"), ("有", "无"))[form % 3][not value]
    if isinstance(value, date):
        return _DATE_FORMS[form % len(_DATE_FORMS)](value)
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}"
    return str(value)


def table(rows: Iterable[Typed], fields: list[str]) -> pa.Table:
    """Typed rows as a table of texts with these columns."""
    held = list(rows)
    return pa.table(
        {field: pa.array([row.get(field) for row in held], pa.string()) for field in fields}
    )
