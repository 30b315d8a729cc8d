"""Reasons about who the money is for: sub-units and persons.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D22": {
        "nb": (
            "Utbetalt på en annen enhet enn kravet",
            (
                "Personen er kjent og har et krav, men NAV har ført utbetalingen på en annen "
                "underenhet."
            ),
            (
                "Finn ut hvor personen arbeidet i perioden. Har personen byttet enhet, skal det "
                "sendes en inntektsmelding for hver enhet. Er kravet ført på feil enhet hos oss, "
                "endre kravet."
            ),
        ),
        "nn": (
            "Utbetalt på ei anna eining enn kravet",
            (
                "Personen er kjend og har eit krav, men NAV har ført utbetalinga på ei anna "
                "undereining."
            ),
            (
                "Finn ut kvar personen arbeidde i perioden. Har personen bytt eining, skal det "
                "sendast ei inntektsmelding for kvar eining. Er kravet ført på feil eining hos "
                "oss, endre kravet."
            ),
        ),
        "en": (
            "Paid to another unit than the claim",
            "The person is known and has a claim, but NAV paid on another sub-unit.",
            (
                "Find out where the person worked in the period. After a move between units, one "
                "income report is due for each unit. If our claim has the wrong unit, change the "
                "claim."
            ),
        ),
    },
    "D23": {
        "nb": (
            "Underenheten står ikke i vår liste",
            (
                "NAV har betalt til en underenhet som ikke er blant arbeidsgiverens egne. Enheten "
                "kan være ny, nedlagt eller flyttet."
            ),
            (
                "Kontroller enheten i Aa-registeret. Er den vår, be den som styrer oppsettet legge "
                "den inn. Er den ikke vår, ta kontakt med NAV."
            ),
        ),
        "nn": (
            "Undereininga står ikkje i lista vår",
            (
                "NAV har betalt til ei undereining som ikkje er mellom arbeidsgivaren sine eigne. "
                "Eininga kan vere ny, nedlagd eller flytta."
            ),
            (
                "Kontroller eininga i Aa-registeret. Er ho vår, be den som styrer oppsettet leggje "
                "ho inn. Er ho ikkje vår, ta kontakt med NAV."
            ),
        ),
        "en": (
            "The sub-unit is not in our list",
            (
                "NAV has paid to a sub-unit that is not one of the employer's own. It may be new, "
                "closed or moved."
            ),
            (
                "Look the unit up in the employer register (Aa-registeret). If it is ours, ask "
                "whoever keeps the settings to add it. If not, contact NAV."
            ),
        ),
    },
    "D24": {
        "nb": (
            "Den ansatte har sluttet eller er død",
            (
                "NAV har betalt for dager etter at arbeidsforholdet tok slutt. Etter et dødsfall "
                "betaler ikke NAV for dagene som følger."
            ),
            (
                "Kontroller sluttdatoen, og meld fra til NAV at refusjonen er slutt. Vent et trekk "
                "i en senere rapport: pengene er ikke deres."
            ),
        ),
        "nn": (
            "Den tilsette har slutta eller er død",
            (
                "NAV har betalt for dagar etter at arbeidsforholdet tok slutt. Etter eit dødsfall "
                "betaler ikkje NAV for dagane som følgjer."
            ),
            (
                "Kontroller sluttdatoen, og meld frå til NAV at refusjonen er slutt. Vent eit "
                "trekk i ein seinare rapport: pengane er ikkje dykkar."
            ),
        ),
        "en": (
            "The employee has left or died",
            (
                "NAV has paid for days after the job ended. After a death NAV does not pay for the "
                "days that follow."
            ),
            (
                "Check the last day, and tell NAV that the refund has ended. Expect a deduction in "
                "a later report: the money is not yours."
            ),
        ),
    },
    "D25": {
        "nb": (
            "Utbetaling uten krav",
            (
                "NAV har betalt refusjon for en person, men vi finner ikke noe åpent krav for "
                "denne personen, enheten og ytelsen i perioden."
            ),
            (
                "Kontroller om kravet mangler i lønnssystemet. Personen kan ha sluttet, eller "
                "pengene kan gjelde en annen arbeidsgiver. Mangler kravet, registrer det; er "
                "pengene ikke våre, ta kontakt med NAV."
            ),
        ),
        "nn": (
            "Utbetaling utan krav",
            (
                "NAV har betalt refusjon for ein person, men vi finn ikkje noko ope krav for denne "
                "personen, eininga og ytinga i perioden."
            ),
            (
                "Kontroller om kravet manglar i lønssystemet. Personen kan ha slutta, eller "
                "pengane kan gjelde ein annan arbeidsgivar. Manglar kravet, registrer det; er "
                "pengane ikkje våre, ta kontakt med NAV."
            ),
        ),
        "en": (
            "Payment without a claim",
            (
                "NAV has paid a refund for a person, but there is no open claim for this person, "
                "unit and benefit in the period."
            ),
            (
                "Check whether the claim is missing in the payroll system. The person may have "
                "left, or the money may belong to another employer. If the claim is missing, "
                "register it; if the money is not ours, contact NAV."
            ),
        ),
    },
    "D26": {
        "nb": (
            "Samme person, nytt fødselsnummer?",
            (
                "Navnet og perioden passer, men nummeret i rapporten er et annet enn det vi har. "
                "Slik blir det når et d-nummer er byttet ut med et fødselsnummer."
            ),
            (
                "Spør den ansatte, og kontroller mot Folkeregisteret. To personer må bekrefte at "
                "det er samme person før krav og utbetaling gjøres opp."
            ),
        ),
        "nn": (
            "Same person, nytt fødselsnummer?",
            (
                "Namnet og perioden passar, men nummeret i rapporten er eit anna enn det vi har. "
                "Slik blir det når eit d-nummer er bytt ut med eit fødselsnummer."
            ),
            (
                "Spør den tilsette, og kontroller mot Folkeregisteret. To personar må stadfeste at "
                "det er same person før krav og utbetaling blir gjorde opp."
            ),
        ),
        "en": (
            "The same person with a new national id?",
            (
                "Name and period fit, but the number in the report is not the one we have. That "
                "happens when a D-number is replaced by a national id."
            ),
            (
                "Ask the employee, and check with the population register. Two people must confirm "
                "that it is the same person before claim and payment are settled."
            ),
        ),
    },
    "D41": {
        "nb": (
            "Skjermet person",
            (
                "Saken gjelder en person med hemmelig adresse, eller en som selv arbeider med "
                "refusjonene. Bare de som har tilgang til skjermede saker, ser den."
            ),
            (
                "Saken behandles av en som har tilgang til skjermede saker. Ikke vis eller del "
                "opplysningene med andre."
            ),
        ),
        "nn": (
            "Skjerma person",
            (
                "Saka gjeld ein person med hemmeleg adresse, eller ein som sjølv arbeider med "
                "refusjonane. Berre dei som har tilgang til skjerma saker, ser ho."
            ),
            (
                "Saka blir behandla av ein som har tilgang til skjerma saker. Ikkje vis eller del "
                "opplysningane med andre."
            ),
        ),
        "en": (
            "Protected person",
            (
                "The case concerns a person with a protected address, or one who works with the "
                "refunds. Only those with access to protected cases see it."
            ),
            (
                "The case is handled by somebody with access to protected cases. Do not show or "
                "share what it says with others."
            ),
        ),
    },
}
