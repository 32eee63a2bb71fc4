"""Names, titles and departments of the files are texts and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, expect
from small_home import Steward

from .running import Reader, reading, served
from .test_filters import shut
from .test_institutions import names

NAME = "<img src=x onerror=alert(1)>大学"
TITLE = "<script>x</script>"
DEPARTMENT = "![a](//x.cn/a)"


@pytest.fixture(scope="module")
def reader(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A window on a home whose files are hostile."""
    steward = Steward(tmp_path_factory.mktemp("hostile"))
    steward.deliver(
        received_on=date(2025, 2, 3),
        institutions="institution_id,name,kind,province,department\n"
        f"U1,{NAME},university,330000,{DEPARTMENT}",
        patents=f"application_no,institution_id,granted_on,title\nP1,U1,2020-05-06,{NAME}"
        "\nP2,U1,2019-13-45,x",
    )
    steward.deliver(
        received_on=date(2025, 2, 4),
        patents=f"application_no,institution_id,granted_on,title\nP1,U1,2020-05-06,{TITLE}",
    )
    with served(steward.home.path) as address, reading(browser, address, fresh=True) as reader:
        yield reader


def test_hostile_names_and_titles_are_texts(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("dialog", lambda dialog: asked.append(dialog.message))
    page = reader.open("/institution?institution=U1")
    assert page.locator(".facts .name").inner_text() == NAME
    assert TITLE in page.locator(".st-key-own_patents tbody").inner_text()
    remarks = page.locator(".st-key-remarks").inner_text()
    assert NAME in remarks and "2019-13-45" in remarks
    page = reader.open("/institutions")
    assert NAME in names(page)[0]
    assert page.locator("img[src=x]").count() == 0 and not asked


def test_a_department_of_the_files_is_text_and_nothing_else(reader: Reader) -> None:
    page = reader.open()
    page.locator(".st-key-open_departments button").click()
    page.get_by_role("button", name=DEPARTMENT, exact=True).click()
    expect(page.locator(".chosen")).to_contain_text(DEPARTMENT)
    assert page.locator(".st-key-departments :is(img, a, strong)").count() == 0
    shut(reader)
    expect(page.locator(".st-key-open_departments")).to_contain_text(DEPARTMENT)
    hosts = {urlparse(url).hostname for url in reader.requests if url.startswith("http")}
    assert hosts == {"127.0.0.1"}
