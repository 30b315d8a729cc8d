"""Reasons about NAV's own corrections, and payments that no claim explains.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D27": {
        "nb": (
            "Rettelse av en tidligere periode",
            (
                "NAV har regnet en tidligere periode på nytt. Beløpet er forskjellen mellom det "
                "som er betalt før og det som er riktig nå, eller et minus og et nytt pluss."
            ),
            (
                "Finn den tidligere utbetalingen for samme person og ytelse. Stemmer summen av "
                "gammelt og nytt med det riktige kravet, godta beløpet. Ellers må kravet åpnes og "
                "rettes."
            ),
        ),
        "nn": (
            "Retting av ein tidlegare periode",
            (
                "NAV har rekna ein tidlegare periode på nytt. Beløpet er skilnaden mellom det som "
                "er betalt før og det som er rett no, eller eit minus og eit nytt pluss."
            ),
            (
                "Finn den tidlegare utbetalinga for same person og yting. Stemmer summen av "
                "gammalt og nytt med det rette kravet, godta beløpet. Elles må kravet opnast og "
                "rettast."
            ),
        ),
        "en": (
            "Correction of an earlier period",
            (
                "NAV has calculated an earlier period again. The amount is the difference between "
                "what was paid before and what is right now, or a minus and a new plus."
            ),
            (
                "Find the earlier payment for the same person and benefit. If old and new together "
                "agree with the right claim, accept the amount. Otherwise the claim must be opened "
                "and corrected."
            ),
        ),
    },
    "D28": {
        "nb": (
            "NAV har trukket tilbake penger",
            (
                "Linjen er et trekk: NAV krever tilbake noe som er betalt for mye tidligere, uten "
                "at rapporten viser hva det gjelder."
            ),
            (
                "Finn brevet fra NAV om tilbakekreving. Før trekket på riktig person. Er dere "
                "uenige, er fristen for å klage seks uker fra dere fikk brevet."
            ),
        ),
        "nn": (
            "NAV har trekt tilbake pengar",
            (
                "Linja er eit trekk: NAV krev tilbake noko som er betalt for mykje tidlegare, utan "
                "at rapporten viser kva det gjeld."
            ),
            (
                "Finn brevet frå NAV om tilbakekrevjing. Før trekket på rett person. Er de usamde, "
                "er fristen for å klage seks veker frå de fekk brevet."
            ),
        ),
        "en": (
            "NAV has taken money back",
            (
                "The line is a deduction: NAV recovers something paid too much before, and the "
                "report does not show what it concerns."
            ),
            (
                "Find NAV's letter about the recovery. Book the deduction on the right person. If "
                "you disagree, a complaint is due within six weeks of receiving the letter."
            ),
        ),
    },
    "D29": {
        "nb": (
            "Betalt to ganger",
            (
                "NAV har betalt mer enn én gang for samme person, ytelse og dager, og summen er "
                "høyere enn kravet."
            ),
            (
                "Hold pengene som gjeld til NAV, og meld fra til NAV. Vent et trekk i en senere "
                "rapport."
            ),
        ),
        "nn": (
            "Betalt to gonger",
            (
                "NAV har betalt meir enn éin gong for same person, yting og dagar, og summen er "
                "høgare enn kravet."
            ),
            (
                "Hald pengane som gjeld til NAV, og meld frå til NAV. Vent eit trekk i ein seinare "
                "rapport."
            ),
        ),
        "en": (
            "Paid twice",
            (
                "NAV has paid more than once for the same person, benefit and days, and the sum is "
                "higher than the claim."
            ),
            "Hold the money as a debt to NAV, and tell NAV. Expect a deduction in a later report.",
        ),
    },
    "D35": {
        "nb": (
            "Refusjon av feriepenger",
            (
                "NAV betaler feriepenger av fjorårets ytelser én gang i året, med perioden 1. til "
                "31. mai. Rapporten sier ikke hvilke fraværsdager beløpet bygger på."
            ),
            (
                "Kontroller beløpet mot feriepengene dere har avsatt for personen i "
                "opptjeningsåret. Stemmer det, godta beløpet."
            ),
        ),
        "nn": (
            "Refusjon av feriepengar",
            (
                "NAV betaler feriepengar av ytingane i fjor éin gong i året, med perioden 1. til "
                "31. mai. Rapporten seier ikkje kva fråværsdagar beløpet byggjer på."
            ),
            (
                "Kontroller beløpet mot feriepengane de har sett av for personen i oppteningsåret. "
                "Stemmer det, godta beløpet."
            ),
        ),
        "en": (
            "Refund of holiday pay",
            (
                "Once a year NAV pays holiday pay on last year's benefits, with the period 1 to 31 "
                "May. The report does not say which days of absence the amount is based on."
            ),
            (
                "Check the amount against the holiday pay you have set aside for the person in the "
                "earning year. If it agrees, accept the amount."
            ),
        ),
    },
    "D42": {
        "nb": (
            "Uvanlig ytelseskode",
            (
                "Linjen har en ytelseskode som roboten ikke kjenner eller som en kommune normalt "
                "ikke får refusjon for."
            ),
            (
                "Finn ut hva utbetalingen gjelder i PDF-utgaven av rapporten. Før den på riktig "
                "sted, eller ta kontakt med NAV."
            ),
        ),
        "nn": (
            "Uvanleg ytingskode",
            (
                "Linja har ein ytingskode som roboten ikkje kjenner, eller som ein kommune normalt "
                "ikkje får refusjon for."
            ),
            (
                "Finn ut kva utbetalinga gjeld i PDF-utgåva av rapporten. Før ho på rett stad, "
                "eller ta kontakt med NAV."
            ),
        ),
        "en": (
            "Unexpected benefit code",
            (
                "The line has a benefit code that the robot does not know, or for which a "
                "municipality normally gets no refund."
            ),
            (
                "Find out from the report's PDF what the payment concerns. Book it where it "
                "belongs, or contact NAV."
            ),
        ),
    },
}
