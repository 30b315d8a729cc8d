"""Reasons about cover of shifts, and about two lists that are matched.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "C01": {
        "nb": (
            "Vakten er ikke dekket",
            "I tidsrommet er det færre på jobb med gyldig kompetanse enn regelen krever.",
            (
                "Sett inn noen som har kompetansen. De som står under, kan spørres; rekkefølgen "
                "sier bare hvem som hører til nærmest. Vaktplanen endres der den føres."
            ),
        ),
        "nn": (
            "Vakta er ikkje dekt",
            "I tidsrommet er det færre på jobb med gyldig kompetanse enn regelen krev.",
            (
                "Set inn nokon som har kompetansen. Dei som står under, kan spørjast; "
                "rekkjefølgja seier berre kven som høyrer til nærmast. Vaktplanen blir endra "
                "der han blir ført."
            ),
        ),
        "en": (
            "The shift is not covered",
            "In this time fewer are at work with a valid competence than the rule demands.",
            (
                "Put in somebody who has the competence. Those listed below may be asked; their "
                "order only says who belongs nearest. The rota is changed where it is kept."
            ),
        ),
    },
    "C02": {
        "nb": (
            "Dekket bare av noe som snart går ut",
            "Vakten er dekket, men ikke uten kompetanse som går ut om kort tid.",
            "Forny kompetansen, eller planlegg med noen andre.",
        ),
        "nn": (
            "Dekt berre av noko som snart går ut",
            "Vakta er dekt, men ikkje utan kompetanse som går ut om kort tid.",
            "Forny kompetansen, eller planlegg med nokon andre.",
        ),
        "en": (
            "Covered only by what runs out soon",
            "The shift is covered, but not without a competence that runs out shortly.",
            "Renew the competence, or plan with somebody else.",
        ),
    },
    "C03": {
        "nb": (
            "Alt henger på én person",
            "Vakten er dekket, men ikke hvis én bestemt person blir borte.",
            "Vurder en reserve. Ellers er det i orden.",
        ),
        "nn": (
            "Alt heng på éin person",
            "Vakta er dekt, men ikkje om éin bestemt person blir borte.",
            "Vurder ein reserve. Elles er det i orden.",
        ),
        "en": (
            "All hangs on one person",
            "The shift is covered, but not if one particular person stays away.",
            "Consider a reserve. Otherwise all is well.",
        ),
    },
    "C04": {
        "nb": (
            "På vakt med utgått kompetanse",
            "En som er på vakt der kompetansen trengs, har hatt den, men har den ikke lenger.",
            "Avgjør om personen kan ha vakten. Avtal fornyelse.",
        ),
        "nn": (
            "På vakt med utgått kompetanse",
            "Ein som er på vakt der kompetansen trengst, har hatt han, men har han ikkje lenger.",
            "Avgjer om personen kan ha vakta. Avtal fornying.",
        ),
        "en": (
            "On shift with a competence that has run out",
            "Somebody on a shift that needs the competence has held it, and holds it no more.",
            "Decide whether the person may have the shift. Agree on the renewal.",
        ),
    },
    "C05": {
        "nb": (
            "Ledig vakt",
            "Ingen er satt opp på vakten.",
            "Finn noen, eller stryk vakten i vaktplanen.",
        ),
        "nn": (
            "Ledig vakt",
            "Ingen er sett opp på vakta.",
            "Finn nokon, eller stryk vakta i vaktplanen.",
        ),
        "en": (
            "Vacant shift",
            "Nobody is planned for the shift.",
            "Find somebody, or take the shift off the rota.",
        ),
    },
    "C06": {
        "nb": (
            "To vakter på samme tid",
            "Samme person står på to vakter som overlapper.",
            "Rett vaktplanen. Det kan også være et vaktbytte som bare er ført ett sted.",
        ),
        "nn": (
            "To vakter på same tid",
            "Same person står på to vakter som overlappar.",
            "Rett vaktplanen. Det kan òg vere eit vaktbyte som berre er ført éin stad.",
        ),
        "en": (
            "Two shifts at once",
            "The same person is on two shifts that overlap.",
            "Correct the rota. It may be a swap that was noted in one place only.",
        ),
    },
    "C07": {
        "nb": (
            "Under elleve timer hvile",
            (
                "Mellom to vakter er det under elleve timer. Avtaler kan tillate det "
                "(arbeidsmiljøloven § 10-8)."
            ),
            "Se om avtalen dekker det. Ellers flytt den ene vakten.",
        ),
        "nn": (
            "Under elleve timar kvile",
            (
                "Mellom to vakter er det under elleve timar. Avtalar kan tillate det "
                "(arbeidsmiljølova § 10-8)."
            ),
            "Sjå om avtalen dekkjer det. Elles flytt den eine vakta.",
        ),
        "en": (
            "Less than eleven hours' rest",
            (
                "Between two shifts there are less than eleven hours. Agreements may allow it "
                "(Working Environment Act § 10-8)."
            ),
            "See whether the agreement covers it. Otherwise move one of the shifts.",
        ),
    },
    "C08": {
        "nb": (
            "Ukjent vaktkode",
            (
                "Vaktkoden er ikke forklart i rutinefilen. Den som har vakten, regnes som "
                "opptatt, men teller ikke med."
            ),
            "Legg koden inn i rutinefilen, eller rett den i vaktplanen.",
        ),
        "nn": (
            "Ukjend vaktkode",
            (
                "Vaktkoden er ikkje forklart i rutinefila. Den som har vakta, blir rekna som "
                "oppteken, men tel ikkje med."
            ),
            "Legg koden inn i rutinefila, eller rett han i vaktplanen.",
        ),
        "en": (
            "Unknown shift code",
            (
                "The routine file does not explain the shift code. Whoever has the shift is "
                "taken to be busy, but does not count."
            ),
            "Add the code to the routine file, or correct it in the rota.",
        ),
    },
    "M01": {
        "nb": (
            "Disse kan høre sammen",
            "Radene ligner nok til å foreslås, men ikke nok til å gjøres opp uten et menneske.",
            "Se på begge sider. Hører de sammen, si det. Ellers svar at de ikke gjør det.",
        ),
        "nn": (
            "Desse kan høyre saman",
            (
                "Radene liknar nok til å bli foreslått, men ikkje nok til å gjerast opp utan "
                "eit menneske."
            ),
            "Sjå på begge sider. Høyrer dei saman, sei det. Elles svar at dei ikkje gjer det.",
        ),
        "en": (
            "These may belong together",
            (
                "The rows are alike enough to be suggested, not enough to be settled without a "
                "person."
            ),
            (
                "Look at both sides. If they belong together, say so. Otherwise answer that "
                "they don't."
            ),
        ),
    },
    "M02": {
        "nb": (
            "Ingenting å stemme av mot",
            "Raden har ingen rad på den andre siden som passer etter noen av reglene.",
            "Finn ut hva som mangler på den andre siden, eller om raden er feil.",
        ),
        "nn": (
            "Ingenting å stemme av mot",
            "Rada har inga rad på den andre sida som passar etter nokon av reglane.",
            "Finn ut kva som manglar på den andre sida, eller om rada er feil.",
        ),
        "en": (
            "Nothing to match with",
            "No row on the other side fits this one by any of the rules.",
            "Find out what is missing on the other side, or whether the row is wrong.",
        ),
    },
    "M03": {
        "nb": (
            "Flere kan passe",
            "Mer enn én mulighet passer like godt. Da velger rutinen aldri selv.",
            "Finn ut hvilke som hører sammen, og rett referansen der den er feil.",
        ),
        "nn": (
            "Fleire kan passe",
            "Meir enn éin moglegheit passar like godt. Då vel rutinen aldri sjølv.",
            "Finn ut kva som høyrer saman, og rett referansen der han er feil.",
        ),
        "en": (
            "Several would fit",
            "More than one possibility fits as well. Then the routine never chooses by itself.",
            "Find out which belong together, and correct the reference where it is wrong.",
        ),
    },
    "M04": {
        "nb": (
            "Endret etter at den var gjort opp",
            (
                "Raden er en annen nå enn da den ble gjort opp, eller den den ble gjort opp "
                "mot, er det."
            ),
            "Se hva som er endret, og om de fortsatt hører sammen.",
        ),
        "nn": (
            "Endra etter at ho var gjord opp",
            (
                "Rada er ei anna no enn då ho blei gjord opp, eller den ho blei gjord opp mot, "
                "er det."
            ),
            "Sjå kva som er endra, og om dei framleis høyrer saman.",
        ),
        "en": (
            "Changed after it was settled",
            "The row is another now than when it was settled, or the one it was settled with is.",
            "See what has changed, and whether they still belong together.",
        ),
    },
}
