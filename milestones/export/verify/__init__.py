"""Files that come back: read without trust, and set beside what their edition gives today."""
