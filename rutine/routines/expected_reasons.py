"""Why an account can't be made or a row can't be right, in bokmål, nynorsk and English.

The rules give their reasons in English. Each is a code here, with `{}` for what varies; a test
fails when a reason of the rules is not in the list.
"""

from __future__ import annotations

import re
from datetime import date

from rutine.core.reason_texts import Language

_REASONS: dict[str, tuple[str, str]] = {
    # What is missing, or was not checked.
    "ask the employee which days and how much are taken out": (
        "spør den ansatte hvilke dager og hvor mye som tas ut",
        "spør den tilsette kva dagar og kor mykje som blir teke ut",
    ),
    "no income report by {}": (
        "ingen inntektsmelding innen {}",
        "inga inntektsmelding innan {}",
    ),
    "no income report for the absence on {}": (
        "ingen inntektsmelding for fraværet {}",
        "inga inntektsmelding for fråværet {}",
    ),
    "no income report for the absence from {}": (
        "ingen inntektsmelding for fraværet fra {}",
        "inga inntektsmelding for fråværet frå {}",
    ),
    "when it was sent, for the absence from {}": (
        "når den ble sendt, for fraværet fra {}",
        "når ho blei send, for fråværet frå {}",
    ),
    "G on {} is not in the table": (
        "G {} står ikke i tabellen",
        "G {} står ikkje i tabellen",
    ),
    "G on {} is before the first row of the table": (
        "G {} er før første rad i tabellen",
        "G {} er før første rad i tabellen",
    ),
    "the number on {} is before the first row of the table": (
        "tallet {} er før første rad i tabellen",
        "talet {} er før første rad i tabellen",
    ),
    "the leave from {} may be for another child": (
        "permisjonen fra {} kan gjelde et annet barn",
        "permisjonen frå {} kan gjelde eit anna barn",
    ),
    "G on {} is not known yet": ("G {} er ikke kjent ennå", "G {} er ikkje kjend enno"),
    "no rule for this holiday pay": (
        "ingen regel for disse feriepengene",
        "ingen regel for desse feriepengane",
    ),
    "the percentage depends on the age": (
        "satsen avhenger av alderen",
        "satsen er avhengig av alderen",
    ),
    "what NAV paid in the year is not known": (
        "det er ikke kjent hva NAV betalte i året",
        "det er ikkje kjent kva NAV betalte i året",
    ),
    "what NAV paid last year; expected amounts are used": (
        "hva NAV betalte i fjor – forventede beløp er brukt",
        "kva NAV betalte i fjor – forventa beløp er brukte",
    ),
    "omsorgspenger are claimed for one calendar year at a time": (
        "omsorgspenger kreves for ett kalenderår om gangen",
        "omsorgspengar blir kravde for eitt kalenderår om gongen",
    ),
    "no pay stated for the care days in {}": (
        "ingen lønn oppgitt for omsorgsdagene i {}",
        "inga lønn oppgitt for omsorgsdagane i {}",
    ),
    "unknown code": ("ukjent kode", "ukjend kode"),
    "{}: no rule gives its amount": (
        "{}: ingen regel gir beløpet",
        "{}: ingen regel gir beløpet",
    ),
    "no job in the sub-unit asked about": (
        "ikke noe arbeidsforhold i underenheten det spørres om",
        "ikkje noko arbeidsforhold i undereininga det blir spurt om",
    ),
    "the holiday pay covers benefits with own limits": (
        "feriepengene dekker ytelser med hver sin grense",
        "feriepengane dekkjer ytingar med kvar si grense",
    ),
    "the employee's word": ("den ansattes ord", "ordet til den tilsette"),
    "childcare or a second carer": (
        "barnetilsyn eller en annen omsorgsperson",
        "barnetilsyn eller ein annan omsorgsperson",
    ),
    "income from other employers": (
        "inntekt hos andre arbeidsgivere",
        "inntekt hos andre arbeidsgivarar",
    ),
    # Rows that can't be right.
    "unknown day type; allowed: {}": (
        "ukjent fraværstype, tillatt er {}",
        "ukjend fråværstype, tillate er {}",
    ),
    "unknown day type": ("ukjent fraværstype", "ukjend fråværstype"),
    "`to` is before `from`": ("til-datoen er før fra-datoen", "til-datoen er før frå-datoen"),
    "more than ten years: is the last day missing?": (
        "mer enn ti år – mangler siste dag?",
        "meir enn ti år – manglar siste dag?",
    ),
    "the year must be from 1900 to 2100": (
        "året må være fra 1900 til 2100",
        "året må vere frå 1900 til 2100",
    ),
    "employed_to is before employed_from": (
        "ansettelsen slutter før den begynner",
        "tilsettinga sluttar før ho tek til",
    ),
    "two periods of sick notes and self-certifications overlap": (
        "to perioder med sykmelding eller egenmelding overlapper",
        "to periodar med sjukmelding eller eigenmelding overlappar",
    ),
    "two periods of free days overlap": (
        "to perioder med fridager overlapper",
        "to periodar med fridagar overlappar",
    ),
    "two periods overlap": ("to perioder overlapper", "to periodar overlappar"),
    "two periods for one employer overlap": (
        "to perioder hos samme arbeidsgiver overlapper",
        "to periodar hos same arbeidsgivar overlappar",
    ),
    "a day is stated twice for one employer": (
        "en dag er oppgitt to ganger hos samme arbeidsgiver",
        "ein dag er oppgitt to gonger hos same arbeidsgivar",
    ),
    "two reports with the same absence_from and sent": (
        "to inntektsmeldinger for samme fravær er sendt samme dag",
        "to inntektsmeldingar for same fråvær er sende same dag",
    ),
    "two changes on the same day": ("to endringer samme dag", "to endringar same dag"),
    "death is before birth_date": ("dødsdato er før fødselsdato", "dødsdato er før fødselsdato"),
    "one for each sub-unit; merge positions in the same sub-unit": (
        "ett for hver underenhet – slå sammen stillinger i samme underenhet",
        "eitt for kvar undereining – slå saman stillingar i same undereining",
    ),
    "hours are given in whole and half hours": (
        "timer oppgis i hele og halve timer",
        "timar blir oppgitte i heile og halve timar",
    ),
    "cover is 80 or 100": ("dekningsgraden er 80 eller 100", "dekningsgraden er 80 eller 100"),
    "care days are given in half hours of a 7.5 hour day: 20, 40, 60, 80 or 100 percent": (
        "omsorgsdager oppgis i halve timer av 7,5 timer: 20, 40, 60, 80 eller 100 prosent",
        "omsorgsdagar blir oppgitte i halve timar av 7,5 timar: 20, 40, 60, 80 eller 100 prosent",
    ),
    "two income reports are equal in every field": (
        "to inntektsmeldinger er like i alle felt",
        "to inntektsmeldingar er like i alle felt",
    ),
}
"""Each reason in English, and the same in bokmål and nynorsk."""

UNTRANSLATED = {
    Language.NB: "verdien er ikke tillatt",
    Language.NN: "verdien er ikkje tillaten",
}
"""What is said of a fault that only the typing library has words for."""

_PATTERNS = {
    re.compile(re.escape(english).replace(re.escape("{}"), "(.+)")): translated
    for english, translated in _REASONS.items()
}
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_FRAME = re.compile(r"The input cannot be right: (.*)\.")
_PLACE = re.compile(r"[a-z_0-9.]+: ")


def known(reason: str) -> bool:
    """Whether a reason of the rules has its sentences."""
    return any(pattern.fullmatch(reason) for pattern in _PATTERNS)


def spoken_day(day: date) -> str:
    """A day as it is written in Norwegian: 31.12.2026."""
    return f"{day:%d.%m.%Y}"


def spoken_days(text: str) -> str:
    """A text with its ISO days written as in Norwegian."""
    return _ISO.sub(r"\3.\2.\1", text)


def reason_text(reason: str, language: Language) -> str:
    """A reason of the rules in the reader's language."""
    framed = _FRAME.fullmatch(reason)
    told = framed.group(1) if framed else reason
    while (place := _PLACE.match(told)) and not known(told):
        told = told[place.end() :]
    if not known(told) and "; " in told:
        parts = [reason_text(part, language) for part in told.split("; ")]
        return "; ".join(dict.fromkeys(parts))
    return spoken_days(_sentence(told, language))


def _sentence(reason: str, language: Language) -> str:
    for pattern, (bokmaal, nynorsk) in _PATTERNS.items():
        found = pattern.fullmatch(reason)
        if found and language is not Language.EN:
            text = bokmaal if language is Language.NB else nynorsk
            return text.format(*found.groups())
        if found:
            return _ENGLISH.get(reason, reason)
    return UNTRANSLATED.get(language, reason)


_ENGLISH = {
    "`to` is before `from`": "the last day is before the first",
    "employed_to is before employed_from": "the job ends before it begins",
    "two reports with the same absence_from and sent": (
        "two income reports for one absence are sent the same day"
    ),
    "death is before birth_date": "the day of death is before the day of birth",
}
"""Reasons that name fields to whoever writes a case file, in words for everybody else."""
