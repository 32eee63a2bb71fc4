"""The parts of a figure at their addresses: what a page links to is there, and nothing else is."""

from __future__ import annotations

import gzip
import json
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from small_home import Steward
from starlette.datastructures import QueryParams

from milestones.editions.data_home import DataHome
from milestones.editions.release import PRESS_VARIABLE
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.registry import FIGURES
from milestones.selection import Selection
from pages.parts.figure_parts import PartNotFoundError, find_part, part_address
from pages.parts.page_context import PageContext, Reader

CHOSEN = Selection(provinces=("330000", "110000"), patents="inventions")


@pytest.fixture
def context(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> PageContext:
    monkeypatch.setenv("MILESTONES_HOME", str(steward.home.path))
    return PageContext(Reader("en", "light"), steward.home.edition(), CHOSEN)


def found(at: str, **changed: str) -> str:
    """Give the part at an address, with some of what it asks changed."""
    figure_id, part = urlsplit(at).path.split("/")[-2:]
    pairs = [pair for pair in parse_qsl(urlsplit(at).query) if pair[0] not in changed]
    return gzip.decompress(
        find_part(part, figure_id, QueryParams([*pairs, *changed.items()]))[1]
    ).decode()


@pytest.mark.parametrize("figure_id", ["province_map", "milestone_path", "official_record"])
def test_a_page_links_to_the_parts_of_its_figures(context: PageContext, figure_id: str) -> None:
    result = compute_figure(figure_id, context.edition, CHOSEN)
    for theme in ("light", "dark"):
        chart = json.loads(found(part_address("chart", figure_id, context), theme=theme))
        drawn = draw_figure(result, "en", theme).spec
        assert chart["layout"]["template"] == json.loads(json.dumps(drawn["layout"]["template"]))
        assert len(chart["data"]) == len(drawn["data"])
    table = found(part_address("table", figure_id, context))
    assert table.count("<tr>") == len(result.frame) + 1 or "Listed:" in table
    about = unescape(found(part_address("about", figure_id, context)))
    assert f"queries/figures/{FIGURES[figure_id].query}.sql" in about
    assert "Beijing and Zhejiang" in about and "inventions only" in about
    assert "methods?province=110000&province=330000&patents=inventions&lang=en#" in about


def test_the_links_of_a_named_edition_name_it(context: PageContext) -> None:
    named = PageContext(context.reader, context.edition, CHOSEN, is_named=True)
    about = found(part_address("about", "pipeline", named))
    assert f"edition={context.edition.id}" in about
    assert f"edition={context.edition.id}" not in found(part_address("about", "pipeline", context))


@pytest.mark.parametrize(
    "changed",
    [
        {"edition": "0123456789abcdef"},
        {"edition": "../../etc/passwd"},
        {"edition": ""},
        {"lang": "fr"},
        {"theme": "pink"},
        {"province": "999999"},
        {"as_of": "2031-01"},
    ],
)
def test_what_no_page_links_to_is_not_there(context: PageContext, changed: dict[str, str]) -> None:
    with pytest.raises(PartNotFoundError):
        found(part_address("chart", "pipeline", context), **changed)


def test_there_are_no_other_parts_and_figures(context: PageContext) -> None:
    at = part_address("chart", "pipeline", context)
    for other in (at.replace("/chart", "/spec"), at.replace("pipeline", "no_figure")):
        with pytest.raises(PartNotFoundError):
            found(other)


def test_a_part_of_an_edition_under_embargo_is_not_there_for_the_public(
    steward: Steward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = DataHome(shutil.copytree(steward.home.path, tmp_path / "own"))
    monkeypatch.setenv("MILESTONES_HOME", str(own.path))
    edition_id = str(own.current_id())
    with own.edition(edition_id) as edition:
        at = part_address("table", "pipeline", PageContext(Reader("en", "light"), edition, CHOSEN))
    public = found(at)
    own.release_file(edition_id).parent.mkdir(exist_ok=True)
    own.release_file(edition_id).write_text(f"2100-01-01T00:00:00+00:00\n{edition_id}\n")
    with pytest.raises(PartNotFoundError):
        found(at)
    monkeypatch.setenv(PRESS_VARIABLE, "1")
    assert found(at) == public
