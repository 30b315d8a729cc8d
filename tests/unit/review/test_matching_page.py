"""Rows are picked on a page, added up, proposed, and looked at by the one who must agree."""

from __future__ import annotations

import re

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import users
from rutine.cases.deciding import matching_by_hand
from rutine.cases.tables import Case
from rutine.review.lists import matching_page
from tests.carried_claims import carry

PAID = 1293000
"""What NAV paid in the case of an unknown person, D25."""


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def boxes(page) -> list[str]:
    return re.findall(r'name="row" value="([^"]+)"', page.text)


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]


@pytest.fixture
def address(store, cases, visitor) -> str:
    """A line of one case, and two claims that are carried: one of the same sum."""
    carry(store, cases, ("K900", 2, PAID), ("K901", 2, 500000), ("K902", 4, PAID))
    return f"/saker/{visitor.number('D25')}"


def add_up(visitor, address: str, *rows: str, **fields: str):
    visitor.get(f"{address}/koble")
    visitor.page = visitor.post(f"{address}/koble/summer", row=list(rows), version="1", **fields)
    return visitor.page


def propose(visitor, address: str, *rows: str, **fields: str):
    given = {
        "version": hidden(visitor.page, "version"),
        "seal": hidden(visitor.page, "seal"),
        "action": "match_by_hand",
        "comment": "samme fravær",
    } | fields
    return visitor.post(f"{address}/koble/foresla", row=list(rows), **given)


def test_the_case_leads_to_its_persons_open_rows(visitor, address):
    assert f'href="{address}/koble"' in visitor.get(address).text
    page = visitor.get(f"{address}/koble")
    line, claim, other = boxes(page)
    assert (line[:5], claim, other) == ("line:", "claim:K900", "claim:K901")
    said = words(page.text)
    assert "12 930,00" in said
    assert "Venter på NAV" in said
    assert "K902" not in said


def test_the_page_says_whose_rows_and_no_sum_before_any_row_is_picked(visitor, address):
    said = words(visitor.get(f"{address}/koble").text)
    assert "Kari Oppdiktet" in said
    assert "Ansattnummer 10482" in said
    assert "0,00 kr Ingenting er regnet sammen." in said
    assert "Summene er like." not in said


def test_where_there_are_more_rows_that_is_said_and_what_is_picked_stays(
    visitor, address, monkeypatch
):
    _, claim, other = boxes(visitor.get(f"{address}/koble"))
    for module in (matching_by_hand, matching_page):
        monkeypatch.setattr(module, "MOST_SHOWN", 2)
    page = visitor.get(f"{address}/koble")
    assert len(boxes(page)) == 2
    assert "flere åpne rader enn de 2 som vises" in words(page.text)
    assert 'href="#search"' in page.text
    page = add_up(visitor, address, other, claim)
    assert sorted(boxes(page)) == sorted([claim, other])


def test_it_is_added_up_without_script_and_nothing_is_stored(visitor, address, store):
    line, claim, other = boxes(visitor.get(f"{address}/koble"))
    none = add_up(visitor, address)
    assert (none.status_code, "Kryss av for minst én rad" in none.text) == (422, True)

    apart = words(add_up(visitor, address, line, claim, other).text)
    assert "Forskjell -5 000,00" in apart.replace("\u2212", "-")
    assert "Summene er ikke like." in apart
    assert "Godta det NAV har betalt" in apart  # by name, as the case's catalogue offers it

    agree = add_up(visitor, address, line, claim)
    assert agree.status_code == 200
    assert "Summene er like." in words(agree.text)
    assert "En annen må godkjenne. Dette kan Gro Godkjenner gjøre." in words(agree.text)
    assert 'value="match_by_hand" required' in agree.text
    with store.database.reading() as session:
        assert session.query(Case).filter(Case.status == "approval").count() == 0


def test_what_is_proposed_is_shown_side_by_side_and_approved_by_another(
    visitor, as_user, address, store
):
    line, claim, _ = boxes(visitor.get(f"{address}/koble"))
    add_up(visitor, address, line, claim)
    answer = propose(visitor, address, line, claim)
    number = address.rpartition("/")[2]
    assert answer.headers["location"] == f"{address}?decided={number}"
    own = words(visitor.get(answer.headers["location"]).text)
    assert "Kari Behandler foreslo" in own
    assert "foreslo: Koble for hånd" in own

    gro = as_user("gro")
    assert address in gro.get("/saker?status=approval").text
    seen = words(gro.get(address).text)
    assert "Rader som er foreslått koblet" in seen
    assert "K900" in seen
    assert "samme fravær" in seen
    answer = gro.post(f"{address}/godkjenning", version=gro.version(), action="approve")
    assert answer.status_code == 303
    done = words(gro.get(address).text)
    assert "godkjente: Koble for hånd" in done
    with store.database.reading() as session:
        case = session.query(Case).filter(Case.number == int(number)).one()
        assert (case.status, case.claimed, case.paid) == ("done", PAID, PAID)


def test_a_changed_selection_is_looked_at_again(visitor, address):
    line, claim, other = boxes(visitor.get(f"{address}/koble"))
    add_up(visitor, address, line, claim)
    answer = propose(visitor, address, line, other, action="accept_paid")
    assert answer.status_code == 409
    assert "endret siden du regnet sammen" in answer.text
    visitor.page = add_up(visitor, address, line, claim)
    silent = propose(visitor, address, line, claim, comment="")
    assert (silent.status_code, "Skriv hvorfor radene hører sammen." in silent.text) == (422, True)
    none = propose(visitor, address, line, claim, action="")
    assert none.status_code == 422


def test_what_somebody_else_proposed_or_decided_says_who(visitor, as_user, address):
    line, claim, _ = boxes(visitor.get(f"{address}/koble"))
    add_up(visitor, address, line, claim)
    gro = as_user("gro")
    add_up(gro, address, line, claim)
    propose(visitor, address, line, claim)
    late = propose(gro, address, line, claim)
    assert late.status_code in {409, 422}
    shown = gro.get(f"{address}/koble")
    assert "Venter på godkjenning i en annen sak" in shown.text
    assert boxes(shown) == ["claim:K901"]
    refused = words(add_up(gro, address, line, "claim:K901").text)
    assert "et forslag fra Kari Behandler i sak" in refused


def test_another_employees_rows_are_found_by_number(visitor, address):
    line = boxes(visitor.get(f"{address}/koble"))[0]
    found = visitor.post(f"{address}/koble/summer", find="1", employee="10484", version="1")
    assert "claim:K902" in found.text
    assert "Annen ansatt: 10484" in found.text
    none = visitor.post(f"{address}/koble/summer", find="1", employee="99999", version="1")
    assert "Ingen åpne rader med dette ansattnummeret" in none.text
    across = words(add_up(visitor, address, line, "claim:K902", employee="10484").text)
    assert "Radene gjelder ikke bare ett fødselsnummer" in across


def test_a_restricted_case_is_only_looked_at_by_post(store, as_user, address):
    store.protect(2)
    ragna = as_user("ragna")
    assert ragna.get(f"{address}/koble").status_code == 404
    ragna.get("/om")
    looked = ragna.post(f"{address}/koble/summer", look="1", version="1")
    assert looked.status_code == 200
    assert "claim:K900" in looked.text
    kari = as_user("kari")
    assert kari.get(f"{address}/koble").status_code == 404
    kari.get("/om")
    assert kari.post(f"{address}/koble/summer", look="1").status_code == 404


def test_a_locked_case_says_where_its_rows_wait(store, cases, visitor, as_user, address):
    own = boxes(visitor.get(f"{address}/koble"))[0]
    other = f"/saker/{visitor.number('D35')}"
    visitor.get(f"{address}/koble")
    found = visitor.post(f"{address}/koble/summer", find="1", employee="10484", version="1")
    theirs = [each for each in boxes(found) if each.startswith("line:") and each != own]
    rows = [own, *theirs, "claim:K900", "claim:K902"]
    add_up(visitor, address, *rows, employee="10484")
    made = propose(visitor, address, *rows, action="accept_paid", employee="10484")
    assert made.status_code == 303
    said = words(as_user("gro").get(other).text)
    assert f"foreslått koblet i sak {address.rpartition('/')[2]}" in said


def test_one_who_does_not_see_every_row_is_told_that_another_must_agree(
    store, cases, visitor, as_user, monkeypatch
):
    carry(store, cases, ("K900", 2, PAID), unit=cases.HOME)
    monkeypatch.setattr(users, "_hashed", lambda _password: "none")
    with store.database.writing() as session:
        users.add_user(
            *(session, "tor", "Tor Skole", cases.PASSWORD, {UserRole.APPROVER}),
            actor=COMMAND_LINE,
            units={cases.SCHOOL.value},
        )
    address = f"/saker/{visitor.number('D25')}"
    line, claim = boxes(visitor.get(f"{address}/koble"))
    add_up(visitor, address, line, claim)
    propose(visitor, address, line, claim)
    tor = as_user("tor")
    assert "K900" not in tor.get(address).text
    assert "Noen av radene ligger i en enhet" in tor.page.text
    answer = tor.post(f"{address}/godkjenning", version=tor.version(), action="approve")
    assert answer.status_code == 409
    assert "En annen må godkjenne." in answer.text


def test_a_proposal_whose_rows_have_changed_can_not_be_approved(
    store, cases, visitor, as_user, address
):
    line, claim, _ = boxes(visitor.get(f"{address}/koble"))
    add_up(visitor, address, line, claim)
    propose(visitor, address, line, claim)
    carry(store, cases, ("K900", 2, PAID - 100))
    gro = as_user("gro")
    assert "Noe har endret seg siden radene ble valgt" in gro.get(address).text
    answer = gro.post(f"{address}/godkjenning", version=gro.version(), action="approve")
    assert (answer.status_code, "Send forslaget tilbake" in answer.text) == (409, True)
