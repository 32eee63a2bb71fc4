"""A share, and growth: the two divisions that everything here is told by, each done once.

A share of nothing is unknown, never 0; so is growth on nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from milestones.progress.indicators import BY_ID, share

__all__ = ["SharePairs", "add_shares", "growths", "pair_of", "share", "shares"]

SharePairs = Mapping[str, tuple[str, str]]
"""Columns that are shares, each with the columns of its numerator and its denominator."""


def pair_of(indicator: str) -> tuple[str, str]:
    """Give the counts of which an indicator is the share; KeyError for one that is no share."""
    found = BY_ID[indicator]
    if found.denominator is None:
        raise KeyError(indicator)
    return found.numerator, found.denominator


def shares(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Divide two columns of counts, row by row."""
    return (numerator / denominator).where(denominator > 0)


def add_shares(frame: pd.DataFrame, pairs: SharePairs) -> pd.DataFrame:
    """Give the frame with its shares beside their counts; the frame itself stays as it is."""
    if not pairs:
        return frame
    found = {name: shares(frame[part], frame[whole]) for name, (part, whole) in pairs.items()}
    return frame.assign(**found)


def growths(now: pd.Series, before: pd.Series, is_whole: pd.Series) -> pd.Series:
    """Give the growth of each whole period on the one before it."""
    return (shares(now, before) - 1).where(is_whole)
