"""The texts that :mod:`benchmarks.speech` has spoken; all written for this."""

from __future__ import annotations

import random

PLAIN = """The ferry leaves the harbour at seven in the morning.
Nobody on the quay saw the lights of the trawler that night.
It was cold, and the wind came from the north.
The council votes on the new bridge next week.
Two boats were lost in the storm on Friday.
We asked the minister why nothing had been done.
There was no answer.
The fishermen went home before the evening, and most of them stayed there.
Prices have doubled since the spring, but wages have not.
A lighthouse keeper heard the horn and called the coast guard.
They came within the hour with a helicopter and two boats.
The search went on until morning.
Nothing was found except a broken oar.
On Monday the families will meet again in the village hall.
Many of them have lived here all their lives.
The school has asked its pupils to stay away from the cliffs.
Rain is expected along the coast, with snow on higher ground.
The hospital says that three people are still in its care.
One of them, a young woman, was able to speak to us.
She remembers the wave and then the silence.
Her brother was steering the boat when it struck the rocks.
An inquiry will begin as soon as the weather allows it.
Until then the harbour stays closed to larger ships.
The owner of the trawler did not want to talk.
His lawyer said that the vessel had passed every inspection.
Others in the town are less certain of that.
Old charts show a wreck where the boat went down.
Divers will go there when the sea is calm.
Meanwhile the market opened as usual this morning.
Bread, fish and flowers were sold as on any other day.
Visitors asked for the way to the memorial.
It stands on the hill above the church.
From there you can see the whole bay.
Thank you for listening.""".splitlines()
FIGURES = """The bridge will cost £25,000 and open in 2027.
In 1998 the harbour took 2,300 ships.
Dr. Miller paid $7.50 for the ticket.
About 75% of the 412 houses were built before 1945.
The N.H.S. sent 12 nurses and 3 doctors.
The train at 6:30 p.m. was 45 minutes late.
They flew from São Paulo to Zürich on the 3rd of May.
Mr. Nowak lives at 221 Mill Road.
It was the 21st match between Kraków and Besançon.
The U.N. counted 1,250,000 refugees in 2015.
Call 555-0147 before 9 a.m. on Friday.
King Charles III opened hall 7 in the 1970s.
Ms. Dvořák ran 42.2 km in under 3 hours.
The shares fell by 3.4%, or about €12 million.
Prof. Szczepański and Mme. Lefèvre signed on p. 16.
From 1914 to 1918 some 800 men left St. Ives.""".splitlines()
#: The same twelve sentences in each language: as near as translations come to one another.
OTHERS = {
    language: text.replace("\n", " ").split("|")
    for language, text in {
        "es": """El barco salió del puerto a las siete de la mañana.|Nadie vio las luces aquella noche.|Hacía
mucho frío.|El ministro no quiso responder a nuestras preguntas.|Mañana lloverá en toda la costa.|El puente está
cerrado desde el lunes.|Dos barcos se perdieron en la tormenta.|La policía busca a los testigos del
accidente.|El precio del pan se ha duplicado.|Muchas familias viven aquí desde hace años.|La búsqueda continúa
mañana por la mañana.|Gracias por escucharnos.""",
        "de": """Das Schiff verließ den Hafen um sieben Uhr.|Niemand sah in dieser Nacht die Lichter.|Es war sehr
kalt.|Der Minister wollte unsere Fragen nicht beantworten.|Morgen regnet es an der Küste.|Die Brücke ist seit
Montag gesperrt.|Zwei Boote gingen im Sturm verloren.|Die Polizei sucht nach Zeugen des Unfalls.|Der Preis für
Brot hat sich verdoppelt.|Viele Familien leben hier seit Jahren.|Die Suche geht morgen früh weiter.|Vielen Dank
fürs Zuhören.""",
        "fr": """Le bateau a quitté le port à sept heures du matin.|Personne n'a vu les lumières.|Il faisait
froid.|Le ministre n'a pas voulu répondre à nos questions.|Demain il pleuvra sur la côte.|Le pont est fermé
depuis lundi.|Deux bateaux ont disparu dans la tempête.|La police cherche des témoins de l'accident.|Le prix du
pain a doublé.|Beaucoup de familles vivent ici depuis des années.|Les recherches continuent demain matin.|Merci
de votre attention.""",
        "it": """La nave ha lasciato il porto alle sette del mattino.|Nessuno ha visto le luci quella
notte.|Faceva freddo.|Il ministro non ha voluto rispondere alle domande.|Domani pioverà su tutta la costa.|Il
ponte è chiuso da lunedì.|Due barche sono scomparse nella tempesta.|La polizia cerca i testimoni
dell'incidente.|Il prezzo del pane è raddoppiato.|Molte famiglie vivono qui da anni.|Le ricerche continuano
domani mattina.|Grazie per l'ascolto.""",
        "pt": """O barco saiu do porto às sete da manhã.|Ninguém viu as luzes naquela noite.|Fazia muito frio.|O
ministro não quis responder às nossas perguntas.|Amanhã vai chover em toda a costa.|A ponte está fechada desde
segunda-feira.|Dois barcos perderam-se na tempestade.|A polícia procura as testemunhas do acidente.|O preço do
pão duplicou.|Muitas famílias vivem aqui há anos.|As buscas continuam amanhã de manhã.|Obrigado pela atenção.""",
        "ru": """Корабль вышел из порта в семь часов утра.|Никто не видел огней этой ночью.|Было очень
холодно.|Министр не захотел отвечать на наши вопросы.|Завтра на побережье пойдёт дождь.|Мост закрыт с
понедельника.|Две лодки пропали во время шторма.|Полиция ищет свидетелей аварии.|Цена хлеба выросла
вдвое.|Многие семьи живут здесь уже много лет.|Поиски продолжатся завтра утром.|Спасибо за внимание.""",
        "pl": """Statek opuścił port o siódmej rano.|Nikt nie widział świateł tej nocy.|Było bardzo
zimno.|Minister nie chciał odpowiedzieć na nasze pytania.|Jutro na wybrzeżu będzie padać.|Most jest zamknięty od
poniedziałku.|Dwie łodzie zaginęły podczas burzy.|Policja szuka świadków wypadku.|Cena chleba wzrosła
dwukrotnie.|Wiele rodzin mieszka tu od lat.|Poszukiwania będą kontynuowane jutro rano.|Dziękujemy za uwagę.""",
    }.items()
}
#: What somebody tells a reporter, as the script has it.
TALK = """We were sitting in the kitchen when the phone rang.
My brother said that something had happened down at the harbour.
I did not believe him at first.
You never think that it could be your own boat.
So we took the old car and drove down there.
It was raining so hard that you could not see the road.
There were people everywhere, and nobody knew what to do.
One man was shouting for his son.
I remember the noise more than anything.
Then somebody gave me a blanket and some tea.
They told us to wait, and that is what we did.
We waited the whole night.
My mother would not stop talking about the dog.
I think she was just trying to stay calm.
In the morning they found the first of them on the beach.
He was alive, and that gave us hope.
You hold on to things like that.
After three days they stopped looking.
I still go down there every week.
People ask me if I am angry, and I am not.
The sea does not care who you are.
What I want is for them to fix the lights.
It would not cost much, and it would save lives.
That is all I have to say.""".splitlines()
WRONG = """Every autumn the museum lends its paintings to the schools of the valley, and the pupils choose the best.
A recipe for bread needs flour, water, salt and a great deal of patience on a rainy afternoon.
The committee examined eleven proposals for the garden and rejected nearly all of them without a word.
My uncle collected stamps from islands that no longer exist, and kept them under the kitchen floor.
Good software is tested by people who did not write it, early, often, and without much mercy.""".splitlines()
NOUNS = " ".join(
    (
        "ferry trawler school market hospital council bridge harbour museum library station farmer pilot teacher baker",
        "sailor doctor judge widow minister painter river forest village",
    )
).split()
DEEDS = " ".join(
    (
        "closed opened moved waited changed vanished returned suffered recovered complained celebrated protested",
        "agreed hesitated",
    )
).split()
WHEN = """on Monday|before the winter|after the storm|last year|in the evening|without warning|for the third time
in silence|near the border|behind the church|under the old bridge|at the end of June""".replace("\n", "|").split("|")
LINKS = ["because", "although", "while", "long after", "just before", "and in the end"]


def sentence(rng: random.Random) -> str:
    """Return a sentence of a narration that has few words but hardly says anything twice."""
    a, b = rng.sample(NOUNS, 2)
    text = f"The {a} {rng.choice(DEEDS)} {rng.choice(WHEN)}"
    if rng.random() < 0.7:
        text += f", {rng.choice(LINKS)} the {b} {rng.choice(DEEDS)} {rng.choice(WHEN)}"
    return f"{text}."
