"""How far it is: indicators, shares, pace, forecast, lag and outlook; numbers and days only."""
