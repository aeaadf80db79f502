"""Sentence ends: properties over any tokens, then a table of what trips splitters up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.text.lexicon import LANGUAGES
from captionkit.text.marks import SET_APART
from captionkit.text.sentences import sentence_ends, split_sentences

WORD = st.text(st.sampled_from("abAB19éßя.!?…,;:-–\"'“”»«()。！？الم"), min_size=1, max_size=8)


@given(st.lists(WORD, max_size=30), st.sampled_from((*LANGUAGES, "", "ja", "el", "xx-YY")))
def test_no_letter_is_lost_or_moved(tokens: list[str], language: str) -> None:
    assert "".join(split_sentences(tokens, language)).replace(" ", "") == "".join(tokens)


@given(st.lists(WORD, max_size=30), st.sampled_from(LANGUAGES))
def test_one_verdict_a_token_and_only_after_a_final_mark(tokens: list[str], language: str) -> None:
    ends = sentence_ends(tokens, language)
    assert len(ends) == len(tokens)
    marks = ".!?…。！？" + (";" if language == "el" else "")
    before = ["", *tokens]  # a closing mark behind a blank ends what the word before it ended
    whole = [before[at] + token if token in SET_APART else token for at, token in enumerate(tokens)]
    assert all(any(mark in token for mark in marks) for token, end in zip(whole, ends, strict=True) if end)


@given(st.lists(st.sampled_from(["One", "fine", "day.", "He", "left.", "Dr.", "5", "p.m."]), max_size=24))
def test_sentences_split_again_stay_whole(tokens: list[str]) -> None:
    once = split_sentences(tokens, "en")
    assert split_sentences(" ".join(once), "en") == once


#: language, sentences as they should come out of the text they make when joined
TABLE = [
    ("en", ["He met Gen. Ross in St. Louis.", "Then J. R. R. Hill and G. W. Lane spoke.", "So did I.", "What a day!"]),
    ("en", ["“Stop!” he said.", "“Never again.”", "They left.", "(They came back.)", "It cost $3.50."]),
    ("en", ["No. 5 won.", "No.", "I mean it."]),
    ("en", ["The U.S. Army and the U.S. government said so.", "He lives in the U.S.", "I run Lamp Inc. and Foo Co."]),
    ("en", ["Well... maybe.", "I waited...", "Then he came.", "Really?!", "Yes."]),
    ("en", ["hello there.", "how are you?", "fine.", "it is 5 p.m. now.", "ok"]),
    ("en", ["1. Boil water.", "2. Add salt.", "At 5 p.m. Monday he left.", "At 5 p.m.", "We left."]),
    ("en", ["See Fig. 3 and p. 4, i.e. the map.", "It rose 4.5 per cent.", "Is it?", "“It is,” she said."]),
    ("de", ["Am 3. Oktober kam Dr. Huber z. B. mit Frau Prof. Lang.", "Das war 1998.", "Am 5.", "Es regnet."]),
    ("fr", ["M. Blanc est là.", "« Pourquoi ? » dit-il.", "Quoi !", "Des pommes, etc.", "Elle part.", "J.-C. Petit."]),
    ("fr", ["« Je viens. »", "Il ferma la porte.", "« Pourquoi ? »", "Le « non » final.", "Dit « ici ! » et là."]),
    ("en", ["He said ” no. ”", "Then he left."]),
    ("de", ["Er sagte: »Komm her!«", "Dann ging er."]),
    ("es", ["El Sr. Gil llegó.", "¿Qué dijo?", "¡Nada!", "Eran las 5 p.m.", "Entonces salió."]),
    ("it", ["Il dott. Neri è qui.", "Perché?", "Non lo so."]),
    ("pt", ["O Dr. Reis chegou.", "Porquê?", "Ele não sabe."]),
    ("nl", ["Dhr. Bos is er.", "Hij drinkt bijv. thee.", "Ja."]),
    ("ru", ["Это было в 1998 г. в Твери.", "Т.е. давно.", "А. С. Белов жил там.", "Он писал и т.д.", "Потом ушёл."]),
    ("el", ["Τι κάνεις;", "Καλά."]),
    ("ar", ["كيف حالك؟", "بخير."]),
    ("hi", ["वह आया।", "फिर गया।"]),
    ("ko", ["오늘은 여기까지 하죠", "내일 다시 뵙겠습니다", "주요 내용은 더 필요하지 않아요", "질문 있으세요?", "네."]),
    ("ko", ["손님이 좋습니다 라고 말했어요", "겨울이 아니다 싶었는데 눈이 오네요"]),
    ("ko", ["하나를 고릅니다.(빨간 상자)", "다음으로 갑니다. (왼쪽)", "loss는 뒤에 옵니다 (f(x) 참고)", "끝입니다."]),
    ("ko", ["네.", "맞습니다.", "그럼 봅시다", "함수는 f(x)입니다.", "짧다.", "loss는 작다.", "그(남자)는 갔다."]),
    ("ko", ["그는 왔다.", "(나는 갔다.", "비가 왔다.)", "눈이 왔다. (나는 아니다)", "그는 갔다.", "(왼쪽)으로 갔다."]),
    ("el", ["Μίλησε για μας.", "και έφυγε."]),
    ("sv", ["Det tror jag på.", "och du?"]),
    ("en", ["see blk. no entry and bldg. ten."]),
    ("xx", ["Aba 3.5 oko.", "Uru?", "Ana."]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentences"), TABLE)
def test_table(language: str, sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences), language) == sentences


def test_scripts_without_spaces_are_cut_inside_a_token() -> None:
    assert split_sentences("今日は晴れ。明日は？「はい。」と言う", "ja") == [
        "今日は晴れ。",
        "明日は？",
        "「はい。」",
        "と言う",
    ]


def test_a_title_at_the_end_of_the_text_ends_nothing() -> None:
    assert sentence_ends(["Ask", "Mr."], "en") == [False, False]
    assert sentence_ends(["So", "on,", "etc."], "en") == [False, False, True]
