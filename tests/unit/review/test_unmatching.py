"""What was settled is taken back from the list or the case, by two where it is in the books."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.settling.applying import apply_decisions
from rutine.cases.tables import Case, Settlement
from rutine.core.differences import Action

ADDRESS = "/saker/gjort-opp"
ONE = Actor("user:00000000-0000-0000-0000-0000000000a1", "En", frozenset({UserRole.APPROVER}))
TWO = Actor("user:00000000-0000-0000-0000-0000000000a2", "To", frozenset({UserRole.APPROVER}))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def settled(store, cases, visitor) -> SimpleNamespace:
    """A case that two persons decided, and that a run has carried out."""
    number = visitor.number("D00")
    with store.database.writing() as session:
        case = session.query(Case).filter(Case.number == number).one()
        decide(
            *(session, store.keys, case.id),
            version=case.version,
            actor=ONE,
            action=Action.WRITE_OFF,
            comment="tapt",
        )
        session.flush()
        approve(session, store.keys, case.id, version=case.version, actor=TWO)
        apply_decisions(session, store.keys, case.run_id, cases.EMPLOYER, "d" * 64)
    return SimpleNamespace(number=number, address=f"/saker/{number}")


def undone(store) -> bool:
    with store.database.reading() as session:
        return session.query(Settlement).one().undone_at is not None


def ask(visitor, settled, why: str = "feil ansatt"):
    visitor.get(settled.address)
    return visitor.post(f"{settled.address}/los-opp", why=why)


def answer(visitor, **fields: str):
    request = re.search(r'name="request" value="([^"]+)"', visitor.get(ADDRESS).text)[1]
    return visitor.post(f"{ADDRESS}/svar", request=request, **fields)


def test_one_asks_on_the_case_and_another_agrees_on_the_list(store, visitor, as_user, settled):
    assert "Løs opp oppgjøret" in visitor.get(settled.address).text
    silent = ask(visitor, settled, "")
    assert (silent.status_code, "Skriv hvorfor" in silent.text) == (422, True)

    asked = ask(visitor, settled)

    assert asked.headers["location"] == f"{settled.address}?spurt=1"
    said = words(visitor.get(asked.headers["location"]).text)
    assert "En annen må godkjenne det" in said
    assert "Kari Behandler ba om det" in said
    assert not undone(store)
    again = ask(visitor, settled)
    assert (again.status_code, "allerede bedt om" in again.text) == (409, True)
    assert "1 oppgjør venter på" in words(visitor.get("/saker?status=approval").text)
    own = visitor.get(ADDRESS).text
    assert "Du ba om dette." in own
    assert 'value="approve"' not in own
    assert answer(visitor, action="approve").status_code == 403

    gro = as_user("gro")
    assert "feil ansatt" in gro.get(ADDRESS).text
    silent = answer(gro, action="return", comment="")
    assert (silent.status_code, undone(store)) == (422, False)
    assert answer(gro, action="approve").headers["location"] == f"{ADDRESS}?angret=1"
    assert undone(store)
    history = words(gro.get(settled.address).text)
    assert "åpnet saken igjen: oppgjøret ble angret" in history
    assert "Løs opp oppgjøret" not in history


def test_what_is_let_stand_or_taken_back_stands(store, visitor, as_user, settled):
    ask(visitor, settled)
    gro = as_user("gro")
    assert answer(gro, action="return", comment="Den er rett").status_code == 303
    assert not undone(store)
    gone = gro.post(f"{ADDRESS}/svar", request="nothing", action="approve")
    assert (gone.status_code, "allerede svart" in gone.text) == (409, True)
    ask(visitor, settled)
    assert answer(visitor, action="return", comment="feil sak").status_code == 303
    assert not undone(store)


def test_an_auditor_sees_what_waits_and_can_do_nothing(visitor, as_user, settled):
    ask(visitor, settled)
    seen = as_user("rune").get(ADDRESS).text
    assert "Kari Behandler ba om det" in seen
    assert f'action="{ADDRESS}/svar"' not in seen
    assert "los-opp" not in as_user("rune").get(settled.address).text
