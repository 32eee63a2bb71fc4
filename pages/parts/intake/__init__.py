"""The parts of the page on which a steward checks and publishes deliveries."""
