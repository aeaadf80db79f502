"""The server as its page sees it: state, edits and events, the film in ranges, work on it, how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="not run: the extra review is not installed")

from captionkit.cli._run import run
from captionkit.errors import InputError, OutputError, UsageError
from captionkit.media.cache import films_folder, identity
from captionkit.review.address import taken
from captionkit.review.application import part
from captionkit.review.events import WAITING, Events
from captionkit.review.server import listening
from captionkit.review.start import opened, parted
from tests.review.support_server import JSON, SRT, Client, served
from tests.support import needs


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    picture = "color=black:size=160x90:rate=25:duration=4,drawbox=color=white:t=fill:enable='gte(t,2)'"
    command = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=440:duration=4", "-c:v", "libx264", "-preset",
               "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", str(path)]  # fmt: skip
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *command], check=True)
    return path


class Listening:
    """A page's stream of events."""

    def __init__(self, client: Client) -> None:
        self.response: Any = urllib.request.urlopen(f"http://127.0.0.1:{client.port}{client.base}events", timeout=20)

    def next(self, kind: str) -> Any:
        """Return the body of the next event of a kind."""
        found = ""
        while line := self.response.readline().decode().rstrip("\n"):
            if line.startswith("event: "):
                found = line.removeprefix("event: ")
            elif line.startswith("data: "):
                if found == kind:
                    self.response.readline()
                    return json.loads(line.removeprefix("data: "))
                self.response.readline()
        raise AssertionError(f"the stream ended without {kind}")


# -- without a film --------------------------------------------------------------------------------


def test_an_edit_is_answered_told_to_other_pages_undone_and_saved(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        stream = Listening(client)
        assert stream.next("hello")["rev"] == 0
        state = client.get("state").json
        assert (state["title"], state["film"], state["rev"]) == ("talk.srt", None, 0)
        made = client.post("op", {"op": "a", "tab": "one", "do": "text", "id": "c1", "lines": ["Good night."]})
        assert made.status == 200
        told = stream.next("op")
        assert (told["tab"], told["rows"]) == ("one", made.json["rows"])
        assert client.post("measure", {"id": "c2", "lines": ["x" * 60]}).json["counters"]["over"]
        assert client.get("findings?from=0&count=1").json["findings"].keys() <= {"c1"}
        assert client.post("undo", {"op": "b", "tab": "two"}).json["rows"][0][3] == ["Good evening."]
        assert stream.next("op")["tab"] == "two"
        client.post("redo", {"op": "c", "tab": "two"})
        assert client.post("save", {}).json["name"] == "talk.srt"
        assert stream.next("saved")["name"] == "talk.srt"
    assert (tmp_path / "talk.srt").read_text() == SRT.replace("Good evening.", "Good night.")


def test_a_session_goes_on_in_another_server(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        client.post("op", {"op": "a", "do": "time", "id": "c1", "end": 1400})
    with served(tmp_path) as client:
        state = client.get("state").json
        assert (state["rows"][0][0][2], state["unsaved"]) == (1400, 1)
        assert client.post("undo", {"op": "b"}).json["rows"][0][2] == 1500


def test_of_two_servers_on_one_file_the_second_changes_nothing(tmp_path: Path) -> None:
    with served(tmp_path) as first:
        first.get("state")
        with served(tmp_path) as second:
            assert second.get("state").json["locked"]
            assert second.post("op", {"op": "a", "do": "time", "id": "c1", "end": 1400}).status == 423
            assert first.post("op", {"op": "a", "do": "time", "id": "c1", "end": 1400}).status == 200


def test_without_a_film_there_is_no_film(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        for name in ("film", "proxy", "peaks", "peaks.json", "speech.json", "samples?at=0&len=1"):
            answer = client.get(name)
            assert answer.status == 404, name
            assert answer.json["error"] == "gone"
        assert client.post("proxy", {}).status == 404


def test_shot_changes_of_a_list_are_judged_by_and_shown(tmp_path: Path) -> None:
    (tmp_path / "cuts.txt").write_text("0.6\n1.2\n")
    with served(tmp_path, shot_changes=str(tmp_path / "cuts.txt"), profile="netflix") as client:
        assert client.get("shots.json").json == [600, 1200]
        found = client.get("findings").json["findings"]
        assert any("shot" in finding["code"] for row in found.values() for finding in row)


def test_another_style_guide_judges_from_then_on(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        stream = Listening(client)
        assert client.post("profile", {"name": "netflix"}).json["name"] == "netflix"
        assert stream.next("profile")["name"] == "netflix"
        assert client.get("state").json["profile"]["name"] == "netflix"
        assert client.post("profile", {"name": "no-such-guide"}).status >= 400
        assert client.get("state").json["profile"]["name"] == "netflix"


def test_an_export_goes_beside_the_track_and_over_nothing(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        made = client.post("export", {"format": "vtt", "name": "for the web"})
        assert made.json["name"] == "for the web.vtt"
        assert (tmp_path / "for the web.vtt").read_text().startswith("WEBVTT")
        again = client.post("export", {"format": "vtt", "name": "for the web.vtt"})
        assert (again.status, again.json["error"]) == (409, "exists")
        assert client.post("export", {"format": "vtt", "name": "for the web.vtt", "force": True}).status == 200
        (tmp_path / "link.vtt").symlink_to(tmp_path / "talk.srt")
        assert client.post("export", {"format": "vtt", "name": "link.vtt", "force": True}).status == 422
        assert {row["name"] for row in client.get("formats").json} >= {"srt", "vtt", "ass", "stl"}
    assert (tmp_path / "talk.srt").read_text() == SRT


def test_page_parts_are_kept_while_they_are_the_same(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        first = client.get("page/parts.css")
        assert (first.status, first.headers["content-type"]) == (200, "text/css; charset=utf-8")
        assert client.get("page/parts.css", {"If-None-Match": first.headers["etag"]}).status == 304
        assert client.get("page/parts.css", {"If-None-Match": '"another"'}).body == first.body


# -- with a film --------------------------------------------------------------------------------


@needs("ffmpeg", "ffprobe")
def test_a_film_is_described_and_what_it_shows_and_sounds_like_is_found(tmp_path: Path, film: Path) -> None:
    with served(tmp_path, film) as client:
        stream = Listening(client)
        state = client.get("state").json
        assert state["rate"] == {"num": 25, "den": 1, "text": "25"}
        assert (state["film"]["plays"], state["film"]["proxy"], state["film"]["width"]) == ("yes", "none", 160)
        assert 0 < state["film"]["start"] < 0.1
        size = client.wait("peaks.json", lambda found: found["ready"])["bytes"]
        assert abs(size - 4000) <= 60
        shape = client.get("peaks").body
        assert len(shape) == size
        assert client.get("peaks", {"Range": "bytes=100-199"}).body == shape[100:200]
        assert max(array("b", shape)) > 10
        client.wait("shots.json", lambda found: found == [2000])
        assert stream.next("findings") == {"again": True}
        assert len(client.get("samples?at=1000&len=20").body) == 20 * 96
    with served(tmp_path, film) as client:  # the second time it is there
        assert client.get("peaks.json").json == {"step": 2, "bytes": size, "ready": True, "error": ""}
        assert client.get("shots.json").json == [2000]


@needs("ffmpeg", "ffprobe")
def test_the_film_comes_in_the_ranges_that_are_asked_for(tmp_path: Path, film: Path) -> None:
    data = film.read_bytes()
    with served(tmp_path, film) as client:
        whole = client.get("film")
        assert (whole.status, whole.body, whole.headers["accept-ranges"]) == (200, data, "bytes")
        for asked, wanted in (
            ("0-", data),
            ("10-19", data[10:20]),
            ("-7", data[-7:]),
            (f"{len(data) - 1}-", data[-1:]),
        ):
            answer = client.get("film", {"Range": f"bytes={asked}", "Sec-Fetch-Site": "same-origin"})
            assert (answer.status, answer.body) == (206, wanted)
        assert client.get("film", {"Range": f"bytes={len(data)}-"}).status == 416
        assert client.ask("HEAD", client.base + "film").headers["content-length"] == str(len(data))
        for wrong in ("bytes=x-y", "bytes=", "lines=1-2", "bytes=5-2"):
            assert client.get("film", {"Range": wrong}).status in (200, 400, 416)


@needs("ffmpeg", "ffprobe")
def test_a_browser_that_leaves_in_the_middle_of_a_film_stops_nothing(tmp_path: Path, film: Path) -> None:
    big = tmp_path / "big.mkv"
    shutil.copy(film, big)
    with big.open("ab") as file:
        file.truncate(300_000_000)
    with served(tmp_path, big) as client:
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", client.port)) as link:
                link.sendall(f"GET {client.base}film HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n\r\n".encode())
                assert link.recv(1000).startswith(b"HTTP/1.1 200")
        assert client.post("op", {"op": "a", "do": "time", "id": "c1", "end": 1400}).status == 200


@needs("ffmpeg", "ffprobe")
def test_a_copy_that_plays_is_made_on_request_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    command = ["-f", "lavfi", "-i", "testsrc=size=160x90:duration=2", "-f", "lavfi", "-i", "sine=440:duration=2",
               "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "ac3", str(path)]  # fmt: skip
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *command], check=True)
    with served(tmp_path, path) as client:
        stream = Listening(client)
        assert client.get("state").json["film"]["plays"] == "no sound"
        assert client.get("proxy").status == 404
        assert client.post("proxy", {}).json == {"proxy": "making"}
        while (told := stream.next("proxy"))["state"] == "making":
            pass
        assert (told["state"], told["done"], told["start"], told["error"]) == ("ready", 1.0, 0.0, "")
        assert client.get("state").json["film"]["proxy"] == "ready"
        assert client.get("proxy", {"Range": "bytes=4-7"}).body == b"ftyp"
    with served(tmp_path, path) as client:
        assert client.get("state").json["film"]["proxy_start"] == 0.0


@needs("ffmpeg", "ffprobe")
def test_sound_alone_and_pictures_alone_lack_the_other_and_say_so(tmp_path: Path) -> None:
    ffmpeg = ["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i"]
    subprocess.run([*ffmpeg, "sine=440:duration=1", str(tmp_path / "a.mp3")], check=True)
    subprocess.run([*ffmpeg, "testsrc=size=64x64:duration=1", str(tmp_path / "b.mp4")], check=True)
    with served(tmp_path, tmp_path / "a.mp3") as client:
        assert client.get("state").json["film"]["video"] == ""
        client.wait("peaks.json", lambda found: found["bytes"] > 0 and found["ready"])
        assert client.get("shots.json").json == []
    with served(tmp_path, tmp_path / "b.mp4") as client:
        assert client.wait("peaks.json", lambda found: found["ready"])["bytes"] == 0
        assert client.get("peaks", {"Range": "bytes=0-"}).status == 416
        assert client.get("samples?at=0&len=10").status == 400
        for wrong in ("", "?at=0", "?at=-1&len=5", "?at=0&len=0", "?at=0&len=90000", "?at=1e3&len=5", "?at=٣&len=5"):
            assert client.ask("GET", client.base + "samples" + wrong.replace("٣", "%D9%A3")).status == 400


# -- how it starts and ends --------------------------------------------------------------------------------


class Process:
    """The command in a process of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        (folder / "talk.srt").write_text(SRT)
        command = [sys.executable, "-m", "captionkit", "review", *arguments, "talk.srt", "--no-open"]
        self.process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.address = self.process.stderr.readline().split()[-1]

    def ask(self, name: str, value: Any = None) -> Any:
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.address + name, data, JSON if data else {})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def end(self) -> tuple[int, str]:
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said


def test_the_page_stops_the_server_and_what_is_not_saved_is_said(tmp_path: Path) -> None:
    started = Process(tmp_path)
    started.ask("op", {"op": "a", "do": "time", "id": "c1", "end": 1400})
    stream = urllib.request.urlopen(started.address + "events", timeout=20)
    assert started.ask("stop", {}) == {"stopped": True}
    code, said = started.end()
    assert code == 0
    assert "1 change" in said
    assert b"event: stopped" in stream.read()


@pytest.mark.skipif(sys.platform == "win32", reason="not run: signals of POSIX")
@needs("ffmpeg", "ffprobe")
def test_ctrl_c_ends_it_with_130_and_leaves_no_process_behind(tmp_path: Path, film: Path) -> None:
    started = Process(tmp_path, str(film))
    started.ask("state")
    stream = urllib.request.urlopen(started.address + "events", timeout=20)
    children = _children(started.process.pid)
    started.process.send_signal(signal.SIGINT)
    code, said = started.end()
    assert code == 130
    assert "Traceback" not in said
    assert "all is in the file" in said
    stream.read()
    assert not any(_lives(pid) for pid in children)
    assert list((films_folder() / identity(film)).glob("part-*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="not run: signals of POSIX")
def test_a_request_to_terminate_is_a_clean_end(tmp_path: Path) -> None:
    started = Process(tmp_path)
    started.ask("state")
    started.process.terminate()
    assert started.end()[0] == 0


def test_a_fault_of_our_own_is_answered_in_words_and_logged_with_its_stack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path) as client:
        monkeypatch.setattr(client.serving.bench.session, "state", lambda: 1 // 0)
        answer = client.get("state")
        assert (answer.status, answer.json["error"]) == (500, "bug")
        assert "journal" in answer.json["hint"]
    assert "ZeroDivisionError" in caplog.text


def test_the_browser_is_shown_the_page_unless_there_will_be_none(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    (tmp_path / "talk.srt").write_bytes(b"\x00\x01\x02" * 50)
    assert run(["review", str(tmp_path / "talk.srt")]) == 1
    assert shown == []


def test_the_browser_is_not_started_with_the_token(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    def show(address: str) -> None:
        with urllib.request.urlopen(address, timeout=20) as answer:
            shown.append((address, answer.url, answer.status))
        urllib.request.urlopen(urllib.request.Request(answer.url + "stop", b"{}", JSON), timeout=20).close()

    shown: list[Any] = []
    monkeypatch.setattr("webbrowser.open", show)
    (tmp_path / "talk.srt").write_text(SRT)
    assert run(["review", str(tmp_path / "talk.srt"), "--port", "0"]) == 0
    ((address, url, status),) = shown
    assert (address != url, status) == (True, 200)
    assert url in capsys.readouterr().err


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="not run: no /proc")
@needs("ffmpeg", "ffprobe")
def test_what_works_on_a_film_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    long = tmp_path / "long.mp4"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=640x360:duration=120", "-c:v", "libx264",
               "-preset", "ultrafast", str(long)]  # fmt: skip
    subprocess.run(command, check=True)
    started = Process(tmp_path, str(long))
    started.ask("proxy", {})
    end = time.monotonic() + 60
    while len(_children(started.process.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    children = _children(started.process.pid)
    assert children
    started.process.kill()
    started.process.communicate()
    while any(_lives(pid) for pid in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in children)


def _children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(folder.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found += [int(folder.name), *_children(int(folder.name))]
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_server_that_was_killed_comes_back_where_its_open_pages_look_for_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("captionkit.review.address.PORTS", ())  # a port of its own: others may be testing here too
    taken(str(tmp_path / "talk.srt"))[0].close()
    started = Process(tmp_path)
    started.ask("op", {"op": "a", "do": "time", "id": "c1", "end": 1400})
    first = started.address
    started.process.kill()
    started.process.communicate()
    started = Process(tmp_path)
    assert started.address == first
    assert started.ask("state")["rev"] == 1
    started.ask("stop", {})
    assert started.end()[0] == 0
    for note in cache.glob("captionkit/review/*.json"):
        assert note.stat().st_mode & 0o077 == 0


def test_each_track_has_a_token_of_its_own_and_a_port_that_is_free(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one, token = taken("a.srt")
    try:
        other, others = taken("b.srt")
        again, same = taken("a.srt")  # its port is taken: by the first
        ports = {link.getsockname()[1] for link in (one, other, again)}
        other.close()
        again.close()
        assert len(ports) == 3
        assert token == same != others
        mine = one.getsockname()[1]
    finally:
        one.close()
    back, _ = taken("a.srt")
    assert back.getsockname()[1] == mine
    back.close()
    for note in (tmp_path / "cache").rglob("*.json"):
        for broken in ("", "[]", '{"port": "x", "token": "y"}', '{"port": 80, "token": "../x"}'):
            note.write_text(broken)
            found, fresh = taken("a.srt")
            found.close()
            assert len(fresh) == 43


def test_it_listens_on_this_machine_alone() -> None:
    link = listening()
    try:
        assert link.getsockname()[0] == "127.0.0.1"
        assert link.proto == socket.IPPROTO_TCP  # else asyncio leaves Nagle's waiting on: each answer took 40 ms more
        with pytest.raises(OutputError, match=r"port \d+"):
            listening(link.getsockname()[1])
    finally:
        link.close()


def test_what_is_named_wrongly_is_said_before_anything_is_served(tmp_path: Path, capsys: Any) -> None:
    track = tmp_path / "talk.srt"
    track.write_text(SRT)
    for arguments, code, word in (
        ([], 2, "TRACK"), (["film.mp4"], 2, "TRACK"), ([str(tmp_path / "no.srt")], 1, "no.srt"),
        (["a.mp4", "b.mp4", str(track)], 2, "one film"), ([str(tmp_path / "no.mp4"), str(track)], 1, "no.mp4"),
        ([str(track), "--port", "70000"], 2, "70000"), ([str(track), "--profile", "no-such"], 2, "no-such"),
    ):  # fmt: skip
        assert run(["review", "--no-open", *arguments]) == code
        assert word in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name != "talk.srt"] == []


def test_a_file_that_cannot_be_read_ends_it_with_the_reason(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "talk.srt").write_bytes(b"\x00\x01\x02" * 50)
    assert run(["review", "--no-open", str(tmp_path / "talk.srt")]) == 1
    assert "talk.srt" in capsys.readouterr().err


def test_without_the_extra_it_is_said_how_to_install_it(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    monkeypatch.setitem(sys.modules, "starlette", None)
    assert run(["review", str(tmp_path / "talk.srt"), "--no-open"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'captionkit[review]'" in said


def test_help_loads_nothing_of_the_server() -> None:
    code = (
        "import sys\nfrom captionkit.cli import main\n"
        "try: main(['review', '--help'])\nexcept SystemExit: pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not {name for name in loaded if name.startswith("captionkit.review")}
    assert not {name.partition(".")[0] for name in loaded} & {"starlette", "uvicorn", "anyio", "asyncio", "sqlite3"}


def test_film_and_tracks_are_known_by_their_names() -> None:
    assert parted(["a.srt", "talk.MOV", "b.vtt"]) == ("talk.MOV", ("a.srt", "b.vtt"))
    assert parted(["a.srt"]) == (None, ("a.srt",))
    assert parted(["talk.wav", "a.srt"]) == ("talk.wav", ("a.srt",))
    with pytest.raises(UsageError, match="one film"):
        parted(["a.mp4", "b.mkv"])


def test_what_was_kept_of_films_is_forgotten_on_request(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    assert run(["review", "--forget-films"]) == 0
    assert "removed" in capsys.readouterr().err
    assert list(films_folder().glob("*")) == []
    assert run(["review", "--forget-films", str(tmp_path / "no.mp4")]) == 1
    assert run(["review", "--forget-films", str(tmp_path / "a.mp4")]) == 0
    with pytest.raises(InputError):
        opened(None, [str(tmp_path / "no.srt")])


# -- small parts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [("", 200, b"0123456789"), ("bytes=0-", 206, b"0123456789"), ("bytes=2-4", 206, b"234"), ("bytes=8-99", 206, b"89"),
     ("bytes=10-", 416, b""), ("bytes=5-4", 416, b""), ("bytes=-3", 200, b"0123456789"), ("x", 200, b"0123456789")],
)  # fmt: skip
def test_ranges_of_what_grows(asked: str, status: int, body: bytes) -> None:
    answer = part(b"0123456789", asked)
    assert (answer.status_code, answer.body) == (status, body)


def test_a_page_that_takes_no_events_is_let_go() -> None:
    async def first() -> dict[str, int]:
        return {}

    async def slow() -> list[bytes]:
        events = Events()
        stream = events.stream("hello", first)
        got = [await anext(stream)]
        for number in range(WAITING + 10):
            events.send("op", {"rev": number})
        return got + [frame async for frame in stream]

    assert len(asyncio.run(slow())) < WAITING + 2


def test_nothing_falls_between_the_first_event_and_the_next() -> None:
    async def first() -> dict[str, int]:
        events.send("op", {"rev": 1})  # while the page is told where things stand
        return {"rev": 0}

    async def listening_to() -> list[bytes]:
        stream = events.stream("hello", first)
        got = [await anext(stream), await anext(stream)]
        events.close()
        return got + [frame async for frame in stream]

    events = Events()
    assert asyncio.run(listening_to()) == [b'event: hello\ndata: {"rev": 0}\n\n', b'event: op\ndata: {"rev": 1}\n\n']
