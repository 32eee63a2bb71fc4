"""What a chart says, as data (`model`), and the renderers that draw it.

A figure's module ends in a `Chart`. `plotly_renderer` turns one into a finished Plotly figure,
`office` into charts that office programs draw themselves. Nobody reads a drawing back.
"""
