"""Every dependence on Streamlit's internals, and on what it shows in the browser."""
