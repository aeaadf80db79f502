"""HTML pages: who speaks and when by what recurs in the elements, and which part of a page is the transcript."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind
from captionkit.transcripts.html_outline import elements_of
from captionkit.transcripts.html_roles import written_time
from captionkit.transcripts.html_tokens import tokens

TALK = [
    ("Nora Quist", 1, "The tide is in, Ola."),
    ("Ola Berg", 4, "Then we sail at noon."),
    ("Nora Quist", 9, "Bring the long rope, please."),
    ("Ola Berg", 15, "It is on board, as ever."),
    ("Nora Quist", 62, "Good."),
]
TIMED = [(who, at * 1000, text) for who, at, text in TALK]
UNTIMED = [(who, None, text) for who, _, text in TALK]


def page(turn: str, around: str = "{}", talk=TALK) -> bytes:
    turns = "\n".join(
        turn.format(
            who=who, clock=f"{at // 60}:{at % 60:02}", at=at, text=text, letters="".join(w[0] for w in who.split())
        )
        for who, at, text in talk
    )
    return f"<!doctype html><html><head><title>Talk</title></head><body>{around.format(turns)}</body></html>".encode()


def spoken(data: bytes):
    return [(s.speaker, s.start, s.text) for s in read_transcript(data).segments if s.kind is Kind.SPEECH]


def codes(data: bytes) -> list[str]:
    return [d.code for d in read_transcript(data).diagnostics]


@pytest.mark.parametrize(
    "turn",
    [
        '<div class="k"><span class="z1">{who}</span> <i class="z2">{clock}</i><p>{text}</p></div>',
        '<li class="k"><b class="z1">{who}</b> <span class="z2">{clock}</span> <span class="z3">{text}</span></li>',
        '<div class="k"><p aria-label="Speaker">{who}</p><time datetime="PT{at}S">then</time><p>{text}</p></div>',
        "<article><header>{who} <time>{clock}</time></header><p>{text}</p></article>",
        '<div class="k"><h4>{who}</h4><time>{clock}</time><p>{text}</p></div>',
        '<div class="k"><span class="z1">{who}</span><p class="z3">{text}</p><span class="z2">{clock}</span></div>',
        '<div class="k"><i class="z0">{letters}</i><i class="z2">{clock}</i><i class="z1">{who}</i><p>{text}</p></div>',
        '<div class="k"><i class="z1">{who}</i><i class="z2">{clock}</i><p>{text}</p><a class="y">Reply</a></div>',
        '<p data-start="{at}" data-speaker="{who}">{text}</p>',
    ],
)
def test_what_recurs_before_a_text_is_its_speaker_and_what_is_a_time_each_time_its_time(turn):
    assert spoken(page(turn, "<h1>A talk by the sea</h1><div>{}</div>")) == TIMED


def test_a_message_without_a_name_is_by_the_one_before():
    turn = (
        '<div class="m"><span class="d" title="01.04.2031 09:10:{at:02} UTC+02:00">09:10</span>{who}<p>{text}</p></div>'
    )
    talk = [(f'<span class="n">{who}</span>', at, text) for who, at, text in TALK[:4]]
    talk[2:2] = [("", 7, "And no later.")]
    data = page(turn, "<div>{}</div>", talk)
    assert [(who, at) for who, at, _ in spoken(data)] == [
        ("Nora Quist", 0), ("Ola Berg", 3000), ("Ola Berg", 6000), ("Nora Quist", 8000), ("Ola Berg", 14000),
    ]  # fmt: skip
    assert "text.wall-clock" in codes(data)


def test_times_that_no_text_shows_and_dates_that_text_shows():
    assert spoken(page('<p><time datetime="PT{at}S"></time>{text}</p>')) == [("", at, text) for _, at, text in TIMED]
    dated = page('<p><span class="d">[01.04.31, 09:00:{letters}]</span> {text}</p>', talk=TALK[:4])
    dated = dated.replace(b"NQ", b"10", 1).replace(b"OB", b"12", 1).replace(b"NQ", b"15").replace(b"OB", b"19")
    assert [at for _, at, _ in spoken(dated)] == [0, 2000, 5000, 9000]


def test_what_a_service_adds_between_the_messages_is_a_note():
    turn = '<div class="m"><span class="n">{who}</span><time>{clock}</time><p class="t">{text}</p></div>'
    added = '<div class="s">1 April 2031</div>{}<div class="s">Ola Berg left the channel</div>'
    data = page(turn, f"<div>{added}</div>")
    assert spoken(data) == TIMED
    notes = [s.text for s in read_transcript(data).segments if s.kind is Kind.NOTE]
    assert notes == ["1 April 2031", "Ola Berg left the channel"]


def test_words_set_off_in_sentences_are_no_names():
    talk = [
        (word, at, text) for (_, at, text), word in zip(TALK, ["tide", "rope", "tide", "rope", "tide"], strict=True)
    ]
    data = page("<p><time>{clock}</time> Now the <b>{who}</b> is what we want. {text}</p>", "<div>{}</div>", talk)
    assert [(who, at) for who, at, _ in spoken(data)] == [("", at * 1000) for _, at, _ in TALK]
    assert spoken(data)[0][2] == "Now the tide is what we want. The tide is in, Ola."


def test_names_over_comments_below_a_talk_are_not_its_speakers():
    comments = "".join(f'<div><span class="author">{who}</span><p>Nice.</p></div>' for who in ("Tom", "Kim", "Tom"))
    data = page("<p><strong>{who}:</strong> {text}</p>", f"<article>{{}}</article><div>{comments}</div>")
    assert spoken(data) == UNTIMED


# --- which part of the page ---


def test_only_the_element_with_the_turns_is_read():
    around = (
        '<header><a href="/">Radio Quay</a></header><div class="play"><button>Listen</button>00:00 / 14:22</div>'
        "<p>Nora has lived on the quay for thirty years.</p><div>{}</div>"
        "<section><h3>More</h3><ul><li>Ten quays</li><li>Soup: fish</li></ul></section><footer>Terms, Privacy</footer>"
    )
    data = page("<p><b>{who}:</b> {text}</p>", around)
    assert spoken(data) == UNTIMED
    assert "text.outside" not in codes(data)


def test_sentences_outside_the_element_with_the_turns_are_warned_of():
    more = "<p>And so the evening went on, and nobody said another word about the boats.</p>" * 2
    data = page("<p><b>{who}:</b> {text}</p>", f"<div>{{}}</div><div>{more}</div>")
    assert spoken(data) == UNTIMED
    assert "text.outside" in codes(data)


def test_further_paragraphs_inside_the_element_with_the_turns_stay_speech():
    data = page("<p><b>{who}:</b> {text}</p><p>And so on, as ever.</p>", "<h1>Talk</h1><div>{}</div>")
    assert len(spoken(data)) == 2 * len(TALK)


@pytest.mark.parametrize(
    "around",
    [
        "<form id='all'>{}</form>",
        "<header><p>Home</p>{}</header>",
        "<div role='dialog'>{}</div>",
        "<nav>Home<div></div>{}",
    ],
)
def test_furniture_that_holds_most_of_the_page_is_the_page(around):
    assert [text for _, _, text in spoken(page("<p><b>{who}:</b> {text}</p>", around))] == [t for _, _, t in TALK]


def test_turns_in_a_panel_beside_an_article_are_warned_of():
    prose = "<p>The quay was built long ago, and the boats came, and they stayed, and so did we.</p>" * 4
    data = page("<p><b>{who}:</b> {text}</p>", f"<aside>{{}}</aside><main>{prose}</main>")
    assert "text.outside" in codes(data)
    assert "text.outside" not in codes(page("<p><b>{who}:</b> {text}</p>", "<aside><p>Note: soon.</p></aside>{}"))


def test_lines_that_are_buttons_are_lines():
    assert spoken(page("<button><span>{clock}</span> <span>{text}</span></button>")) == [
        ("", at, text) for _, at, text in TIMED
    ]


@pytest.mark.parametrize("role", ["navigation", "contentinfo", "complementary", "dialog"])
def test_landmarks_by_their_role_are_no_content(role):
    data = page("<p><b>{who}:</b> {text}</p>", f"{{}}<div role='{role}'><p>We use cookies, and so do you.</p></div>")
    assert spoken(data) == UNTIMED


# --- times as HTML writes them ---


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("PT0S", (0, False)), ("PT1H1M1.25S", (3661250, False)), ("[1:02]", (62000, False)), ("P", None),
        ("2031-04-01T09:10:00Z", (33000000, True)), ("01.04.2031 09:10:00 UTC+02:00", (33000000, True)),
        ("PT", None), ("later", None),
    ],
)  # fmt: skip
def test_times_of_elements(text, ms):
    assert written_time(text) == ms


# --- any page ---

_PIECES = [
    "<div class=n>",
    "</div>",
    "<p>",
    "</p>",
    "<li>",
    "<b class=w>",
    "</b>",
    "Nora",
    " 0:01 ",
    "Good.",
    "<time>",
    "</span>",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
@settings(max_examples=200, deadline=None)
def test_elements_of_any_page_are_nested_and_closed(parts):
    page = list(tokens("".join(parts)))
    elements, owners = elements_of(page)
    assert len(owners) == len(page)
    for element in elements:
        assert element.begin < element.end <= len(page)
        if element.parent >= 0:
            assert elements[element.parent].begin < element.begin
            assert element.end <= elements[element.parent].end


@pytest.mark.parametrize(
    "piece", ["<div class='a b'>x ", "</p></span>", "<li>x", "<b class=n>Nora</b><p>The tide.</p>"]
)
def test_a_page_is_read_in_time_that_grows_with_its_length(piece):
    def cost(count: int) -> float:
        data = f"<html><body>{piece * count}</body></html>".encode()
        best = []
        for _ in range(3):
            begin = time.process_time()
            list(elements_of(list(tokens(data.decode()))))
            best.append(time.process_time() - begin)
        return min(best)

    cost(500)
    assert cost(8000) < 12 * max(cost(2000), 0.002)
