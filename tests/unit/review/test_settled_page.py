"""What the program settled by itself is looked over, and taken back with a reason."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from rutine.cases.access import Actor, UserRole
from rutine.cases.settling import settled_list
from rutine.cases.settling.settlements import SettledGroup, record_groups
from rutine.cases.tables import Case, Settlement
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.review.lists import work_lists

ADDRESS = "/saker/gjort-opp"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def settle(store, cases):
    """Settle a line by itself, as a run does."""

    def make(who: int, unit, row: int, found_by: str = "exact") -> str:
        group = SettledGroup(
            employer=cases.EMPLOYER,
            person=cases.PEOPLE[who],
            sub_unit=unit,
            benefit="4",
            pass_name=found_by,
            rows=(cases.line(row),),
            claim_ids=(),
            reason="D01",
            claimed=cases.Ore(1717200),
            paid=cases.Ore(1717200),
            rules_sha256="d" * 64,
        )
        with store.database.writing() as session:
            run_id = session.query(Case.run_id).first()[0]
            found = record_groups(session, store.keys, run_id, [group])
        return found.settlement_of[cases.line(row)]

    return make


def undone(store) -> list[str]:
    with store.database.reading() as session:
        assert verify(session) is None
        return [
            each.id for each in session.query(Settlement).filter(Settlement.undone_at.is_not(None))
        ]


def test_the_list_says_who_why_and_how_much(store, visitor_of, settle, cases):
    settle(1, cases.SCHOOL, 101)
    visitor = visitor_of(store.app(today=clock.today)).sign_in()
    assert "Gjort opp av roboten i dag 1" in words(visitor.get("/saker").text)
    said = words(visitor.get(ADDRESS).text)
    assert "Sykepenger Ola Eksempel Bjørkelia skole" in said
    assert "17 172,00 17 172,00" in said
    assert cases.PEOPLE[1].reveal() not in visitor.page.text


def test_what_was_settled_today_is_counted_no_further_than_it_must(
    store, visitor_of, settle, cases, monkeypatch
):
    """After a first run there may be 800 000 of them."""
    for module in (settled_list, work_lists):
        monkeypatch.setattr(module, "MOST_SETTLED", 2)
    visitor = visitor_of(store.app(today=clock.today)).sign_in()
    for row, said in ((101, "1"), (102, "2"), (103, "2+"), (104, "2+")):
        settle(1, cases.SCHOOL, row)
        text = words(visitor.get("/saker").text)
        assert re.search(r"Gjort opp av roboten i dag (\S+)", text)[1] == said
    kari = Actor("user:k", "Kari", frozenset({UserRole.REVIEWER}))
    with store.database.reading() as session:
        assert settled_list.settled_since(session, kari, clock.now() - timedelta(days=1)) == 3
    assert len(re.findall("Ola Eksempel", visitor.get(ADDRESS).text)) >= 4


def test_a_settlement_is_taken_back_with_a_reason(visitor, store, settle, cases):
    settlement = settle(1, cases.SCHOOL, 101)
    visitor.get(ADDRESS)
    refused = visitor.post(f"{ADDRESS}/angre", settlement=settlement, why=" ")
    assert refused.status_code == 422
    assert "Skriv hvorfor oppgjøret skal angres." in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert undone(store) == []
    told = f"{cases.PEOPLE[1].reveal()} har feil stilling"
    kept = visitor.post(f"{ADDRESS}/angre", settlement=settlement, why=told)
    assert kept.status_code == 422
    assert f"{told}</textarea>" in kept.text
    done = visitor.post(f"{ADDRESS}/angre", settlement=settlement, why="Feil stilling")
    assert done.headers["location"] == f"{ADDRESS}?angret=1"
    page = visitor.get(done.headers["location"])
    assert "Oppgjøret er angret." in page.text
    assert "Ola Eksempel" not in page.text
    assert undone(store) == [settlement]
    again = visitor.post(f"{ADDRESS}/angre", settlement=settlement, why="En gang til")
    assert again.status_code == 409
    assert "Noen andre har allerede angret oppgjøret." in again.text


def test_neither_another_units_nor_a_protected_persons_is_shown_or_undone(
    as_user, store, settle, cases
):
    home = settle(4, cases.HOME, 101)
    school = settle(1, cases.SCHOOL, 102)
    store.protect(1)
    visitor = as_user("siv")
    text = visitor.get(ADDRESS).text
    assert "Liv Tenkt" not in text
    assert "Ola Eksempel" not in text
    for settlement in (home, school, "finnes-ikke"):
        answer = visitor.post(f"{ADDRESS}/angre", settlement=settlement, why="Prøver")
        assert answer.status_code == 409
        assert "Oppgjøret finnes ikke" in answer.text
    assert "Ola Eksempel" not in as_user("ragna").get(ADDRESS).text
    assert undone(store) == []


def test_what_people_decided_is_not_the_programs_doing(visitor, settle, cases):
    settle(1, cases.SCHOOL, 101, "decision")
    assert "Roboten har ikke gjort opp noe ennå" in visitor.get(ADDRESS).text


def test_an_auditor_reads_and_takes_nothing_back(as_user, settle, cases):
    settle(1, cases.SCHOOL, 101)
    text = as_user("rune").get(ADDRESS).text
    assert "Ola Eksempel" in text
    assert "Angre oppgjøret" not in text


def test_long_lists_have_pages(visitor, settle, cases):
    for row in range(101, 127):
        settle(1, cases.SCHOOL, row)
    first = visitor.get(ADDRESS)
    assert f'rel="next" href="{ADDRESS}?page=2"' in first.text
    second = visitor.get(f"{ADDRESS}?page=2")
    assert second.text.count("Ola Eksempel</span></td>") == 1
    assert 'rel="next"' not in second.text
