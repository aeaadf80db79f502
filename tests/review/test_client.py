"""The client's page in a real browser: from disk in a fresh profile, offline, by phone; notes go out and back."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from captionkit.cli._run import run
from captionkit.errors import TargetExistsError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.review.client.deliver import export_page, import_notes
from captionkit.review.client.export import film_data
from captionkit.review.session import Session
from tests.quality.changes.test_revisions import TALK
from tests.support import needs
from tests.support_browser import Shown, violations

HOSTILE = '</script><script>document.title="x"</script><img src=x onerror="document.title=1"> &lt;b&gt; --> {n}\u2028'
CUES = [
    *TALK[:3],
    Cue(9000, 11_000, (Line((Span("Oh, "), Span("the sea", Style(italic=True)))),)),
    Cue(11_500, 13_000, HOSTILE, positioning=Positioning(line=0)),
    Cue(13_500, 15_000, "\u05e9\u05dc\u05d5\u05dd, \u05e2\u05e8\u05d1 \u05d8\u05d5\u05d1."),
]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Make a film of 16 s, if ffmpeg is here."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("not run: no ffmpeg")
    path = tmp_path_factory.mktemp("film") / "a film #1.mp4"
    sources = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x180:rate=25:duration=16",
        "-f",
        "lavfi",
        "-i",
        "sine=220:duration=16",
    ]
    coding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", *sources, *coding, str(path)], check=True)
    return path


@pytest.fixture
def session(tmp_path):
    Track(CUES, "en").save(tmp_path / "talk.vtt")
    with Session([tmp_path / "talk.vtt"]) as opened:
        yield opened


@pytest.fixture
def page(session, tmp_path):
    return _exported(session, tmp_path / "client.html")


def _exported(session, path, **options):
    export_page(session, path, **options)
    return path


def _saved(shown, folder):
    with shown.page.expect_download() as waiting:
        shown.page.get_by_role("button", name="Save notes").click()
    waiting.value.save_as(folder / waiting.value.suggested_filename)
    return folder / waiting.value.suggested_filename


def button(shown, name):
    return shown.page.get_by_role("button", name=name, exact=True)


@needs("chromium")
def test_notes_go_out_and_come_back(session, page, browser, tmp_path):
    with Shown(browser, page) as shown:
        shown.page.get_by_label("Your name").fill("Ada")
        button(shown, "Caption 1 looks right").click()
        button(shown, "Note on caption 2").click()
        shown.page.keyboard.type("Her boat,\nnot theirs")
        shown.page.locator("#c2").get_by_label("It should say").fill("Nobody had seen her boat.")
        shown.wait("document.querySelector('.tally b').textContent == '1 of 6 look right · notes: 1'")
        back = _saved(shown, tmp_path)
        assert (shown.asked, shown.said) == ([page.as_uri()], [])
    assert back.name == "notes.talk.json"
    done = import_notes(session, [back])
    assert done.as_dict() == {"new": 1, "updated": 0, "known": 0, "approved": 1, "redo": 0, "earlier": 0}
    (note,) = session.state()["notes"]
    assert (note["cue"], note["who"], note["text"], note["suggest"], note["earlier"]) == (
        "c2", "Ada", "Her boat,\nnot theirs", "Nobody had seen her boat.", False,
    )  # fmt: skip
    assert import_notes(session, [back]).as_dict()["known"] == 1


@needs("chromium")
def test_text_stays_text_on_the_way_out_and_back(session, browser, tmp_path):
    session.op({"do": "speaker", "ids": ["c4"], "name": "Anna <Captain>"})
    page = _exported(session, tmp_path / "client.html")
    with Shown(browser, page) as shown:
        assert shown.page.title() == "Captions of talk.vtt"
        assert shown.page.locator("#c5 .said").text_content() == session.tracks[0][4].text
        assert shown.page.locator("#c4 .speaker").text_content() == "Anna <Captain>"
        assert shown.page.locator("#c4 .said i").text_content() == "the sea"
        assert shown.page.locator("img").count() == 0
        button(shown, "Note on caption 5").click()
        shown.page.keyboard.type("<b>bold?</b>")
        button(shown, "Caption 5 looks right").click()
        back = _saved(shown, tmp_path)
        assert (shown.asked, shown.said) == ([page.as_uri()], [])
    done = import_notes(session, [back])
    assert (done.new, done.approved, done.earlier) == (1, 1, 0)
    assert session.state()["notes"][0]["text"] == "<b>bold?</b>"


@needs("chromium")
def test_what_was_said_is_there_after_a_reload_and_not_in_another_export(session, page, browser, tmp_path):
    other = _exported(session, tmp_path / "other.html")
    with Shown(browser, page) as shown:
        button(shown, "Caption 3 looks right").click()
        button(shown, "Note on caption 2").click()
        shown.page.keyboard.type("Her boat")
        shown.page.reload()
        assert shown.page.locator("#c2 textarea").first.input_value() == "Her boat"
        assert button(shown, "Caption 3 looks right").get_attribute("aria-pressed") == "true"
        shown.page.goto(other.as_uri())
        assert shown.page.locator("textarea").count() == 0
        assert shown.page.inner_text(".tally b") == "0 of 6 look right · notes: 0"


@needs("chromium")
def test_a_note_can_be_removed_and_all_others_approved_and_that_taken_back(page, browser, tmp_path):
    with Shown(browser, page) as shown:
        for number in (2, 3):
            button(shown, f"Note on caption {number}").click()
            shown.page.keyboard.type("Wrong")
        button(shown, "Remove note").first.click()
        assert shown.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Note on caption 2"
        button(shown, "All others look right").click()
        assert shown.page.inner_text(".tally b") == "5 of 6 look right · notes: 1"
        found = json.loads(_saved(shown, tmp_path).read_text("utf-8"))
        assert [(note["cue"], note.get("state")) for note in found["notes"] if note["text"]] == [("c3", None)]
        button(shown, "Take that back").click()
        assert shown.page.inner_text(".tally b") == "0 of 6 look right · notes: 1"


@needs("chromium")
def test_it_is_all_there_by_keyboard_alone(page, browser, tmp_path):
    with Shown(browser, page) as shown:
        names = []
        for _ in range(8):
            shown.page.keyboard.press("Tab")
            names.append(
                shown.page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
            )
        assert names[:4] == ["who", "Caption 1 looks right", "Note on caption 1", "Caption 2 looks right"]
        shown.page.locator("#c2").get_by_role("button", name="Note on caption 2").focus()
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.type("Her boat")
        shown.page.get_by_role("button", name="Save notes").focus()
        with shown.page.expect_download() as waiting:
            shown.page.keyboard.press("Enter")
        assert json.loads(waiting.value.path().read_text("utf-8"))["notes"][0]["text"] == "Her boat"


@needs("chromium")
def test_without_script_the_captions_can_be_read_and_it_says_what_to_do(page, browser):
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(page.as_uri())
    assert "Open this page in a browser" in shown.inner_text("body").splitlines()[0]
    assert TALK[1].text in shown.inner_text("#list")
    assert not shown.is_visible("#tray")
    assert not shown.is_visible("#who")
    context.close()


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_hangs_over(session, browser, tmp_path, width, dark):
    session.op({"do": "note", "id": "c1", "text": "Is this the harbour?", "who": "Editor"})
    data = film_data("nowhere.mp4", str(tmp_path / "client.html"), None)
    from captionkit.review.client.export import client_page

    path = tmp_path / "client.html"
    path.write_text(client_page(session, film=data), "utf-8")
    with Shown(browser, path, width=width, dark=dark, touch=width < 500) as shown:
        shown.page.wait_for_selector("#notice:not([hidden])")
        assert "nowhere.mp4 was not found beside this page" in shown.page.inner_text("#notice")
        button(shown, "Note on caption 2").click()
        shown.page.keyboard.type("Her boat")
        button(shown, "Caption 1 looks right").click()
        button(shown, "Note at this moment").click()
        shown.page.keyboard.type("Music")
        assert "Editor: Is this the harbour?" in shown.page.inner_text("#c1")
        assert shown.over <= 0
        assert violations(shown.page) == []
        small = """[...document.querySelectorAll("button")]
          .filter((b) => b.checkVisibility({ contentVisibilityAuto: true })).map((b) => b.getBoundingClientRect())
          .filter((r) => r.height < LEAST || r.width < LEAST).length"""
        assert shown.page.evaluate(small.replace("LEAST", "44" if width < 500 else "24")) == 0


@needs("chromium")
def test_every_setting_of_a_cue_is_drawn_as_in_the_workbench(film, browser, tmp_path):
    """A vertical cue lay flat in the client's page, whose script had settings of its own."""
    track = tmp_path / "tall.vtt"
    track.write_text("WEBVTT\n\n00:00.000 --> 00:02.000 vertical:rl line:20% align:start\nTall.\n", "utf-8")
    with Session([track]) as session:
        export_page(session, film.parent / "tall.html", film=film, force=True)
    with Shown(browser, film.parent / "tall.html") as shown:
        found = shown.page.evaluate("""(() => {
          const [cue] = document.querySelector("video").textTracks[0].cues;
          return [cue.vertical, cue.line, cue.snapToLines, cue.align];
        })()""")
        assert found == ["rl", 20, False, "start"]
        assert shown.said == []


@needs("chromium")
def test_the_film_plays_with_captions_and_a_cue_by_itself(session, film, browser, tmp_path):
    page = film.parent / "client.html"
    made = export_page(session, page, film=film, force=True)
    assert (made.film, made.diagnostics) == ("a film #1.mp4", ())
    with Shown(browser, page) as shown:
        shown.wait("document.querySelector('video').readyState >= 2")
        assert shown.page.evaluate("document.querySelector('video').videoWidth") == 320
        button(shown, "Play caption 5").click()
        shown.wait("document.querySelector('video').textTracks[0].activeCues.length == 1")
        shown.wait("document.querySelector('video').paused")
        at, text, line = shown.page.evaluate("""(() => {
          const video = document.querySelector("video"), [cue] = video.textTracks[0].activeCues;
          return [video.currentTime, cue.getCueAsHTML().textContent, cue.line];
        })()""")
        assert 12.0 < at < 13.0
        assert (text, line) == (session.tracks[0][4].text, 0)
        assert shown.page.locator("[aria-current]").get_attribute("id") == "c5"
        button(shown, "Note at this moment").click()
        shown.page.keyboard.type("Music starts")
        back = _saved(shown, tmp_path)
        assert {url.rpartition("/")[2] for url in shown.asked} <= {"client.html", "a%20film%20%231.mp4"}
        assert shown.said == []
    import_notes(session, [back])
    (note,) = session.state()["notes"]
    assert note["cue"] is None
    assert abs(note["ms"] - at * 1000) < 50


@needs("chromium")
def test_what_has_the_focus_is_not_under_the_film_or_the_tray(session, film, browser, tmp_path):
    page = film.parent / "focus.html"
    export_page(session, page, film=film, force=True)
    with Shown(browser, page, width=390, touch=True) as shown:
        shown.wait("document.querySelector('video').readyState >= 1")
        hidden = """(() => {
          const box = document.activeElement.getBoundingClientRect(), x = box.left + box.width / 2;
          return [box.top + 2, box.bottom - 2].some((y) => document.elementFromPoint(x, y) !== document.activeElement);
        })()"""
        for _ in range(24):
            shown.page.keyboard.press("Tab")
            if shown.page.evaluate("document.activeElement.closest('#list') !== null"):
                shown.page.wait_for_timeout(50)
                assert not shown.page.evaluate(hidden)
        button(shown, "Note on caption 2").focus()
        shown.page.keyboard.press("Enter")
        assert not shown.page.evaluate(hidden)


@needs("chromium")
def test_a_film_that_is_not_there_can_be_chosen(session, film, browser, tmp_path):
    page = tmp_path / "client.html"
    gone = tmp_path / "elsewhere" / "film.mp4"
    made = export_page(session, page, film=gone)
    assert [d.code for d in made.diagnostics] == ["review.film-elsewhere"]
    with Shown(browser, page) as shown:
        shown.page.get_by_label("Choose the film").set_input_files(str(film))
        shown.wait("document.querySelector('video').videoWidth == 320")
        assert not shown.page.is_visible("#notice")


@needs("chromium")
def test_a_thousand_captions_are_there_at_once(browser, tmp_path):
    track = Track([Cue(at * 3000, at * 3000 + 2500, f"Number {at}, in the harbour.") for at in range(1000)], "en")
    track.save(tmp_path / "long.srt")
    with Session([tmp_path / "long.srt"]) as session:
        page = _exported(session, tmp_path / "client.html")
    with Shown(browser, page) as shown:
        assert shown.page.locator(".acts").count() == 1000
        button(shown, "Caption 1000 looks right").click()
        assert shown.page.inner_text(".tally b") == "1 of 1000 look right · notes: 0"


@needs("chromium")
def test_a_browser_that_keeps_nothing_says_so(page, browser, tmp_path):
    with Shown(browser, page) as shown:
        shown.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
        shown.page.reload()
        button(shown, "Caption 1 looks right").click()
        assert "keeps nothing for you" in shown.page.inner_text(".tally")
        assert json.loads(_saved(shown, tmp_path).read_text("utf-8"))["notes"][0]["state"] == "approved"


def test_a_film_whose_name_is_no_utf8(session, tmp_path):
    import os

    film = str(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    text = _exported(session, tmp_path / "client.html", film=film).read_text("utf-8")
    assert r"Captions of caf\udce9.mp4" in text
    assert '"sources":["caf%E9.mp4"]' in text


def test_a_page_that_is_there_is_not_written_over(session, page):
    with pytest.raises(TargetExistsError):
        export_page(session, page)


def test_a_film_beside_the_page_is_named_once_one_elsewhere_twice(tmp_path):
    page = str(tmp_path / "out" / "client.html")
    assert film_data(str(tmp_path / "out" / "a b.mp4"), page, None)["sources"] == ["a%20b.mp4"]
    assert film_data(str(tmp_path / "in" / "a.mp4"), page, None)["sources"] == ["../in/a.mp4", "a.mp4"]


def test_the_policy_names_the_hashes_of_what_is_in_the_page(page):
    import re
    from base64 import b64encode
    from hashlib import sha256

    text = page.read_text("utf-8")
    policy = text.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0]
    assert "unsafe" not in policy
    for name in ("script", "style"):
        (body,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.S)
        assert b64encode(sha256(body.encode()).digest()).decode() in policy


def test_the_command_writes_the_page_and_notes_come_first(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Track(TALK, "en").save("talk.srt")
    assert run(["review", "talk.srt", "--export", "client.html"]) == 0
    assert capsys.readouterr().err == "wrote client.html (12 captions)\n"
    note = {"cue": "c2", "ms": 3000, "was": TALK[1].text, "text": "Her boat"}
    (tmp_path / "n.json").write_text(json.dumps({"captionkit": "notes", "version": 1, "who": "Ada", "notes": [note]}))
    assert run(["review", "talk.srt", "--import", "n.json", "--export", "client.html", "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["notes"]["new"] == 1
    assert "Ada: Her boat" in (tmp_path / "client.html").read_text("utf-8")
    assert run(["review", "talk.srt", "--export", "client.html"]) == 1


def _notes_file():
    note = {
        "cue": "c2",
        "ms": 1600,
        "was": "The harbour lights are going out one by one tonight.",
        "text": "Which <b>harbour</b>?",
    }
    return {"captionkit": "notes", "version": 1, "track": {"name": "talk.srt"}, "who": "Ada", "notes": [note]}


def test_the_workbench_makes_the_page_and_takes_the_notes(tmp_path):
    pytest.importorskip("starlette", reason="not run: the extra review is not installed")
    from tests.review.support_server import served

    with served(tmp_path) as client:
        made = client.post("export", {"track": 0, "format": "client", "name": "for Ada"}).json
        assert made == {"name": "for Ada.html", "format": "client", "cues": 2, "losses": []}
        assert "The harbour lights" in (tmp_path / "for Ada.html").read_text("utf-8")
        assert client.post("export", {"track": 0, "format": "client", "name": "for Ada"}).json["error"] == "exists"
        assert client.post("notes", _notes_file()).json["message"] == "1 new"
        assert client.post("notes", _notes_file()).json["message"] == "1 known already"
        assert client.post("notes", {"captionkit": "notes", "version": 9, "notes": []}).status == 400
        assert [note["text"] for note in client.get("state").json["notes"]] == ["Which <b>harbour</b>?"]


@needs("chromium")
def test_notes_are_brought_in_from_the_page(browser, tmp_path):
    pytest.importorskip("starlette", reason="not run: the extra review is not installed")
    from tests.review.support_server import served

    (tmp_path / "n.json").write_text(json.dumps(_notes_file()), "utf-8")
    (tmp_path / "x.json").write_text("no notes", "utf-8")
    context = browser.new_context()
    page = context.new_page()
    with served(tmp_path) as client:
        page.goto(client.serving.address)
        page.get_by_role("button", name="Notes", exact=True).first.click()
        page.get_by_role("button", name="Bring in notes").wait_for()
        page.locator("#notes input[type=file]").set_input_files(str(tmp_path / "x.json"))
        page.get_by_text("This is not a file of notes.").first.wait_for(state="attached")
        page.locator("#notes input[type=file]").set_input_files(str(tmp_path / "n.json"))
        page.locator("#notes .note").wait_for()
        assert page.locator("#notes .note > .said").text_content() == "Which <b>harbour</b>?"
        context.close()
