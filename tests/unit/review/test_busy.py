"""When the store is busy or gone, people are told so, and what they typed is not lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from rutine.cases import engines
from rutine.core.errors import ConnectorError

TYPED = "Ringt lønn, de retter i «desember» & sender"


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits long here."""
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)


def in_the_meantime(store, act):
    """What `act` comes to while somebody else writes, as a run does."""
    with store.database.writing(), ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def fields_of(page: str, address: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="{address}[^"]*"(.*?)</form>', page, re.DOTALL)[1]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in hidden}


@pytest.mark.usefixtures("impatient")
def test_a_decision_while_a_run_writes_stays_in_the_form(visitor, store):
    number = visitor.number("D43")
    form = {"version": "1", "action": "wait_until", "comment": TYPED, "hold_reason": "nav"}

    answer = in_the_meantime(
        store, lambda: visitor.post(f"/saker/{number}/avgjor", until="2026-12-24", **form)
    )

    assert answer.status_code == 503
    assert "Avgjørelsen din er ikke lagret" in answer.text
    assert "lagrer akkurat nå" in answer.text
    assert TYPED in unescape(answer.text)
    assert 'value="2026-12-24"' in answer.text
    assert 'value="nav" selected' in answer.text
    assert re.search(r'value="wait_until"[^>]*checked', answer.text)


@pytest.mark.usefixtures("impatient")
def test_any_other_form_of_a_case_is_sent_again_by_a_button(visitor, store):
    address = f"/saker/{visitor.number('D43')}/tildel"

    answer = in_the_meantime(
        store,
        lambda: visitor.post(f"{address}?status=all", version="1", to="nobody", note=TYPED),
    )

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    kept = fields_of(answer.text, address)
    assert (kept["version"], kept["to"], kept["note"]) == ("1", "nobody", TYPED)
    assert f'action="{address}?status=all"' in answer.text
    again = visitor.post(address, **kept)
    assert again.status_code == 303


@pytest.mark.usefixtures("impatient")
def test_a_password_is_never_sent_again_by_a_button(visitor, store, cases):
    words = {"password": cases.PASSWORD, "new": "annet hemmelig ord", "again": "annet hemmelig ord"}
    answer = in_the_meantime(store, lambda: visitor.post("/konto/passord", **words))
    assert answer.status_code == 503
    assert "annet hemmelig ord" not in answer.text
    assert cases.PASSWORD not in answer.text


@pytest.mark.parametrize(("step", "again"), [("tildel", True), ("notat", False)])
def test_what_may_have_been_saved_is_not_sent_twice(visitor, monkeypatch, step, again):
    def lost(*_args, **_kwargs):
        raise ConnectorError("store_unreachable", "gone")

    number = visitor.number("D43")
    monkeypatch.setattr("rutine.review.lists.assigning.assignment.assign", lost)
    monkeypatch.setattr("rutine.review.case.remarking.remark", lost)
    fields = {"version": "1", "to": "nobody"} if again else {"remark": TYPED}
    answer = visitor.post(f"/saker/{number}/{step}", **fields)
    assert answer.status_code == 503
    assert "enten lagret helt" in answer.text
    assert ("Prøv igjen" in answer.text) is again


def test_a_store_that_is_gone_is_told_without_asking_it(visitor, monkeypatch):
    def gone(*_args, **_kwargs):
        raise ConnectorError("store_unreachable", "gone")

    monkeypatch.setattr("rutine.cases.accounts.sessions.visit", gone)
    answer = visitor.get("/saker?status=all")
    assert answer.status_code == 503
    assert "Rutine får ikke kontakt med databasen" in answer.text
    assert 'href="/saker?status=all">Prøv igjen' in answer.text
    assert "rutine_session" not in answer.headers.get("set-cookie", "")  # still signed in


def test_what_the_store_refuses_is_our_fault_and_logged(visitor, monkeypatch, caplog):
    def refused(*_args, **_kwargs):
        raise ConnectorError("store_failed", "refused")

    monkeypatch.setattr("rutine.review.lists.queue_page.queue.open_cases", refused)
    answer = visitor.get("/saker")
    assert answer.status_code == 500
    assert "ConnectorError at refused" in caplog.text
