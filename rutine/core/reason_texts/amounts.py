"""Reasons about how the amount was worked out: agreement, rounding, cap, income.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D00": {
        "nb": (
            "Forskjellen er ikke forklart",
            (
                "Kravet og utbetalingen gjelder samme person, enhet og ytelse, men beløpene er "
                "ulike. Roboten har lett etter kjente årsaker og fant ingen som kan belegges."
            ),
            (
                "Se på datoene og dagene side om side. Kontroller grad, ferie og "
                "arbeidsgiverperiode i lønnssystemet. Er feilen vår, velg å endre kravet. Mener du "
                "at NAV har regnet feil, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Skilnaden er ikkje forklart",
            (
                "Kravet og utbetalinga gjeld same person, eining og yting, men beløpa er ulike. "
                "Roboten har leita etter kjende årsaker og fann ingen som kan dokumenterast."
            ),
            (
                "Sjå på datoane og dagane side om side. Kontroller grad, ferie og "
                "arbeidsgivarperiode i lønssystemet. Er feilen vår, vel å endre kravet. Meiner du "
                "at NAV har rekna feil, ta det opp med NAV."
            ),
        ),
        "en": (
            "The difference is not explained",
            (
                "Claim and payment concern the same person, unit and benefit, but the amounts "
                "differ. The robot looked for the known causes and found none that it can prove."
            ),
            (
                "Compare the dates and days side by side. Check grade, holiday and employer period "
                "in the payroll system. If the mistake is ours, choose to change the claim. If you "
                "think NAV is wrong, take it up with NAV."
            ),
        ),
    },
    "D01": {
        "nb": (
            "Krav og utbetaling stemmer",
            "NAV har betalt det samme som dere krevde, for de samme dagene.",
            "Du trenger ikke gjøre noe. Saken kan utlignes.",
        ),
        "nn": (
            "Krav og utbetaling stemmer",
            "NAV har betalt det same som de kravde, for dei same dagane.",
            "Du treng ikkje gjere noko. Saka kan utliknast.",
        ),
        "en": (
            "Claim and payment agree",
            "NAV has paid what you claimed, for the same days.",
            "Nothing needs to be done. The case can be settled.",
        ),
    },
    "D02": {
        "nb": (
            "Forskjellen er avrunding",
            (
                "NAV runder av dagsatsen til hele kroner. Forskjellen er ikke større enn det "
                "avrundingen kan gi for dagene som er betalt."
            ),
            (
                "Du trenger ikke gjøre noe. Forskjellen føres som avrunding. Skjer det ofte, be "
                "lønn regne kravet med dagsats i hele kroner."
            ),
        ),
        "nn": (
            "Skilnaden er avrunding",
            (
                "NAV rundar av dagsatsen til heile kroner. Skilnaden er ikkje større enn det "
                "avrundinga kan gi for dagane som er betalte."
            ),
            (
                "Du treng ikkje gjere noko. Skilnaden blir ført som avrunding. Skjer det ofte, be "
                "løn rekne kravet med dagsats i heile kroner."
            ),
        ),
        "en": (
            "The difference is rounding",
            (
                "NAV rounds the day rate to whole kroner. The difference is no larger than that "
                "rounding can give for the days paid."
            ),
            (
                "Nothing needs to be done. The difference is posted as rounding. If it happens "
                "often, ask payroll to work the claim out with a day rate in whole kroner."
            ),
        ),
    },
    "D03": {
        "nb": (
            "Kravet er regnet av månedslønnen",
            (
                "NAV betaler en dagsats for hver ukedag, mens kravet er en del av månedslønnen. Da "
                "blir beløpene ulike nesten hver måned, selv om dagene er de samme."
            ),
            (
                "Forskjellen kan gjøres opp mot det NAV skal betale. Be lønn sette opp kravet som "
                "dagsats ganger ukedager."
            ),
        ),
        "nn": (
            "Kravet er rekna av månadsløna",
            (
                "NAV betaler ein dagsats for kvar vekedag, medan kravet er ein del av månadsløna. "
                "Då blir beløpa ulike nesten kvar månad, sjølv om dagane er dei same."
            ),
            (
                "Skilnaden kan gjerast opp mot det NAV skal betale. Be løn setje opp kravet som "
                "dagsats gonger vekedagar."
            ),
        ),
        "en": (
            "The claim is worked out from the monthly salary",
            (
                "NAV pays a day rate for every weekday, while the claim is a share of the monthly "
                "salary. The amounts then differ nearly every month, although the days are the "
                "same."
            ),
            (
                "The difference can be settled at what NAV should pay. Ask payroll to set the "
                "claim up as day rate times weekdays."
            ),
        ),
    },
    "D04": {
        "nb": (
            "Lønnen er over 6G",
            (
                "NAV betaler ikke for lønn over seks ganger grunnbeløpet (6G). Beløpet stemmer med "
                "taket på dagen da fraværet begynte."
            ),
            (
                "Godta det NAV har betalt. Forskjellen er arbeidsgiverens egen kostnad. Be lønn "
                "begrense kravet til 6G."
            ),
        ),
        "nn": (
            "Løna er over 6G",
            (
                "NAV betaler ikkje for løn over seks gonger grunnbeløpet (6G). Beløpet stemmer med "
                "taket på dagen då fråværet tok til."
            ),
            (
                "Godta det NAV har betalt. Skilnaden er arbeidsgivaren sin eigen kostnad. Be løn "
                "avgrense kravet til 6G."
            ),
        ),
        "en": (
            "The salary is above 6G",
            (
                "NAV pays nothing for salary above six times the base amount (6G). The amount "
                "agrees with the cap on the day the absence began."
            ),
            (
                "Accept what NAV paid. The difference is the employer's own cost. Ask payroll to "
                "cut the claim to 6G."
            ),
        ),
    },
    "D05": {
        "nb": (
            "Grunnbeløpet for et annet år er brukt",
            (
                "Beløpet stemmer med 6G etter grunnbeløpet for et annet år enn det som gjaldt da "
                "fraværet begynte. Etter 1. mai bruker NAV det gamle grunnbeløpet til det nye er "
                "kjent, og regner så om."
            ),
            (
                "Vent på omregningen, som kommer fra juni til september. Er den ikke kommet innen "
                "utgangen av september, ta kontakt med NAV."
            ),
        ),
        "nn": (
            "Grunnbeløpet for eit anna år er brukt",
            (
                "Beløpet stemmer med 6G etter grunnbeløpet for eit anna år enn det som galdt då "
                "fråværet tok til. Etter 1. mai bruker NAV det gamle grunnbeløpet til det nye er "
                "kjent, og reknar så om."
            ),
            (
                "Vent på omrekninga, som kjem frå juni til september. Er ho ikkje komen innan "
                "utgangen av september, ta kontakt med NAV."
            ),
        ),
        "en": (
            "The base amount of another year is used",
            (
                "The amount agrees with 6G by the base amount of another year than the one that "
                "held when the absence began. After 1 May NAV uses the old base amount until the "
                "new one is known, and then calculates again."
            ),
            (
                "Wait for the new calculation, which comes from June to September. If it has not "
                "come by the end of September, contact NAV."
            ),
        ),
    },
    "D06": {
        "nb": (
            "Taket på 6G er delt mellom flere jobber",
            (
                "Personen har flere arbeidsforhold, og NAV deler 6G mellom dem etter inntekt. Vår "
                "del blir da mindre enn om vi var eneste arbeidsgiver."
            ),
            (
                "Spør den ansatte om andre arbeidsforhold i perioden. Stemmer det, godta det NAV "
                "har betalt. Stemmer det ikke, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Taket på 6G er delt mellom fleire jobbar",
            (
                "Personen har fleire arbeidsforhold, og NAV deler 6G mellom dei etter inntekt. Vår "
                "del blir då mindre enn om vi var einaste arbeidsgivar."
            ),
            (
                "Spør den tilsette om andre arbeidsforhold i perioden. Stemmer det, godta det NAV "
                "har betalt. Stemmer det ikkje, ta det opp med NAV."
            ),
        ),
        "en": (
            "The 6G cap is shared between several jobs",
            (
                "The person has several jobs, and NAV shares 6G between them by income. Our part "
                "is then smaller than if we were the only employer."
            ),
            (
                "Ask the employee about other jobs in the period. If that is right, accept what "
                "NAV paid. If not, take it up with NAV."
            ),
        ),
    },
    "D07": {
        "nb": (
            "NAV har fastsatt inntekten ved skjønn",
            (
                "NAV har betalt etter en annen inntekt enn den vi oppga. Det skjer når "
                "inntektsmeldingen avviker mer enn 25 prosent fra det som er meldt til "
                "a-ordningen."
            ),
            (
                "Kontroller inntekten i inntektsmeldingen mot lønnen de tre månedene før fraværet. "
                "Er den feil, send endret inntektsmelding. Er den riktig, kan dere klage innen "
                "seks uker."
            ),
        ),
        "nn": (
            "NAV har fastsett inntekta ved skjønn",
            (
                "NAV har betalt etter ei anna inntekt enn den vi oppgav. Det skjer når "
                "inntektsmeldinga avvik meir enn 25 prosent frå det som er meldt til a-ordninga."
            ),
            (
                "Kontroller inntekta i inntektsmeldinga mot løna dei tre månadene før fråværet. Er "
                "ho feil, send endra inntektsmelding. Er ho rett, kan de klage innan seks veker."
            ),
        ),
        "en": (
            "NAV has set the income at its discretion",
            (
                "NAV has paid by another income than the one we stated. That happens when the "
                "income report differs by more than 25 percent from what was reported to the "
                "a-ordning."
            ),
            (
                "Check the income in the income report against the pay of the three months before "
                "the absence. If it is wrong, send an amended income report. If it is right, you "
                "may complain within six weeks."
            ),
        ),
    },
    "D08": {
        "nb": (
            "Lønnen er hevet etter at fraværet begynte",
            (
                "Kravet er regnet av ny lønn, men NAV betaler etter lønnen da fraværet begynte. En "
                "senere lønnsøkning endrer ikke refusjonen."
            ),
            (
                "Godta det NAV har betalt. Gjelder økningen fra før fraværet etter et "
                "tariffoppgjør, send endret inntektsmelding innen tre måneder etter at avtalen ble "
                "signert."
            ),
        ),
        "nn": (
            "Løna er heva etter at fråværet tok til",
            (
                "Kravet er rekna av ny løn, men NAV betaler etter løna då fråværet tok til. Ein "
                "seinare lønsauke endrar ikkje refusjonen."
            ),
            (
                "Godta det NAV har betalt. Gjeld auken frå før fråværet etter eit tariffoppgjer, "
                "send endra inntektsmelding innan tre månader etter at avtalen blei signert."
            ),
        ),
        "en": (
            "The salary was raised after the absence began",
            (
                "The claim is worked out from new pay, but NAV pays by the pay when the absence "
                "began. A later rise does not change the refund."
            ),
            (
                "Accept what NAV paid. If a collective settlement makes the rise count from before "
                "the absence, send an amended income report within three months after the "
                "agreement was signed."
            ),
        ),
    },
}
