"""Nynorsk: reasons as (what it means, what to do), refused files, progress."""

REASONS: dict[str, tuple[str, str]] = {
    "sign_in_failed": (
        "Roboten kom ikkje inn: innlogginga blei ikkje fullført.",
        "Logg inn sjølv og sjå om ID-porten verkar. Start så hentinga på nytt.",
    ),
    "session_ended": (
        "Innlogginga hos NAV gjekk ut før alt var henta. Det som blei henta, er teke vare på.",
        "Start hentinga på nytt. Berre det som manglar, blir henta.",
    ),
    "person_needed": (
        "Ingen har henta rapportar for perioden: det trengst ein person som loggar inn.",
        "Køyr `rutine fetch --with-me`, logg inn i vindauget, og køyr så rutinen på nytt.",
    ),
    "portal_unreachable": (
        "Sida til NAV svarar ikkje.",
        "Kontroller nettsambandet, og prøv igjen seinare.",
    ),
    "browser_stopped": (
        "Nettlesaren stoppa undervegs. Det som blei henta, er teke vare på.",
        "Start hentinga på nytt. Skjer det igjen, køyr `rutine doctor`.",
    ),
    "page_slow": (
        "Sida til NAV blei ikkje ferdig lasta i tide.",
        "Prøv igjen seinare. Skjer det ofte, set opp ventetida i innstillingane.",
    ),
    "page_changed": (
        "Sida til NAV ser annleis ut enn roboten kjenner ho. Han gissar ikkje.",
        "Hent rapporten for hand denne gongen, og meld frå til IT: tekstane må oppdaterast.",
    ),
    "folder_unreachable": (
        "Mappa for rapportar er borte, eller kan ikkje lesast.",
        "Meld frå til IT: stasjonen er kanskje ikkje kopla til, eller rettane er endra.",
    ),
    "folder_read_only": (
        "Roboten kan ikkje flytte filer i mappa for rapportar. Ingenting er henta.",
        "Meld frå til IT: brukaren som køyrer rutine, må kunne skrive i mappa.",
    ),
    "system_user_missing": (
        (
            "Maskinporten finn ingen godkjend systembrukar for verksemda (MP-303). Han kan vere "
            "sletta, ikkje godkjend enno, eller mangle klienten vår."
        ),
        (
            "Sjå i Altinn under systembrukarar om systembrukaren er godkjend: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Køyr så `rutine "
            "connect nav`; han seier kva som manglar."
        ),
    ),
    "key_expired": (
        "Nøkkelen vår er gått ut hos Maskinporten. Ingenting er henta.",
        (
            "IT lagar ny nøkkel med `rutine connect nav --new-key` og registrerer han på klienten "
            "i Samarbeidsportalen."
        ),
    ),
    "key_unknown": (
        "Maskinporten kjenner ikkje nøkkelen vi signerer med.",
        (
            "IT kontrollerer at den offentlege nøkkelen er registrert på klienten, og at `key_id` "
            "i rutine.toml er den nøkkel-id-en Samarbeidsportalen viser."
        ),
    ),
    "client_unknown": (
        "Maskinporten kjenner ikkje klienten vår.",
        (
            "IT kontrollerer `client_id` i rutine.toml, og at klienten er laga i same miljø (test "
            "eller produksjon)."
        ),
    ),
    "audience_wrong": (
        "Maskinporten seier at vi spurde feil miljø.",
        (
            "IT kontrollerer `environment` i rutine.toml: test og produksjon har kvar sin "
            "Maskinporten."
        ),
    ),
    "clock_wrong": (
        "Klokka på maskina går feil: Maskinporten godtek høgst 10 sekund avvik.",
        "IT slår på tidssynkronisering (NTP) på maskina. `rutine doctor` viser avviket.",
    ),
    "scope_missing": (
        "Klienten vår har ikkje retten (scope) han bed om i Maskinporten.",
        (
            "IT legg scopet til på klienten i Samarbeidsportalen. `rutine connect nav` viser kva "
            "for nokre som trengst."
        ),
    ),
    "client_kind_wrong": (
        "Klienten i Maskinporten er av feil type: han er laga for innlogging av personar.",
        "IT lagar ein ny klient av typen Maskinporten, og køyrer `rutine connect nav` på nytt.",
    ),
    "grant_used": (
        "Maskinporten seier at førespurnaden vår er brukt før.",
        "Prøv igjen. Skjer det fleire gonger, meld frå til IT: to installasjonar kan dele nøkkel.",
    ),
    "grant_malformed": (
        (
            "Maskinporten kunne ikkje lese førespurnaden vår. Det er truleg ein feil i "
            "innstillingane eller i programmet."
        ),
        (
            "IT kontrollerer `client_id`, `key_id` og `external_ref` i rutine.toml, og melder "
            "elles feilen til dei som held rutine ved like."
        ),
    ),
    "token_refused": (
        "Maskinporten gav oss ikkje tilgang, utan å seie kvifor på ein måte vi kjenner.",
        (
            "IT køyrer `rutine doctor` og ser på klienten i Samarbeidsportalen. Står alt rett der, "
            "ta kontakt med Digdir."
        ),
    ),
    "token_rejected": (
        "NAV godtok ikkje tilgangsbeviset frå Maskinporten, heller ikkje eit heilt nytt.",
        (
            "IT kontrollerer at klienten berre bed om scopet for oppgjersrapportar. Varer det over "
            "ein dag, ta kontakt med NAV."
        ),
    ),
    "request_refused": (
        "NAV avviste spørsmålet vårt som feil stilt. Å prøve igjen hjelper ikkje.",
        (
            "Hent rapporten på sida til NAV denne gongen, og meld feilen til IT: programmet må "
            "rettast."
        ),
    ),
    "api_changed": (
        (
            "NAV eller Maskinporten svara på ein annan måte enn det som er skildra. Roboten gissar "
            "ikkje."
        ),
        (
            "Hent rapporten på sida til NAV denne gongen, og meld frå til IT: programmet må "
            "oppdaterast."
        ),
    ),
    "api_unreachable": (
        (
            "NAV eller Maskinporten svara ikkje, sjølv etter fleire forsøk. Det er truleg ein "
            "driftsfeil."
        ),
        (
            "Vent til neste køyring. Varer det over ein dag, lat IT kontrollere nettsambandet, og "
            "sjå etter driftsmeldingar hos NAV."
        ),
    ),
    "api_no_access": (
        (
            "NAV viser oss ikkje lenger rapportar vi har henta før. Tilgangen kan vere borte, "
            "tilgangstenesta til NAV kan vere nede, eller verksemda kan ha fått nytt "
            "organisasjonsnummer."
        ),
        (
            "Sjå i Altinn om systembrukaren framleis har tilgangen: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Er han i orden, vent "
            "til neste køyring. Er verksemda slått saman eller delt, set opp det nye nummeret med "
            "`rutine connect nav`."
        ),
    ),
    "api_list_incomplete": (
        (
            "NAV kjenner ein rapport vi har henta før, men tok han ikkje med i lista. Då kan nye "
            "òg mangle."
        ),
        (
            "Vent til neste køyring. Skjer det igjen, sjå på sida til NAV "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) om lista er heil, og ta kontakt med "
            "NAV."
        ),
    ),
    "api_no_reports": (
        (
            "NAV viste ingen rapportar, og vi har ingen frå før. Det kan vere manglande tilgang, "
            "ein driftsfeil, eller at pengane går til eit anna organisasjonsnummer."
        ),
        (
            "Sjå på sida til NAV om verksemda har rapportar: "
            "https://www.nav.no/oppgjorsrapporter/ref-arbg. Har ho det, kontroller systembrukaren "
            "i Altinn. Har ho det ikkje, kontroller kva organisasjonsnummer NAV betaler til."
        ),
    ),
    "lists_no_access": (
        (
            "NAV viser ikkje sjukefråværet til undereininga. Tilgangen kan mangle, eller NAV si "
            "tilgangsteneste kan vere nede."
        ),
        (
            "Sjå i Altinn om systembrukaren har NAV sine tenester for sjukepengar på undereininga: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Er dei der, vent til "
            "neste køyring."
        ),
    ),
    "no_companies": (
        (
            "NAV viste ingen verksemder. Det kan vere manglande rett, eller at tilgangstenesta "
            "til Altinn er nede. Dei to ser like ut."
        ),
        (
            "Kontroller i Altinn (https://www.altinn.no) at personen har retten til "
            "oppgjersrapportar på øvste nivå. Er den i orden, prøv igjen seinare."
        ),
    ),
    "company_lookup_failed": (
        "NAV fekk ikkje henta lista over verksemder.",
        "Prøv igjen seinare. Varer det over ein dag, ta kontakt med NAV.",
    ),
    "no_access_or_outage": (
        (
            "NAV gav ingen rapportar for verksemda. Det kan vere manglande tilgang, eit nytt "
            "organisasjonsnummer eller ein driftsfeil. NAV viser same tekst for alle."
        ),
        (
            "Opne sida sjølv (https://www.nav.no/oppgjorsrapporter/ref-arbg). Får andre med same "
            "rett sjå rapportane, er det tilgangen. Elles prøv igjen seinare."
        ),
    ),
    "other_employer_shown": (
        "Sida til NAV viste ei anna verksemd enn den vi bad om. Ingenting blei henta derifrå.",
        "Start hentinga på nytt. Skjer det igjen, meld frå til IT.",
    ),
    "known_report_missing": (
        (
            "Ein rapport vi har henta før, står ikkje lenger i lista til NAV. Då kan nye òg "
            "mangle. Tilgangen kan vere endra, eller verksemda kan ha fått nytt "
            "organisasjonsnummer."
        ),
        (
            "Kontroller tilgangen, og sjå på sida til NAV "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) om lista er heil. Prøv igjen "
            "seinare."
        ),
    ),
    "no_reports": (
        "NAV viste ei tom liste. Vi kan ikkje vite om det er tomt eller om noko er skjult.",
        (
            "Sjå på sida til NAV (https://www.nav.no/oppgjorsrapporter/ref-arbg) om verksemda "
            "har rapportar, og kontroller tilgangen."
        ),
    ),
    "no_known_report": (
        (
            "NAV viste rapportar, men ingen for perioden, og vi har ingen tidlegare rapport å "
            "kontrollere lista mot."
        ),
        (
            "Sjå på sida til NAV (https://www.nav.no/oppgjorsrapporter/ref-arbg) om det stemmer. "
            "Etter første vellukka henting blir dette kontrollert av seg sjølv."
        ),
    ),
    "no_known_file": (
        (
            "Mappa er tom, og arkivet i ho har inga fil vi har henta før. Då kan det vere feil "
            "mappe, eller ein stasjon som ikkje er kopla til."
        ),
        (
            "Er mappa ny, legg inn den siste rapporten. Elles be IT kontrollere at mappa er den "
            "same som før."
        ),
    ),
    "dialog_without_report": (
        "Innboksen har ei melding om ein rapport som ikkje står i lista til NAV.",
        (
            "Opne meldinga i Altinn og sjå om lenkja verkar. Prøv igjen seinare, og ta elles "
            "kontakt med NAV."
        ),
    ),
    "dialog_link_elsewhere": (
        "Ei melding i innboksen har ei lenkje som ikkje går til NAV. Roboten følgde henne ikkje.",
        "Ikkje opne lenkja. Meld frå til IT: det kan vere eit forsøk på svindel.",
    ),
    "report_refused": (
        "Ei nedlasta fil var ikkje den rapporten ho skulle vere. Fila er lagd til sides.",
        "Hent rapporten på nytt. Er han framleis feil, last han ned for hand og samanlikn.",
    ),
    "download_failed": (
        "NAV leverte ikkje ein av rapportane.",
        "Start hentinga på nytt. Det som er henta, blir ikkje henta igjen.",
    ),
    "file_refused": (
        "Ei fil i mappa er ikkje ein oppgjersrapport som kan brukast. Ho ligg i refused.",
        "Les teksten ved sida av fila i refused, og legg inn rett fil.",
    ),
    "file_left": (
        (
            "I mappa ligg det noko som ikkje er henta: ei fil som ikkje er ferdig overført, ei "
            "undermappe eller ein snarveg."
        ),
        (
            "Vent til overføringa er ferdig, og køyr igjen. Ligg det der framleis, opne mappa og "
            "rydd: heile filer skal ligge rett i mappa."
        ),
    ),
    "inbox_unreachable": (
        "Innboksen i Altinn svarar ikkje. Rapportane blei leita opp direkte på sida til NAV.",
        "Du treng ikkje gjere noko om rapportane er henta.",
    ),
    "inbox_error": (
        "Innboksen i Altinn fekk ikkje vist meldingane. Rapportane blei leita opp hos NAV.",
        "Du treng ikkje gjere noko om rapportane er henta.",
    ),
    "inbox_slow": (
        "Innboksen i Altinn blei ikkje ferdig lasta. Rapportane blei leita opp hos NAV.",
        "Du treng ikkje gjere noko om rapportane er henta.",
    ),
    "inbox_empty": (
        "Innboksen viste ingen meldingar om oppgjersrapportar. Rapportane blei leita opp hos NAV.",
        "Skjer det kvar gong, kontroller om personen har tilgang til meldingane i Altinn.",
    ),
    "party_not_offered": (
        "Personen kan ikkje velje verksemda i innboksen i Altinn.",
        "Kontroller rettane til personen i Altinn.",
    ),
    "dialog_gone": (
        "Ei melding stod i innboksen, men lét seg ikkje opne.",
        "Du treng ikkje gjere noko om rapporten er henta.",
    ),
    "dialog_link_missing": (
        "Ei melding i innboksen mangla lenkja til sida hos NAV.",
        "Du treng ikkje gjere noko om rapporten er henta. Skjer det ofte, meld frå til IT.",
    ),
    "report_unknown": (
        "Lenkja i ei melding førte til ein rapport som NAV ikkje ville vise.",
        "Du treng ikkje gjere noko om rapporten er henta frå lista.",
    ),
    "unread_lost": (
        "Ei ulesen melding i innboksen blei opna, og lét seg ikkje merke som ulesen att.",
        "Merk henne som ulesen sjølv om andre skal sjå henne. Rapporten er henta som vanleg.",
    ),
    "company_not_listed": (
        "Verksemda stod ikkje i lista over verksemder hos NAV, men sida hennar lét seg opne.",
        "Slik er det når personen berre har rett på ei undereining. Det går bra.",
    ),
}

LINE = "linje"

CONTENT: dict[str, str] = {
    "empty": "Fila er tom.",
    "login_page": "Fila er ei nettside (truleg innlogging), ikkje ein rapport.",
    "media_type": "Fila er ikkje ei CSV-fil.",
    "wrong_report": "Filnamnet høyrer til ein annan rapport.",
    "cut_short": "Fila sluttar midt i ei linje.",
    "fields": "Ei linje har ikkje 12 felt.",
    "width": "Ei linje har feil lengd.",
    "other_employer": "Ei linje gjeld ein annan arbeidsgivar.",
    "several_accounts": "Linjene har fleire kontonummer.",
    "other_account": "Kontonummeret er eit anna enn det rapporten har.",
    "amount": "Ei linje har eit beløp som ikkje kan lesast.",
    "unsteady": "To nedlastingar av rapporten var ikkje like.",
    "total": "Summen av linjene er ein annan enn totalbeløpet NAV viser.",
    "overlaps": (
        "Fila har så mange linjer til felles med ein rapport vi har, eller med fleire, at ho neppe "
        "er ein rapport for seg."
    ),
}

REMEDIES: dict[str, str] = {
    "again": "Last ned rapporten frå NAV på nytt.",
    "sign_in": "Logg inn hos NAV og last ned rapporten på nytt.",
    "csv": "Last ned rapporten som CSV, ikkje PDF eller zip.",
    "excel": "Last ned rapporten på nytt, og ikkje opne eller lagre han i Excel først.",
    "employer": "Legg inn rapporten til rett arbeidsgivar.",
    "compare": (
        "Last ned begge rapportane på nytt og samanlikn dei. Er dei kvar sin rapport, be "
        "IT køyre rutine run med --report."
    ),
}

PROGRESS: dict[str, str] = {
    "folder": "Mappa har {number} filer som er klare",
    "asked": "NAV viser {number} rapportar",
    "inbox": "Innboksen viser {number} meldingar om oppgjersrapportar",
    "reports": "Sida til NAV viser {number} rapportar",
    "sign_in": "Din tur: logg inn i nettlesarvindauget. Roboten ventar, og ser ikkje på",
    "new": "{number} rapportar er nye",
    "report": "Rapport {number} er henta og kontrollert",
    "refused": "Rapport {number} blei ikkje godteken",
    "lists": "NAV viser sjukefråværet til {number} undereiningar",
    "lists_closed": "{number} undereiningar viste NAV ikkje sjukefråværet til",
}
