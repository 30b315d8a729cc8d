"""Reasons about the respondents of a survey: who is missing, misplaced or can't be reached.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "U01": {
        "nb": (
            "Mangler på respondentlisten",
            "Etter regelen skal den ansatte ha undersøkelsen, men står ikke på listen.",
            (
                "Rett listen som foreslått, så kommer personen med i enheten som står under. "
                "Skal personen likevel ikke være med, svar at det er i orden, og skriv "
                "hvorfor."
            ),
        ),
        "nn": (
            "Manglar på respondentlista",
            "Etter regelen skal den tilsette ha undersøkinga, men står ikkje på lista.",
            (
                "Rett lista som foreslått, så kjem personen med i eininga som står under. Skal "
                "personen likevel ikkje vere med, svar at det er i orden, og skriv kvifor."
            ),
        ),
        "en": (
            "Missing from the list of respondents",
            "By the rule the employee takes part in the survey, but is not on the list.",
            (
                "Correct the list as suggested, and the person is put on in the unit below. If "
                "the person shall not take part after all, answer that it is in order, and "
                "write why."
            ),
        ),
    },
    "U02": {
        "nb": (
            "På listen, men har sluttet",
            (
                "Arbeidsforholdet eller alle stillingene er avsluttet, men personen står "
                "fortsatt på listen."
            ),
            (
                "Rett listen som foreslått, så tas personen av. Er sluttdatoen feil, rett den "
                "i personalsystemet."
            ),
        ),
        "nn": (
            "På lista, men har slutta",
            (
                "Arbeidsforholdet eller alle stillingane er avslutta, men personen står "
                "framleis på lista."
            ),
            (
                "Rett lista som foreslått, så blir personen teken av. Er sluttdatoen feil, "
                "rett han i personalsystemet."
            ),
        ),
        "en": (
            "On the list, but has left",
            "The employment or every position has ended, but the person is still on the list.",
            (
                "Correct the list as suggested, and the person is taken off. If the last day "
                "is wrong, correct it in the personnel system."
            ),
        ),
    },
    "U03": {
        "nb": (
            "På listen, men skal ikke være med",
            "Ingen av stillingene er med i undersøkelsen etter regelen i rutinefilen.",
            (
                "Rett listen som foreslått, så tas personen av. Skal stillingen være med, rett "
                "merket på den i personalsystemet, eller regelen."
            ),
        ),
        "nn": (
            "På lista, men skal ikkje vere med",
            "Ingen av stillingane er med i undersøkinga etter regelen i rutinefila.",
            (
                "Rett lista som foreslått, så blir personen teken av. Skal stillinga vere med, "
                "rett merket på ho i personalsystemet, eller regelen."
            ),
        ),
        "en": (
            "On the list, but not to take part",
            "None of the positions takes part in the survey by the rule in the routine file.",
            (
                "Correct the list as suggested, and the person is taken off. If the position "
                "takes part, correct its mark in the personnel system, or the rule."
            ),
        ),
    },
    "U04": {
        "nb": (
            "Står flere ganger på listen",
            "Samme person har flere rader på listen, og ville fått undersøkelsen flere ganger.",
            "Rett listen som foreslått, så står raden i riktig enhet igjen.",
        ),
        "nn": (
            "Står fleire gonger på lista",
            "Same person har fleire rader på lista, og ville fått undersøkinga fleire gonger.",
            "Rett lista som foreslått, så står rada i rett eining att.",
        ),
        "en": (
            "On the list more than once",
            "The same person has several rows, and would get the survey several times.",
            "Correct the list as suggested, and the row in the right unit stays.",
        ),
    },
    "U05": {
        "nb": (
            "E-postadressen mangler",
            "Raden på listen har ingen adresse, så undersøkelsen når ikke fram.",
            (
                "Rett listen som foreslått, så brukes adressen fra personalsystemet. Finnes "
                "det ingen, skaff en adresse, eller avtal en annen måte å svare på."
            ),
        ),
        "nn": (
            "E-postadressa manglar",
            "Rada på lista har inga adresse, så undersøkinga når ikkje fram.",
            (
                "Rett lista som foreslått, så blir adressa frå personalsystemet brukt. Finst "
                "det inga, skaff ei adresse, eller avtal ein annan måte å svare på."
            ),
        ),
        "en": (
            "The e-mail address is missing",
            "The row has no address, so the survey does not arrive.",
            (
                "Correct the list as suggested, and the personnel system's address is used. If "
                "there is none, get one, or agree on another way to answer."
            ),
        ),
    },
    "U06": {
        "nb": (
            "Flere har samme e-postadresse",
            (
                "Adressen er flere personers, på listen eller i personalsystemet. Da kan én "
                "svare for en annen, eller noen aldri få undersøkelsen."
            ),
            (
                "Rett listen som foreslått, der personalsystemet har en egen adresse for hver. "
                "Ellers skaff egne adresser. En felles adresse skal ikke brukes."
            ),
        ),
        "nn": (
            "Fleire har same e-postadresse",
            (
                "Adressa er fleire personars, på lista eller i personalsystemet. Då kan éin "
                "svare for ein annan, eller nokon aldri få undersøkinga."
            ),
            (
                "Rett lista som foreslått, der personalsystemet har ei eiga adresse for kvar. "
                "Elles skaff eigne adresser. Ei felles adresse skal ikkje brukast."
            ),
        ),
        "en": (
            "Several have the same e-mail address",
            (
                "The address is several persons', on the list or in the personnel system. One "
                "may then answer for another, or somebody never get the survey."
            ),
            (
                "Correct the list as suggested, where the personnel system has an address of "
                "each one's own. Otherwise get such addresses. A shared address must not be "
                "used."
            ),
        ),
    },
    "U07": {
        "nb": (
            "Står i feil enhet",
            (
                "Personen står i en enhet der ingen av stillingene er. Svaret ville telt for "
                "feil leder."
            ),
            (
                "Rett listen som foreslått, så flyttes personen til enheten som står under. Er "
                "stillingen feil registrert, rett den i personalsystemet."
            ),
        ),
        "nn": (
            "Står i feil eining",
            (
                "Personen står i ei eining der ingen av stillingane er. Svaret ville telt for "
                "feil leiar."
            ),
            (
                "Rett lista som foreslått, så blir personen flytta til eininga som står under. "
                "Er stillinga feil registrert, rett ho i personalsystemet."
            ),
        ),
        "en": (
            "In the wrong unit",
            (
                "The person is in a unit where none of the positions is. The answer would "
                "count for the wrong manager."
            ),
            (
                "Correct the list as suggested, and the person is moved to the unit below. If "
                "the position is wrongly registered, correct it in the personnel system."
            ),
        ),
    },
    "U08": {
        "nb": (
            "Ukjent enhet på listen",
            "Enheten på listen finnes ikke i organisasjonstreet. Ingen ville fått resultatet.",
            (
                "Rett listen som foreslått, så flyttes hver person til sin egen enhet. Er "
                "enheten ny, legg den inn i listen over enheter."
            ),
        ),
        "nn": (
            "Ukjend eining på lista",
            "Eininga på lista finst ikkje i organisasjonstreet. Ingen ville fått resultatet.",
            (
                "Rett lista som foreslått, så blir kvar person flytta til si eiga eining. Er "
                "eininga ny, legg ho inn i lista over einingar."
            ),
        ),
        "en": (
            "Unknown unit on the list",
            "The unit on the list is not in the organisation tree. Nobody would get the result.",
            (
                "Correct the list as suggested, and each person is moved to their own unit. If "
                "the unit is new, add it to the list of units."
            ),
        ),
    },
    "U09": {
        "nb": (
            "For få i enheten",
            (
                "Enheten har færre respondenter enn et resultat krever. Den får ikke noe eget "
                "resultat, så ingen kan kjennes igjen."
            ),
            (
                "Rett listen som foreslått, så svarer alle i enheten over. Eller la enheten "
                "stå uten eget resultat, og si det til lederen."
            ),
        ),
        "nn": (
            "For få i eininga",
            (
                "Eininga har færre respondentar enn eit resultat krev. Ho får ikkje noko eige "
                "resultat, så ingen kan kjennast att."
            ),
            (
                "Rett lista som foreslått, så svarer alle i eininga over. Eller lat eininga "
                "stå utan eige resultat, og sei det til leiaren."
            ),
        ),
        "en": (
            "Too few in the unit",
            (
                "The unit has fewer respondents than a result needs. It gets none of its own, "
                "so that nobody can be recognised."
            ),
            (
                "Correct the list as suggested, and all answer in the unit above. Or let the "
                "unit be without a result of its own, and tell the manager."
            ),
        ),
    },
    "U10": {
        "nb": (
            "Lederen står i egen enhet",
            "Lederen ville svart om seg selv, i resultatet lederen selv skal følge opp.",
            "Rett listen som foreslått, så svarer lederen i enheten over.",
        ),
        "nn": (
            "Leiaren står i eiga eining",
            "Leiaren ville svart om seg sjølv, i resultatet leiaren sjølv skal følgje opp.",
            "Rett lista som foreslått, så svarer leiaren i eininga over.",
        ),
        "en": (
            "The manager is in their own unit",
            "The manager would answer about themselves, in the result they are to follow up.",
            "Correct the list as suggested, and the manager answers in the unit above.",
        ),
    },
    "U11": {
        "nb": (
            "Skjermet person: legges til for hånd",
            (
                "Personen er skjermet, og står derfor aldri i listen som leveres. Etter "
                "regelen skal personen likevel få undersøkelsen, eller står på listen."
            ),
            (
                "Avtal med personen om og hvordan undersøkelsen kan svares på. Legg personen "
                "til hos leverandøren uten å bruke listen, og svar at saken er ordnet."
            ),
        ),
        "nn": (
            "Skjerma person: blir lagd til for hand",
            (
                "Personen er skjerma, og står difor aldri i lista som blir levert. Etter "
                "regelen skal personen likevel få undersøkinga, eller står på lista."
            ),
            (
                "Avtal med personen om og korleis undersøkinga kan svarast på. Legg personen "
                "til hos leverandøren utan å bruke lista, og svar at saka er ordna."
            ),
        ),
        "en": (
            "Protected person: added by hand",
            (
                "The person is protected, and so never in a list that is delivered. By the "
                "rule the person takes part all the same, or is on the list."
            ),
            (
                "Agree with the person whether and how to answer. Add the person at the "
                "supplier without using the list, and answer that it is seen to."
            ),
        ),
    },
}
