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
    "change_claim": (
        "Endre kravet",
        "Feilen er vår. Lønn retter kravet, og saken prøves på nytt i neste kjøring.",
    ),
    "send_to_nav": (
        "Ta det opp med NAV",
        "Saken settes på vent til NAV har svart.",
    ),
    "write_off": (
        "Avskriv som tap",
        "Kravet lukkes uten betaling og føres som tap.",
    ),
    "wrong_person_or_unit": (
        "Feil person eller enhet",
        "Linje og krav hører ikke sammen. De skilles og prøves hver for seg.",
    ),
    "cannot_determine": (
        "Kan ikke avgjøres nå",
        "Saken settes på vent. Skriv hva som mangler, så den neste slipper å lete.",
    ),
    "fetch_again": (
        "Hent på nytt",
        "Roboten henter rapporten igjen i neste kjøring.",
    ),
    "acknowledge": (
        "Kontrollert og i orden",
        "Du har kontrollert det, og ingenting mer skal gjøres.",
    ),
}
