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
    Why.AFTER_EMPLOYER_PERIOD: {
        _NB: "etter arbeidsgiverperioden",
        _NN: "etter arbeidsgivarperioden",
        _EN: "after the employer period",
    },
    Why.OWN_CARE_DAYS: {
        _NB: "blant dagene arbeidsgiver betaler selv",
        _NN: "mellom dagane arbeidsgivar betaler sjølv",
        _EN: "among the employer's own days",
    },
}
"""Why a day gives no refund."""

CAUSES: dict[str, Texts] = {
    "D00": {
        _NB: "årsaken kan ikke fastslås",
        _NN: "årsaka kan ikkje slåast fast",
        _EN: "the cause cannot be told",
    },
    "D01": {_NB: "stemmer på kronen", _NN: "stemmer på krona", _EN: "agrees to the krone"},
    "D02": {_NB: "avrunding", _NN: "avrunding", _EN: "rounding"},
    "D03": {
        _NB: "kravet er regnet av månedslønnen",
        _NN: "kravet er rekna av månadslønna",
        _EN: "the claim is a part of the monthly salary",
    },
    "D04": {
        _NB: "kravet er ikke begrenset til 6G",
        _NN: "kravet er ikkje avgrensa til 6G",
        _EN: "the claim is not cut to 6G",
    },
    "D05": {
        _NB: "et annet års G er brukt",
        _NN: "G frå eit anna år er brukt",
        _EN: "the G of another year is used",
    },
    "D06": {
        _NB: "6G er delt ulikt mellom arbeidsforholdene",
        _NN: "6G er delt ulikt mellom arbeidsforholda",
        _EN: "6G is shared differently between the jobs",
    },
    "D07": {
        _NB: "NAV har fastsatt inntekten ved skjønn",
        _NN: "NAV har fastsett inntekta ved skjønn",
        _EN: "NAV has set the income at its discretion",
    },
    "D08": {
        _NB: "en annen inntekt er lagt til grunn",
        _NN: "ei anna inntekt er lagd til grunn",
        _EN: "another income is used",
    },
    "D09": {
        _NB: "en annen grad er brukt",
        _NN: "ein annan grad er brukt",
        _EN: "another grade is used",
    },
    "D10": {
        _NB: "samlet grad er under 20 prosent",
        _NN: "samla grad er under 20 prosent",
        _EN: "the total grade is under 20 percent",
    },
    "D11": {
        _NB: "ferie eller permisjon er regnet ulikt",
        _NN: "ferie eller permisjon er rekna ulikt",
        _EN: "holiday or leave is counted differently",
    },
    "D12": {
        _NB: "arbeidsgiverperioden er regnet ulikt",
        _NN: "arbeidsgivarperioden er rekna ulikt",
        _EN: "the employer period is counted differently",
    },
    "D13": {
        _NB: "NAV betaler fra første dag",
        _NN: "NAV betaler frå første dag",
        _EN: "NAV pays from the first day",
    },
    "D18": {
        _NB: "kravet kom for sent",
        _NN: "kravet kom for seint",
        _EN: "the claim came too late",
    },
    "D19": {
        _NB: "maksdato er passert",
        _NN: "maksdato er passert",
        _EN: "the last benefit day has passed",
    },
    "D20": {
        _NB: "aldersgrense eller for lav inntekt",
        _NN: "aldersgrense eller for låg inntekt",
        _EN: "age limit, or income too low",
    },
    "D21": {
        _NB: "NAV betaler den ansatte",
        _NN: "NAV betaler den tilsette",
        _EN: "NAV pays the employee",
    },
    "D24": {
        _NB: "arbeidsforholdet er avsluttet, eller personen er død",
        _NN: "arbeidsforholdet er avslutta, eller personen er død",
        _EN: "the job has ended, or the person has died",
    },
    "D29": {_NB: "betalt to ganger", _NN: "betalt to gonger", _EN: "paid twice"},
    "D31": {
        _NB: "unntak fra arbeidsgiverperioden",
        _NN: "unntak frå arbeidsgivarperioden",
        _EN: "exemption from the employer period",
    },
    "D32": {
        _NB: "omsorgsdagene er talt ulikt",
        _NN: "omsorgsdagane er talde ulikt",
        _EN: "the care days are counted differently",
    },
    "D33": {
        _NB: "uttaket er endret; spør den ansatte",
        _NN: "uttaket er endra; spør den tilsette",
        _EN: "the uptake has changed; ask the employee",
    },
    "D35": {
        _NB: "feriepengene er regnet ulikt",
        _NN: "feriepengane er rekna ulikt",
        _EN: "the holiday pay is counted differently",
    },
}
"""Causes of a difference as one short statement; what to do about them is said on the case."""

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
    "difference_paid": {
        _NB: "Utbetalt minus forventet",
        _NN: "Utbetalt minus forventa",
        _EN: "Paid minus expected",
    },
    "difference_claimed": {
        _NB: "Krevd minus forventet",
        _NN: "Kravd minus forventa",
        _EN: "Claimed minus expected",
    },
    "cause": {_NB: "Årsak", _NN: "Årsak", _EN: "Cause"},
    "evidence": {_NB: "Belegg", _NN: "Belegg", _EN: "Evidence"},
    "candidates": {_NB: "Kan også være", _NN: "Kan òg vere", _EN: "May also be"},
    "unit_days": {_NB: "dager", _NN: "dagar", _EN: "days"},
    "file": {_NB: "Fil", _NN: "Fil", _EN: "File"},
    "rows": {_NB: "Rader", _NN: "Rader", _EN: "Rows"},
    "absences": {_NB: "Fravær", _NN: "Fråvær", _EN: "Absences"},
    "income_reports": {
        _NB: "Inntektsmeldinger",
        _NN: "Inntektsmeldingar",
        _EN: "Income reports",
    },
    "refused": {_NB: "Avviste rader", _NN: "Avviste rader", _EN: "Refused rows"},
}
"""Headings and words of the account."""
