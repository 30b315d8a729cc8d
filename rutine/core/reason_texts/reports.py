"""Reasons about whole reports, accounts and bank entries.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D30": {
        "nb": (
            "Samme rapport er mottatt to ganger",
            (
                "Rapporten har samme innhold, eller samme nummer, som en vi har lest før, eller "
                "den har så mange linjer til felles med en fil, eller med flere rapporter, at de "
                "neppe er rapporter hver for seg. Ingen linje er gjort opp to ganger."
            ),
            (
                "Spør NAV hvilken rapport som gjelder. Vet du det allerede, bekreft at du har "
                "kontrollert det."
            ),
        ),
        "nn": (
            "Same rapport er motteken to gonger",
            (
                "Rapporten har same innhald, eller same nummer, som ein vi har lese før, eller "
                "han har så mange linjer til felles med ei fil, eller med fleire rapportar, at dei "
                "neppe er rapportar kvar for seg. Inga linje er gjord opp to gonger."
            ),
            (
                "Spør NAV kva for ein rapport som gjeld. Veit du det alt, stadfest at du har "
                "kontrollert det."
            ),
        ),
        "en": (
            "The same report was received twice",
            (
                "The report has the same content, or the same number, as one we have read before, "
                "or it has so many lines in common with a file, or with several reports, that they "
                "are hardly reports of their own. No line is settled twice."
            ),
            (
                "Ask NAV which of the reports counts. If you know already, confirm that you have "
                "checked it."
            ),
        ),
    },
    "D36": {
        "nb": (
            "Ukjent kontonummer",
            (
                "Rapporten gjelder en bankkonto som ikke er registrert som arbeidsgiverens. Det "
                "kan være en ny konto, en feil, eller et forsøk på svindel."
            ),
            (
                "Rapporten er stoppet, og ingenting i den er ført. To personer må bekrefte "
                "kontoen: kontroller den med regnskap og med banken, ikke med opplysninger i "
                "rapporten."
            ),
        ),
        "nn": (
            "Ukjent kontonummer",
            (
                "Rapporten gjeld ein bankkonto som ikkje er registrert som arbeidsgivaren sin. Det "
                "kan vere ein ny konto, ein feil, eller eit forsøk på svindel."
            ),
            (
                "Rapporten er stoppa, og ingenting i han er ført. To personar må stadfeste "
                "kontoen: kontroller han med rekneskapen og med banken, ikkje med opplysningar i "
                "rapporten."
            ),
        ),
        "en": (
            "Unknown account number",
            (
                "The report concerns a bank account that is not registered as the employer's. It "
                "may be a new account, a mistake, or attempted fraud."
            ),
            (
                "The report is stopped and nothing in it is booked. Two people must confirm the "
                "account: check it with accounting and with the bank, not with anything in the "
                "report."
            ),
        ),
    },
    "D37": {
        "nb": (
            "Summen stemmer ikke med banken",
            (
                "Summen av linjene i rapporten er ikke lik beløpet NAV oppgir, eller beløpet som "
                "kom inn på kontoen."
            ),
            (
                "Rapporten er stoppet, og ingenting i den er ført. Kontroller innbetalingen på "
                "kontoutskriften. Hent rapporten på nytt hvis filen kan være ufullstendig."
            ),
        ),
        "nn": (
            "Summen stemmer ikkje med banken",
            (
                "Summen av linjene i rapporten er ikkje lik beløpet NAV oppgir, eller beløpet som "
                "kom inn på kontoen."
            ),
            (
                "Rapporten er stoppa, og ingenting i han er ført. Kontroller innbetalinga på "
                "kontoutskrifta. Hent rapporten på nytt om fila kan vere ufullstendig."
            ),
        ),
        "en": (
            "The total does not agree with the bank",
            (
                "The sum of the report's lines is not the amount NAV states, or not the amount "
                "that reached the account."
            ),
            (
                "The report is stopped and nothing in it is booked. Check the credit on the bank "
                "statement. Fetch the report again if the file may be incomplete."
            ),
        ),
    },
    "D38": {
        "nb": (
            "En rapport mangler, eller tilgangen er usikker",
            (
                "Roboten kunne ikke bevise at alle rapportene er her: den fikk ikke sett etter, "
                "eller penger er kommet eller ventet uten rapport. Hos NAV ser «ingen tilgang» og "
                "«ingenting nytt» likt ut."
            ),
            (
                "Kontroller at tilgangspakken i Altinn fortsatt gjelder, og se selv etter "
                "rapporten på NAVs side. Finnes den, hent på nytt. Er den ikke kommet innen den "
                "15., ta kontakt med NAV. Viser kontoutskriften at pengene ikke er refusjon, før "
                "dem for seg."
            ),
        ),
        "nn": (
            "Ein rapport manglar, eller tilgangen er usikker",
            (
                "Roboten kunne ikkje prove at alle rapportane er her: han fekk ikkje sett etter, "
                "eller pengar er komne eller venta utan rapport. Hos NAV ser «ingen tilgang» og "
                "«ingenting nytt» likt ut."
            ),
            (
                "Kontroller at tilgangspakken i Altinn framleis gjeld, og sjå sjølv etter "
                "rapporten på sida til NAV. Finst han, hent på nytt. Er han ikkje komen innan den "
                "15., ta kontakt med NAV. Viser kontoutskrifta at pengane ikkje er refusjon, før "
                "dei for seg."
            ),
        ),
        "en": (
            "A report is missing, or access is in doubt",
            (
                "The robot could not prove that every report is here: it could not look, or money "
                "has come or is due without a report. At NAV, “no access” and “nothing new” look "
                "alike."
            ),
            (
                "Check that the access package in Altinn is still valid, and look for the report "
                "on NAV's page yourself. If it is there, fetch again. If it has not come by the "
                "15th, contact NAV. If the bank statement shows that the money is no refund, book "
                "it by itself."
            ),
        ),
    },
    "D39": {
        "nb": (
            "Penger fra NAV som ikke er refusjon",
            (
                "Det er kommet penger fra NAV som ikke hører til noen oppgjørsrapport, og bankens "
                "tekst sier at de er noe annet, for eksempel et tilskudd."
            ),
            (
                "Før beløpet for seg, utenom refusjonene. Mener du at det likevel er refusjon, "
                "finn rapporten på NAVs side."
            ),
        ),
        "nn": (
            "Pengar frå NAV som ikkje er refusjon",
            (
                "Det er kome pengar frå NAV som ikkje høyrer til nokon oppgjersrapport, og teksten "
                "frå banken seier at dei er noko anna, til dømes eit tilskot."
            ),
            (
                "Før beløpet for seg, utanom refusjonane. Meiner du at det likevel er refusjon, "
                "finn rapporten på sida til NAV."
            ),
        ),
        "en": (
            "Money from NAV that is not a refund",
            (
                "Money has come from NAV that belongs to no settlement report, and the bank's text "
                "says that it is something else, such as a grant."
            ),
            (
                "Book the amount by itself, outside the refunds. If you think it is a refund all "
                "the same, find the report on NAV's page."
            ),
        ),
    },
    "D40": {
        "nb": (
            "Filen er skadet",
            (
                "Filen har feil bredde, kontrollsiffer eller tegnsett, eller er kuttet. NAV "
                "kontrollerer dette før rapporten lages, så feilen har oppstått på veien."
            ),
            "Ingenting i filen er ført. Hent rapporten på nytt. Ikke åpne og lagre den i Excel.",
        ),
        "nn": (
            "Fila er skadd",
            (
                "Fila har feil breidd, kontrollsiffer eller teiknsett, eller er kutta. NAV "
                "kontrollerer dette før rapporten blir laga, så feilen har oppstått på vegen."
            ),
            "Ingenting i fila er ført. Hent rapporten på nytt. Ikkje opne og lagre han i Excel.",
        ),
        "en": (
            "The file is damaged",
            (
                "The file has a wrong width, control digit or encoding, or is cut short. NAV "
                "checks these before it makes a report, so the damage happened on the way."
            ),
            (
                "Nothing in the file is booked. Fetch the report again. Do not open and save it in "
                "Excel."
            ),
        ),
    },
}
