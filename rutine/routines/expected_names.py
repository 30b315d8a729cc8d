"""Rules, fields, numbers and codes of an account in bokmål, nynorsk and English.

The rules name what they use by key (`employer_period`, `first_paid_day`); no key is shown to a
reader of the text or the workbook. JSON keeps the keys.
"""

from __future__ import annotations

from rutine.core.reason_texts import Language

Texts = dict[Language, str]


def _texts(nb: str, nn: str, en: str) -> Texts:
    return {Language.NB: nb, Language.NN: nn, Language.EN: en}


RULES: dict[str, Texts] = {
    "employer_period": _texts("Arbeidsgiverperiode", "Arbeidsgivarperiode", "Employer period"),
    "four_weeks_service": _texts(
        "Fire ukers ansettelse", "Fire veker i arbeid", "Four weeks of service"
    ),
    "claim_limit": _texts("Frist for krav", "Frist for krav", "Time limit of claims"),
    "lowest_grade": _texts("Laveste grad", "Lågaste grad", "Lowest grade"),
    "minimum_income": _texts("Laveste inntekt", "Lågaste inntekt", "Lowest income"),
    "age": _texts("Aldersgrenser", "Aldersgrenser", "Age limits"),
    "last_benefit_day": _texts("Maksdato", "Maksdato", "Last benefit day"),
    "day_rate": _texts("Dagsats", "Dagsats", "Day rate"),
    "cap": _texts("Tak på 6G", "Tak på 6G", "Cap of 6G"),
    "exemption": _texts(
        "Unntak fra arbeidsgiverperioden",
        "Unntak frå arbeidsgivarperioden",
        "Exemption from the employer period",
    ),
    "parental_benefit": _texts("Foreldrepenger", "Foreldrepengar", "Parental benefit"),
    "pregnancy_benefit": _texts("Svangerskapspenger", "Svangerskapspengar", "Pregnancy benefit"),
    "nursing_benefit": _texts(
        "Pleie- og opplæringspenger", "Pleie- og opplæringspengar", "Care and training benefit"
    ),
    "care_days": _texts("Omsorgspenger", "Omsorgspengar", "Care days"),
    "holiday_pay": _texts("Feriepenger", "Feriepengar", "Holiday pay"),
    "uptake_unchanged": _texts("Uttaket er uendret", "Uttaket er uendra", "Unchanged uptake"),
    "nursing_reductions": _texts(
        "Reduksjon av pleiepenger", "Reduksjon av pleiepengar", "Reduced care benefit"
    ),
    "paid_days": _texts("Betalte dager", "Betalte dagar", "Paid days"),
    "shared_cap": _texts("Delt tak på 6G", "Delt tak på 6G", "Shared cap of 6G"),
}
"""What a rule is called."""

NUMBERS: dict[str, Texts] = {
    "at_risk_months": _texts("ser så langt fram", "ser så langt fram", "looks so far ahead"),
    "income_request_days": _texts(
        "så lenge kan den vente", "så lenge kan han vente", "may wait so long"
    ),
    "employer_period_days": _texts("lengde", "lengd", "length"),
    "employer_period_gap_days": _texts(
        "opphold før en ny periode", "opphald før ein ny periode", "gap before a new period"
    ),
    "service_days": _texts("ansatt i minst", "tilsett i minst", "employed for at least"),
    "days_a_year": _texts("betalingsdager i året", "betalingsdagar i året", "paid days a year"),
    "benefit_days": _texts("dager med sykepenger", "dagar med sjukepengar", "benefit days"),
    "benefit_days_over_67": _texts(
        "dager med sykepenger etter 67 år",
        "dagar med sjukepengar etter 67 år",
        "benefit days after 67 years",
    ),
    "benefit_window_years": _texts("telles over", "talde over", "counted over"),
    "benefit_reset_days": _texts(
        "ny rett etter opphold på", "ny rett etter opphald på", "new right after a gap of"
    ),
    "holiday_pay_days_sickness": _texts(
        "høyst, av sykepenger", "høgst, av sjukepengar", "at most, of sickness benefit"
    ),
    "holiday_pay_days_parental": _texts(
        "høyst, av foreldrepenger", "høgst, av foreldrepengar", "at most, of parental benefit"
    ),
    "holiday_pay_days_parental_80": _texts(
        "høyst, av foreldrepenger med 80 prosent",
        "høgst, av foreldrepengar med 80 prosent",
        "at most, of parental benefit at 80 percent",
    ),
    "holiday_pay_days_pregnancy": _texts(
        "høyst, av svangerskapspenger",
        "høgst, av svangerskapspengar",
        "at most, of pregnancy benefit",
    ),
    "holiday_pay_days_care": _texts(
        "høyst, av omsorgspenger", "høgst, av omsorgspengar", "at most, of care days"
    ),
    "holiday_pay_days_nursing": _texts(
        "høyst, av pleie- og opplæringspenger",
        "høgst, av pleie- og opplæringspengar",
        "at most, of care and training benefit",
    ),
    "own_care_days": _texts(
        "dager arbeidsgiver betaler selv",
        "dagar arbeidsgivar betaler sjølv",
        "days the employer pays itself",
    ),
    "short_care_period_days": _texts("kort periode", "kort periode", "short period"),
    "care_day_hours": _texts("arbeidsdag", "arbeidsdag", "working day"),
    "refund_claim_months": _texts("krav om refusjon", "krav om refusjon", "refund claims"),
    "tariff_amendment_months": _texts(
        "endring etter tariffoppgjør",
        "endring etter tariffoppgjer",
        "change after a wage settlement",
    ),
    "complaint_deadline_weeks": _texts(
        "klage etter at brevet kom", "klage etter at brevet kom", "complaint after the letter came"
    ),
    "unit_move_day": _texts(
        "inntektsmelding ved bytte av enhet",
        "inntektsmelding ved byte av eining",
        "income report after a change of unit",
    ),
    "report_working_days": _texts(
        "rapporten kommer etter", "rapporten kjem etter", "the report comes after"
    ),
    "missing_report_day": _texts(
        "ventet på en rapport til", "venta på ein rapport til", "waited for a report until"
    ),
    "regulation_last_month": _texts(
        "siste måned for omregning",
        "siste månad for omrekning",
        "last month of the new calculation",
    ),
    "last_benefit_day_notice_weeks": _texts(
        "varsel før maksdato", "varsel før maksdato", "notice before the last benefit day"
    ),
    "lowest_grade": _texts("samlet grad", "samla grad", "total grade"),
    "parental_cover": _texts("lavere dekningsgrad", "lågare dekningsgrad", "lower cover"),
    "nursing_leave_cover": _texts(
        "dekning ved permisjon", "dekning ved permisjon", "cover on leave"
    ),
    "holiday_pay": _texts("sats", "sats", "percentage"),
    "holiday_pay_senior": _texts("sats for eldre", "sats for eldre", "percentage for seniors"),
    "income_deviation": _texts("avvik i inntekt", "avvik i inntekt", "deviation of income"),
    "reduced_rights_age": _texts("færre dager etter", "færre dagar etter", "fewer days after"),
    "last_rights_age": _texts("ingen rett fra", "ingen rett frå", "no right from"),
    "senior_holiday_pay_age": _texts(
        "alder for høyere sats", "alder for høgare sats", "age of the higher percentage"
    ),
    "refund_day_17_soft_weeks": _texts(
        "anbefalt frist fra dag 17", "tilrådd frist frå dag 17", "advised limit from day 17"
    ),
    "refund_day_17_weeks": _texts("frist fra dag 17", "frist frå dag 17", "limit from day 17"),
    "employer_period_refund_months": _texts(
        "frist for arbeidsgiverperioden",
        "frist for arbeidsgivarperioden",
        "limit for the employer period",
    ),
    "exemption_weeks": _texts("frist for unntak", "frist for unntak", "limit for exemptions"),
    "complaint_weeks": _texts("frist for klage", "frist for klage", "limit for complaints"),
}
"""What a number of the tables is called, after the name of the rule."""

UNITS: dict[str, Texts] = {
    "days": _texts("dager", "dagar", "days"),
    "working_days": _texts("virkedager", "yrkedagar", "working days"),
    "weeks": _texts("uker", "veker", "weeks"),
    "months": _texts("måneder", "månader", "months"),
    "years": _texts("år", "år", "years"),
    "hours": _texts("timer", "timar", "hours"),
    "percent": _texts("prosent", "prosent", "percent"),
    "day_of_month": _texts("(dag i måneden)", "(dag i månaden)", "(day of the month)"),
    "month_of_year": _texts("(måned i året)", "(månad i året)", "(month of the year)"),
}

CODES: dict[str, Texts] = {
    "missing": _texts("opplysninger mangler", "opplysningar manglar", "facts are missing"),
    "unknown_year": _texts("året er ikke kjent", "året er ikkje kjent", "the year is not known"),
    "never_certain": _texts(
        "beløpet kan aldri være sikkert",
        "beløpet kan aldri vere sikkert",
        "the amount can never be certain",
    ),
    "unknown_benefit": _texts("ytelsen er ukjent", "ytinga er ukjend", "the benefit is unknown"),
    "unknown_job": _texts(
        "arbeidsforholdet er ukjent", "arbeidsforholdet er ukjent", "the job is unknown"
    ),
}
"""Why there is no account."""

FIELDS: dict[str, Texts] = {
    "amount": _texts("beløp", "beløp", "amount"),
    "benefit": _texts("ytelse", "yting", "benefit"),
    "birth_date": _texts("fødselsdato", "fødselsdato", "date of birth"),
    "cap": _texts("grunnlag per år", "grunnlag per år", "basis a year"),
    "case_from": _texts("første dag i saken", "første dag i saka", "first day of the case"),
    "counted": _texts("regnet", "rekna", "counted"),
    "day_rate": _texts("dagsats", "dagsats", "day rate"),
    "death": _texts("dødsdato", "dødsdato", "day of death"),
    "employed_from": _texts("ansatt fra", "tilsett frå", "employed since"),
    "employed_to": _texts("ansatt til", "tilsett til", "employed until"),
    "employer_period_days": _texts(
        "dager i arbeidsgiverperioden",
        "dagar i arbeidsgivarperioden",
        "days in the employer period",
    ),
    "exemption": _texts("unntak fra", "unntak frå", "exemption since"),
    "first_paid_day": _texts("første betalte dag", "første betalte dag", "first paid day"),
    "free_days": _texts("fridager", "fridagar", "free days"),
    "g": _texts("G fra", "G frå", "G since"),
    "grade": _texts("grad", "grad", "grade"),
    "history_from": _texts(
        "fra når fraværet er registrert", "frå når fråværet er registrert", "start of the history"
    ),
    "holiday_days": _texts("feriedager", "feriedagar", "days of holiday"),
    "holiday_days_in_another_job": _texts(
        "feriedager i et annet arbeidsforhold",
        "feriedagar i eit anna arbeidsforhold",
        "days of holiday in another job",
    ),
    "income_report": _texts("inntektsmelding for", "inntektsmelding for", "income report for"),
    "incomes": _texts("inntektsmelding", "inntektsmelding", "income report"),
    "jobs": _texts("arbeidsforhold", "arbeidsforhold", "jobs"),
    "last_benefit_day": _texts("maksdato", "maksdato", "last benefit day"),
    "last_paid_day": _texts("siste betalte dag", "siste betalte dag", "last paid day"),
    "lines": _texts("linjer", "linjer", "lines"),
    "method": _texts("regnemåte", "reknemåte", "method"),
    "monthly_income": _texts("månedslønn", "månadslønn", "monthly income"),
    "own_care_days": _texts(
        "dager arbeidsgiver betaler selv",
        "dagar arbeidsgivar betaler sjølv",
        "days the employer pays itself",
    ),
    "paid_days": _texts("betalte dager", "betalte dagar", "paid days"),
    "period": _texts("periode", "periode", "period"),
    "person": _texts("til den ansatte", "til den tilsette", "to the employee"),
    "refund": _texts("refusjon per måned", "refusjon per månad", "refund a month"),
    "refund_ends": _texts("refusjonen opphører", "refusjonen sluttar", "the refund ends"),
    "sent": _texts("sendt", "sendt", "sent"),
    "six_g": _texts("6G", "6G", "6G"),
    "tables": _texts("tabell", "tabell", "table"),
    "uptake": _texts("uttak", "uttak", "uptake"),
}
"""Fields of the evidence, and of what is missing."""

METHODS: dict[str, Texts] = {
    "calendar_days": _texts("kalenderdager", "kalenderdagar", "calendar days"),
    "weekdays": _texts("ukedager", "vekedagar", "weekdays"),
    "whole_period": _texts("hele perioden", "heile perioden", "the whole period"),
    "as_expected": _texts("som forventet", "som forventa", "as expected"),
    "days": _texts("et annet antall dager", "eit anna tal dagar", "another number of days"),
    "day_rate": _texts("dagsats", "dagsats", "day rate"),
    "holiday_pay": _texts("vanlig sats", "vanleg sats", "the usual percentage"),
    "holiday_pay_senior": _texts("sats for eldre", "sats for eldre", "percentage for seniors"),
    "paid_before": _texts("uten det som er betalt før", "utan det som er betalt før", "paid anew"),
}
"""Words seen from both sides: how something was counted."""
