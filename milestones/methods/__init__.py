"""What is counted, how it is judged, and what it is worth: `sections` says it in a language.

Nothing is written here that another room knows: plan, indicators, queries, figures, rules and
published figures are read where the dashboard itself reads them.
"""

from milestones.methods.document import sections
from milestones.methods.model import Entry, Fact, Piece, Section, Table, anchor_of

__all__ = ["Entry", "Fact", "Piece", "Section", "Table", "anchor_of", "sections"]
