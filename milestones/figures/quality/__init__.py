"""Figures on the quality of what was delivered."""
