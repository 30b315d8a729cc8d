"""Reasons about which days and what share of them NAV pays for.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D09": {
        "nb": (
            "Ulik sykmeldingsgrad",
            (
                "Forholdet mellom kravet og utbetalingen svarer til to ulike grader. Den ansatte "
                "kan ha arbeidet mer eller mindre enn sykmeldingen sier, eller graden kan være "
                "registrert feil hos oss."
            ),
            (
                "Spør lederen, og om nødvendig den ansatte, hvor mye som faktisk ble arbeidet. Er "
                "graden feil hos oss, endre kravet. Er den riktig, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Ulik sjukmeldingsgrad",
            (
                "Forholdet mellom kravet og utbetalinga svarer til to ulike gradar. Den tilsette "
                "kan ha arbeidd meir eller mindre enn sjukmeldinga seier, eller graden kan vere "
                "registrert feil hos oss."
            ),
            (
                "Spør leiaren, og om nødvendig den tilsette, kor mykje som faktisk blei arbeidd. "
                "Er graden feil hos oss, endre kravet. Er han rett, ta det opp med NAV."
            ),
        ),
        "en": (
            "The grade of the sick note differs",
            (
                "Claim and payment stand to each other as two different grades. The employee may "
                "have worked more or less than the sick note says, or the grade may be registered "
                "wrongly with us."
            ),
            (
                "Ask the manager, and the employee if needed, how much was really worked. If our "
                "grade is wrong, change the claim. If it is right, take it up with NAV."
            ),
        ),
    },
    "D10": {
        "nb": (
            "Samlet grad er under 20 prosent",
            (
                "NAV betaler ikke sykepenger når den ansatte samlet er mindre enn 20 prosent borte "
                "fra arbeidet. Har personen flere jobber, regnes graden for alle under ett."
            ),
            (
                "Kontroller graden i de arbeidsforholdene dere kjenner. Stemmer den, godta at NAV "
                "ikke betaler. Stemmer den ikke, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Samla grad er under 20 prosent",
            (
                "NAV betaler ikkje sjukepengar når den tilsette samla er mindre enn 20 prosent "
                "borte frå arbeidet. Har personen fleire jobbar, blir graden rekna for alle under "
                "eitt."
            ),
            (
                "Kontroller graden i dei arbeidsforholda de kjenner. Stemmer han, godta at NAV "
                "ikkje betaler. Stemmer han ikkje, ta det opp med NAV."
            ),
        ),
        "en": (
            "The total grade is under 20 percent",
            (
                "NAV pays no sickness benefit when the employee is away from less than 20 percent "
                "of the work in all. With several jobs the grade is counted for all of them "
                "together."
            ),
            (
                "Check the grade in the jobs that you know of. If it is right, accept that NAV "
                "pays nothing. If not, take it up with NAV."
            ),
        ),
    },
    "D11": {
        "nb": (
            "Ferie eller permisjon i perioden",
            (
                "NAV har ikke betalt for dager da den ansatte hadde ferie eller permisjon. Dagene "
                "er registrert hos oss, eller den ansatte har meldt dem selv."
            ),
            (
                "Spør lederen og den ansatte hvilke dager det gjelder. Rett fraværet i "
                "lønnssystemet, og endre kravet."
            ),
        ),
        "nn": (
            "Ferie eller permisjon i perioden",
            (
                "NAV har ikkje betalt for dagar då den tilsette hadde ferie eller permisjon. "
                "Dagane er registrerte hos oss, eller den tilsette har meldt dei sjølv."
            ),
            (
                "Spør leiaren og den tilsette kva dagar det gjeld. Rett fråværet i lønssystemet, "
                "og endre kravet."
            ),
        ),
        "en": (
            "Holiday or leave in the period",
            (
                "NAV has not paid for days on which the employee had holiday or leave. The days "
                "are registered with us, or the employee has reported them."
            ),
            (
                "Ask the manager and the employee which days it concerns. Correct the absence in "
                "the payroll system, and change the claim."
            ),
        ),
    },
    "D12": {
        "nb": (
            "Arbeidsgiverperioden er talt ulikt",
            (
                "NAV begynner å betale en annen dag enn vi regnet med. Som regel skyldes det en "
                "egenmelding NAV ikke kjenner, eller et opphold på rundt 16 dager."
            ),
            (
                "Gå gjennom egenmeldingene og oppholdene mellom dem. Mangler NAV noe, send endret "
                "inntektsmelding. Har vi talt feil, endre kravet."
            ),
        ),
        "nn": (
            "Arbeidsgivarperioden er talt ulikt",
            (
                "NAV tek til å betale ein annan dag enn vi rekna med. Som regel kjem det av ei "
                "eigenmelding NAV ikkje kjenner, eller eit opphald på rundt 16 dagar."
            ),
            (
                "Gå gjennom eigenmeldingane og opphalda mellom dei. Manglar NAV noko, send endra "
                "inntektsmelding. Har vi talt feil, endre kravet."
            ),
        ),
        "en": (
            "The employer period is counted differently",
            (
                "NAV begins to pay on another day than we counted on. Usually the reason is a "
                "self-certification that NAV does not know of, or a gap of about 16 days."
            ),
            (
                "Go through the self-certifications and the gaps between them. If NAV lacks "
                "something, send an amended income report. If we counted wrongly, change the "
                "claim."
            ),
        ),
    },
    "D13": {
        "nb": (
            "Ingen arbeidsgiverperiode",
            (
                "NAV har betalt fra første dag. Slik er det når den ansatte har arbeidet hos dere "
                "i under fire uker, eller blir syk etter en permisjon på mer enn 14 dager."
            ),
            (
                "Kontroller ansettelsesdato og permisjon. Stemmer det, rett begrunnelsen i "
                "inntektsmeldingen og endre kravet. Stemmer det ikke, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Ingen arbeidsgivarperiode",
            (
                "NAV har betalt frå første dag. Slik er det når den tilsette har arbeidd hos dykk "
                "i under fire veker, eller blir sjuk etter ein permisjon på meir enn 14 dagar."
            ),
            (
                "Kontroller tilsetjingsdato og permisjon. Stemmer det, rett grunngivinga i "
                "inntektsmeldinga og endre kravet. Stemmer det ikkje, ta det opp med NAV."
            ),
        ),
        "en": (
            "No employer period",
            (
                "NAV has paid from the first day. That is so when the employee has worked for you "
                "less than four weeks, or falls ill after a leave of more than 14 days."
            ),
            (
                "Check the date of employment and the leave. If that is right, correct the reason "
                "in the income report and change the claim. If not, take it up with NAV."
            ),
        ),
    },
    "D19": {
        "nb": (
            "Maksdato er passert",
            (
                "Perioden ligger helt eller delvis etter siste dag med rett til sykepenger, "
                "normalt etter 248 betalte dager. Etter den dagen betaler ikke NAV."
            ),
            (
                "Stopp kravet fra dagen etter maksdato. Lederen tar det videre med den ansatte. "
                "Varsle åtte uker før maksdato neste gang."
            ),
        ),
        "nn": (
            "Maksdato er passert",
            (
                "Perioden ligg heilt eller delvis etter siste dag med rett til sjukepengar, "
                "normalt etter 248 betalte dagar. Etter den dagen betaler ikkje NAV."
            ),
            (
                "Stopp kravet frå dagen etter maksdato. Leiaren tek det vidare med den tilsette. "
                "Varsle åtte veker før maksdato neste gong."
            ),
        ),
        "en": (
            "The last benefit day has passed",
            (
                "The period lies wholly or partly after the last day with a right to sickness "
                "benefit, normally after 248 paid days. NAV does not pay after that day."
            ),
            (
                "Stop the claim from the day after the last benefit day. The manager takes it "
                "further with the employee. Give notice eight weeks ahead next time."
            ),
        ),
    },
    "D20": {
        "nb": (
            "Aldersgrense eller for lav inntekt",
            (
                "Retten til sykepenger er begrenset fra 67 år og tar slutt ved 70. Inntekten må "
                "være minst halve grunnbeløpet, og fra 67 år minst to ganger grunnbeløpet."
            ),
            (
                "Kontroller alder og inntekt. Stemmer det, stopp kravet. Stemmer det ikke, ta det "
                "opp med NAV."
            ),
        ),
        "nn": (
            "Aldersgrense eller for låg inntekt",
            (
                "Retten til sjukepengar er avgrensa frå 67 år og tek slutt ved 70. Inntekta må "
                "vere minst halve grunnbeløpet, og frå 67 år minst to gonger grunnbeløpet."
            ),
            (
                "Kontroller alder og inntekt. Stemmer det, stopp kravet. Stemmer det ikkje, ta det "
                "opp med NAV."
            ),
        ),
        "en": (
            "Age limit, or income too low",
            (
                "The right to sickness benefit is limited from the age of 67 and ends at 70. The "
                "income must be at least half the base amount, and from 67 at least twice the base "
                "amount."
            ),
            "Check age and income. If that is right, stop the claim. If not, take it up with NAV.",
        ),
    },
    "D31": {
        "nb": (
            "Fritak fra arbeidsgiverperioden",
            (
                "NAV dekker arbeidsgiverperioden ved kronisk sykdom eller svangerskap når det "
                "finnes et fritak. Her mangler fritaket, det er utløpt, eller dagene er betalt "
                "eller krevd på en annen måte enn fritaket sier."
            ),
            (
                "Kontroller om dere har et fritak som gjelder for perioden. Send krav for hvert "
                "fravær, og søk om nytt fritak før det gamle løper ut."
            ),
        ),
        "nn": (
            "Fritak frå arbeidsgivarperioden",
            (
                "NAV dekkjer arbeidsgivarperioden ved kronisk sjukdom eller svangerskap når det "
                "finst eit fritak. Her manglar fritaket, det er gått ut, eller dagane er betalte "
                "eller kravde på ein annan måte enn fritaket seier."
            ),
            (
                "Kontroller om de har eit fritak som gjeld for perioden. Send krav for kvart "
                "fråvær, og søk om nytt fritak før det gamle går ut."
            ),
        ),
        "en": (
            "Exemption from the employer period",
            (
                "NAV covers the employer period for chronic illness or pregnancy when there is an "
                "exemption. Here the exemption is missing or has run out, or the days are paid or "
                "claimed in another way than it says."
            ),
            (
                "Check whether you have an exemption that holds for the period. Send a claim for "
                "each absence, and apply for a new exemption before the old one runs out."
            ),
        ),
    },
    "D32": {
        "nb": (
            "Omsorgsdagene er talt ulikt",
            (
                "Arbeidsgiveren betaler de ti første omsorgsdagene i kalenderåret, og NAV betaler "
                "fra den ellevte. De to sidene har talt dagene, helgen eller året ulikt."
            ),
            (
                "Tell den ansattes omsorgsdager i kalenderåret. Er kravet feil, send et nytt der "
                "dagene som skal trekkes, er oppgitt. Er det riktig, ta det opp med NAV."
            ),
        ),
        "nn": (
            "Omsorgsdagane er talde ulikt",
            (
                "Arbeidsgivaren betaler dei ti første omsorgsdagane i kalenderåret, og NAV betaler "
                "frå den ellevte. Dei to sidene har talt dagane, helga eller året ulikt."
            ),
            (
                "Tel omsorgsdagane til den tilsette i kalenderåret. Er kravet feil, send eit nytt "
                "der dagane som skal trekkjast, er oppgitte. Er det rett, ta det opp med NAV."
            ),
        ),
        "en": (
            "The care days are counted differently",
            (
                "The employer pays the first ten care days of the calendar year, and NAV pays from "
                "the eleventh. The two sides have counted the days, the weekend or the year "
                "differently."
            ),
            (
                "Count the employee's care days in the calendar year. If the claim is wrong, send "
                "a new one that states the days to subtract. If it is right, take it up with NAV."
            ),
        ),
    },
    "D33": {
        "nb": (
            "Uttaket av foreldrepenger er endret",
            (
                "NAV har betalt for færre eller andre dager enn kravet. Den ansatte kan ha endret "
                "uttaket, og arbeidsgiveren får ikke beskjed om det."
            ),
            (
                "Spør den ansatte hvilke dager og hvor mye som tas ut. Endre deretter "
                "refusjonsperiodene og kravet."
            ),
        ),
        "nn": (
            "Uttaket av foreldrepengar er endra",
            (
                "NAV har betalt for færre eller andre dagar enn kravet. Den tilsette kan ha endra "
                "uttaket, og arbeidsgivaren får ikkje beskjed om det."
            ),
            (
                "Spør den tilsette kva dagar og kor mykje som blir teke ut. Endre deretter "
                "refusjonsperiodane og kravet."
            ),
        ),
        "en": (
            "The uptake of parental benefit has changed",
            (
                "NAV has paid for fewer or other days than the claim. The employee may have "
                "changed the uptake, and the employer is not told of that."
            ),
            (
                "Ask the employee which days and how much are taken out. Then change the refund "
                "periods and the claim."
            ),
        ),
    },
}
