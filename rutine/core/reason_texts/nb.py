"""Bokmål: benefits, and decisions as (name, what follows)."""

BENEFITS: dict[str, str] = {
    "1": "Foreldrepenger ved adopsjon",
    "2": "Foreldrepenger ved fødsel",
    "3": "Svangerskapspenger",
    "4": "Sykepenger",
    "5": "Forsikring i arbeidsgiverperioden",
    "6": "Sykepenger, kronisk sykdom",
    "7": "Sykepenger, gravid",
    "8": "Reisetilskudd",
    "9": "Pleiepenger",
    "A": "Trekk eller tilbakebetaling",
    "E": "Feriepenger av foreldrepenger ved adopsjon",
    "F": "Feriepenger av foreldrepenger ved fødsel",
    "G": "Feriepenger av svangerskapspenger",
    "H": "Feriepenger av sykepenger",
    "I": "Feriepenger, forsikring i arbeidsgiverperioden",
    "J": "Feriepenger av sykepenger, kronisk sykdom",
    "K": "Feriepenger av sykepenger, gravid",
    "M": "Feriepenger av pleie-, opplærings- og omsorgspenger",
    "Y": "Opplæringspenger",
    "Z": "Omsorgspenger",
}

UNKNOWN_BENEFIT = "Ukjent ytelse, kode {code}"

ACTIONS: dict[str, tuple[str, str]] = {
    "settle_as_claimed": (
        "Utlign som krevd",
        "Krav og utbetaling hører sammen og lukkes mot hverandre.",
    ),
    "accept_paid": (
        "Godta det NAV har betalt",
        "Kravet lukkes med beløpet NAV betalte. Forskjellen følges ikke opp mer.",
    ),
    "accept_part": (
        "Godta som delbetaling",
        "Det NAV har betalt, gjøres opp. Resten av kravet står åpent og venter videre på NAV.",
    ),
    "change_claim": (
        "Endre kravet",
        "Feilen er vår. Lønn retter kravet, og saken venter til det er gjort.",
    ),
    "send_to_nav": (
        "Ta det opp med NAV",
        "Saken settes på vent til NAV har svart.",
    ),
    "wait_until": (
        "Vent til en dato",
        "Saken er borte fra lista til den datoen du velger, og kommer så tilbake av seg selv.",
    ),
    "write_off": (
        "Avskriv som tap",
        "Det som ikke er betalt av kravet, føres som tap.",
    ),
    "wrong_person_or_unit": (
        "Feil person eller enhet",
        "Linje og krav skilles. Kravet prøves på nytt. Betalingen venter til NAV har rettet den.",
    ),
    "cannot_determine": (
        "Kan ikke avgjøres nå",
        "Saken settes på vent. Skriv hva som mangler. Bare et menneske kan gjøre den opp senere.",
    ),
    "fetch_again": (
        "Hent på nytt",
        "Roboten henter rapporten igjen i neste kjøring. Går det ikke, kommer saken tilbake.",
    ),
    "acknowledge": (
        "Kontrollert og i orden",
        "Du har kontrollert det, og ingenting mer skal gjøres.",
    ),
    "handled": (
        "Fulgt opp",
        (
            "Noen har tatt tak i det. Saken venter, lukker seg når beviset kommer, og er "
            "ellers tilbake på dagen du velger (14 dager hvis du ikke velger)."
        ),
    ),
    "exempt": (
        "Fritak",
        (
            "Kravet gjelder ikke personen til og med dagen du velger, av en grunn rutinefilen "
            "kjenner. Etter den kommer saken tilbake."
        ),
    ),
    "not_relevant": (
        "Ikke aktuelt",
        ("Regelen passer ikke her. Saken kommer bare tilbake hvis opplysningene endrer seg."),
    ),
    "belongs_together": (
        "Hører sammen",
        "Radene regnes som gjort opp mot hverandre.",
    ),
    "give_offer": (
        "Vurdert: kvalifisert, gi tilbud",
        (
            "Personen er kvalifisert og skal ha tilbud. Skriv hva du bygger på. Saken venter, "
            "lukker seg når tilbudet står i listen, og er ellers tilbake på dagen du velger (14 "
            "dager hvis du ikke velger)."
        ),
    ),
    "no_offer": (
        "Vurdert: får ikke tilbud",
        (
            "Personen er ikke kvalifisert for stillingen, eller en annen med fortrinnsrett fikk "
            "den. Skriv hvorfor: begrunnelsen er dokumentasjonen. Saken kommer bare tilbake hvis "
            "opplysningene endrer seg."
        ),
    ),
    "correct_list": (
        "Rett listen som foreslått",
        "Listen blir levert slik saken foreslår, fra neste kjøring. Registeret endres ikke.",
    ),
    "approve_answer": (
        "Godkjenn svaret",
        (
            "Ansatte får se akkurat denne teksten, til den går ut eller endres. "
            "Endres den, må den godkjennes på nytt."
        ),
    ),
    "sign": (
        "Signer",
        (
            "Utkastet er riktig. "
            "Det utstedes i ditt navn, og PDF-en lages og arkiveres. Det kan ikke angres."
        ),
    ),
    "match_by_hand": (
        "Koble for hånd",
        "De valgte linjene og kravene gjøres opp mot hverandre.",
    ),
}
