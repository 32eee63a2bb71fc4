"""A steward's desk: files that were brought, what a check of them says, and their publication."""
