"""Pages of others in a real browser, which know even the token: they read nothing and change nothing.

Another host name, another port of this machine, and the workbench's own port under a foreign name, as DNS rebinding has
it: the browser then takes the requests for the page's own.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="not run: the extra review is not installed")
pytest.importorskip("playwright", reason="not run: playwright is not installed")

from playwright.sync_api import Browser, Page, sync_playwright

from tests.review.support_server import SRT, Client, served
from tests.support import needs
from tests.support_chromium import CHROMIUM

#: Everything that a page can send somewhere, at the address of the workbench; what it could read goes into `got`.
ATTACK = """async (target) => {
  const got = [], op = JSON.stringify({op: "evil", do: "text", id: "c1", lines: ["Overwritten."]});
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const read = async (what, options) => {
    try {
      const text = await (await fetch(target + what, options)).text();
      if (text.includes("Good evening") || text.includes("unsaved")) got.push(`${what} ${JSON.stringify(options)}`);
    } catch (error) { /* as it should be */ }
  };
  const json = {"Content-Type": "application/json", "X-Captionkit": "1"};
  await Promise.all([
    read("state"), read("findings"), read("peaks"), read("film"), read("events"), read("state", {mode: "no-cors"}),
    read("state", {mode: "no-cors", credentials: "include"}), read("", {redirect: "manual"}),
    read("op", {method: "POST", body: op}), read("op", {method: "POST", mode: "no-cors", body: op}),
    read("op", {method: "POST", mode: "no-cors", body: op, headers: {"Content-Type": "text/plain"}}),
    read("op", {method: "POST", headers: json, body: op}), read("save", {method: "POST", headers: json, body: "{}"}),
    ...["stop", "undo"].map((name) => read(name, {method: "POST", mode: "no-cors", body: "{}"})),
    read("state", {method: "PUT"}), read("state", {headers: {"X-Captionkit": "1"}}),
  ]);
  navigator.sendBeacon(target + "op", new Blob([op], {type: "text/plain"}));
  try { navigator.sendBeacon(target + "op", new Blob([op], {type: "application/json"})); } catch (error) {}
  const make = (name, values) => {
    const node = document.createElement(name);
    try { Object.assign(node, values); } catch (error) { /* a refusal's own policy lets no script be named */ }
    return document.body.appendChild(node);
  };
  const frame = make("iframe", {name: "inside", src: target});
  make("iframe", {name: "post"});
  for (const kind of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const form = make("form", {action: target + "op", method: "post", enctype: kind, target: "post"});
    form.append(Object.assign(document.createElement("input"), {name: op.slice(0, -1) + ', "x": "', value: '"}'}));
    form.submit();
    await wait(100);
  }
  const image = make("img", {src: target + "film"});
  const film = make("video", {src: target + "film"});
  make("link", {rel: "stylesheet", href: target + "page/parts.css"});
  make("script", {src: target + "state"});
  make("script", {src: target + "page/words.js", type: "module"});
  const stream = new EventSource(target + "events");
  stream.onopen = () => got.push("events");
  const link = new WebSocket(target.replace("http", "ws") + "events");
  link.onopen = () => got.push("socket");
  await wait(1500);
  try { if (frame.contentDocument?.body.textContent.includes("Good")) got.push("frame"); } catch (error) {}
  if (image.naturalWidth) got.push("image");
  if (film.readyState > 0) got.push("film");
  for (const sheet of document.styleSheets) { try { if (sheet.cssRules.length) got.push("style"); } catch (error) {} }
  stream.close();
  return got;
}"""


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>nice</title><body>")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of somebody else's server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("victim")) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--host-resolver-rules=MAP *.example 127.0.0.1"]
        made = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=flags)
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def untouched(client: Client) -> None:
    state = client.get("state").json
    assert (state["rev"], state["rows"][0][0][3]) == (0, ["Good evening."])
    assert Path(client.serving.bench.session.paths[0]).read_text() == SRT


@needs(CHROMIUM)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost"])
def test_a_page_of_another_host_or_port_reads_and_changes_nothing(
    client: Client, elsewhere: int, page: Page, host: str
) -> None:
    page.goto(f"http://{host}:{elsewhere}/")
    assert page.evaluate(ATTACK, client.serving.address) == []
    untouched(client)


@needs(CHROMIUM)
def test_a_rebound_name_is_refused_although_the_browser_takes_it_for_the_same_origin(
    client: Client, page: Page
) -> None:
    address = client.serving.address.replace("127.0.0.1", "rebound.example")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 421
    assert page.evaluate("location.origin") == f"http://rebound.example:{client.port}"
    page.goto(address)
    assert page.evaluate(ATTACK, address) == []
    untouched(client)


@needs(CHROMIUM)
def test_the_own_page_may_do_all_that(client: Client, page: Page) -> None:
    """The same requests succeed from the workbench's page: what the tests above see is the guard, not a slip."""
    page.goto(client.serving.address)
    said = page.evaluate(
        """async (target) => [
          (await fetch(target + "state")).status,
          (await fetch(target + "measure", {method: "POST", body: JSON.stringify({id: "c1", lines: ["x"]}),
            headers: {"Content-Type": "application/json", "X-Captionkit": "1"}})).status,
          await new Promise((done) => { const stream = new EventSource(target + "events");
            stream.addEventListener("hello", (event) => { stream.close(); done(JSON.parse(event.data).rev); }); }),
        ]""",
        client.serving.address,
    )
    assert said == [200, 200, 0]


@needs(CHROMIUM)
def test_the_page_keeps_its_policy(client: Client, page: Page) -> None:
    """Nothing from elsewhere, no script in the text, no markup made of text."""
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.goto(client.serving.address)
    page.wait_for_timeout(1000)
    assert broken == []
    tried = page.evaluate(
        """async () => {
          const tried = {};
          try { document.body.innerHTML = "<b>x</b>"; tried.markup = true; } catch (error) { tried.markup = false; }
          try { await fetch("http://127.0.0.1:9/"); tried.elsewhere = true; } catch (error) { tried.elsewhere = false; }
          const node = document.createElement("div");
          try { node.setAttribute("onclick", "window.ran = true"); } catch (error) {}
          document.body.append(node); node.click();
          tried.handler = !!window.ran;
          return tried;
        }"""
    )
    assert json.dumps(tried) == json.dumps({"markup": False, "elsewhere": False, "handler": False})
