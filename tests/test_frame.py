"""The frame leans on the words of Streamlit's empty page: held here for the pinned version."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from milestones.i18n import Lang
from pages.parts.streamlit_compat.responses import STREAMLIT_STATIC, encoded_page, index_html

EMPTY = (STREAMLIT_STATIC / "index.html").read_bytes()
PARTS = Path(__file__).parent.parent / "pages" / "parts" / "streamlit_compat"


@pytest.mark.parametrize(
    ("lang", "named", "title"),
    [
        ("zh", "zh-CN", "存量专利盘活：全国进度"),
        ("en", "en", "Existing patents: national progress"),
    ],
)
def test_a_page_speaks_its_readers_language(lang: Lang, named: str, title: str) -> None:
    page = index_html(EMPTY, lang).decode()
    assert re.findall(r"<html lang=\"([^\"]*)\"", page) == [named]
    assert re.findall(r"<title>(.*)</title>", page) == [title]
    (said,) = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert bool(re.search("[一-龥]", said)) is (lang == "zh")


def test_a_page_has_its_look_and_asks_for_no_font_and_no_icon() -> None:
    before, page = EMPTY.decode(), index_html(EMPTY, "en").decode()
    assert 'rel="preload"' in before and 'rel="preload"' not in page
    assert "favicon.png" in before and "favicon.png" not in page
    assert 'rel="icon" href="data:image/svg+xml,' in page
    names = ("look.css", "client_navigation.js")
    look, follow = ((PARTS / name).read_text("utf-8") for name in names)
    assert page.count(look) == 1 and page.count(follow) == 1
    assert page.index(look) > page.index("</head>")
    assert page.rstrip().endswith("</script></body>\n</html>")


def test_a_page_is_compressed_for_those_who_can_read_it() -> None:
    plain, told = encoded_page(EMPTY, "zh", zipped=False)
    zipped, told_zipped = encoded_page(EMPTY, "zh", zipped=True)
    assert gzip.decompress(zipped) == plain == index_html(EMPTY, "zh")
    assert "content-encoding" not in told and told_zipped["content-encoding"] == "gzip"
    assert [int(each["content-length"]) for each in (told, told_zipped)] == [
        len(plain),
        len(zipped),
    ]
