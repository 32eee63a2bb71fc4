"""A figure a slide, with a chart to edit, its words, its notes and its stamp."""
