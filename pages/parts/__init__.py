"""What pages share; with app.py and pages/ the only code that knows Streamlit."""
