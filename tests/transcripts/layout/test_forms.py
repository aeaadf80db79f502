"""Public typographies one by one: what is said, by whom, when. All texts are this project's own."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import codes, read, said

#: name -> (text, [(speaker, text, start in ms or None)]); a speaker None is not judged.
FORMS: dict[str, tuple[str, list[tuple[str | None, str, int | None]]]] = {
    "role in lower case behind a comma": (
        "HANNE, riant. – The ice is thin.\nUWE. – Then we walk around.\nHANNE, riant. – It is far, though.\nUWE. – We have all day.\nHANNE, riant. – Good. Take the rope.\nUWE. – It is in the sledge.\n",
        [
            ("HANNE", "The ice is thin.", None),
            ("UWE", "Then we walk around.", None),
            ("HANNE", "It is far, though.", None),
            ("UWE", "We have all day.", None),
            ("HANNE", "Good. Take the rope.", None),
            ("UWE", "It is in the sledge.", None),
        ],
    ),
    "presidents speak too": (
        "PRESIDENTE. The ice is thin.\n\nANNA COSTA. Then we walk around.\n\nPRESIDENTE. It is far, though.\n\nANNA COSTA. We have all day.\n\nPRESIDENTE. Good. Take the rope.\n\nANNA COSTA. It is in the sledge.\n",
        [
            ("PRESIDENTE", "The ice is thin.", None),
            ("ANNA COSTA", "Then we walk around.", None),
            ("PRESIDENTE", "It is far, though.", None),
            ("ANNA COSTA", "We have all day.", None),
            ("PRESIDENTE", "Good. Take the rope.", None),
            ("ANNA COSTA", "It is in the sledge.", None),
        ],
    ),
    "constituencies with a dash in them": (
        "O SR. PAULO REIS (PV - RS) - The ice is thin.\nA SRA. INES LUZ (PV - SP) - Then we walk around.\nO SR. PAULO REIS (PV - RS) - It is far, though.\nA SRA. INES LUZ (PV - SP) - We have all day.\nO SR. PAULO REIS (PV - RS) - Good. Take the rope.\nA SRA. INES LUZ (PV - SP) - It is in the sledge.\n",
        [
            ("O SR. PAULO REIS", "The ice is thin.", None),
            ("A SRA. INES LUZ", "Then we walk around.", None),
            ("O SR. PAULO REIS", "It is far, though.", None),
            ("A SRA. INES LUZ", "We have all day.", None),
            ("O SR. PAULO REIS", "Good. Take the rope.", None),
            ("A SRA. INES LUZ", "It is in the sledge.", None),
        ],
    ),
    "surname and initials before a stop": (
        "ЛИПА О.В. The ice is thin.\nКРАВЕЦЬ І.П. Then we walk around.\nЛИПА О.В. It is far, though.\nКРАВЕЦЬ І.П. We have all day.\nЛИПА О.В. Good. Take the rope.\nКРАВЕЦЬ І.П. It is in the sledge.\n",
        [
            ("ЛИПА О.В.", "The ice is thin.", None),
            ("КРАВЕЦЬ І.П.", "Then we walk around.", None),
            ("ЛИПА О.В.", "It is far, though.", None),
            ("КРАВЕЦЬ І.П.", "We have all day.", None),
            ("ЛИПА О.В.", "Good. Take the rope.", None),
            ("КРАВЕЦЬ І.П.", "It is in the sledge.", None),
        ],
    ),
    "mixed-case names before a stop": (
        "Hanne. The ice is thin.\n\nUwe. Then we walk around.\n\nHanne. It is far, though.\n\nUwe. We have all day.\n\nHanne. Good. Take the rope.\n\nUwe. It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "a sign, a name and two blanks": (
        "◯김하나  The ice is thin.\n◯이두리  Then we walk around.\n◯김하나  It is far, though.\n◯이두리  We have all day.\n◯김하나  Good. Take the rope.\n◯이두리  It is in the sledge.\n",
        [
            ("김하나", "The ice is thin.", None),
            ("이두리", "Then we walk around.", None),
            ("김하나", "It is far, though.", None),
            ("이두리", "We have all day.", None),
            ("김하나", "Good. Take the rope.", None),
            ("이두리", "It is in the sledge.", None),
        ],
    ),
    "time and name in one pair of brackets": (
        "[0:00 Hanne] The ice is thin.\n[0:04 Uwe] Then we walk around.\n[0:09 Hanne] It is far, though.\n[0:15 Uwe] We have all day.\n[1:10 Hanne] Good. Take the rope.\n[1:16 Uwe] It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", 0),
            ("Uwe", "Then we walk around.", 4000),
            ("Hanne", "It is far, though.", 9000),
            ("Uwe", "We have all day.", 15000),
            ("Hanne", "Good. Take the rope.", 70000),
            ("Uwe", "It is in the sledge.", 76000),
        ],
    ),
    "name and time in one pair of brackets": (
        "(Hanne, 0:00) The ice is thin.\n(Uwe, 0:04) Then we walk around.\n(Hanne, 0:09) It is far, though.\n(Uwe, 0:15) We have all day.\n(Hanne, 1:10) Good. Take the rope.\n(Uwe, 1:16) It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", 0),
            ("Uwe", "Then we walk around.", 4000),
            ("Hanne", "It is far, though.", 9000),
            ("Uwe", "We have all day.", 15000),
            ("Hanne", "Good. Take the rope.", 70000),
            ("Uwe", "It is in the sledge.", 76000),
        ],
    ),
    "slashes between all parts": (
        "Hanne / 0:00 / The ice is thin.\nUwe / 0:04 / Then we walk around.\nHanne / 0:09 / It is far, though.\nUwe / 0:15 / We have all day.\nHanne / 1:10 / Good. Take the rope.\nUwe / 1:16 / It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", 0),
            ("Uwe", "Then we walk around.", 4000),
            ("Hanne", "It is far, though.", 9000),
            ("Uwe", "We have all day.", 15000),
            ("Hanne", "Good. Take the rope.", 70000),
            ("Uwe", "It is in the sledge.", 76000),
        ],
    ),
    "handles": (
        "@hanne The ice is thin.\n@uwe_b Then we walk around.\n@hanne It is far, though.\n@uwe_b We have all day.\n@hanne Good. Take the rope.\n@uwe_b It is in the sledge.\n",
        [
            ("@hanne", "The ice is thin.", None),
            ("@uwe_b", "Then we walk around.", None),
            ("@hanne", "It is far, though.", None),
            ("@uwe_b", "We have all day.", None),
            ("@hanne", "Good. Take the rope.", None),
            ("@uwe_b", "It is in the sledge.", None),
        ],
    ),
    "a pointed bracket behind the name": (
        "Hanne> The ice is thin.\nUwe> Then we walk around.\nHanne> It is far, though.\nUwe> We have all day.\nHanne> Good. Take the rope.\nUwe> It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "a guillemet behind the name": (
        "Hanne › The ice is thin.\nUwe › Then we walk around.\nHanne › It is far, though.\nUwe › We have all day.\nHanne › Good. Take the rope.\nUwe › It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "a semicolon behind the name": (
        "Hanne; The ice is thin.\nUwe; Then we walk around.\nHanne; It is far, though.\nUwe; We have all day.\nHanne; Good. Take the rope.\nUwe; It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "signs on both sides of the name": (
        "%Hanne% The ice is thin.\n%Uwe% Then we walk around.\n%Hanne% It is far, though.\n%Uwe% We have all day.\n%Hanne% Good. Take the rope.\n%Uwe% It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "a key before the name in brackets": (
        "[speaker: Hanne] The ice is thin.\n[speaker: Uwe] Then we walk around.\n[speaker: Hanne] It is far, though.\n[speaker: Uwe] We have all day.\n[speaker: Hanne] Good. Take the rope.\n[speaker: Uwe] It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "the same word behind every name": (
        "Hanne says: The ice is thin.\nUwe says: Then we walk around.\nHanne says: It is far, though.\nUwe says: We have all day.\nHanne says: Good. Take the rope.\nUwe says: It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "corner brackets around what is said": (
        "山田「氷が薄いです。」\n佐藤「では回りましょう。」\n山田「でも遠いですよ。」\n佐藤「一日あります。」\n山田「綱を持って。」\n佐藤「そりにあります。」\n",
        [
            ("山田", "氷が薄いです。", None),
            ("佐藤", "では回りましょう。", None),
            ("山田", "でも遠いですよ。", None),
            ("佐藤", "一日あります。", None),
            ("山田", "綱を持って。", None),
            ("佐藤", "そりにあります。", None),
        ],
    ),
    "two long dashes behind the name": (
        "山田――氷が薄いです。\n佐藤――では回りましょう。\n山田――でも遠いですよ。\n佐藤――一日あります。\n山田――綱を持って。\n佐藤――そりにあります。\n",
        [
            ("山田", "氷が薄いです。", None),
            ("佐藤", "では回りましょう。", None),
            ("山田", "でも遠いですよ。", None),
            ("佐藤", "一日あります。", None),
            ("山田", "綱を持って。", None),
            ("佐藤", "そりにあります。", None),
        ],
    ),
    "letters with marks and a dash": (
        "रमेश - बर्फ पतली है।\nसीता - तो घूमकर चलें।\nरमेश - पर दूर है।\nसीता - पूरा दिन है।\nरमेश - रस्सी ले लो।\nसीता - वह गाड़ी में है।\n",
        [
            ("रमेश", "बर्फ पतली है।", None),
            ("सीता", "तो घूमकर चलें।", None),
            ("रमेश", "पर दूर है।", None),
            ("सीता", "पूरा दिन है।", None),
            ("रमेश", "रस्सी ले लो।", None),
            ("सीता", "वह गाड़ी में है।", None),
        ],
    ),
    "records of time, speaker and text": (
        "Time: 0:00\nSpeaker: Hanne\nText: The ice is thin.\n\nTime: 0:04\nSpeaker: Uwe\nText: Then we walk around.\n\nTime: 0:09\nSpeaker: Hanne\nText: It is far, though.\n\nTime: 0:15\nSpeaker: Uwe\nText: We have all day.\n\nTime: 1:10\nSpeaker: Hanne\nText: Good. Take the rope.\n\nTime: 1:16\nSpeaker: Uwe\nText: It is in the sledge.\n\n",
        [
            ("Hanne", "The ice is thin.", 0),
            ("Uwe", "Then we walk around.", 4000),
            ("Hanne", "It is far, though.", 9000),
            ("Uwe", "We have all day.", 15000),
            ("Hanne", "Good. Take the rope.", 70000),
            ("Uwe", "It is in the sledge.", 76000),
        ],
    ),
    "a counter, a name and a text between tabs": (
        "1.\tHanne\tThe ice is thin.\n2.\tUwe\tThen we walk around.\n3.\tHanne\tIt is far, though.\n4.\tUwe\tWe have all day.\n5.\tHanne\tGood. Take the rope.\n6.\tUwe\tIt is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", None),
            ("Uwe", "Then we walk around.", None),
            ("Hanne", "It is far, though.", None),
            ("Uwe", "We have all day.", None),
            ("Hanne", "Good. Take the rope.", None),
            ("Uwe", "It is in the sledge.", None),
        ],
    ),
    "seconds in square brackets": (
        "[0.0] Hanne: The ice is thin.\n[4.0] Uwe: Then we walk around.\n[9.0] Hanne: It is far, though.\n[15.0] Uwe: We have all day.\n[70.0] Hanne: Good. Take the rope.\n[76.0] Uwe: It is in the sledge.\n",
        [
            ("Hanne", "The ice is thin.", 0),
            ("Uwe", "Then we walk around.", 4000),
            ("Hanne", "It is far, though.", 9000),
            ("Uwe", "We have all day.", 15000),
            ("Hanne", "Good. Take the rope.", 70000),
            ("Uwe", "It is in the sledge.", 76000),
        ],
    ),
    "questions and counsel": (
        "Q. Where did you park?\nA. Behind the mill.\nMR. HOLT: Objection.\nQ. Which mill?\nA. The old one.\n"
        "THE COURT: Sustained.\nQ. Was it dark?\nA. It was.\n",
        [
            ("Q", "Where did you park?", None),
            ("A", "Behind the mill.", None),
            ("MR. HOLT", "Objection.", None),
            ("Q", "Which mill?", None),
            ("A", "The old one.", None),
            ("THE COURT", "Sustained.", None),
            ("Q", "Was it dark?", None),
            ("A", "It was.", None),
        ],
    ),
    "q and a in wide columns": (
        "Q    Where did you park?\nA    Behind the mill, as I always\n     did in those days.\nQ    Was it dark?\nA    It was.\n",
        [
            ("Q", "Where did you park?", None),
            ("A", "Behind the mill, as I always did in those days.", None),
            ("Q", "Was it dark?", None),
            ("A", "It was.", None),
        ],
    ),
    "capitals and a stop": (
        "THE CHAIR. The meeting is open.\n\nMr. HOLT. I second that.\n\nTHE CHAIR. Thank you.\n\nMs. ABARA. So do I. It is time.\n\n"
        "Mr. HOLT. Then let us vote.\n\nMs. ABARA. Gladly.\n",
        [
            ("THE CHAIR", "The meeting is open.", None),
            ("Mr. HOLT", "I second that.", None),
            ("THE CHAIR", "Thank you.", None),
            ("Ms. ABARA", "So do I. It is time.", None),
            ("Mr. HOLT", "Then let us vote.", None),
            ("Ms. ABARA", "Gladly.", None),
        ],
    ),
    "french assembly": (
        "M. le président. La parole est à Mme Rey.\n\nMme Anne Rey. Merci, monsieur le président.\n\n"
        "M. le président. Je vous en prie.\n\nMme Anne Rey. Le pont est fermé. Qui paie ?\n\nM. le ministre. La région.\n",
        [
            ("M. le président", "La parole est à Mme Rey.", None),
            ("Mme Anne Rey", "Merci, monsieur le président.", None),
            ("M. le président", "Je vous en prie.", None),
            ("Mme Anne Rey", "Le pont est fermé. Qui paie ?", None),
            ("M. le ministre", "La région.", None),
        ],
    ),
    "hash and number": (
        "#1 Did you hear it?\n#2 I did.\n#1 What was it?\n#2 Only the wind.\n",
        [
            ("#1", "Did you hear it?", None),
            ("#2", "I did.", None),
            ("#1", "What was it?", None),
            ("#2", "Only the wind.", None),
        ],
    ),
    "number without a colon": (
        "Speaker 1 Did you hear it?\n\nSpeaker 2 I did.\n\nSpeaker 1 What was it?\n\nSpeaker 2 Only the wind.\n",
        [
            ("Speaker 1", "Did you hear it?", None),
            ("Speaker 2", "I did.", None),
            ("Speaker 1", "What was it?", None),
            ("Speaker 2", "Only the wind.", None),
        ],
    ),
    "japanese committee": (
        "○委員長　これより会議を開きます。\n\n○田村委員　質問いたします。\n\n○委員長　どうぞ。\n\n○田村委員　橋はいつ直りますか。\n",
        [
            ("委員長", "これより会議を開きます。", None),
            ("田村委員", "質問いたします。", None),
            ("委員長", "どうぞ。", None),
            ("田村委員", "橋はいつ直りますか。", None),
        ],
    ),
    "corner brackets": (
        "【司会】始めましょう。\n【田村】はい。\n【司会】橋の話です。\n【田村】長い話です。\n",
        [
            ("司会", "始めましょう。", None),
            ("田村", "はい。", None),
            ("司会", "橋の話です。", None),
            ("田村", "長い話です。", None),
        ],
    ),
    "ideographic blank": (
        "司会　始めましょう。\n田村　はい。\n司会　橋の話です。\n田村　長い話です。\n",
        [
            ("司会", "始めましょう。", None),
            ("田村", "はい。", None),
            ("司会", "橋の話です。", None),
            ("田村", "長い話です。", None),
        ],
    ),
    "names as headings": (
        "## Tess\n\nThe well is dry.\n\n## Omar\n\nThen we dig. It will take a day.\n\n## Tess\n\nTwo [long](https://example.org) **days**, I fear.\n\n## Omar\n\nAgreed.\n",
        [
            ("Tess", "The well is dry.", None),
            ("Omar", "Then we dig. It will take a day.", None),
            ("Tess", "Two long days, I fear.", None),
            ("Omar", "Agreed.", None),
        ],
    ),
    "continued under a time": (
        "Tess Brand: (00:02)\nThe well is dry.\n\nOmar Pell: (00:05)\nThen we dig.\n\n(00:11):\nIt will take a day.\n\n"
        "Tess Brand: (00:15)\nTwo days.\n",
        [
            ("Tess Brand", "The well is dry.", 2000),
            ("Omar Pell", "Then we dig.", 5000),
            ("Omar Pell", "It will take a day.", 11000),
            ("Tess Brand", "Two days.", 15000),
        ],
    ),
    "messenger export": (
        "[04.10.24, 10:05:13] Tess Brand: The well is dry.\n[04.10.24, 10:05:40] Omar Pell: Then we dig.\n"
        "[04.10.24, 10:06:02] Tess Brand: Two days.\n",
        [
            ("Tess Brand", "The well is dry.", None),
            ("Omar Pell", "Then we dig.", None),
            ("Tess Brand", "Two days.", None),
        ],
    ),
    "messenger export with a dash": (
        "10/4/24, 10:05 - Tess Brand: The well is dry.\n10/4/24, 10:06 - Omar Pell: Then we dig.\n"
        "10/4/24, 10:09 - Tess Brand: Two days.\n",
        [
            ("Tess Brand", "The well is dry.", None),
            ("Omar Pell", "Then we dig.", None),
            ("Tess Brand", "Two days.", None),
        ],
    ),
    "ranges of seconds": (
        "[0.00s -> 2.40s] The well is dry.\n[2.40s -> 5.00s] Then we dig.\n[5.00s -> 9.10s] It will take a day.\n",
        [("", "The well is dry.", 0), ("", "Then we dig.", 2400), ("", "It will take a day.", 5000)],
    ),
    "range over a name": (
        "00:00:01:00 - 00:00:03:00\nTess\nThe well is dry.\n\n00:00:03:00 - 00:00:05:00\nOmar\nThen we dig.\n",
        [("Tess", "The well is dry.", 1000), ("Omar", "Then we dig.", 3000)],
    ),
    "sparse stamps": (
        "Tess: The well is dry. [00:02:10] We have to dig a new one.\n\nOmar: I know. It will take a day.\n\n"
        "Tess: Two days. [00:04:20] Or three.\n\nOmar: Three. [00:06:05] At most.\n",
        [
            ("Tess", "The well is dry.", None),
            ("Tess", "We have to dig a new one.", 130000),
            ("Omar", "I know. It will take a day.", None),
            ("Tess", "Two days.", None),
            ("Tess", "Or three.", 260000),
            ("Omar", "Three.", None),
            ("Omar", "At most.", 365000),
        ],
    ),
    "bare stamps inside": (
        "The well is dry and 0:12 we have to dig 0:15 a new one.\nIt will 0:21 take a day or 0:24 two if it rains.\n"
        "Then we 0:31 shall see.\n",
        [
            ("", "The well is dry and", None),
            ("", "we have to dig", 12000),
            ("", "a new one. It will", 15000),
            ("", "take a day or", 21000),
            ("", "two if it rains. Then we", 24000),
            ("", "shall see.", 31000),
        ],
    ),
    "paper edit": (
        "00:10:12 TESS: The well was dry and we had to wait for rain.\n00:00:45 OMAR: My father dug it by hand.\n"
        "00:22:10 TESS: Nobody believed that it would hold.\n",
        [
            ("TESS", "The well was dry and we had to wait for rain.", 612000),
            ("OMAR", "My father dug it by hand.", 45000),
            ("TESS", "Nobody believed that it would hold.", 1330000),
        ],
    ),
    "times in words": (
        "0 minutes 4 seconds\nThe well is dry.\n0 minutes 9 seconds\nThen we dig.\n1 minute 2 seconds\nIt is done.\n",
        [("", "The well is dry.", 4000), ("", "Then we dig.", 9000), ("", "It is done.", 62000)],
    ),
    "linked times": (
        "[00:04](https://example.org/v?t=4) **Tess:** The well is dry.\n\n[00:09](https://example.org/v?t=9) **Omar:** Then we dig.\n\n"
        "[01:02](https://example.org/v?t=62) **Tess:** It is done.\n",
        [("Tess", "The well is dry.", 4000), ("Omar", "Then we dig.", 9000), ("Tess", "It is done.", 62000)],
    ),
    "bars": (
        "Tess | The well is dry.\nOmar | Then we dig.\nTess | Two days.\nOmar | Three.\n",
        [
            ("Tess", "The well is dry.", None),
            ("Omar", "Then we dig.", None),
            ("Tess", "Two days.", None),
            ("Omar", "Three.", None),
        ],
    ),
    "surnames after the first time": (
        "TESS BRAND, WELL KEEPER: The well is dry.\n\nOMAR PELL (voice-over): Then we dig.\n\nBRAND: Two days.\n\nPELL: Three.\n",
        [
            ("TESS BRAND", "The well is dry.", None),
            ("OMAR PELL", "Then we dig.", None),
            ("TESS BRAND", "Two days.", None),
            ("OMAR PELL", "Three.", None),
        ],
    ),
    "numbered turns": (
        "1. Tess: The well is dry.\n2. Omar: Then we dig.\n3. Tess: Two days.\n4. Omar: Three.\n",
        [
            ("Tess", "The well is dry.", None),
            ("Omar", "Then we dig.", None),
            ("Tess", "Two days.", None),
            ("Omar", "Three.", None),
        ],
    ),
    "page heads and form feeds": (
        "Well Committee                                   Page 1\n\nTESS: The well is dry, and we have to look for an-\nother one.\n\n"
        "OMAR: Then we dig.\n\n\fWell Committee                                   Page 2\n\nTESS: It will take\n"
        "two days.\n\nOMAR: Three.\n",
        [
            ("TESS", "The well is dry, and we have to look for another one.", None),
            ("OMAR", "Then we dig.", None),
            ("TESS", "It will take two days.", None),
            ("OMAR", "Three.", None),
        ],
    ),
    "an article around it": (
        "The village without water\n\nBy Ada Lune\n\nFor weeks the well has been dry. We went there.\n\nHere is the transcript of our talk:\n\n"
        "Ada Lune: Since when is it dry?\n\nTess Brand: Since May.\n\nAda Lune: And what will you do?\n\nTess Brand: We dig.\n\n"
        "The village was founded in 1702 and has four hundred inhabitants, most of whom keep goats.\n\nShare this\n",
        [
            ("Ada Lune", "Since when is it dry?", None),
            ("Tess Brand", "Since May.", None),
            ("Ada Lune", "And what will you do?", None),
            ("Tess Brand", "We dig.", None),
        ],
    ),
    "two turns, two full names, times": (
        "Tess Brand [00:00:01]\nThe well is dry.\n\nOmar Pell [00:00:04]\nThen we dig.\n",
        [("Tess Brand", "The well is dry.", 1000), ("Omar Pell", "Then we dig.", 4000)],
    ),
    "a channel number and a role": (
        "Agent (Ch 1): Good morning.\nCustomer (Ch 2): My well is dry.\nAgent (Ch 1): I see.\nCustomer (Ch 2): Please come.\n",
        [
            ("Agent", "Good morning.", None),
            ("Customer", "My well is dry.", None),
            ("Agent", "I see.", None),
            ("Customer", "Please come.", None),
        ],
    ),
    "hindi": (
        "टेस: कुआँ सूख गया है।\n\nओमर: तो हम खोदेंगे।\n\nटेस: दो दिन लगेंगे।\n\nओमर: ठीक है।\n",
        [
            ("टेस", "कुआँ सूख गया है।", None),
            ("ओमर", "तो हम खोदेंगे।", None),
            ("टेस", "दो दिन लगेंगे।", None),
            ("ओमर", "ठीक है।", None),
        ],
    ),
    "arabic": (
        "سلمى: البئر جافة.\n\nعمر: إذن نحفر.\n\nسلمى: يومان.\n\nعمر: ثلاثة.\n",
        [("سلمى", "البئر جافة.", None), ("عمر", "إذن نحفر.", None), ("سلمى", "يومان.", None), ("عمر", "ثلاثة.", None)],
    ),
    "name, time and text on three lines": (
        "Tess Brand\n0:01\nThe well is dry.\n\nOmar Pell\n0:04\nThen we dig.\n\nTess Brand\n0:09\nTwo days.\n",
        [
            ("Tess Brand", "The well is dry.", 1000),
            ("Omar Pell", "Then we dig.", 4000),
            ("Tess Brand", "Two days.", 9000),
        ],
    ),
    "chevrons with names": (
        ">> TESS: THE WELL IS DRY.\n>> OMAR: THEN WE DIG.\n>> IT WILL TAKE A DAY.\n>> TESS: TWO DAYS.\n",
        [
            ("TESS", "THE WELL IS DRY.", None),
            ("OMAR", "THEN WE DIG.", None),
            ("", "IT WILL TAKE A DAY.", None),
            ("TESS", "TWO DAYS.", None),
        ],
    ),
    "pauses and guesses": (
        "Tess: The well (0.5) is dry. (.) I think.\n\nOmar: Then we (dig?) at once. ((laughs))\n\nTess: [[Two days.]]\n",
        [
            ("Tess", "The well is dry. I think.", None),
            ("Omar", "Then we (dig?) at once.", None),
            ("Tess", "[[Two days.]]", None),
        ],
    ),
    "angle brackets": (
        "<Tess> The well is dry.\n<Omar> Then we dig.\n<Tess> Two days.\n<Omar> Three.\n",
        [
            ("Tess", "The well is dry.", None),
            ("Omar", "Then we dig.", None),
            ("Tess", "Two days.", None),
            ("Omar", "Three.", None),
        ],
    ),
    "irc log": (
        "[10:05:13] <tess> the well is dry\n[10:05:20] <omar> then we dig\n[10:05:31] <tess> two days\n[10:05:40] <omar> three\n",
        [
            ("tess", "the well is dry", None),
            ("omar", "then we dig", None),
            ("tess", "two days", None),
            ("omar", "three", None),
        ],
    ),
    "name colon time on its own line": (
        "TESS BRAND: 00:00:01\nThe well is dry.\n\nOMAR PELL: 00:00:04\nThen we dig.\n\nTESS BRAND: 00:00:09\nTwo days.\n",
        [
            ("TESS BRAND", "The well is dry.", 1000),
            ("OMAR PELL", "Then we dig.", 4000),
            ("TESS BRAND", "Two days.", 9000),
        ],
    ),
    "half-bracketed speaker tags": (
        "[SPEAKER_00]: The well is dry.\n[SPEAKER_01]: Then we dig.\n[SPEAKER_00]: Two days.\n",
        [
            ("SPEAKER_00", "The well is dry.", None),
            ("SPEAKER_01", "Then we dig.", None),
            ("SPEAKER_00", "Two days.", None),
        ],
    ),
    "speaker tag and range": (
        "SPEAKER_00 (0.0 - 2.4): The well is dry.\nSPEAKER_01 (2.4 - 5.0): Then we dig.\nSPEAKER_00 (5.0 - 9.1): Two days.\n",
        [
            ("SPEAKER_00", "The well is dry.", 0),
            ("SPEAKER_01", "Then we dig.", 2400),
            ("SPEAKER_00", "Two days.", 5000),
        ],
    ),
    "wrapped labels without blanks": (
        "TESS: The well has been dry since the spring and nobody in the\nvillage knows where the water went, although there are\nmany opinions.\n"
        "OMAR: Then we dig. My father dug the old one by hand, and it took\nhim most of a winter.\nTESS: We have two days.\n",
        [
            (
                "TESS",
                "The well has been dry since the spring and nobody in the village knows where the water went, although there are many opinions.",
                None,
            ),
            ("OMAR", "Then we dig. My father dug the old one by hand, and it took him most of a winter.", None),
            ("TESS", "We have two days.", None),
        ],
    ),
    "time at the end of each paragraph": (
        "Tess: The well is dry. [00:00:04]\n\nOmar: Then we dig. [00:00:09]\n\nTess: Two days. [00:00:12]\n",
        [("Tess", "The well is dry.", None), ("Omar", "Then we dig.", None), ("Tess", "Two days.", None)],
    ),
    "wiki definition list": (
        ";Tess\n:The well is dry.\n;Omar\n:Then we dig.\n;Tess\n:Two ''long'' days.\n;Omar\n:Three.\n[[Category:Wells]]\n'''end'''\n",
        [
            ("Tess", "The well is dry.", None),
            ("Omar", "Then we dig.", None),
            ("Tess", "Two long days.", None),
            ("Omar", None, None),
        ],
    ),
    "forum bold": (
        "[b]Tess:[/b] The well is dry.\n[b]Omar:[/b] Then we dig.\n[b]Tess:[/b] Two days.\n",
        [("Tess", "The well is dry.", None), ("Omar", "Then we dig.", None), ("Tess", "Two days.", None)],
    ),
    "numbers before the time": (
        "1\n00:00:01 Tess: The well is dry.\n2\n00:00:04 Omar: Then we dig.\n3\n00:00:09 Tess: Two days.\n",
        [("Tess", "The well is dry.", 1000), ("Omar", "Then we dig.", 4000), ("Tess", "Two days.", 9000)],
    ),
    "all lower case without stops": (
        "tess: the well is dry\nomar: then we dig\ntess: two days\nomar: three\n",
        [
            ("tess", "the well is dry", None),
            ("omar", "then we dig", None),
            ("tess", "two days", None),
            ("omar", "three", None),
        ],
    ),
    "bold question, plain answer": (
        "**Why is the well dry?**\n\nIt has not rained since May.\n\n**What will you do?**\n\nWe dig.\n\n**How long will it take?**\n\nTwo days.\n",
        [
            (
                None,
                "Why is the well dry? It has not rained since May. What will you do? We dig. How long will it take? Two days.",
                None,
            )
        ],
    ),
    "clock times with a dash": (
        "10:05 - Tess: The well is dry.\n10:07 - Omar: Then we dig.\n10:09 - Tess: Two days.\n",
        [("Tess", "The well is dry.", 605000), ("Omar", "Then we dig.", 607000), ("Tess", "Two days.", 609000)],
    ),
}


def flat(segments):
    """Join neighbours of one speaker that have no time of their own."""
    done = []
    for who, text, start in segments:
        if done and done[-1][0] == who and start is None:
            done[-1][1] += " " + text
        else:
            done.append([who, text, start])
    return done


@pytest.mark.parametrize("name", FORMS)
def test_forms(name):
    text, wanted = FORMS[name]
    result = read_transcript(text.encode(), language="en")
    found = flat((s.speaker, s.text, s.start) for s in result.segments if s.kind is Kind.SPEECH)
    judged = flat((who, said, start) for who, said, start in wanted if said is not None)
    if any(who is None for who, _, _ in judged):
        assert " ".join(said for _, said, _ in found) == " ".join(said for _, said, _ in judged)
        return
    if name in ("messenger export", "messenger export with a dash", "irc log", "time at the end of each paragraph"):
        found, judged = ([entry[:2] for entry in entries] for entries in (found, judged))
    assert found[: len(judged)] == judged


def test_a_symbol_before_what_may_be_names_is_doubt_where_nobody_is_named():
    text = (
        "▶ wren: Planks were left behind after the rain.\n\nOne of them is long enough to sit on.\n\n"
        "▶ milo: Were they yours?\n\n▶ ines: That nobody asked me. Late came the harvest.\n\n"
        "Under that roof while rain fell we waited.\n\n▶ wren: Hardly was there time to eat.\n"
    )
    got = read(text)
    assert [speaker for speaker, _ in said(got)] == [""] * 6
    assert "text.no-speakers" in codes(got)
    assert "text.no-speakers" not in codes(read("▶ Planks were left.\n\n▶ We sail.\n\n▶ Nobody asked.\n"))
