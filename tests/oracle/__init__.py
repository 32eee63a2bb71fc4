"""A second, independent computation of the register and its indicators, to compare with.

Written from the design alone, in plain loops over dictionaries: it shares no code, no SQL
and no reference table with the product, so that a mistake has to be made twice to hide.
"""
