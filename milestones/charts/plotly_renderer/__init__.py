"""A chart as a finished Plotly figure."""

from milestones.charts.plotly_renderer.render import render
from milestones.charts.plotly_renderer.template import CONFIG, marked

__all__ = ["CONFIG", "marked", "render"]
