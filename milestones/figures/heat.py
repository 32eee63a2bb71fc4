"""Where the charts of numbers still look for mixed colours; the palette mixes them."""

from milestones.charts.palette import blended

__all__ = ["blended"]
