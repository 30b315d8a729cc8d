"""Cases whose cause has gone close themselves, and say why; some only a person closes."""

from __future__ import annotations

from sqlalchemy import select

from rutine.cases.settling.claims import open_claims
from rutine.cases.tables import SettledRow
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action
from rutine.core.money import Ore
from tests.small_office import EMPLOYER, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, CLAIM, FULL, LONG_AGO, PART, SENT, WEEK, underpaid


def settled(office: Office) -> set[tuple[str, str | None]]:
    with office.place.database.reading() as session:
        return {(row.side, row.claim_id) for row in session.scalars(select(SettledRow))}


def test_a_claim_taken_up_with_nav_closes_itself_when_nav_pays_the_rest(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.SEND_TO_NAV)
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))

    office.run("2026-10")

    case = office.case()
    assert (case.status, case.history[-1].cause) == (CaseStatus.AUTO_CLOSED, "settled")
    assert settled(office) == {("line", None), ("claim", "K1")}


def test_a_changed_claim_closes_its_case_when_it_agrees(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.CHANGE_CLAIM, amount=Ore(PART))
    office.run("2026-09")
    assert office.case().status is CaseStatus.WAITING

    office.claims("2026-10", Claimed("K1", 0, AUGUST, PART, SENT))
    office.run("2026-10")

    assert office.case().history[-1].cause == "settled"


def test_a_case_closes_when_payroll_withdraws_the_claim(office: Office) -> None:
    old = Claimed("K1", 0, AUGUST, FULL, LONG_AGO)
    other = Claimed("K2", 1, AUGUST, FULL, SENT)
    office.claims("2026-09", old, other)
    office.pays("2026-09", Paid(2, AUGUST, FULL))
    office.run("2026-09")
    office.claims("2026-10", other)

    office.run("2026-10")

    case = next(each for each in office.cases() if each.reason == "D14")
    assert (case.status, case.history[-1].cause) == (CaseStatus.AUTO_CLOSED, "withdrawn")
    with office.place.database.reading() as session:
        assert [each.claim_id for each in open_claims(session, EMPLOYER)] == ["K2"]


def test_what_could_not_be_determined_is_not_closed_by_payroll(office: Office) -> None:
    other = Claimed("K2", 1, AUGUST, FULL, SENT)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, LONG_AGO), other)
    office.run("2026-09")
    office.decide(office.case(), Action.CANNOT_DETERMINE)
    office.claims("2026-10", other)

    office.run("2026-10")
    office.run("2026-10")

    case = office.case()
    assert (case.status, case.history[-1].cause) == (CaseStatus.OPEN, "withdrawn")
    assert [entry.action for entry in case.history].count("reopened") == 1


def test_a_claim_that_cant_be_read_is_not_withdrawn(office: Office) -> None:
    rows = [Claimed(f"K{n}", n % 4, AUGUST + n * WEEK, FULL, LONG_AGO) for n in range(1, 9)]
    office.claims("2026-09", *rows)
    office.run("2026-09")
    numbers = [case.number for case in office.cases()]
    office.claims("2026-10", *rows[1:])
    path = office.path / "2026-10.csv"
    path.write_text(path.read_text("utf-8-sig").replace(";14829", ";4829", 1), encoding="utf-8-sig")

    office.run("2026-10")

    assert [c.status for c in office.cases() if c.number in numbers] == [CaseStatus.OPEN] * 8
