"""Bokmål: Altinns avslag som (hva det betyr, hva en gjør), og hvert steg i oppkoblingen."""

REASONS: dict[str, tuple[str, str]] = {
    "forbidden": (
        (
            "Altinn lar oss ikke registrere systemet. Rettigheten mangler, eller klienten "
            "tilhører et annet organisasjonsnummer enn det vi oppga."
        ),
        (
            "Kontroller at klienten har scopene som er listet over, og at --vendor er nummeret "
            "som eier klienten. Scopene for systemregisteret må bestilles hos Digdir."
        ),
    ),
    "vendor_invalid": (
        "Altinn kjenner ikke igjen organisasjonsnummeret til den som eier systemet.",
        "Kontroller --vendor: ni siffer, nummeret til kommunen eller leverandøren.",
    ),
    "system_id_invalid": (
        "Altinn godtok ikke navnet på systemet vårt.",
        "Kontroller at --vendor er det samme nummeret som eier klienten i Maskinporten.",
    ),
    "system_id_taken": (
        "Et system med dette navnet finnes allerede, og det er ikke vårt.",
        "Kontroller --vendor. Er nummeret riktig, ta kontakt med Altinn (servicedesk@altinn.no).",
    ),
    "resource_unknown": (
        "Altinn kjenner ikke NAVs tjeneste for oppgjørsrapporter i dette miljøet.",
        (
            "Kontroller --environment. Er det riktig, kan NAV ha byttet navn på tjenesten: meld "
            "fra til dem som vedlikeholder rutine."
        ),
    ),
    "package_unknown": (
        "Altinn kjenner ikke tilgangspakken vi ber om, eller den kan ikke gis videre.",
        "Meld fra til dem som vedlikeholder rutine: Altinn kan ha byttet navn på pakken.",
    ),
    "client_taken": (
        "Klienten hører allerede til et annet system i Altinn. En klient kan bare høre til ett.",
        (
            "Lag en egen klient for rutine i Samarbeidsportalen, og kjør kommandoen på nytt med "
            "--client-id."
        ),
    ),
    "system_unknown": (
        "Altinn finner ikke systemet vårt i registeret.",
        "Kjør kommandoen på nytt: den registrerer systemet først.",
    ),
    "request_unknown": (
        "Altinn finner ikke forespørselen om systembruker. Den kan være slettet.",
        "Kjør kommandoen på nytt: den lager en ny forespørsel.",
    ),
    "request_denied": (
        "Forespørselen om systembruker er avvist.",
        "Finn ut hvem som avviste og hvorfor. Kjør så kommandoen på nytt med --again.",
    ),
    "request_rejected": (
        "En person i virksomheten sa nei til forespørselen om systembruker.",
        "Snakk med den som har rollen Tilgangsstyrer. Kjør så kommandoen på nytt med --again.",
    ),
    "request_timed_out": (
        "Forespørselen om systembruker er gått ut på dato uten svar.",
        "Kjør kommandoen på nytt med --again, og be en Tilgangsstyrer godkjenne snart.",
    ),
    "altinn_refused": (
        "Altinn sa nei av en grunn vi ikke kjenner.",
        "Noter koden under og ta kontakt med Altinn (servicedesk@altinn.no).",
    ),
}

STEPS: dict[str, str] = {
    "key_made": "Nøkkel laget: {path} (bare du kan lese den). Ta sikkerhetskopi.",
    "key_there": "Nøkkelen finnes: {path}",
    "register": (
        "Registrer klienten i Samarbeidsportalen (https://sjolvbetjening.samarbeid.digdir.no):\n"
        "  1. Lag en klient av typen Maskinporten for organisasjonsnummer {vendor}.\n"
        "  2. Legg til disse scopene. De fra Altinn må bestilles hos Digdir første gang:"
    ),
    "register_key": "  3. Legg inn denne offentlige nøkkelen på klienten:",
    "register_after": (
        "  4. Noter klient-id, nøkkel-id (kid) og når nøkkelen utløper, og kjør på nytt:\n"
        "     rutine connect nav --client-id ID --key-id KID --key-expires ÅÅÅÅ-MM-DD"
    ),
    "ask_client": "Klient-id",
    "ask_key": "Nøkkel-id (kid)",
    "saved": "Innstillingene er lagret i {path}",
    "token": "Maskinporten godtar klienten og nøkkelen.",
    "system": "Systemet er registrert i Altinn: {system}",
    "approve": "En person med rollen Tilgangsstyrer i virksomheten må godkjenne én gang:\n  {url}",
    "waiting": "Venter på godkjenning …",
    "not_yet": (
        "Ikke godkjent ennå. Send lenken til en Tilgangsstyrer, og kjør den samme kommandoen på "
        "nytt når det er gjort."
    ),
    "approved": "Systembrukeren er godkjent.",
    "proven": "NAV viser {number} rapporter for {employer}. Tilgangen er bevist.",
    "unproven": "Tilgangen er ikke bevist ennå.",
    "employer": (
        "Virksomheten er lagt til i {path} med nummeret som navn. Rett navnet, og legg inn "
        "kontoer og filer."
    ),
    "done": "Ferdig. Hent med: rutine run nav_refunds --employer {employer}",
    "code": "Kode",
}
