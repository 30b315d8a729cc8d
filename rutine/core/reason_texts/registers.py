"""Reasons about the lists that routines share, where they say something against each other.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "H01": {
        "nb": (
            "Enheten har to ledere",
            (
                "Listen over enheter har flere rader for enheten, med hver sin leder. Andre "
                "rutiner sender da saken til den første."
            ),
            (
                "Rett enheten i personalsystemet, så den har én leder. Saken lukker seg selv når "
                "listen er rett."
            ),
        ),
        "nn": (
            "Eininga har to leiarar",
            (
                "Lista over einingar har fleire rader for eininga, med kvar sin leiar. Andre "
                "rutinar sender då saka til den første."
            ),
            (
                "Rett eininga i personalsystemet, så ho har éin leiar. Saka lukkar seg sjølv når "
                "lista er rett."
            ),
        ),
        "en": (
            "The unit has two managers",
            (
                "The list of units has several rows for the unit, each with a manager of its "
                "own. Other routines then send cases to the first."
            ),
            (
                "Correct the unit in the personnel system, so that it has one manager. The case "
                "closes itself when the list is right."
            ),
        ),
    },
    "H02": {
        "nb": (
            "Enheten har ingen leder",
            (
                "Noen arbeider i enheten, og listen sier ikke hvem som leder den. Sakene går da "
                "til lederen i enheten over, eller til ingen."
            ),
            "Legg inn lederen i personalsystemet. Skal enheten ledes ovenfra, bekreft det.",
        ),
        "nn": (
            "Eininga har ingen leiar",
            (
                "Nokon arbeider i eininga, og lista seier ikkje kven som leier ho. Sakene går då "
                "til leiaren i eininga over, eller til ingen."
            ),
            "Legg inn leiaren i personalsystemet. Skal eininga leiast ovanfrå, stadfest det.",
        ),
        "en": (
            "The unit has no manager",
            (
                "Somebody works in the unit, and the list does not say who manages it. Its cases "
                "go to the manager of the unit above, or to nobody."
            ),
            (
                "Enter the manager in the personnel system. If the unit is to be managed from "
                "above, confirm it."
            ),
        ),
    },
    "H03": {
        "nb": (
            "Lederen er ikke her",
            "Den som står som leder, er ikke i listen over ansatte, eller har sluttet.",
            "Legg inn den nye lederen i personalsystemet, eller rett ansattnummeret.",
        ),
        "nn": (
            "Leiaren er ikkje her",
            "Den som står som leiar, er ikkje i lista over tilsette, eller har slutta.",
            "Legg inn den nye leiaren i personalsystemet, eller rett tilsettnummeret.",
        ),
        "en": (
            "The manager is not here",
            "Whoever is entered as manager is not in the list of employees, or has left.",
            "Enter the new manager in the personnel system, or correct the employee number.",
        ),
    },
    "H04": {
        "nb": (
            "Enheten står ikke i listen",
            (
                "Noen har stilling i en enhet som ikke er i listen over enheter. Ingen vet da "
                "hvem som leder den, eller hvem som skal se sakene."
            ),
            "Ta enheten med i uttrekket, eller rett arbeidsstedet på stillingene.",
        ),
        "nn": (
            "Eininga står ikkje i lista",
            (
                "Nokon har stilling i ei eining som ikkje er i lista over einingar. Ingen veit "
                "då kven som leier ho, eller kven som skal sjå sakene."
            ),
            "Ta eininga med i uttrekket, eller rett arbeidsstaden på stillingane.",
        ),
        "en": (
            "The unit is not listed",
            (
                "Somebody holds a position in a unit that is not in the list of units. Nobody "
                "then knows who manages it, or who should see its cases."
            ),
            "Include the unit in the export, or correct the place of work of the positions.",
        ),
    },
    "H05": {
        "nb": (
            "Enheten over mangler",
            "Enheten ligger under en enhet som ikke er i listen, eller under seg selv i ring.",
            "Rett overordnet enhet i personalsystemet.",
        ),
        "nn": (
            "Eininga over manglar",
            "Eininga ligg under ei eining som ikkje er i lista, eller under seg sjølv i ring.",
            "Rett overordna eining i personalsystemet.",
        ),
        "en": (
            "The unit above is missing",
            "The unit lies under a unit that is not in the list, or under itself in a ring.",
            "Correct the unit above it in the personnel system.",
        ),
    },
    "H06": {
        "nb": (
            "Fravær etter at arbeidsforholdet er slutt",
            (
                "Listen over fravær har dager etter den siste dagen i arbeidsforholdet. Enten er "
                "personen her ennå, eller så er fraværet ikke avsluttet."
            ),
            (
                "Rett sluttdatoen eller fraværet i personalsystemet. Er det betalt lønn for "
                "dagene, si fra til lønn."
            ),
        ),
        "nn": (
            "Fråvær etter at arbeidsforholdet er slutt",
            (
                "Lista over fråvær har dagar etter den siste dagen i arbeidsforholdet. Anten er "
                "personen her enno, eller så er fråværet ikkje avslutta."
            ),
            (
                "Rett sluttdatoen eller fråværet i personalsystemet. Er det betalt løn for "
                "dagane, sei frå til løn."
            ),
        ),
        "en": (
            "Absence after the employment has ended",
            (
                "The list of absences has days after the last day of the employment. Either the "
                "person is still here, or the absence was not ended."
            ),
            (
                "Correct the last day or the absence in the personnel system. If wages were paid "
                "for those days, tell payroll."
            ),
        ),
    },
    "H07": {
        "nb": (
            "Stilling etter at arbeidsforholdet er slutt",
            (
                "En stilling varer lenger enn arbeidsforholdet, eller har ingen slutt. Andre "
                "rutiner kan da vente kurs eller vakter av en som har sluttet."
            ),
            "Avslutt stillingen i personalsystemet, eller rett sluttdatoen for arbeidsforholdet.",
        ),
        "nn": (
            "Stilling etter at arbeidsforholdet er slutt",
            (
                "Ei stilling varer lenger enn arbeidsforholdet, eller har ingen slutt. Andre "
                "rutinar kan då vente kurs eller vakter av ein som har slutta."
            ),
            "Avslutt stillinga i personalsystemet, eller rett sluttdatoen for arbeidsforholdet.",
        ),
        "en": (
            "Position after the employment has ended",
            (
                "A position lasts longer than the employment, or has no end. Other routines may "
                "then expect courses or shifts of somebody who has left."
            ),
            (
                "End the position in the personnel system, or correct the last day of the "
                "employment."
            ),
        ),
    },
    "H08": {
        "nb": (
            "Ett ansattnummer med to navn",
            (
                "Samme ansattnummer står med to navn i listen over ansatte, og uten fødselsnummer "
                "eller fødselsdato i hver rad kan ingen si om det er én eller to. Radene er brukt "
                "som én persons."
            ),
            (
                "Har personen skiftet navn, er det i orden; rett det gamle navnet i "
                "personalsystemet. Er det to, gi den ene et eget nummer, eller ta fødselsnummeret "
                "med i uttrekket. Står mange slik, er det trolig noe annet enn navn i kolonnen, "
                "som stillingen: rett uttrekket."
            ),
        ),
        "nn": (
            "Eitt tilsettnummer med to namn",
            (
                "Same tilsettnummer står med to namn i lista over tilsette, og utan fødselsnummer "
                "eller fødselsdato i kvar rad kan ingen seie om det er éin eller to. Radene er "
                "brukte som éin person sine."
            ),
            (
                "Har personen skift namn, er det i orden; rett det gamle namnet i "
                "personalsystemet. Er det to, gi den eine eit eige nummer, eller ta "
                "fødselsnummeret med i uttrekket. Står mange slik, er det truleg noko anna enn "
                "namn i kolonnen, som stillinga: rett uttrekket."
            ),
        ),
        "en": (
            "One employee number with two names",
            (
                "One employee number stands with two names in the list of employees, and without "
                "a national id or birth date in each row nobody can say whether it is one person "
                "or two. The rows were used as one person's."
            ),
            (
                "If the person has a new name, all is well; correct the old name in the personnel "
                "system. If they are two, give one of them a number of their own, or export the "
                "national id too. If many stand so, the column probably holds something else than "
                "names, such as the position: correct the export."
            ),
        ),
    },
}
