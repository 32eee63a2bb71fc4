"""Rows become an edition: one immutable file with register, counts and findings."""
