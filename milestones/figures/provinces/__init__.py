"""The figures of the provinces page: how each of them came to where it is, and side by side."""
