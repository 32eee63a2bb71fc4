"""The overview: are we on plan, who lags, how will it end?"""
