"""The synthetic register published: one edition a delivery, as a real register would grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions.home import Home
from milestones.editions.publish import publish
from milestones.synthetic.filings import generate
from milestones.synthetic.register import Progress
from milestones.words import _

INVENTED = 0.25
"""The share of the time that goes into inventing; the rest into publishing."""
STAGE = _("inventing filings")


def publish_all(home: Home, patents: int, seed: int, progress: Progress) -> str:
    """Invent the filings and publish every delivery in turn; gives the last edition's id.

    Raises HomeMixedError where the home holds real filings, ValueError for too few patents.
    """
    home.require(synthetic=True)
    with _marked(home), TemporaryDirectory(prefix="milestones-") as folder:
        deliveries = generate(
            Path(folder), patents, seed, lambda part, done: progress(STAGE, done * INVENTED)
        )
        width = (1 - INVENTED) / len(deliveries)
        for number, each in enumerate(deliveries):
            tell = _part(progress, INVENTED + width * number, width)
            done = publish(
                home, each.paths, received_on=each.received_on, note=each.note, progress=tell
            )
    return done.edition_id


@contextmanager
def _marked(home: Home) -> Iterator[None]:
    """Leave no mark behind on a home that got no edition."""
    try:
        yield
    finally:
        home.forget()


def _part(progress: Progress, start: float, width: float) -> Progress:
    """The progress of one part of the work, as progress of the whole."""
    return lambda stage, share: progress(stage, start + width * share)
