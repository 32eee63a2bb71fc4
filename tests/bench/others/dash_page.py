"""A Dash page over the register: `python -m tests.bench.others.dash_page PORT`."""

from __future__ import annotations

import logging
import sys
from functools import lru_cache
from typing import Any

from dash import Dash, Input, Output, dash_table, dcc, html

from tests.bench.others import answers

CONNECTION = answers.connect()
NAMES = answers.provinces(CONNECTION)
SIDE_BY_SIDE = {"display": "grid", "gridTemplateColumns": "1fr 1fr"}


@lru_cache(maxsize=1000)
def asked(chosen: tuple[str, ...]) -> answers.Answers:
    """Count once for all who choose alike."""
    return answers.ask(CONNECTION, chosen)


def page() -> html.Div:
    """Lay the page out."""
    return html.Div([
        html.H1("Progress"),
        dcc.Dropdown(NAMES, [], id="provinces", multi=True, placeholder="Province"),
        html.Div([html.H2(id="due"), html.H2(id="assessed")], style=SIDE_BY_SIDE),
        html.Div([dcc.Graph(id="bars"), dcc.Graph(id="line")], style=SIDE_BY_SIDE),
        dash_table.DataTable(id="table", page_size=20),
    ])  # fmt: skip


app = Dash(__name__, title="Progress")
app.layout = page


@app.callback(
    [Output("due", "children"), Output("assessed", "children"), Output("bars", "figure"),
     Output("line", "figure"), Output("table", "data")],
    Input("provinces", "value"),
)  # fmt: skip
def choose(chosen: list[str] | None) -> tuple[Any, ...]:
    """Show what was chosen."""
    told = asked(tuple(sorted(chosen or ())))
    rows = told.by_institution.to_dict("records")
    return f"{told.due:,}", f"{told.assessed:,}", *answers.figures(told), rows


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(port=int(sys.argv[1]), debug=False)
