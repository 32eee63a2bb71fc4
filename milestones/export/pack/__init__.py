"""Briefing packs: figures in an order, with headlines, made into files in one go.

A pack is a small text file that is saved, reopened, and made again on the next edition.
"""

from milestones.export.pack.model import Entry, Noted, Pack, PackFaultError

__all__ = ["Entry", "Noted", "Pack", "PackFaultError"]
