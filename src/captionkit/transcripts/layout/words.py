"""The words that decide: what may stand in a name, what opens a clause, what a mark is; all lower case."""

from __future__ import annotations

from captionkit.model.transcript import Kind

__all__ = [
    "ABOUT_TEXT",
    "ARTICLES",
    "CLOSING",
    "FUNCTION",
    "INSTITUTIONS",
    "INTRODUCING",
    "MARKS",
    "NOT_NAMES",
    "NUMBERED",
    "OPENERS",
    "PARTICLES",
    "PERSONS",
    "ROLES",
    "SENTENCE_OPENERS",
    "TITLES",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Lower-case words that may stand inside a name.
PARTICLES = _words(
    """
    al ap bin da das de del den der des di do dos du e el et ibn la las le les los of och op st ten ter the und
    van ver von y zu zur and
    """
)

#: Words before a noun in any name: "Une voix", "A member".
ARTICLES = _words(
    """
    the a an der die das ein eine le la les un une el los las una il lo gli uno o os as um uma de het een en ett
    """
)

#: Words that open a clause with a colon far more often than they name a speaker.
OPENERS = _words(
    """
    address after also and answer are attention because before below but caution caveat cc conclusion contents
    copyright correction date disclaimer edit email example exhibit fact fax figure fig first finally following
    follow for from here hint how however http https if image important in is listen location losses note notes now
    number objective of or our p.s ps photo please plus point posted problem published question re read reason
    remember reminder result see share so source sources step subject summary tags tel that the their then there
    these they this time tip title to today tomorrow topic total tweet update updated url via video warning was we
    website what when where which who why yes yesterday you your zip achtung aufgabe beispiel datum fazit hinweis
    merke quelle thema titel wichtig zitat exemple rappel remarque résultat titre ejemplo fecha fuente nota
    resultado título atenção exemplo fonte data esempio attenzione risultato titolo важно внимание вывод дата
    编者按 编者注 记者按 编辑按 导语 导读 編者按 編集部注 편집자주
    источник итог например примечание тема absent accessibility advice author born built by calories chapter
    chapters crew duration figure ingredients keywords languages length location media method ending featuring
    guests hosts links method music names place present produced recorded running sender serves sponsors sponsor
    table trade updated venue cc bcc from to sent reply-to subject regards dauer ort anwesend abwesend zutaten
    betreff durée lieu présents lugar fecha asunto duración luogo data durata local
    """
)

#: What speakers without a name are called, in the languages transcripts most often come in.
ROLES = _words(
    """
    anchor announcer attorney audience both bailiff caller chair chairman chairperson chairwoman chief child clerk
    co-host cohost commentator committee company correspondent counsel court crowd dad dean defendant delegate
    deputy director doctor editor examiner female girl boy group guest host interlocutor interpreter interviewee
    interviewer int journalist judge juror jury justice lecturer legend male man manager member members minister
    moderator mod mother mum mom father narrator newsreader nurse off officer operator panelist panellist
    participant patient pilot plaintiff presenter presiding president principal producer prof professor proponent
    prosecutor reporter rapporteur researcher res resp respondent respondant secretary senator several speaker
    student subject teacher translator unidentified unknown voice voices vo witness woman man's everyone all agent
    customer client q a question answer sprecher sprecherin moderatorin interviewerin befragter befragte frage
    antwort präsident präsidentin vorsitzende vorsitzender reporterin erzähler korrespondent korrespondentin stimme
    mann frau alle beide présentateur présentatrice journaliste président présidente rapporteur tous animateur
    animatrice narrateur voix homme femme intervieweur enquêteur enquêté presentador presentadora locutor locutora
    periodista entrevistador entrevistadora entrevistado entrevistada narrador voz hombre mujer reportero
    corresponsal pregunta respuesta interlocutor interlocutora presidenta presidente todos ambos conduttore
    conduttrice giornalista narratore voce intervistatore uomo donna domanda risposta tutti apresentador
    apresentadora repórter jornalista homem mulher pergunta resposta ведущий ведущая корреспондент корреспондентка
    диктор журналист журналистка репортёр репортер реплика вопрос ответ председатель председательствующий интервьюер
    респондент все голос мужчина женщина presentator verslaggever stem vraag antwoord allen voorzitter prowadzący
    prowadząca reporterka dziennikarz pytanie odpowiedź marszałek lektor programledare berättare intervjuare alla
    fråga svar sunucu konuşmacı kysymys vastaus haastattelija 主持人 记者 旁白 男 女 話者 司会 記者 司会者
    ナレーター 議長 委員長 参加者 质询 记者问 答 问 問 发言人 嘉宾 嘉賓 사회자 기자 앵커 진행자 질문 답변 참석자
    화자 의장 위원장 مذيع المذيع مراسل سؤال جواب מראיין שאלה תשובה
    """
)

#: Words that sentences begin with, and names do not.
SENTENCE_OPENERS = _words(
    """
    i the a an and but so he she it they we you this that these those there here what when where why how who if in on
    at from with for to of as by then now yes no well oh my our his her their its is was are were do does did have has
    not nobody everybody every some all only never always o or because after before while since once one two three
    er sie es wir ihr ich das der die ein eine und aber dann da hier wenn was wer wie wo warum um im am bei mit von zu
    il elle ils elles nous vous on je le la les un une des et mais puis si dans pour avec par c'est ce cette
    él ella ellos nosotros yo el los las uno una y pero si en con por para de del al que
    io lui lei noi voi loro lo gli i e ma se per nel della
    eu ele ela nós eles o os um uma mas se no na em com
    он она оно они мы вы я это и но в на с по за если когда что как где кто а потом
    hij zij wij het een en maar dat dit ik je jij
    """
)

#: Words that stand inside sentences, hardly ever inside names.
FUNCTION = SENTENCE_OPENERS - _words("i a o e y s los las") | _words(
    """
    be been would could should will can may might must than into about over under again also just very more most
    said says say asked told went came goes go make made like let us me him them your
    ist sind war nicht auch noch nur schon sagte fragte est sont dit pas plus aussi es son dijo no más también
    sono disse non più anche disse não mais também не был была сказал сказала тоже уже
    """
)

#: Titles before a name, with or without their stop.
TITLES = _words(
    """
    mr mrs ms miss mx dr prof sir madam madame mme m mm mlle hon rev sen rep gov gen col capt lt sgt st lord lady
    judge justice president secretary minister senator herr frau sr sra srta don doña sig sig.ra dott dott.ssa
    onorevole presidente presidenta ministro ministra diputado diputada г-н г-жа господин госпожа депутат
    """
)

#: Words that are counted when a number follows, and then are headings or steps, never speakers.
NUMBERED = _words(
    """
    step figure fig chapter table part section page note lesson unit exercise example exhibit item verse act scene
    episode volume day week question appendix schritt abbildung kapitel tabelle teil abschnitt seite beispiel übung
    étape chapitre tableau partie page leçon paso figura capítulo tabla parte página lección passo capitolo tabella
    шаг рисунок глава таблица часть урок пример день
    """
)

#: Words about the text itself, which stand in headings and front matter.
ABOUT_TEXT = _words(
    """
    transcript transcripts transcription interview summary keywords speakers participants attendees recording
    episode chapters links introduction presentation questions answers contents abstract date place duration
    transkript transkription abschrift interviewprotokoll teilnehmer zusammenfassung wortlaut aufnahme transcripción
    transcrição trascrizione entrevista intervista entretien participants résumé расшифровка стенограмма интервью
    участники транскрипт полный 全文 文字起こし 実録 采访实录 녹취록 전문 인터뷰 تמלול نص
    """
)

#: Words of lines that stand below a transcript.
CLOSING = _words(
    """
    subscribe comments comment share copyright reporting editing newsletter advertisement sponsored unsubscribe
    review follow donate reserved republished
    """
)

#: Words by which somebody speaks of himself or to somebody.
PERSONS = _words(
    """
    i i'm i've i'll i'd me my mine we we're we've us our you you're your yours ich mich mir mein meine wir uns unser
    du dich dir dein sie ihnen je j'ai me moi mon ma mes nous notre vous votre tu te toi yo me mi mis nosotros nuestro
    usted ustedes tú te io mi mio noi voi tu eu meu nós você я меня мне мы нас вы вас ты тебя наш ваш 我 我们 你 您
    私 僕 あなた 저 우리 나 أنا نحن أنت אני אנחנו
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
    unverständlich unverst unv unhörbar ininteligible inintelligible incomprensibile ininteligível inaudível
    неразборчиво неслышно onverstaanbaar niezrozumiałe niesłyszalne ohörbart onhoorbaar 聞き取れず 听不清
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
    sobbing crying cries screams screaming groans moans crosstalk beep beeps bleep bleeped static ringing rings ring
    knocks knocking footsteps thunder gunfire gunshot gunshots explosion explosions siren sirens barking barks bell
    bells whistle whistles whistling noise applauds hubbub murmur gelächter lachen lacht applaus beifall hustet
    seufzt rires rire rit applaudissements toux risas ríe aplausos tos risate ride applausi risos ri ضحك ضحكات تصفيق
    gülüyor gülüşmeler alkışlar ridono ride risata sorride смех смеётся смеется аплодисменты кашель вздох gelach
    gejuich śmiech śmieje oklaski brawa skratt applåder latter klapsalver naurua
    dzwonek wesołość smích potlesk smiech nevetés derültség taps râsete aplauze сміх оплески смях
    ръкопляскания smijeh pljesak γέλια γέλιο χειροκροτήματα צחוק מחיאות หัวเราะ ปรบมือ cười tertawa
    tawa हँसी हंसी तालियाँ तालियां 笑 拍手 掌声 笑声 웃음 박수
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
