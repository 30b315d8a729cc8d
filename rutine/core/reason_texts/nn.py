"""Nynorsk: reasons as (title, meaning, what to do), benefits, decisions as (name, what follows)."""

REASONS: dict[str, tuple[str, str, str]] = {
    "D00": (
        "Skilnaden er ikkje forklart",
        (
            "Kravet og utbetalinga gjeld same person, eining og yting, men beløpa er ulike. "
            "Rutine har leita etter kjende årsaker og fann ingen som kan dokumenterast."
        ),
        (
            "Sjå på datoane og dagane side om side. Kontroller grad, ferie og "
            "arbeidsgivarperiode i lønssystemet. Er feilen vår, vel å endre kravet. Meiner du at "
            "NAV har rekna feil, ta det opp med NAV."
        ),
    ),
    "D01": (
        "Krav og utbetaling stemmer",
        "NAV har betalt det same som de kravde, for dei same dagane.",
        "Du treng ikkje gjere noko. Saka kan utliknast.",
    ),
    "D14": (
        "NAV har ikkje betalt kravet enno",
        "Kravet er sendt, men inga utbetaling for perioden finst i rapportane vi har henta.",
        (
            "Er kravet nytt, så vent: NAV kan vere innanfor vanleg saksbehandlingstid. Er det "
            "gammalt, kontroller at inntektsmeldinga er motteken, og spør den tilsette om "
            "søknaden er send. Ta deretter kontakt med NAV."
        ),
    ),
    "D22": (
        "Utbetalt på ei anna eining enn kravet",
        "Personen er kjend og har eit krav, men NAV har ført utbetalinga på ei anna undereining.",
        (
            "Finn ut kvar personen arbeidde i perioden. Har personen bytt eining, skal det "
            "sendast ei inntektsmelding for kvar eining. Er kravet ført på feil eining hos oss, "
            "endre kravet."
        ),
    ),
    "D23": (
        "Undereininga står ikkje i lista vår",
        (
            "NAV har betalt til ei undereining som ikkje er mellom arbeidsgivaren sine eigne. "
            "Eininga kan vere ny, nedlagd eller flytta."
        ),
        (
            "Kontroller eininga i Aa-registeret. Er ho vår, be den som styrer oppsettet leggje "
            "ho inn. Er ho ikkje vår, ta kontakt med NAV."
        ),
    ),
    "D25": (
        "Utbetaling utan krav",
        (
            "NAV har betalt refusjon for ein person, men vi finn ikkje noko ope krav for denne "
            "personen, eininga og ytinga i perioden."
        ),
        (
            "Kontroller om kravet manglar i lønssystemet. Personen kan ha slutta, eller pengane "
            "kan gjelde ein annan arbeidsgivar. Manglar kravet, registrer det; er pengane ikkje "
            "våre, ta kontakt med NAV."
        ),
    ),
    "D27": (
        "Retting av ein tidlegare periode",
        (
            "NAV har rekna ein tidlegare periode på nytt. Beløpet er skilnaden mellom det som er "
            "betalt før og det som er rett no, eller eit minus og eit nytt pluss."
        ),
        (
            "Finn den tidlegare utbetalinga for same person og yting. Stemmer summen av gammalt "
            "og nytt med det rette kravet, godta beløpet. Elles må kravet opnast og rettast."
        ),
    ),
    "D28": (
        "NAV har trekt tilbake pengar",
        (
            "Linja er eit trekk: NAV krev tilbake noko som er betalt for mykje tidlegare, utan "
            "at rapporten viser kva det gjeld."
        ),
        (
            "Finn brevet frå NAV om tilbakekrevjing. Før trekket på rett person. Er de usamde, "
            "er fristen for å klage seks veker frå de fekk brevet."
        ),
    ),
    "D30": (
        "Same rapport er motteken to gonger",
        (
            "Rapporten er alt lesen. Den andre kopien er lagd i arkivet og ikkje lesen igjen, så "
            "ingenting er ført to gonger."
        ),
        "Du treng ikkje gjere anna enn å stadfeste at du har sett det.",
    ),
    "D35": (
        "Refusjon av feriepengar",
        (
            "NAV betaler feriepengar av ytingane i fjor éin gong i året, med perioden 1. til 31. "
            "mai. Rapporten seier ikkje kva fråværsdagar beløpet byggjer på."
        ),
        (
            "Kontroller beløpet mot feriepengane de har sett av for personen i oppteningsåret. "
            "Stemmer det, godta beløpet."
        ),
    ),
    "D36": (
        "Ukjent kontonummer",
        (
            "Rapporten gjeld ein bankkonto som ikkje er registrert som arbeidsgivaren sin. Det "
            "kan vere ein ny konto, ein feil, eller eit forsøk på svindel."
        ),
        (
            "Rapporten er stoppa, og ingenting i han er ført. To personar må stadfeste kontoen: "
            "kontroller han med rekneskapen og med banken, ikkje med opplysningar i rapporten."
        ),
    ),
    "D37": (
        "Summen stemmer ikkje med banken",
        (
            "Summen av linjene i rapporten er ikkje lik beløpet NAV oppgir, eller beløpet som "
            "kom inn på kontoen."
        ),
        (
            "Rapporten er stoppa, og ingenting i han er ført. Kontroller innbetalinga på "
            "kontoutskrifta. Hent rapporten på nytt om fila kan vere ufullstendig."
        ),
    ),
    "D38": (
        "Ein rapport manglar, eller tilgangen er usikker",
        (
            "Roboten kunne ikkje prove at det ikkje finst nye rapportar. Hos NAV ser «ingen "
            "tilgang» og «ingenting nytt» likt ut."
        ),
        (
            "Kontroller at tilgangspakken i Altinn framleis gjeld, og sjå sjølv etter rapporten "
            "på sida til NAV. Finst han, hent på nytt. Har pengane kome, men ikkje rapporten "
            "innan den 15., ta kontakt med NAV."
        ),
    ),
    "D40": (
        "Fila er skadd",
        (
            "Fila har feil breidd, kontrollsiffer eller teiknsett, eller er kutta. NAV "
            "kontrollerer dette før rapporten blir laga, så feilen har oppstått på vegen."
        ),
        "Ingenting i fila er ført. Hent rapporten på nytt. Ikkje opne og lagre han i Excel.",
    ),
    "D42": (
        "Uvanleg ytingskode",
        (
            "Linja har ein ytingskode som rutine ikkje kjenner, eller som ein kommune normalt "
            "ikkje får refusjon for."
        ),
        (
            "Finn ut kva utbetalinga gjeld i PDF-utgåva av rapporten. Før ho på rett stad, eller "
            "ta kontakt med NAV."
        ),
    ),
    "D43": (
        "NAV har betalt meir enn kravet",
        "NAV har betalt meir enn de kravde for dei same dagane.",
        (
            "Er kravet for lågt, endre kravet. Er det NAV som har betalt for mykje, vent eit "
            "trekk i ein seinare rapport: pengane er ikkje dykkar."
        ),
    ),
}

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
}
