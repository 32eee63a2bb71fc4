"""Briefing packs: figures in an order, with headlines, made into files in one go."""
