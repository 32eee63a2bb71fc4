"""Finished drawings as charts that office programs draw themselves; none of them is known here."""
