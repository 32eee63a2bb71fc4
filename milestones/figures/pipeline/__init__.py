"""Pipeline page: where patents wait, how long, and what holders and enterprises think of them."""
