"""What the robot makes of NAV's page when it says something else than expected."""

from datetime import date

import pytest

from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.nav_page import Card, _card, _session
from rutine.connectors.waiting import PortalError
from rutine.core.money import Ore

TEXT = "Totalbeløp 131\xa0352,81. Utbetalt dato: 12.11.2026."


def test_a_card_is_read_and_what_is_no_day_is_said_to_be_unread() -> None:
    assert _card("1128", TEXT) == Card(1128, date(2026, 11, 12), Ore(13_135_281))
    assert _card("1128", TEXT.replace("12.11", "31.02")).value_date is None
    assert _card("1128", "") == Card(1128, None, None)


@pytest.mark.parametrize("number", ["", "a1128", "1128-b", "٣", "9" * 19])
def test_a_report_without_a_number_is_a_changed_page_and_no_crash(number: str) -> None:
    with pytest.raises(PortalError) as told:
        _card(number, TEXT)
    assert (told.value.reason, told.value.detail) == (FetchReason.PAGE_CHANGED, "CARD")


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"session": {"active": True, "ends_in_seconds": 900}}, 900),
        (
            {
                "session": {"active": True, "ends_in_seconds": 900},
                "tokens": {"expire_in_seconds": 60},
            },
            60,
        ),
        ({"session": {"active": True}, "tokens": None}, 180),
        ({"session": {"active": False, "ends_in_seconds": 900}}, None),
        ({"session": {"active": True, "ends_in_seconds": "soon"}}, None),
        ({"session": None}, None),
        ({}, None),
        ([], None),
        (None, None),
        ("active", None),
    ],
)
def test_a_session_lasts_as_long_as_the_first_of_its_ends(facts: object, left: int | None) -> None:
    assert _session(facts) == left
