"""The press room: a figure as picture, slide, workbook or data, each with a stamp to prove it."""
