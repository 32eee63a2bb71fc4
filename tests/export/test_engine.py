"""Every caller gets its own picture, whatever happens to the browser."""

import asyncio
import io
import os
import re
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PIL import Image

from milestones.export.pictures import chrome
from milestones.export.pictures.chrome import (
    PICTURES_PER_COLLECTION,
    ChromeMissingError,
    KaleidoSession,
)
from milestones.export.pictures.engine import Engine, RenderFailedError
from milestones.i18n import Locale


def figure(text: str, colour: str = "#ffffff") -> dict:
    layout = {"title": {"text": text}, "paper_bgcolor": colour, "plot_bgcolor": colour}
    return {"data": [{"type": "bar", "y": [1, 2]}], "layout": layout}


def texts(svg: bytes) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)", svg.decode())


@pytest.fixture(scope="module")
def hardy() -> Iterator[Engine]:
    """An engine that lives through every test."""
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture
def own(hardy: Engine) -> Engine:
    """An engine to be mistreated, which the test before may have been the last to mistreat."""
    hardy.timeout, hardy.jobs, hardy.patience = 20, 300, 300
    return hardy


def test_eight_callers_get_each_their_own_pictures(engine):
    def caller(number: int) -> list[tuple]:
        answers = []
        for turn in range(3):
            width, red = 200 + 10 * number, 8 * number + turn
            spec = figure(f"caller {number} turn {turn}", f"#{red:02x}8040")
            png = Image.open(io.BytesIO(engine.render(spec, "png", width, 150, 2)))
            svg = engine.render(spec, "svg", width, 150)
            answers.append((png.size, png.convert("RGB").getpixel((1, 1)), texts(svg)[-1]))
        return answers

    with ThreadPoolExecutor(8) as callers:
        found = list(callers.map(caller, range(8)))
    assert found == [
        [
            ((400 + 20 * number, 300), (8 * number + turn, 128, 64), f"caller {number} turn {turn}")
            for turn in range(3)
        ]
        for number in range(8)
    ]


def test_the_same_figure_gives_the_same_bytes(engine):
    spec = figure("图")
    spec["data"].append({"type": "scatter", "y": [3, 1], "fill": "tozeroy"})
    assert engine.render(spec, "svg", 300, 200) == engine.render(spec, "svg", 300, 200)
    assert engine.render(spec, "png", 300, 200) == engine.render(spec, "png", 300, 200)


def test_other_callers_figures_leave_no_trace_in_the_bytes(engine, own):
    first = engine.render(figure("one"), "svg", 300, 200)
    engine.render(figure("another", "#123456"), "svg", 500, 200)
    assert engine.render(figure("one"), "svg", 300, 200) == first
    assert own.render(figure("one"), "svg", 300, 200) == first


def test_alive_again_after_the_browser_is_killed(own):
    own.render(figure("before"), "svg", 200, 100)
    os.killpg(own.process(), signal.SIGKILL)
    assert texts(own.render(figure("after"), "svg", 200, 100))[-1] == "after"


def test_killed_in_the_middle_of_a_picture(own):
    own.render(figure("before"), "svg", 200, 100)
    killer = threading.Timer(0.1, os.killpg, (own.process(), signal.SIGKILL))
    killer.start()
    for turn in range(3):
        assert texts(own.render(figure(f"{turn}"), "svg", 200, 100))[-1] == f"{turn}"
    killer.join()


@pytest.fixture
def held(monkeypatch) -> Iterator[threading.Event]:
    """Pages that are loaded anew no sooner than the event is set."""
    event = threading.Event()

    class HeldSession(KaleidoSession):
        async def _anew(self, tab):
            await asyncio.to_thread(event.wait, 60)
            return await super()._anew(tab)

    monkeypatch.setattr(chrome, "KaleidoSession", HeldSession)
    yield event
    event.set()


def test_nobody_waits_for_the_page_of_the_next_picture(own, held):
    own.close()
    assert texts(own.render(figure("first"), "svg", 200, 100))[-1] == "first"
    with ThreadPoolExecutor(1) as callers:
        second = callers.submit(own.render, figure("second"), "svg", 200, 100)
        with pytest.raises(TimeoutError):
            second.result(1)
        held.set()
        assert texts(second.result())[-1] == "second"


def test_killed_while_the_page_is_loaded_anew(own, held):
    own.close()
    own.render(figure("before"), "svg", 200, 100)
    os.killpg(own.process(), signal.SIGKILL)
    assert texts(own.render(figure("after"), "svg", 200, 100))[-1] == "after"


def test_earlier_pages_are_forgotten(own):
    for turn in range(PICTURES_PER_COLLECTION):
        own.render(figure(f"{turn}"), "svg", 200, 100)
    page = own._browser.get_tab()

    async def documents() -> int:
        await own._browser.loading
        told = await page.send_command("Memory.getDOMCounters")
        return told["result"]["documents"]

    assert (
        asyncio.run_coroutine_threadsafe(documents(), own._loop).result(20)
        < PICTURES_PER_COLLECTION
    )


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_browser_leaves_nothing_behind(own, monkeypatch, is_killed):
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setattr(tempfile, "tempdir", place)
        monkeypatch.setenv("TMPDIR", place)
        own.close()
        own.render(figure("here"), "svg", 200, 100)
        assert os.listdir(place)
        if is_killed:
            os.killpg(own.process(), signal.SIGKILL)
        own.close()
        until = time.monotonic() + 20
        while os.listdir(place) and time.monotonic() < until:
            time.sleep(0.05)
        assert os.listdir(place) == []


def test_a_browser_that_does_not_answer_is_replaced(own):
    own.render(figure("before"), "svg", 200, 100)
    stopped = own.process()
    own.timeout = 10
    os.killpg(stopped, signal.SIGSTOP)
    assert texts(own.render(figure("after"), "svg", 200, 100))[-1] == "after"
    assert own.process() != stopped


def test_no_caller_waits_for_ever(own):
    own.render(figure("before"), "svg", 200, 100)
    os.killpg(own.process(), signal.SIGSTOP)
    own.patience = 1
    began = time.monotonic()
    with pytest.raises(RenderFailedError, match="within 1 s"):
        own.render(figure("never"), "svg", 200, 100)
    assert time.monotonic() - began < 5
    own.patience = 60
    assert texts(own.render(figure("next"), "svg", 200, 100))[-1] == "next"


def test_the_browser_is_replaced_after_so_many_pictures(own):
    own.close()
    own.jobs = 2
    processes = []
    for turn in range(3):
        own.render(figure(f"{turn}"), "svg", 200, 100)
        processes.append(own.process())
    assert processes[0] == processes[1] != processes[2]
    with pytest.raises(ProcessLookupError):
        os.kill(processes[0], 0)


def test_a_figure_that_plotly_refuses_costs_no_browser(own):
    own.render(figure("before"), "svg", 200, 100)
    process = own.process()
    with pytest.raises(RenderFailedError, match="cannot draw"):
        own.render({"data": "no list", "layout": {}}, "png", 200, 100)
    own.render(figure("after"), "svg", 200, 100)
    assert own.process() == process


def test_no_chrome_is_said_at_once_with_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chrome.Chromium, "find_browser", lambda skip_local: None)
    began = time.monotonic()
    with pytest.raises(ChromeMissingError, match="apt install chromium") as missing:
        Engine().render(figure("never"), "png", 200, 100)
    assert "浏览器" in missing.value.sentence(Locale("zh"))
    assert time.monotonic() - began < 1


def test_a_browser_named_wrongly_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "chrome"))
    with pytest.raises(ChromeMissingError, match=f"BROWSER_PATH names {tmp_path}"):
        Engine().render(figure("never"), "png", 200, 100)


def test_a_kaleido_without_what_is_leant_on_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(chrome, "KALEIDO_METHODS", (*chrome.KALEIDO_METHODS, "_renamed"))
    with pytest.raises(RenderFailedError, match="this version of Kaleido has no _renamed"):
        Engine().render(figure("never"), "png", 200, 100)


def test_playwrights_chromium_is_found(monkeypatch, tmp_path):
    brought = tmp_path / "ms" / "chromium-1200" / "chrome-linux" / "chrome"
    brought.parent.mkdir(parents=True)
    brought.write_text("")
    brought.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "ms"))
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert chrome.find_chrome() == brought


def test_the_page_asks_nothing_of_the_network(engine):
    asked = []

    class Witness(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Witness)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    scripts = re.findall(r'src="([^"]+)"', chrome.page_generator().generate_index())
    spec = figure("with a picture from elsewhere")
    source = f"http://[::ffff:127.0.0.1]:{server.server_port}/spy.png"
    spec["layout"]["images"] = [{"source": source, "x": 0, "y": 1, "sizex": 1, "sizey": 1}]
    engine.render(figure("plain"), "png", 200, 100)
    with suppress(RenderFailedError):
        engine.render(spec, "png", 200, 100)
    server.shutdown()
    assert asked == []
    assert all(script.startswith("file:") for script in scripts)
    assert all(Path(script.removeprefix("file://")).is_file() for script in scripts)
