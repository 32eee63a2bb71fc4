"""The synthetic register: filings of invented institutions, calibrated to what was published.

No real institution, patent or enterprise occurs in it; every name and number says so or cannot
exist. The same seed and size give the same bytes.
"""

from milestones.synthetic.calibration import FULL
from milestones.synthetic.publishing import SEED, SMALLEST, Delivery, generate, publish_all

__all__ = ["FULL", "SEED", "SMALLEST", "Delivery", "generate", "publish_all"]
