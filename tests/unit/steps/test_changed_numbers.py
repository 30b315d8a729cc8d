"""A new national id is the same person where payroll's own rows say so, and settles nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rutine.cases.views import CaseStatus
from rutine.core.differences import Action
from tests.small_office import EMPLOYER, PEOPLE, RATE, SCHOOL, Claimed, Office, Paid
from tests.unit.routines.test_employments import HEADINGS
from tests.what_stands import case_of, settled, told, versions

AUGUST = date(2026, 8, 3)
LATER = AUGUST + timedelta(days=28)
FULL, PART = 5 * RATE, 3 * RATE
K0, K1 = (Claimed(f"K{who}", who, AUGUST, FULL, date(2026, 9, 1)) for who in range(2))
K2 = replace(K0, key="K2", first=LATER)


@pytest.fixture
def listing(tmp_path: Path) -> Iterator[Office]:
    """An office whose payroll lists employments too."""
    office = Office(tmp_path, employments="employments.csv")
    yield office
    office.close()


def employed(office: Office, *people: tuple[int, str]) -> None:
    """Payroll's list: who, and the number that theirs replaced."""
    rows = (
        f"{EMPLOYER};{SCHOOL};{10480 + who};{PEOPLE[who]};1;01.03.2019;;;{previous};;Nei\r\n"
        for who, previous in people
    )
    (office.path / "employments.csv").write_text(HEADINGS + "".join(rows), "utf-8")


def seen(office: Office) -> list[tuple[str, int, int, int, int]]:
    """Reason, sums and rows of the cases that wait."""
    return [
        (case.reason, case.claimed, case.paid, case.line_count, case.claim_count)
        for case in office.cases()
        if case.status is CaseStatus.OPEN
    ]


def test_a_reversal_under_the_number_that_payroll_lists_a_claim_by_now(office: Office) -> None:
    office.claims("2026-09", K0, K2)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(0, LATER, FULL))
    office.run("2026-09")

    new = [replace(claim, who=2, employee=0, settled=FULL) for claim in (K0, K2)]
    office.claims("2026-10", *new)
    office.pays("2026-10", Paid(2, AUGUST, -FULL))
    run = office.run("2026-10")

    assert run.summary is not None
    # What was settled for other days stands, though its claim is listed by the new number.
    assert (run.summary.reopened, settled(office)) == (1, {"K2": "exact"})
    assert seen(office) == [("D27", FULL, 0, 2, 1)]
    assert told(case_of(office, 0), "reopened") == (str(FULL), str(FULL))
    before = versions(office)
    office.run("2026-10")
    assert versions(office) == before

    # NAV pays anew, by the new number: it adds up, and a person says that the two are one.
    office.claims("2026-11", *(replace(claim, settled=0) for claim in new))
    office.pays("2026-11", Paid(2, AUGUST, FULL))
    office.run("2026-11")
    assert settled(office) == {"K2": "exact"}
    assert seen(office) == [("D27", FULL, FULL, 3, 1)]
    office.decide(case_of(office, 0), Action.SETTLE_AS_CLAIMED)
    office.run("2026-11")
    assert settled(office) == {"K0": "decision", "K2": "exact"}


def test_a_reversal_under_the_number_that_payroll_has_kept_the_former_of(listing: Office) -> None:
    """What a person decided under the former number is told too."""
    employed(listing, (0, ""), (1, ""))
    listing.claims("2026-09", K0, K1)
    listing.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, PART))
    listing.run("2026-09")
    decided = case_of(listing, 1)
    listing.decide(decided, Action.ACCEPT_PAID)

    employed(listing, (2, PEOPLE[0]), (3, PEOPLE[1]))
    listing.claims("2026-10", replace(K2, who=3, employee=1, sent=date(2026, 10, 1)))
    listing.pays("2026-10", Paid(2, AUGUST, -FULL), Paid(3, AUGUST, -PART))
    run = listing.run("2026-10")

    assert run.summary is not None
    assert (run.summary.reopened, settled(listing)) == (1, {"K1": "decision"})
    assert sorted(seen(listing)) == [("D27", 0, -PART, 1, 0), ("D27", FULL, 0, 2, 1)]
    (minus,) = [case for case in listing.cases() if case.paid < 0]
    assert told(minus, "decided_case") == (str(decided.number), None)
    before = versions(listing)
    listing.run("2026-10")
    assert versions(listing) == before


def test_a_minus_without_days_speaks_against_the_rows_under_either_number(
    listing: Office,
) -> None:
    employed(listing, (2, PEOPLE[0]))
    listing.claims("2026-09", K0)
    listing.pays("2026-09", Paid(0, AUGUST, FULL), Paid(2, None, -FULL))
    run = listing.run("2026-09")
    assert run.summary is not None
    assert (settled(listing), run.summary.settled_lines) == ({}, 0)


def test_the_days_that_a_reversal_may_reach_are_followed_through_other_rows(
    listing: Office,
) -> None:
    """The minus is for Monday of the first week only, the long payment for that and the second."""
    employed(listing, (2, PEOPLE[0]))
    second = AUGUST + timedelta(days=7)
    claim = replace(K0, first=second)
    listing.claims("2026-09", claim)
    long, own = Paid(0, AUGUST, 10 * RATE, days=12), Paid(0, second, FULL)
    listing.pays("2026-09", long, own, Paid(2, AUGUST, -RATE, days=1))
    listing.run("2026-09")
    assert settled(listing) == {}


def test_a_payment_under_a_number_that_payroll_has_replaced_is_told_as_such(
    listing: Office,
) -> None:
    employed(listing, (2, PEOPLE[0]))
    listing.claims("2026-09", replace(K0, who=2, employee=0))
    listing.pays("2026-09", Paid(0, AUGUST, FULL), Paid(2, None, RATE))
    listing.run("2026-09")
    assert ("D26", FULL, FULL, 1, 1) in seen(listing)


def test_what_was_settled_is_not_settled_anew_with_a_claim_under_another_number(
    office: Office,
) -> None:
    """The same rows as before stand; what NAV took back and paid anew is another settlement."""
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, FULL))
    office.run("2026-09")
    office.claims("2026-10", replace(K0, who=2, employee=0))
    office.pays("2026-10", Paid(0, AUGUST, -FULL), Paid(0, AUGUST, FULL))
    run = office.run("2026-10")
    assert run.summary is not None
    assert (run.summary.reopened, settled(office)) == (1, {})
    assert seen(office) == [("D27", FULL, FULL, 3, 1)]


def test_what_was_decided_is_told_of_a_reversal_by_either_number(office: Office) -> None:
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, PART))
    office.run("2026-09")
    decided = office.case()
    office.decide(decided, Action.ACCEPT_PAID)

    office.claims("2026-10", replace(K0, who=2, employee=0))
    office.pays("2026-10", Paid(0, AUGUST, -RATE), Paid(2, AUGUST, -RATE))
    office.run("2026-10")
    minuses = [case for case in office.cases() if case.paid < 0]
    assert [(case.reason, case.line_count) for case in minuses] == [("D27", 2)]
    assert [told(case, "decided_case")[0] for case in minuses] == [str(decided.number)]


def test_a_reversal_under_the_former_number_meets_the_claim_under_the_new(office: Office) -> None:
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, FULL))
    office.run("2026-09")
    # And a payment of other days: whose claim that is, is another question.
    office.claims("2026-10", *(replace(claim, who=2, employee=0) for claim in (K0, K2)))
    office.pays("2026-10", Paid(0, AUGUST, -FULL), Paid(0, LATER, FULL))
    office.run("2026-10")
    assert settled(office) == {}
    assert sorted(seen(office)) == [("D25", 0, FULL, 1, 0), ("D27", FULL, 0, 2, 1)]
    office.decide(case_of(office, 0), Action.ACCEPT_PAID)
    before = versions(office)
    office.run("2026-10")
    assert settled(office) == {"K0": "decision"}
    assert versions(office) == before


def test_a_claim_that_is_changed_together_with_the_number_is_a_changed_claim(
    office: Office,
) -> None:
    """Settled under the D-number, say, and listed under the national id that replaced it."""
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, PART))
    office.run("2026-09")
    office.decide(case_of(office, 1), Action.ACCEPT_PAID)
    office.run("2026-09")

    new = (
        replace(K0, who=2, employee=0, ore=6 * RATE),
        replace(K1, who=3, employee=1, ore=6 * RATE),
    )
    office.claims("2026-10", *new)
    run = office.run("2026-10")
    assert run.summary is not None
    assert (run.summary.reopened, settled(office)) == (1, {"K1": "decision"})
    assert sorted(seen(office)) == [("D45", RATE, 0, 0, 0), ("D45", 6 * RATE, FULL, 1, 1)]
    for who in range(2):  # the employee number is there to find them by
        assert case_of(office, who).reason == "D45"
    before = versions(office)
    office.run("2026-10")
    assert versions(office) == before

    # The rest comes by the new number: only a person settles one number's claim with another's.
    office.pays("2026-11", Paid(2, AUGUST, RATE))
    office.claims("2026-11", *new)
    office.run("2026-11")
    assert settled(office) == {"K1": "decision"}
    assert ("D45", 6 * RATE, 6 * RATE, 2, 1) in seen(office)


@pytest.mark.parametrize(
    ("taken_from", "waiting"),
    [
        (0, [("D27", 0, 0, 2, 0)]),
        (2, [("D27", 0, FULL, 1, 0), ("D27", 6 * RATE, -FULL, 1, 1)]),
    ],
)
def test_two_whom_payroll_lists_are_never_one(
    listing: Office, taken_from: int, waiting: list[tuple[str, int, int, int, int]]
) -> None:
    """Not even where a claim is listed under the number of a colleague."""
    employed(listing, (0, ""), (2, ""))
    listing.claims("2026-09", K0)
    listing.pays("2026-09", Paid(0, AUGUST, FULL))
    listing.run("2026-09")
    listing.claims("2026-10", replace(K0, who=2, ore=6 * RATE))
    listing.pays("2026-10", Paid(taken_from, AUGUST, -FULL))
    listing.run("2026-10")
    assert sorted(seen(listing)) == waiting
