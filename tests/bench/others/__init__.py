"""Pages that others would make over the same register: two tiles, two charts and a table."""
