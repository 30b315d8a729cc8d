"""What earlier reports say of a case stands on its page, in words."""

from __future__ import annotations

import pytest

from rutine.cases.lifecycle.facts import Change
from rutine.core.differences import Evidence
from rutine.core.reason_texts import Language
from rutine.review.case.background import FIELDS, background
from rutine.review.case.news import news
from rutine.review.catalogue import catalogue

NB, EN = catalogue(Language.NB), catalogue(Language.EN)


def fact(field: str, kind: str, left: str, right: str | None = None) -> Evidence:
    return Evidence(field=field, kind=kind, left=left, right=right, equal=left == right)


CHECKED = (
    fact("holiday_pay_check", "code", "agrees"),
    fact("earning_year", "text", "2025"),
    fact("holiday_pay", "ore", "437900", "437900"),
    fact("holiday_pay_days", "count", "30"),
    fact("holiday_pay_basis", "ore", "4293000"),
    fact("holiday_pay_percent", "text", "10.2"),
)


def test_the_case_page_says_what_a_deduction_probably_concerns(visitor):
    page = " ".join(visitor.get(f"/saker/{visitor.number('D28')}").text.split())
    assert "Trekket har ingen datoer, men gjelder trolig denne utbetalingen" in page
    assert (
        "01.06.2026–08.06.2026, Sykepenger: 5 724,00 kr (rapport 1098, 01.07.2026)"
        in page.replace("\u00a0", " ")
    )
    assert "er 12.11.2026 siste dag for å klage" in page
    assert "Vi har lett i rapportene fra og med januar 2025." in page
    assert "concerned" not in page


def test_the_comparison_holds_only_what_was_claimed_and_paid(visitor):
    page = " ".join(visitor.get(f"/saker/{visitor.number('D35')}").text.split())
    assert "vi mangler rapporter fra januar 2025–februar 2025, april 2025" in page
    assert "Ikke flere enn 48 dager gir feriepenger." in page
    assert page.count('role="rowheader"') == 1


def test_amounts_and_percentages_are_written_as_the_reader_does():
    (nb,) = background(NB, "D35", CHECKED).sentences
    (en,) = background(EN, "D35", CHECKED).sentences
    assert "10,2 % av" in nb
    assert "10.2 % of" in en
    assert "30 dager er" in nb


@pytest.mark.parametrize(
    ("paid", "words"), [("437800", "1,00 kr mindre"), ("438000", "1,00 kr mer")]
)
def test_a_difference_says_which_way(paid, words):
    differs = [*CHECKED[:2], fact("holiday_pay", "ore", "437900", paid), *CHECKED[3:]]
    assert words in background(NB, "D35", differs).sentences[0]


def test_nothing_paid_for_the_year_is_said_so():
    nothing = [*CHECKED[:2], fact("holiday_pay", "ore", "0", "437900"), *CHECKED[3:]]
    assert background(NB, "D35", nothing).sentences[0].startswith("Vi finner ingenting NAV har")


def test_several_payments_are_listed_and_more_are_counted():
    line = "2026-06-01/2026-06-08;4;572400;1098;2026-07-01"
    found = background(
        NB,
        "D27",
        [
            fact("concerns", "code", "several"),
            fact("may_concern", "line", line),
            fact("may_concern", "line", line.replace("2026-06-01/2026-06-08", "/")),
            fact("more_lines", "count", "3"),
        ],
    )
    assert found.sentences == (NB("background.corrected.several"),)
    assert [each.split(",")[0] for each in found.payments] == [
        "01.06.2026–08.06.2026",
        "uten datoer",
        "… og 3 til.",
    ]


def test_a_case_without_such_evidence_has_no_background():
    assert background(NB, "D43", [fact("amount", "ore", "1", "2")]) is None


def test_what_is_new_is_told_in_words():
    changes = [
        Change(field="holiday_pay_check", kind="code", before="cannot_tell", after="agrees"),
        Change(field="months_missing", kind="months", before="2025-01", after=None),
        Change(field="holiday_pay_missing", kind="periods", after="2025-02-03/2025-02-05"),
    ]
    assert news(NB, changes) == [
        "Feriepenger: beløpet: var kan ikke sies, er nå stemmer",
        "Måneder uten rapport: sto januar 2025 før, står ikke lenger",
        "Dager som ikke er med: 03.02.2025–05.02.2025 (sto ikke før)",
    ]


def test_every_such_field_has_a_name():
    assert all(f"field.{field}" in NB.texts for field in FIELDS)
