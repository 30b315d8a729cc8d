"""The page of money at risk: who sees what, and that nothing unknown looks like nothing."""

from __future__ import annotations

import html
import re

import pytest

from rutine.core.errors import ConnectorError
from rutine.review import create_app


def words(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def test_items_stand_in_order_of_their_deadline_with_kroner_and_what_to_do(visitor):
    said = words(visitor.get("/risiko"))
    order = [said.index(each) for each in ("31.10.2026", "04.12.2026", "31.12.2026", "31.01.2027")]
    assert order == sorted(order)
    assert "Krav ikke sendt (fristen er ute)" in said
    assert "14 310,00" in said
    assert "Maksdato nær (mindre enn 8 uker igjen, regnet ut, ikke oppgitt av NAV)" in said
    assert "rad 118 i lønns liste" in said


def test_what_is_not_known_is_said_and_never_shown_as_zero(visitor):
    page = visitor.get("/risiko")
    said = words(page)
    assert "ingen liste over fritak er satt opp" in said
    assert "2 rader i refusjonskrav.csv kunne ikke leses" in said
    exemptions = re.findall(r'data-label="Fritak går ut"[^>]*>([^<]*)<', page.text)
    assert exemptions == ["ikke kjent"] * 5
    assert "1 uten kjent beløp" in said


def test_no_name_or_national_id_is_on_the_page(visitor, cases):
    text = visitor.get("/risiko").text
    for secret in (*cases.NAMES, *(person.reveal() for person in cases.PEOPLE)):
        assert secret not in text


def test_one_who_sees_one_unit_sees_its_items_and_sums_only(as_user):
    said = words(as_user("siv").get("/risiko"))
    assert "10481" in said
    assert "10480" not in said
    assert "14 310,00" not in said
    assert "fristen er ute" not in said


@pytest.mark.parametrize("name", ["pia", "arne"])
def test_those_who_see_no_cases_have_no_link(as_user, name):
    assert "/risiko" not in as_user(name).get("/kjoringer").text


def test_without_an_employer_it_says_what_to_do(store, visitor_of):
    app = create_app(store.database, store.archive, store.keys, formats=lambda _kind: None)
    assert "Ingen arbeidsgiver er satt opp" in words(visitor_of(app).sign_in().get("/risiko"))


def test_a_store_that_is_busy_is_said_as_everywhere(store, visitor_of):
    def busy():
        raise ConnectorError("store_busy", "busy")

    app = create_app(
        store.database, store.archive, store.keys, formats=lambda _kind: None, risks=busy
    )
    assert visitor_of(app).sign_in().get("/risiko").status_code == 503


def test_a_long_list_says_where_the_rest_is(store, cases, visitor_of, monkeypatch):
    monkeypatch.setattr("rutine.review.lists.risk_page.MOST_ITEMS", 2)
    said = words(visitor_of(store.app()).sign_in().get("/risiko"))
    assert "Viser 2 av 4. Hele lista får du med rutine risk --xlsx." in said


def test_the_sums_are_drawn_and_the_drawing_has_a_table_and_words(visitor):
    page = visitor.get("/risiko").text
    assert page.count('<svg class="chart"') == page.count("<desc") == 1
    assert "januar 2027: 22\u00a0896\u00a0kr." in page
    assert "Tabellen under har de samme tallene." in page
