"""A chart as a finished Plotly figure."""
