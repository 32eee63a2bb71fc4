"""The figures about institutions: all of them, and one of them."""
