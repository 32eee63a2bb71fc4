"""Sheets as a workbook: the values, a native chart, the definitions."""
