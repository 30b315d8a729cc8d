"""A protected person's case in the app: hidden, masked, and every look written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from rutine.cases.tables import AuditEntry, Case
from rutine.review.routes import PAGES


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def number(store) -> int:
    """The overpaid person is protected."""
    store.protect(0)
    with store.database.reading() as session:
        return session.scalar(select(Case.number).where(Case.reason == "D43"))


@pytest.fixture
def secrets(cases) -> list[str]:
    """What tells who it is or what it is about."""
    fnr = cases.PEOPLE[0].reveal()
    return [cases.NAMES[0], cases.NAMES[0].upper(), fnr, f"{fnr[:6]} {fnr[6:]}", "10480", "20 034"]


def looks(store) -> list[str]:
    with store.database.reading() as session:
        query = select(AuditEntry.actor).where(AuditEntry.action == "looked")
        return list(session.scalars(query))


def test_without_the_right_the_case_is_counted_and_nothing_else(visitor, number, secrets):
    for address in (
        "/saker",
        "/saker?status=all&sort=due",
        "/saker?reason=D41",
        "/saker?reason=D43",
    ):
        page = visitor.get(address)
        assert f"Sak {number}<" not in page.text
        assert "NAV har betalt mer enn kravet" not in page.text
        assert not [secret for secret in secrets if secret in page.text]
        assert "I tillegg venter 1 skjermet sak." in words(page.text)
    assert "Å gjøre 7 Mine 0" in words(visitor.get("/saker?alt=1").text)
    assert "Alle 7" in words(visitor.get("/saker?alt=1").text)


@pytest.mark.parametrize("name", ["kari", "gro", "siv", "rune"])
def test_without_the_right_no_address_leads_to_it(as_user, store, number, name):
    visitor = as_user(name)
    fields = {"version": "1", "action": "accept_paid", "to": "nobody", "remark": "Ord"}
    for page in PAGES:
        if "{number" not in page.path:
            continue
        address = page.path.replace("{number:int}", str(number))
        fields["case"] = f"{number}:1"
        answer = (
            visitor.client.get(address) if page.method == "GET" else visitor.post(address, **fields)
        )
        assert answer.status_code in {403, 404}, page.path
    assert "er lagret" not in visitor.get(f"/saker?decided={number}").text
    assert looks(store) == []


def test_a_search_by_employee_number_or_name_does_not_tell_of_it(as_user, number, cases):
    for name in ("kari", "ragna"):
        for term in ("10480", cases.NAMES[0]):
            assert "Ingen saker passer" in as_user(name).search(term).text


def test_opening_the_address_shows_that_it_is_there_and_writes_nothing(
    as_user, store, number, secrets
):
    visitor = as_user("ragna")
    queue = visitor.get("/saker")
    page = visitor.get(f"/saker/{number}")
    assert page.status_code == 200
    for text in (queue.text, page.text):
        assert "Skjermet person" in text
        assert not [secret for secret in secrets if secret in text]
    assert "I tillegg" not in queue.text
    assert "mer enn dere krevde" not in page.text
    assert "Solvang sykehjem" not in page.text
    assert looks(store) == []


def test_no_page_that_is_only_opened_tells_who_it_is(as_user, store, number, secrets):
    for name in ("kari", "ragna", "rune"):
        visitor = as_user(name)
        for page in PAGES:
            if page.method == "GET" and page.allowed is not None and "{run" not in page.path:
                address = page.path.replace("{number:int}", str(number))
                if address == "/risiko":
                    continue  # the steps make it, and leave out the protected
                answer = visitor.client.get(address)
                assert not [each for each in secrets if each in answer.text], (name, address)
    # Nor is it in the list that another case of the same reason leads to.
    other = as_user("ragna")
    assert other.client.get(f"/saker/{number}/like").status_code == 404
    assert other.client.get(f"/saker/{number}/tidligere").status_code == 303
    assert looks(store) == []


def test_a_look_is_asked_for_and_written_down(as_user, store, number, secrets, cases):
    visitor = as_user("ragna")
    visitor.get(f"/saker/{number}")
    page = visitor.post(f"/saker/{number}/apne")
    said = words(page.text)
    assert page.status_code == 200
    assert "NAV betalte 2 862,00 kr mer enn dere krevde." in said
    assert "Ansattnummer 10480" in said
    assert "Ragna Betrodd så på den skjermede saken" in said
    # Neither name nor national id, not even in the file's own line.
    assert not [secret for secret in secrets[:4] if secret in page.text]
    assert "navnet til en skjermet person står i den" in said
    assert "Vis fødselsnummer" not in said
    assert len(looks(store)) == 1
    assert looks(store)[0].startswith("user:")


def test_another_sites_form_opens_nothing(as_user, store, number):
    visitor = as_user("ragna")
    visitor.get(f"/saker/{number}")
    answer = visitor.client.post(f"/saker/{number}/apne", data={"csrf": "gjettet"})
    assert answer.status_code == 403
    assert visitor.client.get(f"/saker/{number}/apne").status_code == 405
    assert looks(store) == []


def test_the_national_id_is_shown_to_nobody(as_user, store, number, secrets):
    visitor = as_user("ragna")
    visitor.get(f"/saker/{number}")
    answer = visitor.post(f"/saker/{number}/vis-fodselsnummer", reason="Ringe NAV")
    assert answer.status_code == 403
    assert not [secret for secret in secrets[:4] if secret in answer.text]


def test_it_is_decided_and_the_next_page_says_so_without_how(as_user, store, number):
    visitor = as_user("ragna")
    visitor.get(f"/saker/{number}")
    visitor.page = visitor.post(f"/saker/{number}/apne")
    answer = visitor.post(
        f"/saker/{number}/avgjor", version=visitor.version(), action="accept_paid"
    )
    assert answer.status_code == 303
    said = words(visitor.get(answer.headers["location"]).text)
    assert f"Sak {number} er lagret." in said
    assert "Godta det NAV har betalt" not in said.partition("Se saken")[0]


def test_a_refused_form_shows_the_case_again_and_that_is_a_look_too(as_user, store, number):
    visitor = as_user("ragna")
    visitor.get(f"/saker/{number}")
    visitor.page = visitor.post(f"/saker/{number}/apne")
    answer = visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), action="")
    assert answer.status_code == 422
    assert "Velg hva som skal skje med saken." in answer.text
    assert len(looks(store)) == 2


def test_what_is_not_restricted_is_read_without_a_trace(as_user, store, number):
    visitor = as_user("ragna")
    other = visitor.number("D00")
    assert "Ola Eksempel" in visitor.get(f"/saker/{other}").text
    assert visitor.post(f"/saker/{other}/apne").status_code == 200
    assert looks(store) == []
