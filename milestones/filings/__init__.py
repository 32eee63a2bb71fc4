"""A file as delivered becomes typed rows, or is refused by name."""
