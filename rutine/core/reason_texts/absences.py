"""Reasons about sick leave that payroll's list and the sick notes do not agree on.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "O08": {
        "nb": (
            "Registrert borte uten sykmelding",
            (
                "Lønnssystemet har registrert sykmelding i mer enn tre dager på rad som ingen "
                "sykmelding dekker."
            ),
            (
                "Spør den ansatte om sykmeldingen, eller rett fraværet i lønnssystemet. Saken "
                "lukker seg selv når listene stemmer."
            ),
        ),
        "nn": (
            "Registrert borte utan sjukmelding",
            (
                "Lønssystemet har registrert sjukmelding i meir enn tre dagar på rad som inga "
                "sjukmelding dekkjer."
            ),
            (
                "Spør den tilsette om sjukmeldinga, eller rett fråværet i lønssystemet. Saka "
                "lukkar seg sjølv når listene stemmer."
            ),
        ),
        "en": (
            "Registered as away without a sick note",
            (
                "Payroll has registered sick leave for more than three days in a row that no "
                "sick note covers."
            ),
            (
                "Ask the employee for the note, or correct the absence in payroll. The case "
                "closes itself when the lists agree."
            ),
        ),
    },
    "O09": {
        "nb": (
            "Ulik grad i lønn og sykmelding",
            "Lønnssystemet har en annen grad enn sykmeldingen for de samme dagene.",
            (
                "Finn ut hvor mye den ansatte har arbeidet, og rett det som er galt. Refusjonen "
                "regnes av graden."
            ),
        ),
        "nn": (
            "Ulik grad i løn og sjukmelding",
            "Lønssystemet har ein annan grad enn sjukmeldinga for dei same dagane.",
            (
                "Finn ut kor mykje den tilsette har arbeidd, og rett det som er gale. Refusjonen "
                "blir rekna av graden."
            ),
        ),
        "en": (
            "Payroll and sick note differ in grade",
            "Payroll has another grade than the sick note for the same days.",
            (
                "Find out how much the employee has worked, and correct what is wrong. The refund "
                "is computed from the grade."
            ),
        ),
    },
    "O10": {
        "nb": (
            "Sykmelding til en annen virksomhet",
            (
                "Sykmeldingen gjelder et annet organisasjonsnummer enn det stillingen hører til. "
                "Inntektsmelding og refusjon havner da feil."
            ),
            (
                "Se om stillingen eller enheten står feil hos dere. Er det sykmeldingen som er "
                "feil, be den ansatte få den som sykmelder, til å rette den."
            ),
        ),
        "nn": (
            "Sjukmelding til ei anna verksemd",
            (
                "Sjukmeldinga gjeld eit anna organisasjonsnummer enn det stillinga høyrer til. "
                "Inntektsmelding og refusjon hamnar då feil."
            ),
            (
                "Sjå om stillinga eller eininga står feil hos dykk. Er det sjukmeldinga som er "
                "feil, be den tilsette få den som sjukmelder, til å rette ho."
            ),
        ),
        "en": (
            "Sick note for another organisation number",
            (
                "The sick note is for another organisation number than the position belongs to. "
                "The income report and the refund then go astray."
            ),
            (
                "See whether the position or the unit is wrong with you. If the note is wrong, "
                "ask the employee to have whoever wrote it correct it."
            ),
        ),
    },
    "O11": {
        "nb": (
            "Tilbake i arbeid, men registrert borte",
            (
                "Den ansatte er ført som helt tilbake, men lønnssystemet har fortsatt "
                "registrert sykmelding fra den dagen."
            ),
            (
                "Avslutt fraværet i lønnssystemet, så ingen krever refusjon for dager i arbeid. "
                "Er den ansatte syk igjen, skal det komme en ny sykmelding."
            ),
        ),
        "nn": (
            "Tilbake i arbeid, men registrert borte",
            (
                "Den tilsette er ført som heilt tilbake, men lønssystemet har framleis "
                "registrert sjukmelding frå den dagen."
            ),
            (
                "Avslutt fråværet i lønssystemet, så ingen krev refusjon for dagar i arbeid. "
                "Er den tilsette sjuk igjen, skal det kome ei ny sjukmelding."
            ),
        ),
        "en": (
            "Back at work, but registered as away",
            (
                "The employee is noted as wholly back, but payroll still has sick leave "
                "registered from that day."
            ),
            (
                "End the absence in payroll, so that nobody claims a refund for days at work. If "
                "the employee is ill again, a new sick note must come."
            ),
        ),
    },
}
