from datetime import date

import pytest

from rutine.connectors import portal_texts as texts
from rutine.core.money import Ore


@pytest.mark.parametrize(
    ("title", "day"),
    [
        (
            "Oppgjørsrapport arbeidsgiver - refusjoner fra Nav (utbetalt 12.11.2026)",
            "12.11.2026",
        ),
        (
            "Ny Altinn3 - Oppgjørsrapport arbeidsgiver - refusjoner fra Nav (utbetalt 04.05.2026)",
            "04.05.2026",
        ),
        (
            "Oppgjørsrapport arbeidsgiver – refusjoner fra Nav (utbetalt 12.11.2026)",
            "12.11.2026",
        ),
    ],
)
def test_a_title_of_a_refund_report_gives_its_payment_date(title: str, day: str) -> None:
    assert texts.DIALOG_TITLE.fullmatch(title)[1] == day


@pytest.mark.parametrize(
    "title",
    [
        "Sykepenger for OPPDIKTET PERSON (f. 01.01.1990)",
        "Oppgjørsrapport trekk - kreditor (utbetalt 12.11.2026)",
        "SV: Oppgjørsrapport arbeidsgiver - refusjoner fra Nav (utbetalt 12.11.2026)",
    ],
)
def test_other_titles_are_passed_over(title: str) -> None:
    assert texts.DIALOG_TITLE.fullmatch(title) is None


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("Totalbeløp 131\u00a0352,81. Utbetalt dato: 12.11.2026.", 13_135_281),
        ("Totalbeløp \u2212862,00.\nUtbetalt dato: 12.11.2026.", -86_200),
        ("Totalbeløp 0,05. Utbetalt dato: 12.11.2026.", 5),
    ],
)
def test_a_card_gives_its_total_and_payment_date(text: str, ore: int) -> None:
    assert Ore.parse(texts.CARD_TOTAL.search(text)[1]) == ore
    assert texts.CARD_DATE.search(text)[1] == "12.11.2026"


def test_only_the_address_of_a_report_is_followed() -> None:
    assert texts.NAV_REPORT_PATH.fullmatch("/oppgjorsrapporter/rapport/1128")[1] == "1128"
    assert texts.NAV_REPORT_PATH.fullmatch("/oppgjorsrapporter/rapport/1128/innhold") is None
    assert texts.NAV_REPORT_PATH.fullmatch("/x/oppgjorsrapporter/rapport/1128") is None


def test_the_texts_tell_when_they_were_checked() -> None:
    assert date(2026, 8, 1) <= texts.CHECKED


def test_a_day_that_is_none_is_no_crash() -> None:
    assert texts.day_in("12.11.2026") == date(2026, 11, 12)
    assert texts.day_in("31.02.2026") is None
