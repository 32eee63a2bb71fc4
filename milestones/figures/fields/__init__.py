"""Technology fields: how far each has come, and where patents wait."""
