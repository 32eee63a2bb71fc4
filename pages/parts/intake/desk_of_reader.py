"""The desk of who is reading: one a browser, so that a page that is loaded anew finds its own."""

from __future__ import annotations

import secrets

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.intake.desk import Desk
from milestones.intake.desks import Hold, shared_desks
from pages.parts.streamlit_compat.session_guards import BROWSER_COOKIE


def desk_of_reader() -> Desk:
    """Give the desk; it is cleared away soon after the last page of its browser has gone."""
    return _hold().desk


def _release(hold: Hold) -> None:
    hold.release()


@st.cache_resource(scope="session", on_release=_release, show_spinner=False)
def _hold() -> Hold:
    steward = st.context.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe()
    return shared_desks.hold(steward, DataHome.for_filings())
