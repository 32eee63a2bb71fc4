"""The synthetic register: filings of invented institutions, calibrated to what was published.

No real institution, patent or enterprise occurs in it; every name and number says so or cannot
exist. The same seed and size give the same bytes.
"""

from milestones.synthetic.deliveries import Delivery
from milestones.synthetic.filings import SEED, generate
from milestones.synthetic.register import Progress

__all__ = ["SEED", "Delivery", "Progress", "generate"]
