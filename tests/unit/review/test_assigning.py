"""Cases change hands in the app: one, many, passed on with a word, and never by accident."""

from __future__ import annotations

import re

import pytest

from rutine.cases.accounts.users import find_user
from rutine.cases.tables import Case
from rutine.cases.trail.audit import verify


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def ids(store) -> dict[str, str]:
    with store.database.reading() as session:
        return {name: find_user(session, name).actor.id for name in ("kari", "gro", "siv", "rune")}


def give(visitor, code: str, to: str, **fields):
    number = visitor.number(code)
    visitor.get(f"/saker/{number}")
    return visitor.post(f"/saker/{number}/tildel", version=visitor.version(), to=to, **fields)


def holders(store) -> dict[str, str | None]:
    with store.database.reading() as session:
        return dict(session.query(Case.reason, Case.assignee).all())


def picks(page) -> dict[int, str]:
    """Number -> what its box sends."""
    found = re.findall(r'name="case" value="((\d+)\.\d+)" aria-label', page.text)
    return {int(number): value for value, number in found}


def test_a_case_is_taken_stands_among_mine_and_is_given_back_by_undo(visitor, store, ids):
    number = visitor.number("D43")
    answer = give(visitor, "D43", ids["kari"])
    assert answer.headers["location"] == f"/saker/{number}?tildelt={number}"
    page = visitor.get(answer.headers["location"])
    said = words(page.text)
    assert f"Sak {number} er hos Kari Behandler." in said
    assert "Hos deg" in said
    assert "Kari Behandler tok saken" in said
    mine = words(visitor.get("/saker?status=mine").text)
    assert "Mine 1" in mine
    assert f"Sak {number} " in mine
    visitor.page = page
    sent = dict(re.findall(r'name="(case)" value="([^"]+)"', page.text))
    undone = visitor.post("/saker/tildel/angre", **sent)
    assert undone.headers["location"] == f"/saker?tildelt={number}"
    assert f"Sak {number} er lagt tilbake." in words(visitor.get(f"/saker?tildelt={number}").text)
    assert holders(store)["D43"] is None
    with store.database.reading() as session:
        assert verify(session) is None


def test_a_case_is_passed_on_with_a_word_that_the_next_one_reads(visitor, as_user, ids):
    give(visitor, "D43", ids["kari"])
    give(visitor, "D43", ids["gro"], note="Du kjenner denne")
    said = words(as_user("gro").get(f"/saker/{visitor.number('D43')}").text)
    assert "Kari Behandler sendte saken videre til Gro Godkjenner Du kjenner denne" in said
    assert "Hos deg" in said


def test_a_word_with_a_national_id_goes_nowhere(visitor, ids, cases, store):
    answer = give(visitor, "D43", ids["gro"], note=f"Se {cases.PEOPLE[0].reveal()}")
    assert answer.status_code == 409
    assert "Beskjeden ser ut til å ha et fødselsnummer." in answer.text
    assert holders(store)["D43"] is None


def test_what_somebody_has_is_read_and_not_decided(visitor, as_user, ids):
    address = f"/saker/{visitor.number('D43')}"
    visitor.get(address)
    version = visitor.version()
    give(as_user("gro"), "D43", ids["gro"])
    answer = visitor.post(f"{address}/avgjor", version=version, action="accept_paid", comment="Ord")
    assert answer.status_code == 409
    said = words(answer.text)
    assert "Gro Godkjenner har saken. Overta den før du avgjør den." in said
    assert "Ord" in said
    assert "Lagre og gå til neste sak" not in visitor.get(address).text
    # Also with the version it has now.
    now = re.search(r'name="version" value="(\d+)"', visitor.page.text)[1]
    assert visitor.post(f"{address}/avgjor", version=now, action="accept_paid").status_code == 409


def test_taking_over_asks_first_and_names_who_has_it(visitor, as_user, ids, store):
    give(as_user("gro"), "D43", ids["gro"])
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    version = re.search(r'name="version" value="(\d+)"', visitor.page.text)[1]
    asked = visitor.post(f"/saker/{number}/tildel", version=version, to=ids["kari"])
    assert asked.status_code == 409
    said = words(asked.text)
    assert "Overta saken? Gro Godkjenner har allerede saken." in said
    assert "Overta fra Gro Godkjenner" in said
    assert holders(store)["D43"] == ids["gro"]
    visitor.page = asked
    fields = dict(
        re.findall(r'type="hidden" name="(to|version|over|note)" value="([^"]*)"', asked.text)
    )
    done = visitor.post(f"/saker/{number}/tildel", **fields, choice="over")
    assert done.status_code == 303
    assert holders(store)["D43"] == ids["kari"]
    history = words(visitor.get(f"/saker/{number}").text)
    assert "tok saken over fra Gro Godkjenner til Kari Behandler" in history


def test_a_case_that_changed_hands_since_is_asked_about_again(visitor, as_user, ids, store):
    number = visitor.number("D43")
    give(as_user("gro"), "D43", ids["gro"])
    visitor.get(f"/saker/{number}")
    # The reader knows that Gro has it; by now it is with somebody else.
    answer = visitor.post(f"/saker/{number}/tildel", version="2", to=ids["kari"], over=ids["siv"])
    assert answer.status_code == 409
    assert holders(store)["D43"] == ids["gro"]
    stale = visitor.post(f"/saker/{number}/tildel", version="1", to=ids["kari"], over=ids["gro"])
    assert stale.status_code == 409
    assert "Saken er endret siden du åpnet den." in stale.text


def test_many_are_given_at_once_and_taken_back_at_once(visitor, ids, store):
    page = visitor.get("/saker")
    chosen = picks(page)
    assert len(chosen) == 8
    assert "{count} av 8 valgt" in page.text
    three = [visitor.number(code) for code in ("D43", "D00", "D14")]
    answer = visitor.post("/saker/tildel", case=[chosen[n] for n in three], to=ids["gro"])
    page = visitor.get(answer.headers["location"])
    assert "3 saker er hos Gro Godkjenner." in words(page.text)
    assert sum(who == ids["gro"] for who in holders(store).values()) == 3
    toast = page.text.partition('class="filters"')[0]
    sent = re.findall(r'name="case" value="([^"]+)"', toast)
    back = visitor.post("/saker/tildel/angre", case=sent)
    assert "3 saker er lagt tilbake." in words(visitor.get(back.headers["location"]).text)
    assert set(holders(store).values()) == {None}


def test_many_at_once_stop_at_what_somebody_has_until_that_is_answered(
    visitor, as_user, ids, store
):
    give(as_user("gro"), "D00", ids["gro"])
    free, taken = visitor.number("D43"), visitor.number("D00")
    chosen = picks(visitor.get("/saker"))
    fields = {"case": [chosen[free], chosen[taken]], "to": ids["kari"]}
    asked = visitor.post("/saker/tildel", **fields)
    assert asked.status_code == 409
    assert f"Sak {taken}: Gro Godkjenner" in words(asked.text)
    assert "Tildel bare de ledige (1)" in asked.text
    assert holders(store)["D43"] is None  # nothing was done yet
    visitor.page = asked
    cases = re.findall(r'name="case" value="([^"]+)"', asked.text)
    answer = visitor.post("/saker/tildel", case=cases, to=ids["kari"], choice="free")
    assert answer.headers["location"] == f"/saker?tildelt={free}&ikke={taken}"
    said = words(visitor.get(answer.headers["location"]).text)
    assert f"Sak {taken} er ikke endret: noen andre har den" in said
    found = holders(store)
    assert (found["D43"], found["D00"]) == (ids["kari"], ids["gro"])
    visitor.page = asked
    visitor.post("/saker/tildel", case=cases[1:], to=ids["kari"], choice="over")
    assert holders(store)["D00"] == ids["kari"]


def test_asking_first_leaves_out_what_the_reader_may_not_see(as_user, visitor, store, ids):
    give(as_user("gro"), "D00", ids["gro"])
    limited = as_user("siv")
    chosen = picks(limited.get("/saker"))
    other = f"{visitor.number('D43')}.1"
    fields = {"case": [chosen[visitor.number("D00")], other], "to": ids["siv"]}
    asked = limited.post("/saker/tildel", **fields)
    assert asked.status_code == 409
    assert "Gro Godkjenner" in asked.text
    assert f'value="{other}' not in asked.text


def test_many_at_once_leave_out_what_the_person_may_not_have(visitor, ids, store):
    chosen = picks(visitor.get("/saker"))
    school, home = visitor.number("D00"), visitor.number("D43")
    answer = visitor.post("/saker/tildel", case=[chosen[school], chosen[home]], to=ids["siv"])
    assert answer.headers["location"] == f"/saker?tildelt={school}&ikke={home}"
    assert holders(store)["D43"] is None
    auditor = visitor.post("/saker/tildel", case=[chosen[home]], to=ids["rune"])
    assert auditor.headers["location"] == f"/saker?ikke={home}"


@pytest.mark.parametrize("value", ["", "x", "1", "1.x", "-1.1", "1.1e9", "99999999999.1"])
def test_a_form_that_is_not_ours_gives_nothing(visitor, ids, store, value):
    visitor.get("/saker")
    answer = visitor.post("/saker/tildel", case=[value], to=ids["gro"])
    assert answer.status_code == 303
    assert set(holders(store).values()) == {None}


def test_the_list_says_with_whom_a_case_is_and_can_leave_those_out(visitor, as_user, ids):
    give(as_user("gro"), "D43", ids["gro"])
    assert "Å gjøre Hos Gro Godkjenner" in words(visitor.get("/saker?reason=D43").text)
    assert "Ingen saker passer" in visitor.get("/saker?reason=D43&uten=assigned").text
    assert "Hos Gro Godkjenner" in words(visitor.get("/saker?med=assigned").text)


def test_an_auditor_sees_whose_it_is_and_has_no_form(as_user, visitor, ids):
    give(visitor, "D43", ids["kari"])
    auditor = as_user("rune")
    page = auditor.get("/saker")
    assert picks(page) == {}
    assert "Hos Kari Behandler" in words(page.text)
    assert "Ta saken" not in auditor.get(f"/saker/{visitor.number('D43')}").text
