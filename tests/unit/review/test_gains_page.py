"""Gains: figures with their charts and tables, and what to do when there is no baseline."""

from __future__ import annotations

import re

from rutine.cases.figures.gains import Baseline
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.core.money import Ore
from tests.unit.cases.samples import EMPLOYER, MONTH


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def app(store, cases, baseline):
    return cases.create_app(
        store.database, store.archive, store.keys, formats=cases.formats, baseline=baseline
    )


def test_without_a_baseline_the_page_says_how_to_give_one(visitor):
    text = words(visitor.get("/gevinst").text)
    assert "Gjort opp uten et menneske 89 % 43 av 48 linjer" in text
    assert "Det mangler et nullpunkt" in text
    assert "baseline: minutes_per_case: 6" in text
    assert "Spart arbeid" not in text


def test_with_a_baseline_time_and_kroner_are_told(store, cases, visitor_of):
    before = Baseline(6.5, Ore(48_000), "målt i mars")
    visitor = visitor_of(app(store, cases, lambda _routine: before)).sign_in()
    text = words(visitor.get("/gevinst").text)
    assert "Spart tid 4 t 40 min 43 linjer à 6,5 minutter." in text
    assert "Spart arbeid i kroner 2 240,00 kr Den sparte tiden til 480,00 kr timen." in text
    assert "Nullpunkt: målt i mars." in text
    assert "Det mangler et nullpunkt" not in text


def test_without_a_price_no_kroner_are_told(store, cases, visitor_of):
    before = Baseline(6, None, "målt i mars")
    text = words(visitor_of(app(store, cases, lambda _r: before)).sign_in().get("/gevinst").text)
    assert "Spart tid 4 t 18 min" in text
    assert "kr timen" not in text


def test_every_chart_has_a_table_with_its_figures(visitor):
    page = visitor.get("/gevinst").text
    charts = page.partition('id="card-1"')[0]
    assert charts.count('<svg class="chart"') == charts.count("<table") == 2
    assert page.count('role="img"') == page.count("<desc") == 2
    assert "oktober 2026 48 43 89 %" in words(page)
    assert "style=" not in page


def test_the_median_counts_what_people_have_decided(visitor):
    assert "Fra funnet til avgjort" not in words(visitor.get("/gevinst").text)
    number = visitor.number("D36")
    visitor.get(f"/saker/{number}")
    visitor.post(
        f"/saker/{visitor.number('D25')}/avgjor", version="1", action="send_to_nav", comment=""
    )
    text = words(visitor.get("/gevinst").text)
    assert "Fra funnet til avgjort Under ett døgn Medianen for 1 sak" in text


def test_one_who_sees_some_units_is_told_so(as_user):
    text = words(as_user("siv").get("/gevinst").text)
    assert "Sakene er de i dine enheter." in text
    assert "8–30 dager 2" in text
    assert "8–30 dager 8" in words(as_user("pia").get("/gevinst").text)


def test_gain_cards_say_what_they_are_worth_and_why_they_do_not_count_yet(visitor):
    page = visitor.get("/gevinst")
    text = words(page.text)
    assert "Mindre tid på avstemming Arbeid per linje" in text
    assert "Nullpunkt 13 minutter per postering, 30.11.2026 (eksempel)" in text
    assert "Nullpunktet er et eksempel. Mål det." in text
    assert "Krav som ikke går tapt Betalt av NAV etter en avgjørelse" in text
    assert page.text.count("oktober 2026") >= 2


def test_one_who_sees_some_units_is_shown_no_card_of_them_all(as_user):
    text = words(as_user("siv").get("/gevinst").text)
    assert "Mindre tid på avstemming" not in text


def test_each_routine_that_runs_has_its_gains_and_no_share_of_no_lines(store, visitor):
    assert "shift_cover" not in visitor.get("/gevinst").text
    with store.database.writing() as session:
        run_id = open_run(session, "shift_cover", EMPLOYER, MONTH, {})
        finish_run(session, run_id, RunSummary(state=RunState.CLEAN, checked=40))
    page = visitor.get("/gevinst?rutine=shift_cover")
    assert page.status_code == 200
    text = words(page.text)
    assert 'href="/gevinst?rutine=nav_refunds"' in page.text
    assert "hva som går av seg selv" in text or "shift cover" in text
    assert "Linjer per måned" not in text
    assert "Det mangler et nullpunkt" not in text
    assert "Ingen saker venter" in text
    other = words(visitor.get("/gevinst?rutine=<script>").text)
    assert "Gjort opp uten et menneske 89 %" in other
