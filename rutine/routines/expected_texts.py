"""The sentences of `rutine expected` in bokmål, nynorsk and English, keyed by code.

A test fails when a code of the rules lacks a sentence in any of the three.
"""

from __future__ import annotations

from rutine.core.reason_texts import Language
from rutine.refunds.expected.day_types import Why

_NB, _NN, _EN = Language.NB, Language.NN, Language.EN
Texts = dict[Language, str]

WHY: dict[Why, Texts] = {
    Why.EMPLOYER_PERIOD: {
        _NB: "arbeidsgiverperiode",
        _NN: "arbeidsgivarperiode",
        _EN: "employer period",
    },
    Why.WEEKEND: {_NB: "helg", _NN: "helg", _EN: "weekend"},
    Why.HOLIDAY: {_NB: "ferie", _NN: "ferie", _EN: "holiday"},
    Why.LEAVE: {_NB: "permisjon", _NN: "permisjon", _EN: "leave"},
    Why.NOT_BACK: {
        _NB: "arbeidet ikke gjenopptatt",
        _NN: "arbeidet ikkje teke opp att",
        _EN: "work not resumed",
    },
    Why.OTHER_BENEFIT: {
        _NB: "annen ytelse fra NAV",
        _NN: "anna yting frå NAV",
        _EN: "another benefit from NAV",
    },
    Why.WORK: {_NB: "i arbeid", _NN: "i arbeid", _EN: "at work"},
    Why.LATE_SELF_CERTIFICATION: {
        _NB: "egenmelding etter arbeidsgiverperioden",
        _NN: "eigenmelding etter arbeidsgivarperioden",
        _EN: "self-certified after the employer period",
    },
    Why.TIME_BARRED: {
        _NB: "kravet kom for sent",
        _NN: "kravet kom for seint",
        _EN: "claimed too late",
    },
    Why.LOW_GRADE: {
        _NB: "samlet grad under 20 prosent",
        _NN: "samla grad under 20 prosent",
        _EN: "total grade under 20 percent",
    },
    Why.LOW_INCOME: {
        _NB: "for lav inntekt",
        _NN: "for låg inntekt",
        _EN: "income too low",
    },
    Why.LAST_BENEFIT_DAY: {
        _NB: "etter maksdato",
        _NN: "etter maksdato",
        _EN: "after the last benefit day",
    },
    Why.AGE: {_NB: "fylt 70 år", _NN: "fylt 70 år", _EN: "70 years or older"},
    Why.DEATH: {_NB: "etter dødsfall", _NN: "etter dødsfall", _EN: "after death"},
    Why.NO_REFUND: {
        _NB: "ingen refusjon i inntektsmeldingen",
        _NN: "ingen refusjon i inntektsmeldinga",
        _EN: "no refund in the income report",
    },
    Why.EMPLOYMENT_ENDED: {
        _NB: "arbeidsforholdet er avsluttet",
        _NN: "arbeidsforholdet er avslutta",
        _EN: "the job has ended",
    },
    Why.NOT_EMPLOYED: {_NB: "ikke ansatt", _NN: "ikkje tilsett", _EN: "not employed"},
    Why.NO_EXEMPTION: {
        _NB: "ikke noe vedtak om unntak",
        _NN: "ikkje noko vedtak om unntak",
        _EN: "no exemption decided",
    },
    Why.OWN_CARE_DAYS: {
        _NB: "blant dagene arbeidsgiver betaler selv",
        _NN: "mellom dagane arbeidsgivar betaler sjølv",
        _EN: "among the employer's own days",
    },
}
"""Why a day gives no refund."""

LABELS: dict[str, Texts] = {
    "day": {_NB: "Dag", _NN: "Dag", _EN: "Day"},
    "type": {_NB: "NAVs dagtype", _NN: "NAV sin dagtype", _EN: "NAV's day type"},
    "grade": {_NB: "Grad", _NN: "Grad", _EN: "Grade"},
    "rate": {_NB: "Dagsats", _NN: "Dagsats", _EN: "Day rate"},
    "to_person": {_NB: "Til den ansatte", _NN: "Til den tilsette", _EN: "To the employee"},
    "cap": {_NB: "Grunnlag per år", _NN: "Grunnlag per år", _EN: "Basis a year"},
    "why": {_NB: "Merknad", _NN: "Merknad", _EN: "Note"},
    "capped": {_NB: "redusert til taket", _NN: "redusert til taket", _EN: "cut to the cap"},
    "sum": {_NB: "Forventet refusjon", _NN: "Forventa refusjon", _EN: "Expected refund"},
    "paid_days": {_NB: "Betalte dager", _NN: "Betalte dagar", _EN: "Paid days"},
    "tolerance": {_NB: "Avrunding", _NN: "Avrunding", _EN: "Rounding"},
    "last_benefit_day": {_NB: "Maksdato", _NN: "Maksdato", _EN: "Last benefit day"},
    "rules": {_NB: "Regler", _NN: "Reglar", _EN: "Rules"},
    "unchecked": {_NB: "Ikke kontrollert", _NN: "Ikkje kontrollert", _EN: "Not checked"},
    "missing": {_NB: "mangler", _NN: "manglar", _EN: "missing"},
    "cannot": {
        _NB: "Kan ikke beregnes",
        _NN: "Kan ikkje reknast ut",
        _EN: "Cannot be computed",
    },
    "person": {_NB: "Person", _NN: "Person", _EN: "Person"},
    "unit": {_NB: "Underenhet", _NN: "Undereining", _EN: "Sub-unit"},
    "benefit": {_NB: "Ytelse", _NN: "Yting", _EN: "Benefit"},
    "period": {_NB: "Periode", _NN: "Periode", _EN: "Period"},
    "source_row": {_NB: "Rad i fraværsfilen", _NN: "Rad i fråværsfila", _EN: "Row of absences"},
    "summary": {_NB: "Sammendrag", _NN: "Samandrag", _EN: "Summary"},
    "days": {_NB: "Dager", _NN: "Dagar", _EN: "Days"},
    "refused": {_NB: "Avviste rader", _NN: "Avviste rader", _EN: "Refused rows"},
}
"""Headings and words of the account."""
