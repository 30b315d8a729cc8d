"""Bokmål: reasons as (what it means, what to do), refused files, progress."""

REASONS: dict[str, tuple[str, str]] = {
    "sign_in_failed": (
        "Roboten kom ikke inn: innloggingen ble ikke fullført.",
        "Logg inn selv og se om ID-porten virker. Start så hentingen på nytt.",
    ),
    "session_ended": (
        "Innloggingen hos NAV gikk ut før alt var hentet. Det som ble hentet, er tatt vare på.",
        "Start hentingen på nytt. Bare det som mangler, blir hentet.",
    ),
    "person_needed": (
        "Ingen har hentet rapporter for perioden: det trengs en person som logger inn.",
        "Kjør `rutine fetch --with-me`, logg inn i vinduet, og kjør så rutinen på nytt.",
    ),
    "portal_unreachable": (
        "NAVs side svarer ikke.",
        "Kontroller nettforbindelsen, og prøv igjen senere.",
    ),
    "browser_stopped": (
        "Nettleseren stoppet underveis. Det som ble hentet, er tatt vare på.",
        "Start hentingen på nytt. Skjer det igjen, kjør `rutine doctor`.",
    ),
    "page_slow": (
        "NAVs side ble ikke ferdig lastet i tide.",
        "Prøv igjen senere. Skjer det ofte, sett opp ventetiden i innstillingene.",
    ),
    "page_changed": (
        "NAVs side ser annerledes ut enn roboten kjenner den. Den gjetter ikke.",
        "Hent rapporten for hånd denne gangen, og meld fra til IT: tekstene må oppdateres.",
    ),
    "folder_unreachable": (
        "Mappa for rapporter er borte, eller kan ikke leses.",
        "Meld fra til IT: stasjonen er kanskje ikke koblet til, eller rettigheten er endret.",
    ),
    "folder_read_only": (
        "Roboten kan ikke flytte filer i mappa for rapporter. Ingenting er hentet.",
        "Meld fra til IT: brukeren som kjører rutine, må kunne skrive i mappa.",
    ),
    "system_user_missing": (
        (
            "Maskinporten finner ingen godkjent systembruker for virksomheten (MP-303). Den kan "
            "være slettet, ikke godkjent ennå, eller mangle klienten vår."
        ),
        (
            "Se i Altinn under systembrukere om systembrukeren er godkjent: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Kjør så `rutine "
            "connect nav`; den sier hva som mangler."
        ),
    ),
    "key_expired": (
        "Nøkkelen vår er utløpt hos Maskinporten. Ingenting er hentet.",
        (
            "IT lager ny nøkkel med `rutine connect nav --new-key` og registrerer den på klienten "
            "i Samarbeidsportalen."
        ),
    ),
    "key_unknown": (
        "Maskinporten kjenner ikke nøkkelen vi signerer med.",
        (
            "IT kontrollerer at den offentlige nøkkelen er registrert på klienten, og at `key_id` "
            "i rutine.toml er den nøkkel-id-en Samarbeidsportalen viser."
        ),
    ),
    "client_unknown": (
        "Maskinporten kjenner ikke klienten vår.",
        (
            "IT kontrollerer `client_id` i rutine.toml, og at klienten er laget i samme miljø "
            "(test eller produksjon)."
        ),
    ),
    "audience_wrong": (
        "Maskinporten sier at vi spurte feil miljø.",
        (
            "IT kontrollerer `environment` i rutine.toml: test og produksjon har hver sin "
            "Maskinporten."
        ),
    ),
    "clock_wrong": (
        "Klokka på maskinen går feil: Maskinporten godtar høyst 10 sekunders avvik.",
        "IT slår på tidssynkronisering (NTP) på maskinen. `rutine doctor` viser avviket.",
    ),
    "scope_missing": (
        "Klienten vår har ikke rettigheten (scope) den ber om i Maskinporten.",
        (
            "IT legger scopet til på klienten i Samarbeidsportalen. `rutine connect nav` viser "
            "hvilke som trengs."
        ),
    ),
    "client_kind_wrong": (
        "Klienten i Maskinporten er av feil type: den er laget for innlogging av personer.",
        "IT lager en ny klient av typen Maskinporten, og kjører `rutine connect nav` på nytt.",
    ),
    "grant_used": (
        "Maskinporten sier at forespørselen vår er brukt før.",
        "Prøv igjen. Skjer det flere ganger, meld fra til IT: to installasjoner kan dele nøkkel.",
    ),
    "grant_malformed": (
        (
            "Maskinporten kunne ikke lese forespørselen vår. Det er trolig en feil i "
            "innstillingene eller i programmet."
        ),
        (
            "IT kontrollerer `client_id`, `key_id` og `external_ref` i rutine.toml, og melder "
            "ellers feilen til dem som vedlikeholder rutine."
        ),
    ),
    "token_refused": (
        "Maskinporten ga oss ikke adgang, uten å si hvorfor på en måte vi kjenner.",
        (
            "IT kjører `rutine doctor` og ser på klienten i Samarbeidsportalen. Står alt riktig "
            "der, ta kontakt med Digdir."
        ),
    ),
    "token_rejected": (
        "NAV godtok ikke adgangsbeviset fra Maskinporten, heller ikke et helt nytt.",
        (
            "IT kontrollerer at klienten bare ber om scopet for oppgjørsrapporter. Varer det over "
            "en dag, ta kontakt med NAV."
        ),
    ),
    "request_refused": (
        "NAV avviste spørsmålet vårt som feil stilt. Å prøve igjen hjelper ikke.",
        "Hent rapporten på NAVs side denne gangen, og meld feilen til IT: programmet må rettes.",
    ),
    "api_changed": (
        "NAV eller Maskinporten svarte på en annen måte enn beskrevet. Roboten gjetter ikke.",
        "Hent rapporten på NAVs side denne gangen, og meld fra til IT: programmet må oppdateres.",
    ),
    "api_unreachable": (
        "NAV eller Maskinporten svarte ikke, selv etter flere forsøk. Det er trolig en driftsfeil.",
        (
            "Vent til neste kjøring. Varer det over en dag, la IT kontrollere nettforbindelsen, og "
            "se etter driftsmeldinger hos NAV."
        ),
    ),
    "api_no_access": (
        (
            "NAV viser oss ikke lenger rapporter vi har hentet før. Tilgangen kan være borte, NAVs "
            "tilgangstjeneste kan være nede, eller virksomheten kan ha fått nytt "
            "organisasjonsnummer."
        ),
        (
            "Se i Altinn om systembrukeren fortsatt har tilgangen: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Er den i orden, vent "
            "til neste kjøring. Er virksomheten slått sammen eller delt, sett opp det nye nummeret "
            "med `rutine connect nav`."
        ),
    ),
    "api_list_incomplete": (
        (
            "NAV kjenner en rapport vi har hentet før, men tok den ikke med i listen. Da kan nye "
            "også mangle."
        ),
        (
            "Vent til neste kjøring. Skjer det igjen, se på NAVs side "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) om listen er hel, og ta kontakt med "
            "NAV."
        ),
    ),
    "api_no_reports": (
        (
            "NAV viste ingen rapporter, og vi har ingen fra før. Det kan være manglende tilgang, "
            "en driftsfeil, eller at pengene går til et annet organisasjonsnummer."
        ),
        (
            "Se på NAVs side om virksomheten har rapporter: "
            "https://www.nav.no/oppgjorsrapporter/ref-arbg. Har den det, kontroller systembrukeren "
            "i Altinn. Har den ikke det, kontroller hvilket organisasjonsnummer NAV betaler til."
        ),
    ),
    "lists_no_access": (
        (
            "NAV viser ikke sykefraværet til underenheten. Tilgangen kan mangle, eller NAVs "
            "tilgangstjeneste kan være nede."
        ),
        (
            "Se i Altinn om systembrukeren har NAVs tjenester for sykepenger på underenheten: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Er de der, vent til "
            "neste kjøring."
        ),
    ),
    "no_companies": (
        (
            "NAV viste ingen virksomheter. Det kan være manglende rettighet, eller at Altinns "
            "tilgangstjeneste er nede. De to ser like ut."
        ),
        (
            "Kontroller i Altinn (https://www.altinn.no) at personen har rettigheten til "
            "oppgjørsrapporter på øverste nivå. Er den i orden, prøv igjen senere."
        ),
    ),
    "company_lookup_failed": (
        "NAV fikk ikke hentet listen over virksomheter.",
        "Prøv igjen senere. Varer det over en dag, ta kontakt med NAV.",
    ),
    "no_access_or_outage": (
        (
            "NAV ga ingen rapporter for virksomheten. Det kan være manglende tilgang, et nytt "
            "organisasjonsnummer eller en driftsfeil. NAV viser samme tekst for alle."
        ),
        (
            "Åpne siden selv (https://www.nav.no/oppgjorsrapporter/ref-arbg). Får andre med "
            "samme rettighet se rapportene, er det tilgangen. Ellers prøv igjen senere."
        ),
    ),
    "other_employer_shown": (
        "NAVs side viste en annen virksomhet enn den vi ba om. Ingenting ble hentet derfra.",
        "Start hentingen på nytt. Skjer det igjen, meld fra til IT.",
    ),
    "known_report_missing": (
        (
            "En rapport vi har hentet før, står ikke lenger i NAVs liste. Da kan også nye "
            "mangle. Tilgangen kan være endret, eller virksomheten kan ha fått nytt "
            "organisasjonsnummer."
        ),
        (
            "Kontroller tilgangen, og se på NAVs side "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) om listen er hel. Prøv igjen senere."
        ),
    ),
    "no_reports": (
        "NAV viste en tom liste. Vi kan ikke vite om det er tomt eller om noe er skjult.",
        (
            "Se på NAVs side (https://www.nav.no/oppgjorsrapporter/ref-arbg) om virksomheten har "
            "rapporter, og kontroller tilgangen."
        ),
    ),
    "no_known_report": (
        (
            "NAV viste rapporter, men ingen for perioden, og vi har ingen tidligere rapport å "
            "kontrollere listen mot."
        ),
        (
            "Se på NAVs side (https://www.nav.no/oppgjorsrapporter/ref-arbg) om det stemmer. "
            "Etter første vellykkede henting blir dette kontrollert av seg selv."
        ),
    ),
    "no_known_file": (
        (
            "Mappa er tom, og arkivet i den har ingen fil vi har hentet før. Da kan det være feil "
            "mappe, eller en stasjon som ikke er koblet til."
        ),
        (
            "Er mappa ny, legg inn den siste rapporten. Ellers be IT kontrollere at mappa er den "
            "samme som før."
        ),
    ),
    "dialog_without_report": (
        "Innboksen har en melding om en rapport som ikke står i NAVs liste.",
        (
            "Åpne meldingen i Altinn og se om lenken virker. Prøv igjen senere, og ta ellers "
            "kontakt med NAV."
        ),
    ),
    "dialog_link_elsewhere": (
        "En melding i innboksen lenker til et annet sted enn NAV. Roboten fulgte den ikke.",
        "Ikke åpne lenken. Meld fra til IT: det kan være et forsøk på svindel.",
    ),
    "report_refused": (
        "En nedlastet fil var ikke den rapporten den skulle være. Filen er lagt til side.",
        "Hent rapporten på nytt. Er den fortsatt feil, last den ned for hånd og sammenlign.",
    ),
    "download_failed": (
        "NAV leverte ikke en av rapportene.",
        "Start hentingen på nytt. Det som er hentet, blir ikke hentet igjen.",
    ),
    "file_refused": (
        "En fil i mappa er ikke en oppgjørsrapport som kan brukes. Den ligger i refused.",
        "Les teksten ved siden av filen i refused, og legg inn rett fil.",
    ),
    "file_left": (
        (
            "I mappa ligger noe som ikke er hentet: en fil som ikke er ferdig overført, en "
            "undermappe eller en snarvei."
        ),
        (
            "Vent til overføringen er ferdig, og kjør igjen. Ligger det der fortsatt, åpne mappa "
            "og rydd: hele filer skal ligge rett i mappa."
        ),
    ),
    "inbox_unreachable": (
        "Altinns innboks svarer ikke. Rapportene ble lett opp direkte på NAVs side.",
        "Du trenger ikke gjøre noe hvis rapportene er hentet.",
    ),
    "inbox_error": (
        "Altinns innboks fikk ikke vist meldingene. Rapportene ble lett opp på NAVs side.",
        "Du trenger ikke gjøre noe hvis rapportene er hentet.",
    ),
    "inbox_slow": (
        "Altinns innboks ble ikke ferdig lastet. Rapportene ble lett opp på NAVs side.",
        "Du trenger ikke gjøre noe hvis rapportene er hentet.",
    ),
    "inbox_empty": (
        (
            "Innboksen viste ingen meldinger om oppgjørsrapporter. Rapportene ble lett opp på NAVs "
            "side."
        ),
        "Skjer det hver gang, kontroller om personen har tilgang til meldingene i Altinn.",
    ),
    "party_not_offered": (
        "Personen kan ikke velge virksomheten i Altinns innboks.",
        "Kontroller personens rettigheter i Altinn.",
    ),
    "dialog_gone": (
        "En melding sto i innboksen, men lot seg ikke åpne.",
        "Du trenger ikke gjøre noe hvis rapporten er hentet.",
    ),
    "dialog_link_missing": (
        "En melding i innboksen manglet lenken til NAVs side.",
        "Du trenger ikke gjøre noe hvis rapporten er hentet. Skjer det ofte, meld fra til IT.",
    ),
    "report_unknown": (
        "Lenken i en melding førte til en rapport som NAV ikke ville vise.",
        "Du trenger ikke gjøre noe hvis rapporten er hentet fra listen.",
    ),
    "unread_lost": (
        "En ulest melding i innboksen ble åpnet, og lot seg ikke merke som ulest igjen.",
        "Merk den som ulest selv hvis andre skal se den. Rapporten er hentet som vanlig.",
    ),
    "company_not_listed": (
        "Virksomheten sto ikke i NAVs liste over virksomheter, men siden dens lot seg åpne.",
        "Slik er det når personen bare har rettighet på en underenhet. Det går bra.",
    ),
}

LINE = "linje"

CONTENT: dict[str, str] = {
    "empty": "Filen er tom.",
    "login_page": "Filen er en nettside (trolig innlogging), ikke en rapport.",
    "media_type": "Filen er ikke en CSV-fil.",
    "wrong_report": "Filnavnet hører til en annen rapport.",
    "cut_short": "Filen slutter midt i en linje.",
    "fields": "En linje har ikke 12 felter.",
    "width": "En linje har feil lengde.",
    "other_employer": "En linje gjelder en annen arbeidsgiver.",
    "several_accounts": "Linjene har flere kontonumre.",
    "other_account": "Kontonummeret er et annet enn rapportens.",
    "amount": "En linje har et beløp som ikke kan leses.",
    "unsteady": "To nedlastinger av rapporten var ikke like.",
    "total": "Summen av linjene er en annen enn totalbeløpet NAV viser.",
    "overlaps": (
        "Filen har så mange linjer til felles med en rapport vi har, eller med flere, at den neppe "
        "er en rapport for seg."
    ),
}

REMEDIES: dict[str, str] = {
    "again": "Last ned rapporten fra NAV på nytt.",
    "sign_in": "Logg inn hos NAV og last ned rapporten på nytt.",
    "csv": "Last ned rapporten som CSV, ikke PDF eller zip.",
    "excel": "Last ned rapporten på nytt, og ikke åpne eller lagre den i Excel først.",
    "employer": "Legg inn rapporten til rett arbeidsgiver.",
    "compare": (
        "Last ned begge rapportene på nytt og sammenlign dem. Er de hver sin rapport, be "
        "IT kjøre rutine run med --report."
    ),
}

PROGRESS: dict[str, str] = {
    "folder": "Mappa har {number} filer som er klare",
    "asked": "NAV viser {number} rapporter",
    "inbox": "Innboksen viser {number} meldinger om oppgjørsrapporter",
    "reports": "NAVs side viser {number} rapporter",
    "sign_in": "Din tur: logg inn i nettleservinduet. Roboten venter, og ser ikke på",
    "new": "{number} rapporter er nye",
    "report": "Rapport {number} er hentet og kontrollert",
    "refused": "Rapport {number} ble ikke godtatt",
    "lists": "NAV viser sykefraværet til {number} underenheter",
    "lists_closed": "{number} underenheter viste NAV ikke sykefraværet til",
}
