"""Who acts and by when, in three languages.

A deadline's numbers stand in the dated tables and are put in by name, so that a sentence does
not keep a number that has changed.
"""

from typing import Final

ROLES: Final[dict[str, dict[str, str]]] = {
    "hr": {"nb": "refusjonsteamet", "nn": "refusjonsteamet", "en": "the refund team"},
    "personnel": {"nb": "personal (HR)", "nn": "personal (HR)", "en": "personnel (HR)"},
    "manager": {"nb": "leder", "nn": "leiar", "en": "the manager"},
    "payroll": {"nb": "lønn", "nn": "løn", "en": "payroll"},
    "accounting": {"nb": "regnskap", "nn": "rekneskap", "en": "accounting"},
}

DEADLINES: Final[dict[str, dict[str, str]]] = {
    "none": {"nb": "ingen frist", "nn": "ingen frist", "en": "no deadline"},
    "claim_months": {
        "nb": "innen utgangen av {refund_claim_months}. måned etter måneden fraværet var i",
        "nn": "innan utgangen av {refund_claim_months}. månad etter månaden fråværet var i",
        "en": "by the end of month {refund_claim_months} after the month of the absence",
    },
    "agreement_months": {
        "nb": "innen {tariff_amendment_months} måneder etter at tariffavtalen ble signert",
        "nn": "innan {tariff_amendment_months} månader etter at tariffavtalen blei signert",
        "en": "within {tariff_amendment_months} months after the agreement was signed",
    },
    "complaint_weeks": {
        "nb": "klage innen {complaint_deadline_weeks} uker etter at brevet fra NAV kom fram",
        "nn": "klage innan {complaint_deadline_weeks} veker etter at brevet frå NAV kom fram",
        "en": "complaint within {complaint_deadline_weeks} weeks after NAV's letter came",
    },
    "handling_time": {
        "nb": (
            "NAV svarer vanligvis innen {refund_day_17_soft_weeks} uker; etter "
            "{refund_day_17_weeks} uker er tiden ute (kode 6 og 7: "
            "{employer_period_refund_months} måneder)"
        ),
        "nn": (
            "NAV svarar vanlegvis innan {refund_day_17_soft_weeks} veker; etter "
            "{refund_day_17_weeks} veker er tida ute (kode 6 og 7: "
            "{employer_period_refund_months} månader)"
        ),
        "en": (
            "NAV usually answers within {refund_day_17_soft_weeks} weeks; after "
            "{refund_day_17_weeks} weeks its time is over (codes 6 and 7: "
            "{employer_period_refund_months} months)"
        ),
    },
    "unit_move": {
        "nb": "innen den {unit_move_day}. i måneden",
        "nn": "innan den {unit_move_day}. i månaden",
        "en": "by day {unit_move_day} of the month",
    },
    "missing_report": {
        "nb": "er rapporten ikke kommet den {missing_report_day}. i måneden, ta kontakt med NAV",
        "nn": "er rapporten ikkje komen den {missing_report_day}. i månaden, ta kontakt med NAV",
        "en": "if it has not come by day {missing_report_day} of the month, contact NAV",
    },
    "g_regulation": {
        "nb": "innen utgangen av {regulation_last_month}",
        "nn": "innan utgangen av {regulation_last_month}",
        "en": "by the end of {regulation_last_month}",
    },
    "last_benefit_day": {
        "nb": "varsle {last_benefit_day_notice_weeks} uker før maksdato",
        "nn": "varsle {last_benefit_day_notice_weeks} veker før maksdato",
        "en": "give notice {last_benefit_day_notice_weeks} weeks before the last benefit day",
    },
    "requirement": {
        "nb": "fristen i kravet",
        "nn": "fristen i kravet",
        "en": "the requirement's own deadline",
    },
    "shift": {
        "nb": "før vakten begynner",
        "nn": "før vakta byrjar",
        "en": "before the shift begins",
    },
    "preferential_right": {
        "nb": (
            "stillingens søknadsfrist, svarfristen på tilbudet eller dagen fortrinnsretten varer "
            "til (arbeidsmiljøloven § 14-2)"
        ),
        "nn": (
            "søknadsfristen for stillinga, svarfristen på tilbodet eller dagen førerretten varer "
            "til (arbeidsmiljølova § 14-2)"
        ),
        "en": (
            "the vacancy's closing date, the last day to answer the offer, or the last day of "
            "the right (Working Environment Act § 14-2)"
        ),
    },
    "answer": {
        "nb": "svarets siste dag",
        "nn": "den siste dagen til svaret",
        "en": "the last day of the answer",
    },
}
