"""Nynorsk: benefits, and decisions as (name, what follows)."""

BENEFITS: dict[str, str] = {
    "1": "Foreldrepengar ved adopsjon",
    "2": "Foreldrepengar ved fødsel",
    "3": "Svangerskapspengar",
    "4": "Sjukepengar",
    "5": "Forsikring i arbeidsgivarperioden",
    "6": "Sjukepengar, kronisk sjukdom",
    "7": "Sjukepengar, gravid",
    "8": "Reisetilskot",
    "9": "Pleiepengar",
    "A": "Trekk eller tilbakebetaling",
    "E": "Feriepengar av foreldrepengar ved adopsjon",
    "F": "Feriepengar av foreldrepengar ved fødsel",
    "G": "Feriepengar av svangerskapspengar",
    "H": "Feriepengar av sjukepengar",
    "I": "Feriepengar, forsikring i arbeidsgivarperioden",
    "J": "Feriepengar av sjukepengar, kronisk sjukdom",
    "K": "Feriepengar av sjukepengar, gravid",
    "M": "Feriepengar av pleie-, opplærings- og omsorgspengar",
    "Y": "Opplæringspengar",
    "Z": "Omsorgspengar",
}

UNKNOWN_BENEFIT = "Ukjend yting, kode {code}"

ACTIONS: dict[str, tuple[str, str]] = {
    "settle_as_claimed": (
        "Utlikn som kravd",
        "Krav og utbetaling høyrer saman og blir lukka mot kvarandre.",
    ),
    "accept_paid": (
        "Godta det NAV har betalt",
        "Kravet blir lukka med beløpet NAV betalte. Skilnaden blir ikkje følgd opp meir.",
    ),
    "accept_part": (
        "Godta som delbetaling",
        "Det NAV har betalt, blir gjort opp. Resten av kravet står ope og ventar vidare på NAV.",
    ),
    "change_claim": (
        "Endre kravet",
        "Feilen er vår. Løn rettar kravet, og saka ventar til det er gjort.",
    ),
    "send_to_nav": (
        "Ta det opp med NAV",
        "Saka blir sett på vent til NAV har svart.",
    ),
    "wait_until": (
        "Vent til ein dato",
        "Saka er borte frå lista til den datoen du vel, og kjem så tilbake av seg sjølv.",
    ),
    "write_off": (
        "Avskriv som tap",
        "Det som ikkje er betalt av kravet, blir ført som tap.",
    ),
    "wrong_person_or_unit": (
        "Feil person eller eining",
        "Linje og krav blir skilde. Kravet blir prøvd på nytt. Betalinga ventar på NAV.",
    ),
    "cannot_determine": (
        "Kan ikkje avgjerast no",
        "Saka blir sett på vent. Skriv kva som manglar. Berre menneske kan gjere ho opp seinare.",
    ),
    "fetch_again": (
        "Hent på nytt",
        "Roboten hentar rapporten igjen i neste køyring. Går det ikkje, kjem saka tilbake.",
    ),
    "acknowledge": (
        "Kontrollert og i orden",
        "Du har kontrollert det, og ikkje noko meir skal gjerast.",
    ),
    "handled": (
        "Følgt opp",
        (
            "Nokon har teke tak i det. Saka ventar, lukkar seg når beviset kjem, og er elles "
            "tilbake på dagen du vel (14 dagar om du ikkje vel)."
        ),
    ),
    "exempt": (
        "Fritak",
        (
            "Kravet gjeld ikkje personen til og med dagen du vel, av ein grunn rutinefila "
            "kjenner. Etter den kjem saka tilbake."
        ),
    ),
    "not_relevant": (
        "Ikkje aktuelt",
        "Regelen passar ikkje her. Saka kjem berre tilbake om opplysningane endrar seg.",
    ),
    "belongs_together": (
        "Høyrer saman",
        "Radene blir rekna som gjorde opp mot kvarandre.",
    ),
    "give_offer": (
        "Vurdert: kvalifisert, gi tilbod",
        (
            "Personen er kvalifisert og skal ha tilbod. Skriv kva du byggjer på. Saka ventar, "
            "lukkar seg når tilbodet står i lista, og er elles tilbake på dagen du vel (14 dagar "
            "om du ikkje vel)."
        ),
    ),
    "no_offer": (
        "Vurdert: får ikkje tilbod",
        (
            "Personen er ikkje kvalifisert for stillinga, eller ein annan med førerett fekk ho. "
            "Skriv kvifor: grunngivinga er dokumentasjonen. Saka kjem berre tilbake om "
            "opplysningane endrar seg."
        ),
    ),
    "correct_list": (
        "Rett lista som foreslått",
        "Lista blir levert slik saka foreslår, frå neste køyring. Registeret blir ikkje endra.",
    ),
    "approve_answer": (
        "Godkjenn svaret",
        (
            "Tilsette får sjå akkurat denne teksten, til han går ut eller blir endra. "
            "Blir han endra, må han godkjennast på nytt."
        ),
    ),
    "sign": (
        "Signer",
        (
            "Utkastet er rett. Det blir utferda i ditt namn, og PDF-en blir laga og arkivert. "
            "Det kan ikkje gjerast om."
        ),
    ),
    "match_by_hand": (
        "Kople for hand",
        "Dei valde linjene og krava blir gjorde opp mot kvarandre.",
    ),
}
