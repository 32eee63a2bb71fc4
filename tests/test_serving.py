"""What stands before Streamlit leans on its internals: held here for the pinned version."""

from __future__ import annotations

import pytest
from streamlit import string_util

from pages.parts import serving


@pytest.mark.parametrize("label", ["浙江", "🚨 告警", "Zhejiang", "", "🚨"])
def test_remembered_labels_are_what_streamlit_finds(label: str, monkeypatch) -> None:
    found = string_util.extract_leading_emoji
    monkeypatch.setattr(string_util, "extract_leading_emoji", found)
    plain = getattr(found, "__wrapped__", found)
    serving.remember()
    serving.remember()
    kept = string_util.extract_leading_emoji
    assert kept(label) == kept(label) == plain(label)
    assert kept.__wrapped__ is plain
    assert string_util.extract_leading_icon(label)[0] == plain(label)[0]
