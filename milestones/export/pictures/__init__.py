"""A figure on its page as PNG, SVG or PDF, drawn by one Chrome for the process."""
