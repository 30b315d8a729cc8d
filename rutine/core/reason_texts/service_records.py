"""Reasons about service records.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "S01": {
        "nb": (
            "Tjenestebevis klart til signering",
            "Kildene er enige, og utkastet har verken hull, overlapp eller andre merknader.",
            "Les utkastet og signer. PDF-en lages og arkiveres når du har signert.",
        ),
        "nn": (
            "Tenestebevis klart til signering",
            "Kjeldene er samde, og utkastet har verken hol, overlapp eller andre merknader.",
            "Les utkastet og signer. PDF-en blir laga og arkivert når du har signert.",
        ),
        "en": (
            "Service record ready to be signed",
            "The sources agree, and the draft has no gaps, overlaps or other remarks.",
            "Read the draft and sign. The PDF is made and archived once you have signed.",
        ),
    },
    "S02": {
        "nb": (
            "Mer enn hundre prosent stilling",
            "På noen dager er stillingene til sammen over hundre prosent.",
            (
                "Se om en stilling står to ganger, eller ikke er avsluttet. Er det riktig, "
                "signer og skriv hvorfor. Ellers rett i kilden; utkastet kommer på nytt."
            ),
        ),
        "nn": (
            "Meir enn hundre prosent stilling",
            "På nokre dagar er stillingane til saman over hundre prosent.",
            (
                "Sjå om ei stilling står to gonger, eller ikkje er avslutta. Er det rett, "
                "signer og skriv kvifor. Elles rett i kjelda; utkastet kjem på nytt."
            ),
        ),
        "en": (
            "More than a full position",
            "On some days the positions come to more than a hundred percent.",
            (
                "See whether a position stands twice, or was not ended. If it is right, sign "
                "and say why. Otherwise correct the source; the draft comes anew."
            ),
        ),
    },
    "S03": {
        "nb": (
            "Hull mellom stillinger",
            "Ingen kilde forteller om noen dager av ansettelsen.",
            (
                "Let i personalmappen. Var personen ikke ansatt da, signer og skriv det. Ellers "
                "legg stillingen i kilden; utkastet kommer på nytt."
            ),
        ),
        "nn": (
            "Hol mellom stillingar",
            "Inga kjelde fortel om nokre dagar av tilsetjinga.",
            (
                "Leit i personalmappa. Var personen ikkje tilsett då, signer og skriv det. Elles "
                "legg stillinga i kjelda; utkastet kjem på nytt."
            ),
        ),
        "en": (
            "A gap between positions",
            "No source tells of some days of the employment.",
            (
                "Look in the personnel file. If the person was not employed then, sign and say "
                "so. Otherwise add the position to the source; the draft comes anew."
            ),
        ),
    },
    "S04": {
        "nb": (
            "Timelønnet uten timer",
            "En stilling har ingen prosent, og ingen kilde sier hvor mange timer det ble.",
            (
                "Finn timene i lønn og legg dem i listen; utkastet kommer på nytt. Finnes de "
                "ikke, signer og skriv hvorfor. Da står det at timetallet er ukjent."
            ),
        ),
        "nn": (
            "Timeløna utan timar",
            "Ei stilling har ingen prosent, og inga kjelde seier kor mange timar det blei.",
            (
                "Finn timane i løn og legg dei i lista; utkastet kjem på nytt. Finst dei ikkje, "
                "signer og skriv kvifor. Då står det at timetalet er ukjent."
            ),
        ),
        "en": (
            "Paid by the hour, without hours",
            "A position has no percent, and no source says how many hours it came to.",
            (
                "Find the hours in payroll and add them to the list; the draft comes anew. If "
                "there "
                "are none, sign and say why. The record then says that the hours are unknown."
            ),
        ),
    },
    "S05": {
        "nb": (
            "Stillingen er ikke avsluttet",
            "Personen har sluttet, men en stilling varer lenger enn ansettelsen.",
            "Sett sluttdato på stillingen i kilden; utkastet kommer på nytt.",
        ),
        "nn": (
            "Stillinga er ikkje avslutta",
            "Personen har slutta, men ei stilling varer lenger enn tilsetjinga.",
            "Set sluttdato på stillinga i kjelda; utkastet kjem på nytt.",
        ),
        "en": (
            "The position has not been ended",
            "The person has left, but a position lasts longer than the employment.",
            "Set an end to the position in the source; the draft comes anew.",
        ),
    },
    "S06": {
        "nb": (
            "Kildene er uenige",
            "To kilder sier ikke det samme om stilling, enhet eller prosent på samme dag.",
            (
                "Se på begge, og velg hvilken som skal gjelde når du signerer. Skriv hvorfor. "
                "Er begge feil, rett i kilden; utkastet kommer på nytt."
            ),
        ),
        "nn": (
            "Kjeldene er usamde",
            "To kjelder seier ikkje det same om stilling, eining eller prosent på same dag.",
            (
                "Sjå på begge, og vel kva for ei som skal gjelde når du signerer. Skriv kvifor. "
                "Er begge feil, rett i kjelda; utkastet kjem på nytt."
            ),
        ),
        "en": (
            "The sources disagree",
            "Two sources do not say the same of position, unit or percent on the same day.",
            (
                "Look at both, and choose which of them counts when you sign. Say why. "
                "If both are wrong, correct the source; the draft comes anew."
            ),
        ),
    },
    "S07": {
        "nb": (
            "Tiden før systemskiftet mangler",
            (
                "Personen var ansatt før systemet ble tatt i bruk, og ingen eldre kilde "
                "forteller om det."
            ),
            (
                "Hent stillingene fra det gamle systemet eller arkivet; utkastet kommer på nytt. "
                "Finnes de ikke, signer og skriv hvorfor."
            ),
        ),
        "nn": (
            "Tida før systemskiftet manglar",
            (
                "Personen var tilsett før systemet blei teke i bruk, og inga eldre kjelde "
                "fortel om det."
            ),
            (
                "Hent stillingane frå det gamle systemet eller arkivet; utkastet kjem på nytt. "
                "Finst dei ikkje, signer og skriv kvifor."
            ),
        ),
        "en": (
            "The time before the change of system is missing",
            (
                "The person was employed before the system was in use, and no older source "
                "tells of it."
            ),
            (
                "Fetch the positions from the old system or the archive; the draft comes anew. "
                "If there are none, sign and say why."
            ),
        ),
    },
    "S08": {
        "nb": (
            "Ingen stilling funnet",
            "Personen er kjent, men ingen kilde forteller om noen stilling.",
            "Let i det gamle systemet og arkivet, og legg stillingene i listen.",
        ),
        "nn": (
            "Inga stilling funnen",
            "Personen er kjend, men inga kjelde fortel om noka stilling.",
            "Leit i det gamle systemet og arkivet, og legg stillingane i lista.",
        ),
        "en": (
            "No position found",
            "The person is known, but no source tells of any position.",
            "Look in the old system and the archive, and add the positions to the list.",
        ),
    },
    "S09": {
        "nb": (
            "Navn eller fødselsdato mangler",
            (
                "Listen over ansatte sier ikke navn eller fødselsdato, og uten dem gjelder "
                "beviset ingen."
            ),
            "Legg navn og fødselsdato i listen over ansatte; utkastet kommer på nytt.",
        ),
        "nn": (
            "Namn eller fødselsdato manglar",
            (
                "Lista over tilsette seier ikkje namn eller fødselsdato, og utan dei gjeld "
                "beviset ingen."
            ),
            "Legg namn og fødselsdato i lista over tilsette; utkastet kjem på nytt.",
        ),
        "en": (
            "Name or birth date is missing",
            (
                "The list of employees lacks name or birth date, and without them the record is "
                "nobody's."
            ),
            "Add name and birth date to the list of employees; the draft comes anew.",
        ),
    },
}
