"""The words of money at risk, in each language; page, workbook and command line share them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from rutine.core.reason_texts import Language
from rutine.refunds.at_risk.risk_texts import RiskTexts
from rutine.refunds.at_risk.view import KindSum, RiskView
from rutine.refunds.at_risk.window import AtRisk, NotKnown, RiskKind, Window

_NB = RiskTexts(
    title="Penger i fare",
    kinds={
        RiskKind.NOT_SENT: (
            "Krav ikke sendt",
            "Send kravet til NAV innen fristen. Etter fristen er pengene tapt.",
            "det kravet gjelder",
        ),
        RiskKind.NOT_CLAIMED: (
            "Fravær uten krav",
            "Kontroller fraværet, og send inntektsmelding innen fristen.",
            "ikke kjent uten inntektsmelding",
        ),
        RiskKind.NOT_ANSWERED: (
            "NAV venter på inntektsmelding",
            (
                "Svar på forespørselen innen fristen. Er inntektsmeldingen avvist, rett den, og "
                "send på nytt."
            ),
            "ikke kjent uten inntektsmelding",
        ),
        RiskKind.LAST_BENEFIT_DAY: (
            "Maksdato nær",
            "Avklar med leder hva som skjer etter maksdato. NAV betaler ikke etter den dagen.",
            "refusjon per måned fram til maksdato",
        ),
        RiskKind.EXEMPTION: (
            "Fritak går ut",
            "Søk NAV om nytt fritak i god tid hvis det fortsatt er grunnlag for det.",
            "krevd under fritaket det siste året",
        ),
    },
    gaps={
        "no_claims": "Krav ikke sendt er ikke kjent: ingen kravfil fra lønn er satt opp eller "
        "funnet. Sett «claims» under arbeidsgiveren i rutine.toml.",
        "no_absences": "Fravær uten krav er ikke kjent: ingen fraværsliste er satt opp eller "
        "funnet. Sett «absences» under arbeidsgiveren i rutine.toml.",
        "no_income_reports": "Fravær uten krav er ikke kjent: ingen liste over sendte "
        "inntektsmeldinger er satt opp eller funnet. Sett «income_reports» under arbeidsgiveren.",
        "no_requests": "NAVs forespørsler er ikke kjent: ingen fersk liste over dem er hentet "
        "eller funnet. Sett «nav_lists» eller «income_requests» i rutine.toml.",
        "no_exemptions": "Fritak som går ut er ikke kjent: ingen liste over fritak er satt opp "
        "eller funnet. Sett «exemptions» under arbeidsgiveren i rutine.toml.",
        "no_reports": "Ingen rapport fra NAV er gjort opp de siste månedene, så maksdatoer fra "
        "NAV er ikke kjent.",
        "no_last_days": "Maksdatoer er ikke kjent: verken rapporter fra NAV eller fravær og "
        "inntektsmeldinger er tilgjengelige.",
        "last_days_unsure": "{count} ansatte er fortsatt borte uten at maksdato kan regnes ut; "
        "NAV har ikke oppgitt noen.",
        "claims_undated": "{count} krav som ikke er sendt, mangler datoer. Fristen er ikke kjent.",
        "rows_unreadable": "{count} rader i {file} kunne ikke leses og er ikke med.",
        "file_unusable": "{file} er ikke slik formatet sier, og er ikke brukt. Be lønn eksportere "
        "den på nytt, eller rett formatfilen.",
        "people_refused": "{count} ansatte har fravær eller inntektsmeldinger som ikke kan stemme "
        "sammen. De er ikke vurdert for fravær uten krav.",
        "care_days": "Omsorgsdager uten krav er ikke vurdert.",
        "protected_unknown": "Lista over arbeidsforhold kan ikke leses, og den sier hvem som er "
        "skjermet. Derfor vises ingen ansatte her. Be lønn eksportere den på nytt.",
    },
    one={
        "last_days_unsure": "1 ansatt er fortsatt borte uten at maksdato kan regnes ut; NAV har "
        "ikke oppgitt noen.",
        "claims_undated": "1 krav som ikke er sendt, mangler datoer. Fristen er ikke kjent.",
        "rows_unreadable": "1 rad i {file} kunne ikke leses og er ikke med.",
        "people_refused": "1 ansatt har fravær eller inntektsmeldinger som ikke kan stemme sammen, "
        "og er ikke vurdert for fravær uten krav.",
    },
    columns={
        "due": "Frist",
        "kind": "Hva",
        "employee": "Ansatt",
        "unit": "Enhet",
        "benefit": "Ytelse",
        "days": "Dager",
        "amount": "Beløp (kr)",
        "about": "Beløpet er",
        "action": "Hva gjør du?",
    },
    sheets=("Penger i fare", "Per måned", "Ikke kjent"),
    months=(
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
    passed="fristen er ute",
    day_passed="dagen er passert",
    soon="mindre enn {weeks} uker igjen",
    computed="regnet ut, ikke oppgitt av NAV",
    not_known="ikke kjent",
    without="{count} uten kjent beløp",
    past="Før i dag",
    month="Måned",
    file_row="rad {row} i lønns liste",
    request_row="rad {row} i listen over NAVs forespørsler",
    protected="skjermet",
    as_of="Per {day}, ut {until}. Krav, fravær og inntektsmeldinger slik lønn hadde dem for "
    "{books}.",
    nothing="Ingenting er i fare i perioden, av det vi kjenner til.",
    gaps_title="Dette vet vi ikke",
)

_NN = RiskTexts(
    title="Pengar i fare",
    kinds={
        RiskKind.NOT_SENT: (
            "Krav ikkje sendt",
            "Send kravet til NAV innan fristen. Etter fristen er pengane tapte.",
            "det kravet gjeld",
        ),
        RiskKind.NOT_CLAIMED: (
            "Fråvær utan krav",
            "Kontroller fråværet, og send inntektsmelding innan fristen.",
            "ikkje kjent utan inntektsmelding",
        ),
        RiskKind.NOT_ANSWERED: (
            "NAV ventar på inntektsmelding",
            (
                "Svar på førespurnaden innan fristen. Er inntektsmeldinga avvist, rett ho, og "
                "send på nytt."
            ),
            "ikkje kjent utan inntektsmelding",
        ),
        RiskKind.LAST_BENEFIT_DAY: (
            "Maksdato nær",
            "Avklar med leiar kva som skjer etter maksdato. NAV betaler ikkje etter den dagen.",
            "refusjon per månad fram til maksdato",
        ),
        RiskKind.EXEMPTION: (
            "Fritak går ut",
            "Søk NAV om nytt fritak i god tid om det framleis er grunnlag for det.",
            "kravd under fritaket det siste året",
        ),
    },
    gaps={
        "no_claims": "Krav ikkje sendt er ikkje kjent: inga kravfil frå løn er sett opp eller "
        "funnen. Set «claims» under arbeidsgivaren i rutine.toml.",
        "no_absences": "Fråvær utan krav er ikkje kjent: inga fråværsliste er sett opp eller "
        "funnen. Set «absences» under arbeidsgivaren i rutine.toml.",
        "no_income_reports": "Fråvær utan krav er ikkje kjent: inga liste over sende "
        "inntektsmeldingar er sett opp eller funnen. Set «income_reports» under arbeidsgivaren.",
        "no_requests": "Førespurnadene frå NAV er ikkje kjende: inga fersk liste over dei er "
        "henta eller funnen. Set «nav_lists» eller «income_requests» i rutine.toml.",
        "no_exemptions": "Fritak som går ut er ikkje kjent: inga liste over fritak er sett opp "
        "eller funnen. Set «exemptions» under arbeidsgivaren i rutine.toml.",
        "no_reports": "Ingen rapport frå NAV er gjord opp dei siste månadene, så maksdatoar frå "
        "NAV er ikkje kjende.",
        "no_last_days": "Maksdatoar er ikkje kjende: verken rapportar frå NAV eller fråvær og "
        "inntektsmeldingar er tilgjengelege.",
        "last_days_unsure": "{count} tilsette er framleis borte utan at maksdato kan reknast ut; "
        "NAV har ikkje oppgitt nokon.",
        "claims_undated": "{count} krav som ikkje er sende, manglar datoar. Fristen er ikkje "
        "kjend.",
        "rows_unreadable": "{count} rader i {file} kunne ikkje lesast og er ikkje med.",
        "file_unusable": "{file} er ikkje slik formatet seier, og er ikkje brukt. Be løn "
        "eksportere ho på nytt, eller rett formatfila.",
        "people_refused": "{count} tilsette har fråvær eller inntektsmeldingar som ikkje kan "
        "stemme saman. Dei er ikkje vurderte for fråvær utan krav.",
        "care_days": "Omsorgsdagar utan krav er ikkje vurderte.",
        "protected_unknown": "Lista over arbeidsforhold kan ikkje lesast, og ho seier kven som er "
        "skjerma. Difor blir ingen tilsette viste her. Be løn eksportere ho på nytt.",
    },
    one={
        "last_days_unsure": "1 tilsett er framleis borte utan at maksdato kan reknast ut; NAV har "
        "ikkje oppgitt nokon.",
        "claims_undated": "1 krav som ikkje er sendt, manglar datoar. Fristen er ikkje kjend.",
        "rows_unreadable": "1 rad i {file} kunne ikkje lesast og er ikkje med.",
        "people_refused": "1 tilsett har fråvær eller inntektsmeldingar som ikkje kan stemme "
        "saman, og er ikkje vurdert for fråvær utan krav.",
    },
    columns={
        "due": "Frist",
        "kind": "Kva",
        "employee": "Tilsett",
        "unit": "Eining",
        "benefit": "Yting",
        "days": "Dagar",
        "amount": "Beløp (kr)",
        "about": "Beløpet er",
        "action": "Kva gjer du?",
    },
    sheets=("Pengar i fare", "Per månad", "Ikkje kjent"),
    months=_NB.months,
    passed="fristen er ute",
    day_passed="dagen er passert",
    soon="mindre enn {weeks} veker att",
    computed="rekna ut, ikkje oppgitt av NAV",
    not_known="ikkje kjent",
    without="{count} utan kjent beløp",
    past="Før i dag",
    month="Månad",
    file_row="rad {row} i lista frå løn",
    request_row="rad {row} i lista over førespurnadene frå NAV",
    protected="skjerma",
    as_of="Per {day}, ut {until}. Krav, fråvær og inntektsmeldingar slik løn hadde dei for "
    "{books}.",
    nothing="Ingenting er i fare i perioden, av det vi kjenner til.",
    gaps_title="Dette veit vi ikkje",
)

_EN = RiskTexts(
    title="Money at risk",
    kinds={
        RiskKind.NOT_SENT: (
            "Claim not sent",
            "Send the claim to NAV before the deadline. After it the money is lost.",
            "what the claim is for",
        ),
        RiskKind.NOT_CLAIMED: (
            "Absence without a claim",
            "Check the absence, and send the income report before the deadline.",
            "not known without an income report",
        ),
        RiskKind.NOT_ANSWERED: (
            "NAV waits for an income report",
            (
                "Answer the request before the deadline. If the report was refused, correct it, "
                "and send it again."
            ),
            "not known without an income report",
        ),
        RiskKind.LAST_BENEFIT_DAY: (
            "Last benefit day near",
            "Settle with the manager what happens afterwards. NAV does not pay after that day.",
            "refund a month until the last benefit day",
        ),
        RiskKind.EXEMPTION: (
            "Exemption expires",
            "Apply to NAV for a new exemption in good time if there still is ground for one.",
            "claimed under the exemption in the last year",
        ),
    },
    gaps={
        "no_claims": "Claims not sent are not known: no claims file from payroll is configured "
        "or found. Set “claims” under the employer in rutine.toml.",
        "no_absences": "Absences without a claim are not known: no list of absences is "
        "configured or found. Set “absences” under the employer in rutine.toml.",
        "no_income_reports": "Absences without a claim are not known: no list of income reports "
        "is configured or found. Set “income_reports” under the employer.",
        "no_requests": "NAV's requests are not known: no fresh list of them is fetched or "
        "found. Set “nav_lists” or “income_requests” under the employer in rutine.toml.",
        "no_exemptions": "Exemptions that expire are not known: no exemption list is configured "
        "or found. Set “exemptions” under the employer in rutine.toml.",
        "no_reports": "No report from NAV was settled in the last months, so NAV's last benefit "
        "days are not known.",
        "no_last_days": "Last benefit days are not known: there are neither reports from NAV nor "
        "absences and income reports.",
        "last_days_unsure": "{count} employees are still away and their last benefit day can't "
        "be computed; NAV has stated none.",
        "claims_undated": "{count} claims not sent have no dates. Their deadline is not known.",
        "rows_unreadable": "{count} rows of {file} could not be read and are left out.",
        "file_unusable": "{file} is not what its format says, and was not used. Ask payroll to "
        "export it again, or correct the format file.",
        "people_refused": "{count} employees have absences or income reports that can't be right "
        "together. They were not looked at for absences without a claim.",
        "care_days": "Care days without a claim were not looked at.",
        "protected_unknown": "The list of employments can't be read, and it says who is "
        "protected. Therefore no employee is shown here. Ask payroll to export it again.",
    },
    one={
        "last_days_unsure": "1 employee is still away and the last benefit day can't be computed; "
        "NAV has stated none.",
        "claims_undated": "1 claim not sent has no dates. Its deadline is not known.",
        "rows_unreadable": "1 row of {file} could not be read and is left out.",
        "people_refused": "1 employee has absences or income reports that can't be right together, "
        "and was not looked at for absences without a claim.",
    },
    columns={
        "due": "Deadline",
        "kind": "What",
        "employee": "Employee",
        "unit": "Unit",
        "benefit": "Benefit",
        "days": "Days",
        "amount": "Amount (NOK)",
        "about": "The amount is",
        "action": "What do you do?",
    },
    sheets=("Money at risk", "By month", "Not known"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    passed="the deadline has passed",
    day_passed="the day has passed",
    soon="less than {weeks} weeks left",
    computed="computed, not stated by NAV",
    not_known="not known",
    without="{count} without a known amount",
    past="Before today",
    month="Month",
    file_row="row {row} of payroll's list",
    request_row="row {row} of the list of NAV's requests",
    protected="restricted",
    as_of="As of {day}, through {until}. Claims, absences and income reports as payroll had "
    "them for {books}.",
    nothing="Nothing is at risk in this time, of what we know.",
    gaps_title="This we do not know",
)

RISK_TEXTS: Final[Mapping[Language, RiskTexts]] = {
    Language.NB: _NB,
    Language.NN: _NN,
    Language.EN: _EN,
}
"""Language -> words."""

_WEEK = 7


def remarks(item: AtRisk, window: Window, language: Language) -> str:
    """What else there is to say about an item: passed, soon, computed."""
    texts = RISK_TEXTS[language]
    said = []
    if item.due < window.as_of:
        ends = item.kind is RiskKind.LAST_BENEFIT_DAY
        said.append(texts.day_passed if ends else texts.passed)
    elif item.kind is RiskKind.LAST_BENEFIT_DAY and item.due <= window.as_of + window.notice:
        said.append(texts.soon.format(weeks=window.notice.days // _WEEK))
    if item.is_computed:
        said.append(texts.computed)
    return ", ".join(said)


def who_text(item: AtRisk, texts: RiskTexts) -> str:
    """By what the person is found: the employee number, a row of a list, or not at all."""
    if item.protected:
        return texts.protected
    if item.employee_number is None and item.row is None:
        return texts.not_known
    row = texts.request_row if item.kind is RiskKind.NOT_ANSWERED else texts.file_row
    return item.employee_number or row.format(row=item.row)


def gap_text(gap: NotKnown, language: Language) -> str:
    """What is not known, in one sentence that says what to do where something can be done."""
    texts = RISK_TEXTS[language]
    sentences = texts.one if gap.count == 1 else texts.gaps
    return sentences[gap.code].format(count=gap.count, file=gap.file)


def month_name(texts: RiskTexts, day: date) -> str:
    """`november 2026`."""
    return f"{texts.months[day.month - 1]} {day.year}"


def as_of_text(view: RiskView, language: Language) -> str:
    """When it was looked at, how far ahead, and how old payroll's lists are."""
    texts = RISK_TEXTS[language]
    return texts.as_of.format(
        day=f"{view.window.as_of:%d.%m.%Y}",
        until=month_name(texts, view.window.until),
        books=month_name(texts, date.fromisoformat(f"{view.books}-01")),
    )


def sum_text(known: KindSum | None, texts: RiskTexts) -> str:
    """A sum in words: kroner, how many lack an amount, or that nothing is known."""
    if known is None:
        return texts.not_known
    without = texts.without.format(count=known.without_amount)
    if not known.without_amount:
        return str(known.amount)
    return without if known.count == known.without_amount else f"{known.amount} + {without}"
