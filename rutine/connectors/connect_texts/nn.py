"""Nynorsk: avslaga til Altinn som (kva det tyder, kva ein gjer), og kvart steg i oppkoplinga."""

REASONS: dict[str, tuple[str, str]] = {
    "forbidden": (
        (
            "Altinn lèt oss ikkje registrere systemet. Retten manglar, eller klienten høyrer til "
            "eit anna organisasjonsnummer enn det vi oppgav."
        ),
        (
            "Kontroller at klienten har scopa som er lista over, og at --vendor er nummeret som "
            "eig klienten. Scopa for systemregisteret må tingast hos Digdir."
        ),
    ),
    "vendor_invalid": (
        "Altinn kjenner ikkje att organisasjonsnummeret til den som eig systemet.",
        "Kontroller --vendor: ni siffer, nummeret til kommunen eller leverandøren.",
    ),
    "system_id_invalid": (
        "Altinn godtok ikkje namnet på systemet vårt.",
        "Kontroller at --vendor er det same nummeret som eig klienten i Maskinporten.",
    ),
    "system_id_taken": (
        "Eit system med dette namnet finst frå før, og det er ikkje vårt.",
        "Kontroller --vendor. Er nummeret rett, ta kontakt med Altinn (servicedesk@altinn.no).",
    ),
    "resource_unknown": (
        "Altinn kjenner ikkje tenesta til NAV for oppgjersrapportar i dette miljøet.",
        (
            "Kontroller --environment. Er det rett, kan NAV ha bytt namn på tenesta: meld frå til "
            "dei som held rutine ved like."
        ),
    ),
    "package_unknown": (
        "Altinn kjenner ikkje tilgangspakken vi bed om, eller han kan ikkje gjevast vidare.",
        "Meld frå til dei som held rutine ved like: Altinn kan ha bytt namn på pakken.",
    ),
    "client_taken": (
        "Klienten høyrer alt til eit anna system i Altinn. Ein klient kan berre høyre til eitt.",
        (
            "Lag ein eigen klient for rutine i Samarbeidsportalen, og køyr kommandoen på nytt med "
            "--client-id."
        ),
    ),
    "system_unknown": (
        "Altinn finn ikkje systemet vårt i registeret.",
        "Køyr kommandoen på nytt: han registrerer systemet først.",
    ),
    "request_unknown": (
        "Altinn finn ikkje førespurnaden om systembrukar. Han kan vere sletta.",
        "Køyr kommandoen på nytt: han lagar ein ny førespurnad.",
    ),
    "request_denied": (
        "Førespurnaden om systembrukar er avvist.",
        "Finn ut kven som avviste og kvifor. Køyr så kommandoen på nytt med --again.",
    ),
    "request_rejected": (
        "Ein person i verksemda sa nei til førespurnaden om systembrukar.",
        "Snakk med den som har rolla Tilgangsstyrar. Køyr så kommandoen på nytt med --again.",
    ),
    "request_timed_out": (
        "Førespurnaden om systembrukar er gått ut på dato utan svar.",
        "Køyr kommandoen på nytt med --again, og be ein Tilgangsstyrar godkjenne snart.",
    ),
    "altinn_refused": (
        "Altinn sa nei av ein grunn vi ikkje kjenner.",
        "Noter koden under og ta kontakt med Altinn (servicedesk@altinn.no).",
    ),
}

STEPS: dict[str, str] = {
    "key_made": "Nøkkel laga: {path} (berre du kan lese han). Ta tryggingskopi.",
    "key_there": "Nøkkelen finst: {path}",
    "register": (
        "Registrer klienten i Samarbeidsportalen (https://sjolvbetjening.samarbeid.digdir.no):\n"
        "  1. Lag ein klient av typen Maskinporten for organisasjonsnummer {vendor}.\n"
        "  2. Legg til desse scopa. Dei frå Altinn må tingast hos Digdir første gongen:"
    ),
    "register_key": "  3. Legg inn denne offentlege nøkkelen på klienten:",
    "register_after": (
        "  4. Noter klient-id, nøkkel-id (kid) og når nøkkelen går ut, og køyr på nytt:\n"
        "     rutine connect nav --client-id ID --key-id KID --key-expires ÅÅÅÅ-MM-DD"
    ),
    "ask_client": "Klient-id",
    "ask_key": "Nøkkel-id (kid)",
    "saved": "Innstillingane er lagra i {path}",
    "token": "Maskinporten godtek klienten og nøkkelen.",
    "system": "Systemet er registrert i Altinn: {system}",
    "approve": "Ein person med rolla Tilgangsstyrar i verksemda må godkjenne éin gong:\n  {url}",
    "waiting": "Ventar på godkjenning …",
    "not_yet": (
        "Ikkje godkjent enno. Send lenkja til ein Tilgangsstyrar, og køyr den same kommandoen på "
        "nytt når det er gjort."
    ),
    "approved": "Systembrukaren er godkjend.",
    "proven": "NAV viser {number} rapportar for {employer}. Tilgangen er prova.",
    "unproven": "Tilgangen er ikkje prova enno.",
    "employer": (
        "Verksemda er lagd til i {path} med nummeret som namn. Rett namnet, og legg inn kontoar "
        "og filer."
    ),
    "done": "Ferdig. Hent med: rutine run nav_refunds --employer {employer}",
    "code": "Kode",
}
