"""Reasons about preferential rights to a new position (aml § 14-2).

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "R01": {
        "nb": (
            "Ledig stilling er ikke vurdert mot fortrinnsretten",
            (
                "Stillingen ble lyst ut, eller besatt, mens personen hadde fortrinnsrett, og ingen "
                "liste viser at retten er vurdert. Opplysningene under utelukker ingen, og "
                "rekkefølgen på sakene sier ingenting om hvem som passer best."
            ),
            (
                "Vurder om personen er kvalifisert, før noen blir ansatt. Snakk med personen om "
                "det listene ikke vet. Skriv hva du har vurdert, og hvorfor: det skal kunne "
                "vises i ettertid."
            ),
        ),
        "nn": (
            "Ledig stilling er ikkje vurdert mot føreretten",
            (
                "Stillinga blei lyst ut, eller fylt, medan personen hadde førerett, og inga liste "
                "viser at retten er vurdert. Opplysningane under stengjer ingen ute, og "
                "rekkjefølgja på sakene seier ingenting om kven som passar best."
            ),
            (
                "Vurder om personen er kvalifisert, før nokon blir tilsett. Snakk med personen om "
                "det listene ikkje veit. Skriv kva du har vurdert, og kvifor: det skal kunne "
                "visast i ettertid."
            ),
        ),
        "en": (
            "Vacancy not assessed against the preferential right",
            (
                "The vacancy was advertised, or filled, while the person had a preferential right, "
                "and no list shows that the right was assessed. The facts below exclude nobody, "
                "and the order of the cases says nothing of who suits best."
            ),
            (
                "Assess whether the person is qualified before anybody is appointed. Talk with the "
                "person about what the lists don't know. Write what you have assessed, and why: "
                "it must be possible to show it afterwards."
            ),
        ),
    },
    "R02": {
        "nb": (
            "Fortrinnsretten går snart ut",
            (
                "Retten varer til ett år etter at oppsigelsestiden gikk ut. Stillinger som blir "
                "lyst ut før det, skal fortsatt vurderes."
            ),
            (
                "Se om det er ledige stillinger eller planer om nye som bør vurderes før retten er "
                "ute. Si fra til personen."
            ),
        ),
        "nn": (
            "Føreretten går snart ut",
            (
                "Retten varer til eitt år etter at oppseiingstida gjekk ut. Stillingar som blir "
                "lyste ut før det, skal framleis vurderast."
            ),
            (
                "Sjå om det er ledige stillingar eller planar om nye som bør vurderast før retten "
                "er ute. Sei frå til personen."
            ),
        ),
        "en": (
            "The preferential right ends soon",
            (
                "The right lasts until one year after the notice period ended. Vacancies "
                "advertised before that must still be assessed."
            ),
            (
                "See whether there are vacancies, or plans for new ones, to be assessed before the "
                "right is over. Tell the person."
            ),
        ),
    },
    "R03": {
        "nb": (
            "Tilbudet er ikke akseptert",
            (
                "Fortrinnsretten faller bort når et tilbud om en passende stilling ikke er "
                "akseptert senest 14 dager etter at det ble mottatt. Fristen er nær eller over, "
                "eller svaret var nei. Om stillingen var passende, må et menneske vurdere; til det "
                "er gjort, gjelder retten."
            ),
            (
                "Hør med personen mens fristen løper. Er den over: vurder om stillingen var "
                "passende, om tilbudet kom fram, og om det er grunn til å gi mer tid. Er retten "
                "falt bort, før dagen i listen over fortrinnsrett. Skriv hvorfor."
            ),
        ),
        "nn": (
            "Tilbodet er ikkje akseptert",
            (
                "Føreretten fell bort når eit tilbod om ei passande stilling ikkje er akseptert "
                "seinast 14 dagar etter at det blei motteke. Fristen er nær eller over, eller "
                "svaret var nei. Om stillinga var passande, må eit menneske vurdere; til det er "
                "gjort, gjeld retten."
            ),
            (
                "Høyr med personen medan fristen går. Er han over: vurder om stillinga var "
                "passande, om tilbodet kom fram, og om det er grunn til å gi meir tid. Er retten "
                "fallen bort, før dagen i lista over førerett. Skriv kvifor."
            ),
        ),
        "en": (
            "The offer has not been accepted",
            (
                "The right falls away when an offer of a suitable position is not accepted within "
                "14 days after it was received. The last day is near or past, or the answer was "
                "no. Whether the position was suitable is for a person to assess; until that is "
                "done, the right holds."
            ),
            (
                "Ask the person while there is time. When it is past: assess whether the position "
                "was suitable, whether the offer arrived, and whether to give more time. If the "
                "right has fallen away, write the day in the list of rights. Say why."
            ),
        ),
    },
    "R04": {
        "nb": (
            "Flere med fortrinnsrett er vurdert som kvalifisert",
            (
                "To eller flere er vurdert som kvalifisert for samme stilling. Hvem som skal ha "
                "den, følger av kommunens utvelgelseskriterier. Rutinen velger ikke, og "
                "rekkefølgen etter ansattnummer sier ingenting."
            ),
            (
                "Velg etter kriteriene som er avtalt med de tillitsvalgte. Skriv hvilke kriterier "
                "som er brukt og hva som avgjorde."
            ),
        ),
        "nn": (
            "Fleire med førerett er vurderte som kvalifiserte",
            (
                "To eller fleire er vurderte som kvalifiserte for same stilling. Kven som skal ha "
                "ho, følgjer av utveljingskriteria til kommunen. Rutinen vel ikkje, og "
                "rekkjefølgja etter tilsettnummer seier ingenting."
            ),
            (
                "Vel etter kriteria som er avtalte med dei tillitsvalde. Skriv kva kriterium som "
                "er brukte og kva som avgjorde."
            ),
        ),
        "en": (
            "Several with a right were assessed as qualified",
            (
                "Two or more were assessed as qualified for the same vacancy. Who is to have it "
                "follows from the municipality's selection criteria. The routine does not choose, "
                "and the order, by employee number, says nothing."
            ),
            (
                "Choose by the criteria agreed with the union representatives. Write which "
                "criteria were used and what decided."
            ),
        ),
    },
    "R05": {
        "nb": (
            "Det er tvil om fortrinnsretten",
            (
                "Listen sier at personen har fortrinnsrett, men dagene i den viser mindre enn tolv "
                "måneders ansettelse de siste to årene, eller personen har takket ja til et "
                "tilbud. Til noen har avgjort det, gjelder retten."
            ),
            (
                "Se om dagene er riktige, og om det finnes flere ansettelser. Gjelder ikke retten, "
                "før dagen den tok slutt og hvorfor i listen. Skriv hva du kom til."
            ),
        ),
        "nn": (
            "Det er tvil om føreretten",
            (
                "Lista seier at personen har førerett, men dagane i ho viser mindre enn tolv "
                "månaders tilsetjing dei siste to åra, eller personen har takka ja til eit tilbod. "
                "Til nokon har avgjort det, gjeld retten."
            ),
            (
                "Sjå om dagane er rette, og om det finst fleire tilsetjingar. Gjeld ikkje retten, "
                "før dagen han tok slutt og kvifor i lista. Skriv kva du kom til."
            ),
        ),
        "en": (
            "The preferential right is in doubt",
            (
                "The list says that the person has a right, but its days show less than twelve "
                "months of employment in the last two years, or the person has accepted an offer. "
                "Until somebody has decided, the right holds."
            ),
            (
                "See whether the days are right, and whether there are other employments. If the "
                "right does not hold, write the day it ended and why in the list. Write what you "
                "came to."
            ),
        ),
    },
}
