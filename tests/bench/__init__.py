"""Measures, not tests: `make bench`. Ratios within one run, medians of several."""
