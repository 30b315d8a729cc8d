"""What the robot makes of NAV's page when it says something else than expected."""

from datetime import date

import pytest

from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.nav_page import Card, NavPage, _card, _session
from rutine.connectors.waiting import Limits, PortalError
from rutine.core.identifiers import OrgNr
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


class Showing:
    """A browser page whose main part says this."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.first = self

    def locator(self, _: str) -> "Showing":
        return self

    def inner_text(self) -> str:
        return self.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Øving kommune Org.nummer: 310 000 019 Rapporter", None),
        ("Øving kommune Org.nummer: 310000019", None),
        ("Stranda kommune Org.nummer: 310 000 043", FetchReason.OTHER_EMPLOYER_SHOWN),
        ("Org.nummer: 31", FetchReason.OTHER_EMPLOYER_SHOWN),
        ("Øving kommune", FetchReason.PAGE_CHANGED),
    ],
)
def test_only_the_page_of_the_employer_that_was_asked_for_is_read(
    text: str, reason: FetchReason | None
) -> None:
    page = NavPage(Showing(text), "https://www.nav.no", None, Limits())  # type: ignore[arg-type]
    if reason is None:
        page._check_employer(OrgNr("310000019"))
        return
    with pytest.raises(PortalError) as told:
        page._check_employer(OrgNr("310000019"))
    assert told.value.reason is reason


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
