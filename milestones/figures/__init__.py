"""Everything a reader sees: a question, one query, one drawing function, in two languages.

Importing the package registers every drawing function of its rooms in `FIGURES`.
A figure is added by one file in `queries/figures` and one function here.
"""

from importlib import import_module
from pkgutil import walk_packages

from milestones.charts.palette import Theme, status_colour
from milestones.charts.plotly_renderer.template import CONFIG
from milestones.figures.compute import compute, draw
from milestones.figures.context import Context, Drawing, DrawnFigure, Facts, Result
from milestones.figures.provenance import Definition, definition, source_line
from milestones.figures.registry import (
    FIGURES,
    ChoiceMissingError,
    Figure,
    FigureNotFoundError,
    figure,
    on_page,
)
from milestones.figures.tables import TableColumn, table, table_cells

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)

__all__ = [
    "CONFIG",
    "FIGURES",
    "ChoiceMissingError",
    "Context",
    "Definition",
    "Drawing",
    "DrawnFigure",
    "Facts",
    "Figure",
    "FigureNotFoundError",
    "Result",
    "TableColumn",
    "Theme",
    "compute",
    "definition",
    "draw",
    "figure",
    "on_page",
    "source_line",
    "status_colour",
    "table",
    "table_cells",
]
