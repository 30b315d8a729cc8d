"""Reasons about obligations and lists: who lacks what, and rows that could not be used.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "O01": {
        "nb": (
            "Fristen nærmer seg",
            "Kravet er ikke oppfylt ennå, og fristen er snart. Ingenting er for sent.",
            (
                "Sørg for at det blir gjort. Saken lukker seg selv når beviset kommer i en av "
                "listene."
            ),
        ),
        "nn": (
            "Fristen nærmar seg",
            "Kravet er ikkje oppfylt enno, og fristen er snart. Ingenting er for seint.",
            "Sørg for at det blir gjort. Saka lukkar seg sjølv når beviset kjem i ei av listene.",
        ),
        "en": (
            "The deadline is near",
            "The requirement is not met yet, and its deadline is soon. Nothing is late.",
            "See that it is done. The case closes itself when a list brings the evidence.",
        ),
    },
    "O02": {
        "nb": (
            "Kravet er ikke oppfylt, og fristen er passert",
            "Ingen av listene viser at kravet er oppfylt, og siste dag er over.",
            (
                "Finn ut om det er gjort uten å være registrert. Er det ikke gjort, avtal når. "
                "Gjelder kravet ikke denne personen, gi fritak eller rett opplysningene i "
                "personalsystemet."
            ),
        ),
        "nn": (
            "Kravet er ikkje oppfylt, og fristen er passert",
            "Ingen av listene viser at kravet er oppfylt, og siste dagen er over.",
            (
                "Finn ut om det er gjort utan å vere registrert. Er det ikkje gjort, avtal når. "
                "Gjeld kravet ikkje denne personen, gi fritak eller rett opplysningane i "
                "personalsystemet."
            ),
        ),
        "en": (
            "The requirement is not met, and its deadline has passed",
            "No list shows that the requirement is met, and its last day is over.",
            (
                "Find out whether it was done without being registered. If it was not, agree on "
                "when. If it does not apply to this person, exempt them or correct the "
                "personnel system."
            ),
        ),
    },
    "O03": {
        "nb": (
            "Går snart ut",
            "Kravet er oppfylt i dag, men beviset går ut om kort tid.",
            "Meld på fornyelse i god tid. Saken lukker seg selv når det nye beviset kommer.",
        ),
        "nn": (
            "Går snart ut",
            "Kravet er oppfylt i dag, men beviset går ut om kort tid.",
            "Meld på fornying i god tid. Saka lukkar seg sjølv når det nye beviset kjem.",
        ),
        "en": (
            "Runs out soon",
            "The requirement is met today, but its evidence runs out shortly.",
            (
                "Sign up for the renewal in good time. The case closes itself when the new "
                "evidence comes."
            ),
        ),
    },
    "O04": {
        "nb": (
            "Har gått ut",
            "Kravet har vært oppfylt, men beviset, eller en del av det, gjelder ikke lenger.",
            (
                "Avgjør om arbeidet kan gjøres uten. Avtal fornyelse. Saken lukker seg selv når "
                "det nye beviset kommer."
            ),
        ),
        "nn": (
            "Har gått ut",
            "Kravet har vore oppfylt, men beviset, eller ein del av det, gjeld ikkje lenger.",
            (
                "Avgjer om arbeidet kan gjerast utan. Avtal fornying. Saka lukkar seg sjølv når "
                "det nye beviset kjem."
            ),
        ),
        "en": (
            "Has run out",
            (
                "The requirement was met once, but its evidence, or a part of it, is no longer "
                "valid."
            ),
            (
                "Decide whether the work may be done without it. Agree on the renewal. The case "
                "closes itself when the new evidence comes."
            ),
        ),
    },
    "O05": {
        "nb": (
            "En del mangler",
            "Noe av det som kreves, er gjort, men ikke alt: kurset uten prøven, for eksempel.",
            "Se under hvilken del som mangler, og avtal når den tas.",
        ),
        "nn": (
            "Ein del manglar",
            "Noko av det som krevst, er gjort, men ikkje alt: kurset utan prøva, til dømes.",
            "Sjå under kva del som manglar, og avtal når han blir teken.",
        ),
        "en": (
            "A part is missing",
            "Some of what is required is done, but not all: the course without its test, say.",
            "See below which part is missing, and agree on when it is taken.",
        ),
    },
    "O06": {
        "nb": (
            "Ingen leder til å følge opp",
            (
                "En ansatt er borte, og listene viser ingen leder for stillingen, for enheten "
                "eller for enhetene over: ingen er oppgitt, eller den som er det, har sluttet."
            ),
            (
                "Avtal hvem som følger opp, og rett lederen i personalsystemet. Saken lukker seg "
                "selv når en leder er på plass, eller når fraværet er over."
            ),
        ),
        "nn": (
            "Ingen leiar til å følgje opp",
            (
                "Ein tilsett er borte, og listene viser ingen leiar for stillinga, for eininga "
                "eller for einingane over: ingen er oppgitt, eller den som er det, har slutta."
            ),
            (
                "Avtal kven som følgjer opp, og rett leiaren i personalsystemet. Saka lukkar seg "
                "sjølv når ein leiar er på plass, eller når fråværet er over."
            ),
        ),
        "en": (
            "No manager to follow up",
            (
                "An employee is away, and the lists show no manager of the position, of the unit "
                "or of the units above it: none is named, or the one who is has left."
            ),
            (
                "Agree on who follows up, and correct the manager in the personnel system. The "
                "case closes itself when a manager is in place, or the absence is over."
            ),
        ),
    },
    "O07": {
        "nb": (
            "Lederen som skal følge opp, er selv borte",
            "En ansatt er borte, og lederen er helt borte fra jobb i dag.",
            (
                "Avtal hvem som følger opp så lenge. Saken lukker seg selv når lederen er "
                "tilbake, eller når fraværet er over."
            ),
        ),
        "nn": (
            "Leiaren som skal følgje opp, er sjølv borte",
            "Ein tilsett er borte, og leiaren er heilt borte frå jobb i dag.",
            (
                "Avtal kven som følgjer opp så lenge. Saka lukkar seg sjølv når leiaren er "
                "tilbake, eller når fråværet er over."
            ),
        ),
        "en": (
            "The manager who should follow up is away too",
            "An employee is away, and their manager is wholly away from work today.",
            (
                "Agree on who follows up meanwhile. The case closes itself when the manager is "
                "back, or the absence is over."
            ),
        ),
    },
    "L01": {
        "nb": (
            "Rader i en liste kan ikke leses",
            (
                "Noen rader i filen er ikke slik formatfilen sier. De er ikke brukt, de andre "
                "er det."
            ),
            (
                "Rett radene i systemet de kommer fra, eller i formatfilen, og legg inn filen "
                "på nytt."
            ),
        ),
        "nn": (
            "Rader i ei liste kan ikkje lesast",
            (
                "Nokre rader i fila er ikkje slik formatfila seier. Dei er ikkje brukte, dei "
                "andre er det."
            ),
            "Rett radene i systemet dei kjem frå, eller i formatfila, og legg inn fila på nytt.",
        ),
        "en": (
            "Rows of a list can't be read",
            (
                "Some rows of the file are not as its format says. They were not used; the "
                "others were."
            ),
            (
                "Correct the rows in the system they come from, or the format, and bring the "
                "file again."
            ),
        ),
    },
    "L02": {
        "nb": (
            "Personer i en liste finnes ikke blant de ansatte",
            (
                "Radene har verken ansattnummer, fødselsnummer eller e-post som fører til én "
                "ansatt. Et likt navn er aldri nok. I listen over ansatte: samme ansattnummer står "
                "med to fødselsnumre, to fødselsdatoer, eller to navn uten ett ord felles. Radene "
                "er ikke brukt."
            ),
            (
                "Finn ut hvem de gjelder, og rett nummeret der listen kommer fra. Har de "
                "sluttet, er det i orden. Er det én person som har skiftet navn, hjelper det å ha "
                "med fødselsnummer eller samme navn i alle radene."
            ),
        ),
        "nn": (
            "Personar i ei liste finst ikkje blant dei tilsette",
            (
                "Radene har verken tilsettnummer, fødselsnummer eller e-post som fører til éin "
                "tilsett. Eit likt namn er aldri nok. I lista over tilsette: same tilsettnummer "
                "står med to fødselsnummer, to fødselsdatoar, eller to namn utan eitt ord felles. "
                "Radene er ikkje brukte."
            ),
            (
                "Finn ut kven dei gjeld, og rett nummeret der lista kjem frå. Har dei slutta, "
                "er det i orden. Er det éin person som har skift namn, hjelper det å ha med "
                "fødselsnummer eller same namn i alle radene."
            ),
        ),
        "en": (
            "People on a list are not among the employees",
            (
                "The rows have neither an employee number, a national id nor an e-mail address "
                "that leads to one employee. A like name is never enough. In the list of "
                "employees: one employee number stands with two national ids, two birth dates, or "
                "two names without a word in common. The rows were not used."
            ),
            (
                "Find out whom they are about, and correct the number where the list comes "
                "from. If they have left, all is well. If it is one person with a new name, the "
                "national id, or the same name, in every row helps."
            ),
        ),
    },
    "L03": {
        "nb": (
            "Ukjent kode",
            (
                "En kode i listene er ikke nevnt i noe krav, så radene med den teller ikke. "
                "Ofte har et kurs fått ny kode."
            ),
            "Legg koden til i kravet i rutinefilen hvis den skal telle. Ellers er det i orden.",
        ),
        "nn": (
            "Ukjend kode",
            (
                "Ein kode i listene er ikkje nemnd i noko krav, så radene med han tel ikkje. "
                "Ofte har eit kurs fått ny kode."
            ),
            "Legg koden til i kravet i rutinefila om han skal telje. Elles er det i orden.",
        ),
        "en": (
            "Unknown code",
            (
                "A code in the lists is not named in any requirement, so its rows count for "
                "nothing. Often a course has got a new code."
            ),
            (
                "Add the code to the requirement in the routine file if it is to count. "
                "Otherwise all is well."
            ),
        ),
    },
    "L04": {
        "nb": (
            "Dato fram i tid",
            (
                "Rader i listen er datert etter i dag. De teller først fra den dagen, om den "
                "stemmer."
            ),
            "Rett datoen der listen kommer fra, eller la den stå hvis noe er planlagt.",
        ),
        "nn": (
            "Dato fram i tid",
            "Rader i lista er daterte etter i dag. Dei tel først frå den dagen, om han stemmer.",
            "Rett datoen der lista kjem frå, eller la han stå om noko er planlagt.",
        ),
        "en": (
            "A day ahead",
            (
                "Rows of the list are dated after today. They count from that day only, if it "
                "is right."
            ),
            "Correct the day where the list comes from, or leave it if something is planned.",
        ),
    },
    "L05": {
        "nb": (
            "Rader som motsier hverandre",
            "To rader sier ulikt om det samme, for eksempel to sluttdatoer for samme bevis.",
            "Rett den som er feil, der listen kommer fra. Til da teller den som varer lengst.",
        ),
        "nn": (
            "Rader som seier imot kvarandre",
            "To rader seier ulikt om det same, til dømes to sluttdatoar for same bevis.",
            "Rett den som er feil, der lista kjem frå. Til då tel den som varer lengst.",
        ),
        "en": (
            "Rows that contradict each other",
            (
                "Two rows say different things of the same, such as two last days of one "
                "certificate."
            ),
            (
                "Correct the wrong one where the list comes from. Until then the one that lasts "
                "longest counts."
            ),
        ),
    },
}
