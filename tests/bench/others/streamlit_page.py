"""A Streamlit page over the register, the ordinary way: `streamlit run streamlit_page.py`."""

from __future__ import annotations

import streamlit as st

from tests.bench.others import answers

st.set_page_config(page_title="Progress", layout="wide")
connection = st.cache_resource(answers.connect)()
names = st.cache_data(answers.provinces, hash_funcs={type(connection): id})(connection)


@st.cache_data
def asked(chosen: tuple[str, ...]) -> answers.Answers:
    """Count once for all who choose alike."""
    return answers.ask(connection, chosen)


st.title("Progress")
chosen = st.multiselect("Province", names, key="province", bind="query-params")
told = asked(tuple(sorted(chosen)))
for column, label, value in zip(st.columns(2), ("Due", "Assessed"), (told.due, told.assessed),
                                strict=True):  # fmt: skip
    column.metric(label, f"{value:,}")
for column, chart in zip(st.columns(2), answers.figures(told), strict=True):
    column.plotly_chart(chart)
st.dataframe(told.by_institution)
