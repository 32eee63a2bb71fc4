"""Transfers: how many, by which way, for how much, and from where to where."""
