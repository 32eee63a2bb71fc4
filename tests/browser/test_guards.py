"""The server as others meet it: what it tells browsers, whom it answers, what it gives back."""

from __future__ import annotations

import http.client
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from bench.readers import Reader as Session
from bench.readers import server_at
from playwright.sync_api import Browser, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from pages.parts.streamlit_compat.request_guard import (
    FILE_GONE,
    NO_SESSION,
    OTHER_PAGE,
    READER_LIMITS,
    TOO_LARGE,
)

from .running import Reader, free_port, reading, served
from .test_downloads import SAVE, choose, opened

PAGES = (
    "/",
    "/provinces",
    "/institutions",
    "/institution",
    "/pipeline",
    "/transfers",
    "/fields",
    "/briefing",
    "/methods#figures",
)
LISTEN = """
window.violations = [];
addEventListener('securitypolicyviolation', event => window.violations.push(
    [event.effectiveDirective, event.blockedURI, event.sourceFile]));
"""
FAILED = {"zh": "文件未能生成", "en": "The file could not be made."}


@dataclass
class Answer:
    """What came back for a request."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    address: str, path: str, method: str = "GET", body: object = None, **headers: str
) -> Answer:
    """Send a request as it is written here; header names with _ for -."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    chunked = named.get("Transfer-Encoding") == "chunked"
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request(method, path, body, named, encode_chunked=chunked)  # type: ignore[arg-type]
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    found = Answer(answer.status, told, answer.read())
    connection.close()
    return found


def new_browser(address: str) -> str:
    """Load a page as a browser does, and give the cookies that it then sends."""
    page = ask(address, "/", Accept="text/html")
    health = ask(address, "/_stcore/health")
    return "; ".join(each.headers["set-cookie"].partition(";")[0] for each in (page, health))


@contextmanager
def stream(address: str, cookie: str = "", origin: str | None = None) -> Iterator[ClientConnection]:
    """Open a session as a page does."""
    to = address.replace("http://", "ws://") + "/_stcore/stream"
    headers = {"Cookie": cookie} if cookie else {}
    with connect(
        to,
        origin=origin,  # type: ignore[arg-type]
        additional_headers=headers,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        proxy=None,
    ) as socket:
        yield socket


def run(socket: ClientConnection, page: str = "") -> list[ForwardMsg]:
    """Let a page run and give what was sent."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    socket.send(asked.SerializeToString())
    return until(socket, "script_finished")


def until(socket: ClientConnection, kind: str) -> list[ForwardMsg]:
    """Give all messages up to one of a kind."""
    heard: list[ForwardMsg] = []
    while not heard or heard[-1].WhichOneof("type") != kind:
        message = ForwardMsg()
        message.ParseFromString(bytes(socket.recv(timeout=60)))  # type: ignore[arg-type]
        heard.append(message)
    return heard


def upload_path(socket: ClientConnection) -> str:
    """Ask the session where a file may be put."""
    asked = BackMsg()
    asked.file_urls_request.request_id = "1"
    asked.file_urls_request.file_names.append("pack.toml")
    socket.send(asked.SerializeToString())
    answer = until(socket, "file_urls_response")[-1].file_urls_response
    return str(answer.file_urls[0].upload_url)


def put(address: str, path: str, size: int, cookie: str, **headers: str) -> Answer:
    """Upload a file of a size."""
    token = re.search("_streamlit_xsrf=([^;]*)", cookie)
    start = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.toml"\r\n\r\n'
    body: object = start + b"#" * size + b"\r\n--x--\r\n"
    if headers.get("Transfer_Encoding"):
        body = iter([body])
    return ask(
        address,
        path,
        "PUT",
        body,
        Cookie=cookie,
        X_Xsrftoken=token[1] if token else "",
        Content_Type="multipart/form-data; boundary=x",
        **headers,
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/briefing?lang=zh", "/nothing", "/_stcore/health", "/_stcore/metrics", "/media/none.csv",
     "/_stcore/host-config", "//", "/static/js/none.js"],
)  # fmt: skip
def test_every_answer_says_what_a_browser_must_not_do(address: str, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"):
        told = ask(address, path, method).headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert told["x-frame-options"] == "DENY"
        policy = dict(each.split(" ", 1) for each in told["content-security-policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in policy["script-src"] and "*" not in policy["script-src"]


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
def test_no_page_is_hindered_by_the_policy(
    browser: Browser, address: str, lang: str, scheme: str
) -> None:
    with reading(browser, address, lang=lang, scheme=scheme, fresh=True) as reader:  # type: ignore[arg-type]
        reader.page.add_init_script(LISTEN)
        for path in PAGES:
            page = reader.page
            page.goto(address + path)
            page.locator(".foot").wait_for(timeout=30_000)
            page.wait_for_load_state("networkidle")
            page.emulate_media(media="print")
            page.wait_for_timeout(200)
            page.emulate_media(media="screen")
            assert page.evaluate("document.documentElement.lang")[:2] == lang
            # Streamlit's reader of messages tries WebAssembly and does without.
            hindered = [each for each in page.evaluate("violations") if each[1] != "wasm-eval"]
            assert hindered == [], path
        assert not [each for each in reader.complaints if "404" not in each]


def test_a_script_that_is_not_ours_does_not_run(english: Reader) -> None:
    page = english.open()
    page.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.ran = true'; document.body.append(script);"
        " document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"ran = true\">'); }"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    english.complaints.clear()


@contextmanager
def framing(inner: str) -> Iterator[str]:
    """Serve a page of another site that shows the dashboard in a frame; gives its origin."""

    class Frame(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{inner}" width="1200" height="900">'.encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Frame) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_who_may_frame_a_page_is_a_setting_and_files_without_a_cookie_say_so(
    browser: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        port = free_port()
        outer = stack.enter_context(framing(f"http://127.0.0.1:{port}"))
        monkeypatch.setenv("MILESTONES_FRAME_ANCESTORS", f"'self' {outer}")
        at = stack.enter_context(served(home, port))
        told = ask(at, "/").headers
        assert f"frame-ancestors 'self' {outer}" in told["content-security-policy"]
        assert "x-frame-options" not in told
        page = stack.enter_context(reading(browser, at, fresh=True)).page
        page.goto(outer)
        frame = page.frame_locator("iframe")
        frame.locator(".st-key-download_pipeline button").click(timeout=60_000)
        said = frame.get_by_text("Files need a cookie of this page")
        expect(said).to_be_visible(timeout=15_000)
        frame.get_by_role("button", name=SAVE["en"], exact=True).click()
        expect(frame.locator(".failed")).to_be_visible(timeout=15_000)


def test_nobody_may_frame_a_page_unless_told(browser: Browser, address: str) -> None:
    with framing(address) as outer, reading(browser, address, fresh=True) as reader:
        reader.page.goto(outer)
        reader.page.wait_for_timeout(2000)
        assert reader.page.frame_locator("iframe").locator("#root").count() == 0
        assert any("frame-ancestors" in each for each in reader.complaints)


def test_metrics_and_what_nobody_needs_are_closed(address: str) -> None:
    for path in ("metrics", "metrics/", "agent/interact", "agent/openapi.json", "agent/mcp",
                 "script-health-check", "bidi-components/x", "%6detrics"):  # fmt: skip
        for method in ("GET", "POST", "OPTIONS"):
            assert ask(address, f"/_stcore/{path}", method).status == 404, path
    for path in ("health", "host-config"):
        assert ask(address, f"/_stcore/{path}").status == 200


def test_only_pages_of_this_very_address_open_a_session(address: str) -> None:
    host, port = urlsplit(address).hostname, int(urlsplit(address).port or 0)
    with stream(address, origin=address) as socket:
        run(socket)
    with stream(address) as socket:
        run(socket)
    for origin in (f"http://{host}:{port + 1}", f"https://{host}:{port}", f"http://{host}",
                   f"http://localhost:{port}", "http://example.org", "null", "", "http://[",
                   f"{address}/", f"{address}@example.org", f"http://x@{host}:{port}"):  # fmt: skip
        with pytest.raises(InvalidStatus) as refused, stream(address, origin=origin):
            pass
        assert refused.value.response.status_code == 403, origin
        assert refused.value.response.headers["x-content-type-options"] == "nosniff"


def test_an_address_behind_a_proxy_is_configured(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_BROWSER_SERVER_ADDRESS", "data.example.org")
    monkeypatch.setenv("STREAMLIT_BROWSER_SERVER_PORT", "443")
    monkeypatch.setenv(
        "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS",
        "https://old.example.org:8443 https://b.example.org",
    )
    with served(home) as at:
        for origin in ("https://data.example.org", "https://old.example.org:8443", at):
            with stream(at, origin=origin) as socket:
                run(socket)
        for origin in ("http://data.example.org", "https://data.example.org:8443",
                       "https://old.example.org", "https://example.org"):  # fmt: skip
            with pytest.raises(InvalidStatus), stream(at, origin=origin):
                pass


def test_a_client_cannot_empty_the_caches_of_all(address: str) -> None:
    with stream(address) as socket:
        run(socket)
        began = time.perf_counter()
        run(socket)
        warm = time.perf_counter() - began
        for kind in ("clear_cache", "load_git_info", "set_run_on_save"):
            asked = BackMsg()
            setattr(asked, kind, True)
            socket.send(asked.SerializeToString())
        asked = BackMsg()
        asked.backend_operation_request.install_skills.SetInParent()
        socket.send(asked.SerializeToString())
        began = time.perf_counter()
        run(socket)
        assert time.perf_counter() - began < 3 * warm + 0.1, "the caches were emptied"


def test_a_file_goes_to_the_browser_it_was_made_for_alone(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with reading(browser, address, fresh=True) as reader:
        fetched: list[str] = []
        reader.page.on("request", lambda asked: fetched.append(asked.url))
        reader.open()
        opened(reader)
        choose(reader, "CSV")
        with reader.page.expect_download() as coming:
            reader.page.get_by_role("button", name=SAVE["en"], exact=True).click()
        assert coming.value.failure() is None
        path = urlsplit(coming.value.url).path
        cookies = {each["name"]: each for each in reader.page.context.cookies()}
        own = cookies["milestones_browser"]
        assert own["httpOnly"] and own["sameSite"] == "Lax"
        mine = f"milestones_browser={own['value']}"
        answer = ask(address, path, Cookie=f"a=b; {mine}")
        assert answer.status == 200 and answer.body.startswith(b"\xef\xbb\xbf#")
        for cookie in ("", new_browser(address), "milestones_browser=", f"x{mine}", f"{mine}x"):
            refused = ask(address, path, Cookie=cookie, Accept_Language="en")
            assert (refused.status, refused.body.decode()) == (404, FILE_GONE)
        with stream(address, new_browser(address)) as socket:
            for _ in range(3):
                run(socket)
        assert ask(address, path, Cookie=mine).status == 200, "others' runs have cleared it"


def test_a_file_is_made_for_the_session_that_offers_it_alone(address: str) -> None:
    cookie = new_browser(address)
    with stream(address, cookie) as mine, stream(address, cookie) as other:
        run(other)
        session = until_session(run(mine, "briefing"))
        asked = BackMsg()
        asked.backend_operation_request.session_id = session
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.deferred_file.file_id = "0" * 32
        mine.send(asked.SerializeToString())
        answer = until(mine, "backend_operation_response")[-1].backend_operation_response
        assert answer.error_msg and not answer.deferred_file.url


def until_session(messages: list[ForwardMsg]) -> str:
    """Give the id of the session that messages belong to."""
    ids = [each.new_session.initialize.session_id for each in messages]
    return next(each for each in ids if each)


def test_uploads_are_bounded_and_belong_to_a_browsers_own_session(address: str) -> None:
    cookie = new_browser(address)
    with stream(address, cookie, address) as socket:
        run(socket, "briefing")
        path = upload_path(socket)
        assert put(address, path, 1000, cookie).status == 204
        chunked = put(address, upload_path(socket), 1000, cookie, Transfer_Encoding="chunked")
        assert chunked.status == 204
        for size in (1_100_000, 3_000_000):
            answers = [
                put(address, upload_path(socket), size, cookie),
                put(address, upload_path(socket), size, cookie, Transfer_Encoding="chunked"),
            ]
            assert [each.status for each in answers] == [413, 413]
        others = put(address, upload_path(socket), 10, new_browser(address), Accept_Language="en")
        assert (others.status, others.body.decode()) == (400, NO_SESSION)
        unknown = path.replace(path.split("/")[-2], "0" * 8)
        assert put(address, unknown, 10, cookie).status == 400
        foreign = put(address, path, 10, cookie, Origin="http://127.0.0.1:1", Accept_Language="en")
        assert (foreign.status, foreign.body.decode()) == (403, OTHER_PAGE)
        assert put(address, path, 10, cookie.replace("xsrf=2", "xsrf=")).status == 403
        statuses = [put(address, upload_path(socket), 1_000_000, cookie).status for _ in range(9)]
        assert statuses == sorted(statuses) and set(statuses) == {204, 413}
        assert statuses.count(204) == READER_LIMITS.session_bytes // 1_004_500
        full = put(address, upload_path(socket), 1_000_000, cookie, Accept_Language="en")
        assert full.body.decode() == TOO_LARGE
    with stream(address, cookie, address) as socket:
        run(socket)
        assert put(address, upload_path(socket), 1000, cookie).status == 204


IDLE_SECONDS = 8
"""After so long the server has shut the connections by which charts were fetched."""


def test_closed_sessions_give_their_descriptors_back(home: Path) -> None:
    with served(home) as at:
        with Session(at) as session:
            session.ask("overview")
        folder = Path(f"/proc/{server_at(at)}/fd")
        time.sleep(IDLE_SECONDS)
        before = len([*folder.iterdir()])
        with ExitStack() as sessions:
            open_ones = [sessions.enter_context(Session(at)) for _ in range(50)]
            for session in open_ones:
                session.ask("overview")
            time.sleep(IDLE_SECONDS)
            held = len([*folder.iterdir()]) - before
        assert 50 <= held <= 50 * 4 + 10
        for _ in range(40):
            if len([*folder.iterdir()]) <= before + 5:
                return
            time.sleep(0.25)
        raise AssertionError(f"{len([*folder.iterdir()]) - before} descriptors are still held")


def test_an_export_that_is_lost_says_so(
    browser: Browser, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying, fault = tmp_path / "chrome", tmp_path / "fault"
    dying.write_text(f"#!/bin/sh\n. {fault}\n")
    dying.chmod(dying.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER_PATH", str(dying))
    with served(home) as at, reading(browser, at, fresh=True) as reader:
        reader.open()
        choices = opened(reader)
        choose(reader, "PNG")
        for end in ("exit 1", "kill -9 $$"):
            fault.write_text(f"{end}\n")
            reader.page.get_by_role("button", name=SAVE["en"], exact=True).click()
            expect(choices.locator(".working")).to_be_visible()
            expect(choices.locator(".failed")).to_be_visible(timeout=120_000)
            expect(choices.locator(".working")).to_be_hidden()


def test_a_download_begun_while_the_server_goes_away_says_so(browser: Browser, home: Path) -> None:
    with reading(browser, "", fresh=True) as reader, served(home) as at:
        reader.address = at
        reader.open()
        choices = opened(reader)
        choose(reader, "PDF")
        reader.page.get_by_role("button", name=SAVE["en"], exact=True).click()
        expect(choices.locator(".working")).to_be_visible()
        os.kill(server_at(at), 9)
        expect(choices.locator(".failed")).to_be_visible(timeout=60_000)
