"""Reasons about answers to employees: not approved, out of date, against each other, or missing.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "Q01": {
        "nb": (
            "Et svar venter på godkjenning",
            "Teksten er ny eller endret. Ansatte ser den ikke før et menneske har godkjent den.",
            (
                "Les spørsmål, svar og kilde. Stemmer det, godkjenn svaret. Stemmer det ikke, rett "
                "det i svarsettet; saken følger teksten."
            ),
        ),
        "nn": (
            "Eit svar ventar på godkjenning",
            "Teksten er ny eller endra. Tilsette ser han ikkje før eit menneske har godkjent han.",
            (
                "Les spørsmål, svar og kjelde. Stemmer det, godkjenn svaret. Stemmer det ikkje, "
                "rett det i svarsettet; saka følgjer teksten."
            ),
        ),
        "en": (
            "An answer waits for approval",
            "The text is new or changed. Employees do not see it before a person has approved it.",
            (
                "Read the question, the answer and the source. If they are right, approve the "
                "answer. If not, correct the set of answers; the case follows the text."
            ),
        ),
    },
    "Q02": {
        "nb": (
            "Et svar går snart ut",
            "Svaret vises til og med den siste dagen sin, og den er nær.",
            (
                "Se om svaret fortsatt stemmer. Forleng det i svarsettet, eller legg inn et nytt "
                "som gjelder etterpå. Saken lukker seg selv."
            ),
        ),
        "nn": (
            "Eit svar går snart ut",
            "Svaret blir vist til og med den siste dagen sin, og han er nær.",
            (
                "Sjå om svaret framleis stemmer. Forleng det i svarsettet, eller legg inn eit nytt "
                "som gjeld etterpå. Saka lukkar seg sjølv."
            ),
        ),
        "en": (
            "An answer expires soon",
            "The answer is shown until its last day, which is near.",
            (
                "See whether it still holds. Prolong it in the set of answers, or add one that "
                "holds afterwards. The case closes itself."
            ),
        ),
    },
    "Q03": {
        "nb": (
            "Et svar har gått ut",
            "Den siste dagen er over, og svaret vises ikke lenger.",
            (
                "Forleng svaret i svarsettet, legg inn et nytt, eller ta raden ut om ingen trenger "
                "svaret. Saken lukker seg selv."
            ),
        ),
        "nn": (
            "Eit svar har gått ut",
            "Den siste dagen er over, og svaret blir ikkje vist lenger.",
            (
                "Forleng svaret i svarsettet, legg inn eit nytt, eller ta rada ut om ingen treng "
                "svaret. Saka lukkar seg sjølv."
            ),
        ),
        "en": (
            "An answer has expired",
            "Its last day is over, and it is shown no more.",
            (
                "Prolong it in the set of answers, add a new one, or take the row out if nobody "
                "needs it. The case closes itself."
            ),
        ),
    },
    "Q04": {
        "nb": (
            "To svar på samme spørsmål",
            (
                "To rader stilles likt og gjelder samtidig. Er svarene ulike, og begge godkjent, "
                "vises ingen av dem."
            ),
            (
                "Bestem hvilken som gjelder. Ta den andre ut av svarsettet, la den slutte før den "
                "andre begynner, eller la dem gjelde hver sine enheter."
            ),
        ),
        "nn": (
            "To svar på same spørsmål",
            (
                "To rader blir stilte likt og gjeld samstundes. Er svara ulike, og begge "
                "godkjende, "
                "blir ingen av dei viste."
            ),
            (
                "Bestem kva for ei som gjeld. Ta den andre ut av svarsettet, la ho slutte før den "
                "andre tek til, eller la dei gjelde kvar sine einingar."
            ),
        ),
        "en": (
            "Two answers to one question",
            (
                "Two rows are asked alike and hold at the same time. If their answers differ, and "
                "both are approved, neither is shown."
            ),
            (
                "Decide which one holds. Take the other out of the set, let it end before the "
                "first begins, or let each hold for units of its own."
            ),
        ),
    },
    "Q05": {
        "nb": (
            "Et svar har ingen eier",
            "Ingen svarer for at det er riktig. Det kan ikke godkjennes, og ansatte ser det ikke.",
            "Skriv i svarsettet hvilken rolle eller hvilket kontor som eier svaret.",
        ),
        "nn": (
            "Eit svar har ingen eigar",
            (
                "Ingen svarer for at det er rett. Det kan ikkje godkjennast, og tilsette ser det "
                "ikkje."
            ),
            "Skriv i svarsettet kva rolle eller kva kontor som eig svaret.",
        ),
        "en": (
            "An answer has no owner",
            "Nobody answers for it. It can't be approved, and employees do not see it.",
            "Write in the set of answers which role or office owns it.",
        ),
    },
    "Q06": {
        "nb": (
            "Et svar har ingen kilde",
            (
                "Raden sier ikke hvor svaret kommer fra. Det kan ikke godkjennes, og ansatte ser "
                "det ikke."
            ),
            "Skriv paragrafen, avtalen eller adressen svaret bygger på, i svarsettet.",
        ),
        "nn": (
            "Eit svar har inga kjelde",
            (
                "Rada seier ikkje kvar svaret kjem frå. Det kan ikkje godkjennast, og tilsette ser "
                "det ikkje."
            ),
            "Skriv paragrafen, avtalen eller adressa svaret byggjer på, i svarsettet.",
        ),
        "en": (
            "An answer has no source",
            (
                "The row does not say where the answer comes from. It can't be approved, and "
                "employees do not see it."
            ),
            "Write in the set of answers which paragraph, agreement or address it rests on.",
        ),
    },
    "Q07": {
        "nb": (
            "Et spørsmål har ikke noe svar",
            "Ansatte har spurt, og svarsettet hjalp dem ikke. Tall i teksten er byttet ut med #.",
            (
                "Skriv et svar, eller legg måten det spørres på til et svar som finnes. Saken "
                "lukker seg selv når svaret er godkjent. Er det ikke et spørsmål til HR, velg "
                "«Ikke aktuelt»."
            ),
        ),
        "nn": (
            "Eit spørsmål har ikkje noko svar",
            "Tilsette har spurt, og svarsettet hjelpte dei ikkje. Tal i teksten er bytte ut med #.",
            (
                "Skriv eit svar, eller legg måten det blir spurt på til eit svar som finst. Saka "
                "lukkar seg sjølv når svaret er godkjent. Er det ikkje eit spørsmål til HR, vel "
                "«Ikkje aktuelt»."
            ),
        ),
        "en": (
            "A question has no answer",
            "Employees asked, and the set did not help them. Digits in the text are shown as #.",
            (
                "Write an answer, or add this wording to one that is there. The case closes "
                "itself when the answer is approved. If it is no question for HR, choose “Not "
                "relevant”."
            ),
        ),
    },
}
