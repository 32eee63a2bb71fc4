"""The parts of the page that makes a briefing pack."""
