"""Reasons about what became of the claim: waiting, never sent, rejected, too late.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D14": {
        "nb": (
            "NAV har ikke betalt kravet ennå",
            "Kravet er sendt, men ingen utbetaling for perioden finnes i rapportene vi har hentet.",
            (
                "Er kravet nytt, så vent: NAV kan være innenfor vanlig saksbehandlingstid. Er det "
                "gammelt, kontroller at inntektsmeldingen er mottatt, og spør den ansatte om "
                "søknaden er sendt. Ta deretter kontakt med NAV."
            ),
        ),
        "nn": (
            "NAV har ikkje betalt kravet enno",
            "Kravet er sendt, men inga utbetaling for perioden finst i rapportane vi har henta.",
            (
                "Er kravet nytt, så vent: NAV kan vere innanfor vanleg saksbehandlingstid. Er det "
                "gammalt, kontroller at inntektsmeldinga er motteken, og spør den tilsette om "
                "søknaden er send. Ta deretter kontakt med NAV."
            ),
        ),
        "en": (
            "NAV has not paid the claim yet",
            "The claim is sent, but the reports fetched so far hold no payment for the period.",
            (
                "If the claim is new, wait: NAV may be within its usual handling time. If it is "
                "old, check that the income report was received, and ask the employee whether the "
                "application was sent. Then contact NAV."
            ),
        ),
    },
    "D15": {
        "nb": (
            "Den ansatte har ikke søkt",
            (
                "Det er registrert fravær som NAV skulle ha betalt for, men den ansatte har ikke "
                "sendt søknaden. Uten søknad betaler ikke NAV."
            ),
            (
                "Lederen minner den ansatte på å sende søknaden på nav.no. Når fristen er ute, kan "
                "refusjonen være tapt."
            ),
        ),
        "nn": (
            "Den tilsette har ikkje søkt",
            (
                "Det er registrert fråvær som NAV skulle ha betalt for, men den tilsette har ikkje "
                "sendt søknaden. Utan søknad betaler ikkje NAV."
            ),
            (
                "Leiaren minner den tilsette på å sende søknaden på nav.no. Når fristen er ute, "
                "kan refusjonen vere tapt."
            ),
        ),
        "en": (
            "The employee has not applied",
            (
                "An absence is registered that NAV should have paid for, but the employee has not "
                "sent the application. Without it NAV does not pay."
            ),
            (
                "The manager reminds the employee to send the application on nav.no. When the "
                "deadline is past, the refund may be lost."
            ),
        ),
    },
    "D16": {
        "nb": (
            "Kravet er aldri sendt til NAV",
            "NAV venter på inntektsmelding for dette fraværet, men vi finner ikke at den er sendt.",
            (
                "Send inntektsmeldingen med krav om refusjon nå. Kravet dekker bare fravær tre "
                "hele måneder tilbake."
            ),
        ),
        "nn": (
            "Kravet er aldri sendt til NAV",
            "NAV ventar på inntektsmelding for dette fråværet, men vi finn ikkje at ho er send.",
            (
                "Send inntektsmeldinga med krav om refusjon no. Kravet dekkjer berre fråvær tre "
                "heile månader tilbake."
            ),
        ),
        "en": (
            "The claim was never sent to NAV",
            (
                "NAV is waiting for the income report for this absence, but we can't find that it "
                "was sent."
            ),
            (
                "Send the income report with the refund claim now. The claim covers absence three "
                "whole months back only."
            ),
        ),
    },
    "D17": {
        "nb": (
            "NAV har avvist kravet",
            (
                "NAV har ikke tatt imot inntektsmeldingen, fordi den hadde en feil eller fordi NAV "
                "allerede hadde en lik."
            ),
            (
                "Les feilmeldingen, rett inntektsmeldingen og send den på nytt. Var den sendt to "
                "ganger, kontroller hvilken av dem NAV har."
            ),
        ),
        "nn": (
            "NAV har avvist kravet",
            (
                "NAV har ikkje teke imot inntektsmeldinga, fordi ho hadde ein feil eller fordi NAV "
                "alt hadde ei lik."
            ),
            (
                "Les feilmeldinga, rett inntektsmeldinga og send ho på nytt. Var ho send to "
                "gonger, kontroller kva for ei av dei NAV har."
            ),
        ),
        "en": (
            "NAV has rejected the claim",
            (
                "NAV has not accepted the income report, because it held an error or because NAV "
                "already had one like it."
            ),
            (
                "Read the error message, correct the income report and send it again. If it was "
                "sent twice, check which of them NAV has."
            ),
        ),
    },
    "D18": {
        "nb": (
            "Kravet kom for sent",
            (
                "Hele eller deler av fraværet ligger før fristen: NAV dekker fravær tre hele "
                "måneder før måneden kravet ble sendt (folketrygdloven § 22-13)."
            ),
            (
                "Det som kom for sent, er som regel tapt og avskrives av to personer. Var dere "
                "klart ute av stand til å sende kravet i tide, eller fikk dere feil opplysninger "
                "fra NAV, be NAV om unntak."
            ),
        ),
        "nn": (
            "Kravet kom for seint",
            (
                "Heile eller delar av fråværet ligg før fristen: NAV dekkjer fråvær tre heile "
                "månader før månaden kravet blei sendt (folketrygdlova § 22-13)."
            ),
            (
                "Det som kom for seint, er som regel tapt og blir avskrive av to personar. Var de "
                "klart ute av stand til å sende kravet i tide, eller fekk de feil opplysningar frå "
                "NAV, be NAV om unntak."
            ),
        ),
        "en": (
            "The claim came too late",
            (
                "All or part of the absence lies before the cut-off: NAV covers absence three "
                "whole months before the month the claim was sent (National Insurance Act § "
                "22-13)."
            ),
            (
                "What came too late is usually lost and is written off by two people. If you were "
                "clearly unable to send the claim in time, or NAV misled you, ask NAV for an "
                "exception."
            ),
        ),
    },
    "D21": {
        "nb": (
            "NAV betaler den ansatte direkte",
            (
                "Inntektsmeldingen sier at refusjonen er null eller slutter i perioden. Da går "
                "pengene til den ansatte."
            ),
            (
                "NAV flytter ikke perioder som er betalt. Har dere betalt lønn for de samme "
                "dagene, gjør opp med den ansatte over lønn. Betaler dere fortsatt lønn, endre "
                "refusjonen for tiden framover."
            ),
        ),
        "nn": (
            "NAV betaler den tilsette direkte",
            (
                "Inntektsmeldinga seier at refusjonen er null eller sluttar i perioden. Då går "
                "pengane til den tilsette."
            ),
            (
                "NAV flyttar ikkje periodar som er betalte. Har de betalt løn for dei same dagane, "
                "gjer opp med den tilsette over løn. Betaler de framleis løn, endre refusjonen for "
                "tida framover."
            ),
        ),
        "en": (
            "NAV pays the employee directly",
            (
                "The income report says that the refund is nothing, or ends in the period. The "
                "money then goes to the employee."
            ),
            (
                "NAV does not move periods that are paid. If you have paid salary for the same "
                "days, settle it with the employee through payroll. If you still pay salary, "
                "change the refund from now on."
            ),
        ),
    },
    "D34": {
        "nb": (
            "Svangerskapspenger eller sykepenger",
            (
                "Krav og utbetaling gjelder samme person og dager, men hver sin ytelse: "
                "svangerskapspenger, sykepenger, eller sykepenger for gravide."
            ),
            (
                "Spør den ansatte hva det er søkt om. Før fraværet på riktig ytelse og endre "
                "kravet. Gjaldt kravet feil ytelse hos NAV, send det på nytt."
            ),
        ),
        "nn": (
            "Svangerskapspengar eller sjukepengar",
            (
                "Krav og utbetaling gjeld same person og dagar, men kvar si yting: "
                "svangerskapspengar, sjukepengar, eller sjukepengar for gravide."
            ),
            (
                "Spør den tilsette kva det er søkt om. Før fråværet på rett yting og endre kravet. "
                "Galdt kravet feil yting hos NAV, send det på nytt."
            ),
        ),
        "en": (
            "Pregnancy benefit or sickness benefit",
            (
                "Claim and payment concern the same person and days, but different benefits: "
                "pregnancy benefit, sickness benefit, or sickness benefit during pregnancy."
            ),
            (
                "Ask the employee what was applied for. Register the absence under the right "
                "benefit and change the claim. If the claim at NAV was for the wrong benefit, send "
                "it again."
            ),
        ),
    },
    "D43": {
        "nb": (
            "NAV har betalt mer enn kravet",
            "NAV har betalt mer enn dere krevde for de samme dagene.",
            (
                "Er kravet for lavt, endre kravet. Er det NAV som har betalt for mye, vent et "
                "trekk i en senere rapport: pengene er ikke deres."
            ),
        ),
        "nn": (
            "NAV har betalt meir enn kravet",
            "NAV har betalt meir enn de kravde for dei same dagane.",
            (
                "Er kravet for lågt, endre kravet. Er det NAV som har betalt for mykje, vent eit "
                "trekk i ein seinare rapport: pengane er ikkje dykkar."
            ),
        ),
        "en": (
            "NAV has paid more than the claim",
            "NAV has paid more than you claimed for the same days.",
            (
                "If the claim is too low, change the claim. If NAV has paid too much, expect a "
                "deduction in a later report: the money is not yours."
            ),
        ),
    },
}
