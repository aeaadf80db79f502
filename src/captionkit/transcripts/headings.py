"""Words of the headings of columns: what they say of what stands below. A help only: the cells decide."""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.text.letters import LETTERS
from captionkit.transcripts.layout.rows import tidy

__all__ = ["CONTRARY", "HEARD", "HEARD_UNLESS_SAID", "SPOKEN", "said_by", "words_of"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a column is -> words that say so, in the order in which they are asked.
_SAYING: dict[str, frozenset[str]] = {
    "text": _words(
        """
        text transcript dialogue dialog caption captions subtitle subtitles content
        sentence utterance utt speech words body line lines transcription label source said
        spoken soundbite wording narration texte contenu transcripción texto diálogo contenido testo battuta
        текст реплика содержание inhalt wortlaut tekst dialoog treść teksti szöveg 文字 テキスト
        内容 文本 字幕 台词 대사 내용 텍스트 was what vad
        """
    ),
    "duration": _words(
        """
        duration length len dur dauer durée duración duração durata länge longueur largo
        длительность 長さ 时长 길이
        """
    ),
    "end": _words(
        """
        end out to stop offset until ende fin final fine fim hasta bis конец koniec slut eind endzeit
        endtime 終了 结束 종료 ka
        """
    ),
    "start": _words(
        """
        start begin in from onset at beginn anfang startzeit starttime début inicio início inizio
        начало begint börjar time times timecode timestamp tc zeit zeitstempel temps tiempo tempo hora heure ora
        время tijd tid czas aika idő 時間 時刻 开始 开始时间 시작 시간
        """
    ),
    "speaker": _words(
        """
        speaker speakers speaking spk name character char who role actor voice participant person channel
        track sprecher sprecherin sprecherinnen person rolle figur orateur oratrice locuteur locutrice
        intervenant personnage hablante locutor orador voz parlante oratore relatore
        persona falante спикер говорящий имя персонаж роль кто spreker talare osoba mówca
        puhuja taler wer vem qui quién quem chi talker 話者 名前 发言人 说话人 화자 이름 사람
        """
    ),
}

#: Words over what is heard, where a table also has what is seen, done or noted.
SPOKEN = _words(
    """
    voiceover voice-over voice vo v/o narration narrator narrated narrative spoken said says audio dialogue dialog
    utterance utt soundbite sync sprechertext off-text kommentar wortlaut gesprochen dialoge voix commentaire parole
    dit locución narración narrado diálogo locução narração fala falas parlato narrazione dialogo speaker-text
    озвучка закадровый реплика текст-диктора berättarröst speak replik repliker voix-off
    台词 旁白 ナレーション 台詞 대사 내레이션
    """
)

#: Words over what is seen, done, noted, translated or counted, and not said.
CONTRARY = _words(
    """
    screen on-screen onscreen animation animations visual visuals video image images picture pictures shot shots scene
    note notes comment comments remark remarks action actions graphic graphics direction directions instruction
    instructions slide slides title section translation translated description keyword keywords topic tags file
    bemerkung bemerkungen anmerkung anmerkungen notiz notizen bild bilder handlung animationen regie übersetzung
    remarque remarques écran traduction nota notas pantalla imagen imagem imágenes traducción tela tradução observações
    note schermo immagine immagini traduzione примечание примечания изображение кадр перевод anmärkning bilden
    备注 画面 翻译 備考 画像 映像 訳 비고 화면 번역
    """
)

#: What names of rows, and labels in a text, call sound that nobody speaks, besides the words of marks in a text.
HEARD = _words(
    """
    sfx fx f/x atmo atmos ambience natsound sound sounds effect effects geräusch geräusche bruit bruits bruitage
    sonido sonidos efecto efectos som ruído suono suoni rumore rumori ljud ljudeffekt lyd ääni äänet geluid geluiden
    dźwięk звук звуки шум шумы 音 音效 効果音 효과음
    """
)
#: The same, where no sentence stands behind them: somebody may be called so, a son in a play, Ton in Dutch.
HEARD_UNLESS_SAID = _words("son ton")

_WORD = re.compile(rf"{LETTERS}(?:-{LETTERS})*|[^\W\d_]/[^\W\d_]")


def words_of(heading: str) -> frozenset[str]:
    """Return the words of a heading: those joined by hyphens whole and in parts.

    >>> sorted(words_of("Voice-over (Narrator)")), sorted(words_of("onset_s"))
    (['narrator', 'over', 'voice', 'voice-over'], ['onset', 's'])
    """
    words = _WORD.findall(_plain(heading))
    return frozenset((*words, *(part for word in words for part in word.split("-"))))


def said_by(cells: Sequence[str]) -> dict[str, int]:
    """Return what the words of these headings say: what a column is -> its place; a heading of one word goes first.

    >>> said_by(["No.", "TC in", "TC out", "Wer spricht", "Text"])
    {'text': 4, 'end': 2, 'start': 1, 'speaker': 3}
    """
    said: dict[str, int] = {}
    words = [words_of(cell) for cell in cells]
    whole = [_plain(cell) for cell in cells]
    for what, known in _SAYING.items():
        free = [at for at in range(len(cells)) if at not in said.values()]
        exact = [at for at in free if whole[at] in known]
        loose = [at for at in free if words[at] & known]
        if exact or loose:
            said[what] = (exact or loose)[0]
    return said


def _plain(cell: str) -> str:
    return tidy(cell).strip("#:\ufeff ").casefold()
