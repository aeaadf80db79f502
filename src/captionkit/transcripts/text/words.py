"""The words that decide: what may stand in a name, what opens a clause, what a mark is; all lower case."""

from __future__ import annotations

from captionkit.model.transcript import Kind

__all__ = ["INSTITUTIONS", "INTRODUCING", "MARKS", "NOT_NAMES", "OPENERS", "PARTICLES", "ROLES"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Lower-case words that may stand inside a name.
PARTICLES = _words(
    """
    al ap bin da das de del den der des di do dos du e el et ibn la las le les los of och op st ten ter the und
    van ver von y zu zur and
    """
)

#: Words that open a clause with a colon far more often than they name a speaker.
OPENERS = _words(
    """
    address after also and answer are attention because before below but caution caveat cc conclusion contents
    copyright correction date disclaimer edit email example exhibit fact fax figure fig first finally following
    follow for from here hint how however http https if image important in is listen location losses note notes
    now number objective of or our p.s ps photo please plus point posted problem published question re read
    reason remember reminder result see share so source sources step subject summary tags tel that the their
    then there these they this time tip title to today tomorrow topic total tweet update updated url via video
    warning was we website what when where which who why yes yesterday you your zip achtung aufgabe beispiel
    datum fazit hinweis merke quelle thema titel wichtig zitat exemple rappel remarque résultat titre ejemplo
    fecha fuente nota resultado título atenção exemplo fonte data esempio attenzione risultato titolo важно
    внимание вывод дата источник итог например примечание тема
    """
)

#: What speakers without a name are called, in the languages transcripts most often come in.
ROLES = _words(
    """
    anchor announcer audience caller chair chairman chairwoman child clerk commentator correspondent court crowd
    doctor examiner female group guest host interpreter interviewee interviewer int journalist judge lecturer
    male man moderator mod narrator newsreader nurse off officer operator panelist participant patient presenter
    president prof professor reporter res resp respondent respondant speaker student teacher translator
    unidentified unknown voice vo witness woman sprecher sprecherin moderatorin interviewerin befragter befragte
    reporterin erzähler korrespondent korrespondentin stimme mann frau présentateur présentatrice journaliste
    animateur narrateur voix homme femme intervieweur presentador presentadora locutor locutora periodista
    entrevistador entrevistadora entrevistado narrador voz hombre mujer reportero corresponsal conduttore
    conduttrice giornalista narratore voce intervistatore uomo donna apresentador apresentadora repórter
    jornalista homem mulher ведущий ведущая корреспондент корреспондентка диктор журналист журналистка репортёр
    репортер голос мужчина женщина presentator verslaggever stem prowadzący prowadząca reporterka dziennikarz
    lektor programledare berättare 主持人 记者 旁白 男 女 話者 司会 記者 司会者 ナレーター 사회자 기자 앵커
    """
)

#: Words that a sentence may begin with before the name of who speaks next.
INTRODUCING = _words(
    """
    our my with more details here here's over let's we this a the reporter correspondent einzelheiten näheres
    mehr unser unsere les notre los nuestro nuestra il la репортаж подробности наш наша корреспондент
    """
)

#: Words (without a plural s) that make capitals the name of a body, which reports without ever speaking.
INSTITUTIONS = _words(
    """
    ministry agency department authority company army force government police new time post network television
    tv council union guide court committee commission bank group party office state nation president minister
    secretary parliament senate congres pentagon kremlin reuter interfax association organization organisation
    institute university centre center service fund team staff navy guard command journal herald guardian
    monitor observatory embassy intelligence министерство агентство ministerium ministère ministerio ministero
    agence agencia
    """
)

#: Words that a capital letter does not make part of a name.
NOT_NAMES = _words(
    """
    the a an and but so now here today tonight yesterday our this that these then meanwhile correspondent
    reporter channel however he she it they we you i in on at from with for
    """
)

#: What a word in brackets makes of the mark; of several the first kind here that has one decides.
MARKS: dict[Kind, frozenset[str]] = {
    Kind.INAUDIBLE: _words(
        """
    inaudible unintelligible indistinct unclear garbled undecipherable unk hesitation incomprehensible
    unverständlich unhörbar ininteligible inintelligible incomprensibile ininteligível inaudível неразборчиво
    неслышно onverstaanbaar niezrozumiałe niesłyszalne ohörbart onhoorbaar 聞き取れず 听不清
    """
    ),
    Kind.MUSIC: _words(
        """
    music song sings singing jingle melody musik singt gesang musique chanson chante música canción canta
    cantando musica canzone музыка песня поёт поет muziek zingt muzyka śpiewa musiikki 音楽 音乐 음악
    """
    ),
    Kind.SOUND: _words(
        """
    laughter laughs laugh laughing chuckles chuckle chuckling giggles giggling applause clapping claps cheers
    cheering cheer boos booing coughs cough coughing sighs sigh sighing gasps gasp gasping sneezes sniffs sobs
    sobbing crying cries screams screaming groans moans crosstalk beep beeps bleep bleeped static ringing rings
    ring knocks knocking footsteps thunder gunfire gunshot gunshots explosion explosions siren sirens barking
    barks bell bells whistle whistles whistling noise applauds hubbub murmur gelächter lachen lacht applaus
    beifall hustet seufzt rires rire rit applaudissements toux risas ríe aplausos tos risate ride applausi risos
    ri смех смеётся смеется аплодисменты кашель вздох gelach gejuich śmiech śmieje oklaski brawa skratt applåder
    latter klapsalver naurua 笑 拍手 掌声 笑声 웃음 박수
    """
    ),
    Kind.DIRECTION: _words(
        """
    voice-over voiceover voice off-camera off-screen offscreen on-camera camera off-mic off-mike off-microphone
    pause pauses silence break commercial recess begin begins end ends video videotape videoclip audio clip tape
    speaking speaks foreign language whispers whispering whispered shouting shouts shouted yelling enters exits
    enter exit exeunt reads reading points pointing nods nodding smiles smiling gestures shrugs continues
    continued cont'd cont interpreter translator telephone phone skype remote live caption graphic on-screen
    overlapping beat fade fades cut pausa pausenzeichen schweigen silencio stilte молчание пауза показывает
    кивает
    """
    ),
    Kind.EDITORIAL: _words(
        """
    sic ph lol lmao rofl haha hahaha hehe omg wtf imho smh facepalm wow translation translated literally
    paraphrased correction corrected redacted omitted phonetic spelling sp addition clarification see compare cf
    i.e ie viz
    """
    ),
}
