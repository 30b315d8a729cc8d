"""Bokmål: reasons as (title, meaning, what to do), benefits, decisions as (name, what follows)."""

REASONS: dict[str, tuple[str, str, str]] = {
    "D00": (
        "Forskjellen er ikke forklart",
        (
            "Kravet og utbetalingen gjelder samme person, enhet og ytelse, men beløpene er "
            "ulike. Rutine har lett etter kjente årsaker og fant ingen som kan belegges."
        ),
        (
            "Se på datoene og dagene side om side. Kontroller grad, ferie og arbeidsgiverperiode "
            "i lønnssystemet. Er feilen vår, velg å endre kravet. Mener du at NAV har regnet "
            "feil, ta det opp med NAV."
        ),
    ),
    "D01": (
        "Krav og utbetaling stemmer",
        "NAV har betalt det samme som dere krevde, for de samme dagene.",
        "Du trenger ikke gjøre noe. Saken kan utlignes.",
    ),
    "D14": (
        "NAV har ikke betalt kravet ennå",
        "Kravet er sendt, men ingen utbetaling for perioden finnes i rapportene vi har hentet.",
        (
            "Er kravet nytt, så vent: NAV kan være innenfor vanlig saksbehandlingstid. Er det "
            "gammelt, kontroller at inntektsmeldingen er mottatt, og spør den ansatte om "
            "søknaden er sendt. Ta deretter kontakt med NAV."
        ),
    ),
    "D22": (
        "Utbetalt på en annen enhet enn kravet",
        "Personen er kjent og har et krav, men NAV har ført utbetalingen på en annen underenhet.",
        (
            "Finn ut hvor personen arbeidet i perioden. Har personen byttet enhet, skal det "
            "sendes en inntektsmelding for hver enhet. Er kravet ført på feil enhet hos oss, "
            "endre kravet."
        ),
    ),
    "D23": (
        "Underenheten står ikke i vår liste",
        (
            "NAV har betalt til en underenhet som ikke er blant arbeidsgiverens egne. Enheten "
            "kan være ny, nedlagt eller flyttet."
        ),
        (
            "Kontroller enheten i Aa-registeret. Er den vår, be den som styrer oppsettet legge "
            "den inn. Er den ikke vår, ta kontakt med NAV."
        ),
    ),
    "D25": (
        "Utbetaling uten krav",
        (
            "NAV har betalt refusjon for en person, men vi finner ikke noe åpent krav for denne "
            "personen, enheten og ytelsen i perioden."
        ),
        (
            "Kontroller om kravet mangler i lønnssystemet. Personen kan ha sluttet, eller "
            "pengene kan gjelde en annen arbeidsgiver. Mangler kravet, registrer det; er pengene "
            "ikke våre, ta kontakt med NAV."
        ),
    ),
    "D27": (
        "Rettelse av en tidligere periode",
        (
            "NAV har regnet en tidligere periode på nytt. Beløpet er forskjellen mellom det som "
            "er betalt før og det som er riktig nå, eller et minus og et nytt pluss."
        ),
        (
            "Finn den tidligere utbetalingen for samme person og ytelse. Stemmer summen av "
            "gammelt og nytt med det riktige kravet, godta beløpet. Ellers må kravet åpnes og "
            "rettes."
        ),
    ),
    "D28": (
        "NAV har trukket tilbake penger",
        (
            "Linjen er et trekk: NAV krever tilbake noe som er betalt for mye tidligere, uten at "
            "rapporten viser hva det gjelder."
        ),
        (
            "Finn brevet fra NAV om tilbakekreving. Før trekket på riktig person. Er dere "
            "uenige, er fristen for å klage seks uker fra dere fikk brevet."
        ),
    ),
    "D30": (
        "Samme rapport er mottatt to ganger",
        (
            "Rapporten er allerede lest. Den andre kopien er lagt i arkivet og ikke lest igjen, "
            "så ingenting er ført to ganger."
        ),
        "Du trenger ikke gjøre noe annet enn å bekrefte at du har sett det.",
    ),
    "D35": (
        "Refusjon av feriepenger",
        (
            "NAV betaler feriepenger av fjorårets ytelser én gang i året, med perioden 1. til "
            "31. mai. Rapporten sier ikke hvilke fraværsdager beløpet bygger på."
        ),
        (
            "Kontroller beløpet mot feriepengene dere har avsatt for personen i opptjeningsåret. "
            "Stemmer det, godta beløpet."
        ),
    ),
    "D36": (
        "Ukjent kontonummer",
        (
            "Rapporten gjelder en bankkonto som ikke er registrert som arbeidsgiverens. Det kan "
            "være en ny konto, en feil, eller et forsøk på svindel."
        ),
        (
            "Rapporten er stoppet, og ingenting i den er ført. To personer må bekrefte kontoen: "
            "kontroller den med regnskap og med banken, ikke med opplysninger i rapporten."
        ),
    ),
    "D37": (
        "Summen stemmer ikke med banken",
        (
            "Summen av linjene i rapporten er ikke lik beløpet NAV oppgir, eller beløpet som kom "
            "inn på kontoen."
        ),
        (
            "Rapporten er stoppet, og ingenting i den er ført. Kontroller innbetalingen på "
            "kontoutskriften. Hent rapporten på nytt hvis filen kan være ufullstendig."
        ),
    ),
    "D38": (
        "En rapport mangler, eller tilgangen er usikker",
        (
            "Roboten kunne ikke bevise at det ikke finnes nye rapporter. Hos NAV ser «ingen "
            "tilgang» og «ingenting nytt» likt ut."
        ),
        (
            "Kontroller at tilgangspakken i Altinn fortsatt gjelder, og se selv etter rapporten "
            "på NAVs side. Finnes den, hent på nytt. Har pengene kommet, men ikke rapporten "
            "innen den 15., ta kontakt med NAV."
        ),
    ),
    "D40": (
        "Filen er skadet",
        (
            "Filen har feil bredde, kontrollsiffer eller tegnsett, eller er kuttet. NAV "
            "kontrollerer dette før rapporten lages, så feilen har oppstått på veien."
        ),
        "Ingenting i filen er ført. Hent rapporten på nytt. Ikke åpne og lagre den i Excel.",
    ),
    "D42": (
        "Uvanlig ytelseskode",
        (
            "Linjen har en ytelseskode som rutine ikke kjenner eller som en kommune normalt ikke "
            "får refusjon for."
        ),
        (
            "Finn ut hva utbetalingen gjelder i PDF-utgaven av rapporten. Før den på riktig "
            "sted, eller ta kontakt med NAV."
        ),
    ),
    "D43": (
        "NAV har betalt mer enn kravet",
        "NAV har betalt mer enn dere krevde for de samme dagene.",
        (
            "Er kravet for lavt, endre kravet. Er det NAV som har betalt for mye, vent et trekk "
            "i en senere rapport: pengene er ikke deres."
        ),
    ),
}

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
}
