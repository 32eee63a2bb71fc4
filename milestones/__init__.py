"""The library behind the dashboard: from filings to figures; it knows no web page."""
