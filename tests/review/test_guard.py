"""Nobody but the workbench's own page gets anything from its server, or anything done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="not run: the extra review is not installed")

from captionkit.review.guard import HEADERS, MAX_BODY, Guard, Refused
from captionkit.review.wire import parsed
from tests.review.support_server import JSON, SRT, Client, served

OP = {"op": "x1", "tab": "t", "base": 0, "do": "text", "id": "c1", "lines": ["Overwritten."]}
BODY = json.dumps(OP).encode()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("guard")
    (folder / "secret.txt").write_text("nobody's business")
    with served(folder) as made:
        yield made


@pytest.fixture(autouse=True)
def untouched(client: Client) -> Iterator[None]:
    """After each request of a stranger nothing has changed."""
    yield
    state = client.get("state").json
    assert (state["rev"], state["unsaved"], state["rows"][0][0][3]) == (0, 0, ["Good evening."])
    assert client.serving.bench.session.tracks[0].to_string() == SRT


def refused(answer: Any, *status: int) -> None:
    assert answer.status in status
    assert b"Good evening" not in answer.body
    assert b"nobody's business" not in answer.body
    for name, value in HEADERS.items():
        assert answer.headers[name.decode()] == value.decode()


OTHERS = ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST.evil:{port}",
          "127.0.0.1:{port}@evil.example", "[::1]:{port}", "0.0.0.0:{port}", "127.1:{port}", "", "127.0.0.1:{port}, x",
          "captionkit.127.0.0.1.nip.example:{port}"]  # fmt: skip


@pytest.mark.parametrize("host", OTHERS)
def test_another_host_name_is_not_this_server_whatever_it_resolves_to(client: Client, host: str) -> None:
    name = host.format(port=client.port)
    refused(client.ask("GET", client.base + "state", {"Host": name}), 421)
    refused(client.ask("POST", client.base + "op", {"Host": name, **JSON, "Origin": f"http://{name}"}, BODY), 421)


def test_localhost_is_this_server_too(client: Client) -> None:
    assert client.ask("GET", client.base + "state", {"Host": f"localhost:{client.port}"}).status == 200


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://127.0.0.1:{port}"}, {"Origin": "http://localhost:{port}"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:{port}"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: " ".join(headers.values()))
def test_a_foreign_page_reads_and_changes_nothing_though_it_knows_the_token(client: Client, headers: Any) -> None:
    said = {name: value.format(port=client.port) for name, value in headers.items()}
    for name in ("state", "findings", "film", "peaks", "events", "page/index.html", "samples?at=0&len=10"):
        refused(client.get(name, said), 403)
    for name in ("op", "undo", "save", "stop", "export", "proxy", "measure"):
        refused(client.ask("POST", client.base + name, {**JSON, **said}, BODY), 403)


def test_the_page_itself_opens_where_its_address_is_typed(client: Client) -> None:
    assert client.get("", {"Sec-Fetch-Site": "none"}).status in (200, 404)  # 404: the page is not built in
    refused(client.get("", {"Sec-Fetch-Site": "cross-site"}), 403)
    refused(client.ask("POST", client.base, {**JSON, "Sec-Fetch-Site": "none"}, BODY), 403)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])
def test_what_a_form_or_a_simple_request_can_send_changes_nothing(client: Client, kind: str) -> None:
    refused(client.ask("POST", client.base + "op", {"Content-Type": kind, "X-Captionkit": "1"}, BODY), 415)
    refused(client.ask("POST", client.base + "op", {"Content-Type": kind}, BODY), 403)


@pytest.mark.parametrize("mark", ["", "0", "11", "true"])
def test_a_request_without_the_header_that_no_foreign_page_sends_changes_nothing(client: Client, mark: str) -> None:
    refused(client.ask("POST", client.base + "op", {**JSON, "X-Captionkit": mark}, BODY), 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "GETS"])
def test_other_methods_are_not_there(client: Client, method: str) -> None:
    refused(client.ask(method, client.base + "op", JSON, BODY), 405)


@given(st.data())
def test_a_token_that_is_wrong_by_one_character_is_a_wrong_path(client: Client, data: st.DataObject) -> None:
    token = client.serving.token
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("abcXYZ019-_.~"))
    wrongs = [token[:at] + token[at + 1 :], token[:at] + other + token[at:], token[:at] + other + token[at + 1 :]]
    wrong = data.draw(st.sampled_from([*wrongs, token.swapcase(), token[:-1]]))
    if wrong == token:
        return
    answer = client.ask("GET", f"/t/{wrong}/state")
    nowhere = client.ask("GET", "/nowhere")
    for headers in (answer.headers, nowhere.headers):
        assert headers.pop("date")  # a second may pass between the two
    assert (answer.status, answer.body, answer.headers) == (nowhere.status, nowhere.body, nowhere.headers) == (
        404, b"there is nothing here", nowhere.headers
    )  # fmt: skip


def test_the_address_that_a_browser_is_started_with_opens_the_page_once(client: Client) -> None:
    once = client.serving.once()
    path = once[once.index("/t/") :]
    assert client.serving.token not in once
    refused(client.ask("GET", path, {"Sec-Fetch-Site": "cross-site"}), 403)
    refused(client.ask("GET", path, {"Host": "evil.example"}), 421)
    refused(client.ask("GET", path + "state"), 404)
    refused(client.ask("POST", path, JSON, BODY), 404)
    first = client.ask("GET", path, {"Sec-Fetch-Site": "none"})
    assert (first.status, first.headers["location"]) == (303, client.base)
    refused(client.ask("GET", path, {"Sec-Fetch-Site": "none"}), 404)


PATHS = [
    "page/../state", "page/..%2fserver.py", "page/%2e%2e/server.py", "%2e%2e/", "../", "..", "//state", "/state",
    "page//etc/passwd", "page/server.py", "page/..", "page/.", "page/", "page/%00", "page/index.html%00",
    "state%00", "state/", "page/talk.srt", "talk.srt", "secret.txt", "film/../state", "proxy/..", "state;x", "STATE",
    "page/\\..\\x", "%73tate", "page/" + "a" * 20_000, "http://evil.example/", "page/index.html/..", "exports/x",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_paths_lead_to_nothing_but_the_names_of_the_table(client: Client, path: str) -> None:
    refused(client.get(path), 404)


@pytest.mark.parametrize(
    "path", ["/", "/t/", "/t//state", "/state", "/t/x/state", "*", "http://127.0.0.1/", "/t/TOKEN"]
)
def test_outside_of_the_token_there_is_nothing(client: Client, path: str) -> None:
    refused(client.ask("GET", path.replace("TOKEN", client.serving.token)), 404, 400)


def test_a_header_that_is_there_twice_is_refused(client: Client) -> None:
    host = f"Host: 127.0.0.1:{client.port}\r\n"
    twice = f"GET {client.base}state HTTP/1.1\r\n{host}Host: evil.example\r\nConnection: close\r\n\r\n"
    assert b" 400 " in client.raw(twice.encode()).split(b"\r\n")[0]
    origins = f"Origin: http://127.0.0.1:{client.port}\r\nOrigin: http://evil.example\r\n"
    data = client.raw(f"GET {client.base}state HTTP/1.1\r\n{host}{origins}Connection: close\r\n\r\n".encode())
    assert b" 400 " in data.split(b"\r\n")[0]
    assert b"Good evening" not in data


@pytest.mark.parametrize("line", ["GET {path} HTTP/1.1\r\n\r\n", "GET {path} HTTP/1.0\r\n\r\n", "\x16\x03\x01\r\n\r\n",
                                  "GET {path}\r\n\r\n", "GET {path} HTTP/1.1\r\nHost: a\x00b\r\n\r\n"])  # fmt: skip
def test_requests_that_are_not_whole_get_no_data(client: Client, line: str) -> None:
    assert b"Good evening" not in client.raw(line.format(path=client.base + "state").encode())


def test_a_web_socket_is_not_opened(client: Client) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
               "Sec-WebSocket-Version": "13", "Origin": "http://evil.example"}  # fmt: skip
    refused(client.get("events", upgrade), 403)


def test_a_body_that_is_too_long_is_not_read(client: Client) -> None:
    refused(client.ask("POST", client.base + "op", {**JSON, "Content-Length": str(MAX_BODY + 1)}), 413)
    assert client.ask("POST", client.base + "op", {**JSON, "Content-Length": "9" * 40}).status == 400


def test_a_body_in_pieces_is_too_long_all_the_same(client: Client) -> None:
    piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    body = piece * (MAX_BODY // 0x100000 + 1) + b"0\r\n\r\n"
    answer = client.ask("POST", client.base + "op", {**JSON, "Transfer-Encoding": "chunked"}, body)
    refused(answer, 413)


DEEP = ["[" * 30 + "]" * 30, '{"a":' * 30 + "1" + "}" * 30, '{"a":' + "[" * 1_000_000, "[" * 1_000_000]
NO_JSON = [b"", b"[]", b"1", b'"op"', b"null", b'{"a": NaN}', b'{"a": Infinity}', b"{'a': 1}", b'{"a": 1} x',
           b'{"op": "\\ud800"}', b'{"\\udfff": 1}', b"\xff\xfe{}", b'{"a": 1e999',
           *(text.encode() for text in DEEP)]  # fmt: skip


@pytest.mark.parametrize("body", NO_JSON, ids=lambda body: repr(body[:12]))
def test_what_is_not_an_object_in_json_is_refused(client: Client, body: bytes) -> None:
    refused(client.ask("POST", client.base + "op", JSON, body), 400)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.text(), inner, max_size=4), max_leaves=30))  # fmt: skip
def test_json_within_the_limits_is_read_as_it_is(value: Any) -> None:
    try:
        data = json.dumps({"a": value}, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert parsed(data) == {"a": value}


def test_brackets_in_a_text_are_not_depth() -> None:
    text = "[{" * 40 + '\\"' + "[" * 40
    assert parsed(json.dumps({"a": text}).encode()) == {"a": text}


WRONG = [
    {"do": "nonsense"}, {}, {"do": 3}, {"do": "text"}, {"do": "text", "id": "c9", "lines": []},
    {"do": "text", "id": "c1", "lines": 3}, {"do": "time", "id": "c1", "start": "x"}, {"op": {}, "do": "text"},
    {"do": "time", "id": "c1", "end": 10**30}, {"do": "delete", "ids": "c1"}, {"do": "delete", "ids": [["c1"]]},
    {"do": "shift", "from": "c1", "by": None}, {"do": "__class__"}, {"do": "insert", "track": 7, "lines": ["x"]},
]  # fmt: skip


@pytest.mark.parametrize("op", WRONG, ids=str)
def test_an_operation_that_means_nothing_is_refused_in_words(client: Client, op: Any) -> None:
    answer = client.post("op", op)
    assert answer.status in (404, 422)
    assert answer.json["message"]


NAMES = ["../x.srt", "a/b.srt", "a\\b.srt", ".hidden.srt", "", "   ", "x\x00.srt", "C:x.srt", "-o.srt", "x\n.srt", "..",
         "talk.srt", "TALK.SRT/", "talk.srt.ckreview.srt", "ü" * 200 + ".srt", "a?.srt", "~x.srt"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_export_has_a_bare_name_of_its_own(client: Client, name: str) -> None:
    answer = client.post("export", {"format": "srt", "name": name, "force": True})
    assert answer.status == 422
    assert [p.name for p in _folder(client).iterdir() if "ckreview" not in p.name] in (
        ["talk.srt", "secret.txt"], ["secret.txt", "talk.srt"]
    )  # fmt: skip


def _folder(client: Client) -> Any:
    from pathlib import Path

    return Path(client.serving.bench.session.paths[0]).parent


def test_the_guard_passes_nothing_on_but_requests_over_http() -> None:
    async def never(*_: Any) -> None:
        raise AssertionError

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    for kind in ("websocket", "lifespan"):
        asyncio.run(Guard(never, "token", 1)({"type": kind, "headers": []}, nothing, nothing))


@given(st.binary(max_size=60), st.text(max_size=60))
def test_only_the_whole_token_opens_a_path(raw: bytes, path: str) -> None:
    async def never(*_: Any) -> None:
        raise AssertionError

    guard = Guard(never, "T" * 43, 80)
    headers = [(b"host", b"127.0.0.1:80")]
    with pytest.raises(Refused):
        guard.check({"type": "http", "method": "GET", "path": path, "raw_path": raw, "headers": headers})
