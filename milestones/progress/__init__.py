"""How far it is: indicators, shares, series, pace, forecast, lag and outlook; numbers and days only."""
