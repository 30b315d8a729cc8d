"""Why a claim stands unpaid, by NAV's lists: each cause only where its neighbours are excluded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.employed import Employed, Position
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.nav_status import ApplicationPart, NavStatus, Request, Submission
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.unpaid_reasons import AtNav

ANNA, OTHER = "14890150048", "16897750019"
HERE, THERE = "933001547", "974652269"
BEGUN, FIRST, LAST = date(2026, 5, 15), date(2026, 6, 1), date(2026, 6, 30)
REQUEST = Request("f1", ANNA, HERE, "BESVART", BEGUN, date(2026, 6, 5))
OK = Submission("f1", ANNA, HERE, "GODKJENT", "", date(2026, 6, 10))


def part(first: date, last: date, what: str = "SYKDOM", **other: object) -> ApplicationPart:
    given = {
        "person": ANNA, "sub_unit": HERE, "received": date(2026, 7, 10), "part": what,
        "period": Period(first, last), "grade": 100,
    }  # fmt: skip
    return ApplicationPart(**(given | other))  # type: ignore[arg-type]


JUNE = part(FIRST, LAST)


def row(**other: object) -> dict[str, object]:
    return {
        "row_id": 0, "ref": RowRef(side=Side.CLAIM, sha256="c", row=1), "person": ANNA,
        "number": ANNA, "name": "", "sub_unit": HERE, "benefit": "4", "first": FIRST, "last": LAST,
        "amount": Ore(1),
    } | other  # fmt: skip


def claim(**other: object) -> ClaimRow:
    own = {
        "claim_id": "K", "employee_number": "1", "position_id": "1", "absence_from": BEGUN,
        "grade": 100, "days": 22, "day_rate": None, "monthly_income": Ore(1),
        "monthly_refund": Ore(1), "sent": date(2026, 7, 1), "claimed": Ore(1),
        "is_settled": False,
    }  # fmt: skip
    return ClaimRow(**row(**(own | other)))  # type: ignore[arg-type]


def at_nav(
    *parts: ApplicationPart,
    requests: tuple[Request, ...] = (REQUEST,),
    answers: tuple[Submission, ...] = (OK,),
    as_of: date = date(2026, 10, 1),
    paid: tuple[LineRow, ...] = (),
    employed: tuple[Position, ...] = (),
    units: tuple[str, ...] = (HERE,),
    **claimed: object,
) -> AtNav:
    nav = NavStatus(requests, answers, parts, units=units, from_day=date(2026, 1, 1))
    knowledge = Knowledge(nav=nav, employed=Employed(employed) if employed else None)
    return AtNav([claim(**claimed)], knowledge, paid, as_of, hard_weeks=15)


def codes(found: AtNav) -> set[str]:
    asked = (
        *(found.rejected(), found.unanswered(), found.not_applied(), found.free(), found.waits()),
        found.own_claim_waits(),
    )
    return {each.reason for each in asked if each is not None}


def test_everything_is_there_and_nav_is_within_its_time() -> None:
    assert codes(at_nav(JUNE)) == {"D14"}


def test_after_its_time_and_a_payout_nobody_can_tell() -> None:
    last_day = date(2026, 7, 10) + timedelta(weeks=15, days=31)
    assert codes(at_nav(JUNE, as_of=last_day)) == {"D14"}
    assert codes(at_nav(JUNE, as_of=last_day + timedelta(days=1))) == set()


def test_one_day_without_an_application_is_not_waiting() -> None:
    assert codes(at_nav(part(FIRST, date(2026, 6, 29)))) == set()


def test_nothing_applied_for_in_ten_weeks() -> None:
    other_days = part(date(2026, 5, 15), date(2026, 5, 31))
    assert codes(at_nav(other_days, as_of=LAST + timedelta(weeks=10))) == {"D15"}
    assert codes(at_nav(other_days, as_of=LAST + timedelta(weeks=10, days=-1))) == set()


def test_who_has_never_applied_may_do_it_on_paper() -> None:
    assert codes(at_nav(as_of=LAST + timedelta(weeks=10))) == set()


def care(**other: object) -> set[str]:
    given: dict[str, object] = {"benefit": "Z", "absence_from": FIRST, "sent": date(2026, 7, 1)}
    return codes(at_nav(requests=(), answers=(), **(given | other)))  # type: ignore[arg-type]


def test_a_claim_for_care_days_waits_for_nav_alone() -> None:
    last_day = date(2026, 7, 1) + timedelta(weeks=15, days=31)
    assert care(as_of=last_day) == {"D14"}
    assert care(as_of=last_day + timedelta(days=1)) == set()
    assert care(as_of=last_day, sent=None) == set()
    assert care(as_of=last_day, benefit="9") == set()  # the employee applies for these


def test_care_days_that_nav_has_gone_past_do_not_wait() -> None:
    later = LineRow(
        **row(first=date(2026, 7, 6), last=date(2026, 7, 7), benefit="Z"),  # type: ignore[arg-type]
        last_benefit_day=None,
    )
    assert care(paid=(later,)) == set()


def test_an_application_at_another_unit_is_not_a_missing_one() -> None:
    assert codes(at_nav(part(FIRST, LAST, sub_unit=THERE))) == set()


def test_a_unit_that_is_not_seen_says_nothing() -> None:
    assert codes(at_nav(part(BEGUN, BEGUN), units=(THERE,))) == set()
    early = at_nav(first=date(2025, 6, 1), last=date(2025, 6, 30), absence_from=date(2025, 6, 1))
    assert codes(early) == set()


def test_a_refused_report_is_one_unless_a_later_one_was_accepted() -> None:
    failed = Submission("f1", ANNA, HERE, "FEILET", "TEKNISK_FEIL", date(2026, 6, 8))
    assert codes(at_nav(JUNE, answers=(failed,))) == {"D17"}
    assert codes(at_nav(JUNE, answers=(OK, failed))) == {"D14"}


def test_a_refused_duplicate_of_an_accepted_report_is_nothing() -> None:
    again = Submission("f1", ANNA, HERE, "FEILET", "DUPLIKAT", date(2026, 6, 20))
    assert codes(at_nav(JUNE, answers=(OK, again))) == {"D14"}
    assert codes(at_nav(JUNE, answers=(again,))) == {"D17"}


def test_a_request_without_any_report() -> None:
    asked = Request("f1", ANNA, HERE, "AKTIV", BEGUN, date(2026, 6, 5))
    assert codes(at_nav(JUNE, requests=(asked,), answers=(), sent=None)) == {"D16"}
    assert codes(at_nav(JUNE, requests=(asked,), answers=())) == set()


@pytest.mark.parametrize(
    "other",
    [
        Request("f2", ANNA, HERE, "FORKASTET", BEGUN, date(2026, 6, 4)),
        Request("f2", ANNA, THERE, "AKTIV", date(2026, 7, 2), date(2026, 7, 5)),
        Request("f2", OTHER, HERE, "AKTIV", BEGUN, date(2026, 6, 5)),
    ],
)
def test_other_requests_do_not_count(other: Request) -> None:
    assert codes(at_nav(JUNE, requests=(REQUEST, other))) == {"D14"}


def test_holiday_that_the_employee_told_nav_of() -> None:
    assert "D11" in codes(at_nav(JUNE, part(FIRST, LAST, "FERIE", grade=None)))
    half = part(FIRST, date(2026, 6, 14), "FERIE", grade=None)
    assert "D11" not in codes(at_nav(JUNE, half))


def test_another_job_without_absence_may_make_the_grade_too_low() -> None:
    elsewhere = Position(ANNA, "", THERE, "1", date(2020, 1, 1), None, None)
    assert codes(at_nav(JUNE, employed=(elsewhere,))) == set()
    ended = Position(ANNA, "", THERE, "1", date(2020, 1, 1), date(2026, 5, 1), None)
    assert codes(at_nav(JUNE, employed=(ended,))) == {"D14"}


def test_nav_does_not_skip_days() -> None:
    july = row(first=date(2026, 7, 1), last=date(2026, 7, 31), last_benefit_day=None)
    assert codes(at_nav(JUNE, paid=(LineRow(**july),))) == set()  # type: ignore[arg-type]


def test_other_benefits_are_not_in_these_lists() -> None:
    assert codes(at_nav(JUNE, benefit="9")) == set()
