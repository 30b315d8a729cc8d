"""Lists that are found again: three-state properties, saved lists, today's, and money at stake."""

from __future__ import annotations

import re

import pytest

from rutine.cases.lists import queue
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.core import clock
from rutine.review.lists import work_lists


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def chip(page, label: str) -> tuple[str, str, str]:
    """State, address and what a screen reader hears."""
    for state, href, inside in re.findall(
        r'<a class="chip (\w+)" href="([^"]+)">(.*?)</a>', page.text, re.DOTALL
    ):
        if label in inside:
            return state, href.replace("&amp;", "&"), words(inside)
    raise AssertionError(label)


def numbers(page) -> list[int]:
    return [int(n) for n in re.findall(r"Sak (\d+)</span>", page.text)]


def test_a_property_goes_from_never_mind_to_must_to_must_not_and_back(visitor):
    late = visitor.number("D14")
    page = visitor.get("/saker?sort=due")
    everything = numbers(page)
    state, href, heard = chip(page, "Over fristen")
    assert (state, href) == ("any", "/saker?med=overdue&sort=due")
    assert "Velg for bare å se slike saker" in heard
    page = visitor.get(href)
    assert numbers(page) == [late]
    state, href, heard = chip(page, "Over fristen")
    assert (state, href) == ("must", "/saker?uten=overdue&sort=due")
    assert heard.startswith("+")
    page = visitor.get(href)
    assert numbers(page) == [each for each in everything if each != late]
    state, href, _ = chip(page, "Over fristen")
    assert (state, href) == ("must_not", "/saker?sort=due")


def test_reasons_and_units_have_three_states_too(visitor, cases):
    page = visitor.get(f"/saker?uten=r.D14-r.D36&med=u.{cases.HOME.value}")
    assert set(numbers(page)) == {visitor.number(code) for code in ("D43", "D28", "D35")}
    assert chip(page, "Ukjent kontonummer")[0] == "must_not"
    assert chip(page, "Solvang sykehjem")[0] == "must"
    assert 'class="count">3</span>' in page.text


def test_the_list_says_how_much_money_it_concerns_and_can_stand_in_that_order(visitor):
    page = visitor.get("/saker?sort=stake")
    assert "8 saker · gjelder 105 928,00 kr" in words(page.text)
    assert numbers(page)[:2] == [visitor.number("D36"), visitor.number("D14")]
    assert "gjelder 2 862,00 kr" in words(visitor.get("/saker?reason=D43").text)


def test_filters_stay_when_another_is_chosen_and_when_a_case_is_decided(visitor):
    query = "med=unclaimed&uten=r.D35&sort=newest"
    page = visitor.get(f"/saker?{query}")
    for name, value in (("med", "unclaimed"), ("uten", "r.D35"), ("status", "open")):
        assert f'name="{name}" value="{value}"' in page.text
    answer = visitor.post("/saker/sok", med="unclaimed", uten="r.D35", sort="newest")
    assert answer.headers["location"] == f"/saker?{query}"
    first, following = numbers(page)[:2]
    visitor.get(f"/saker/{first}?{query}")
    decided = visitor.post(
        f"/saker/{first}/avgjor?{query}", version=visitor.version(), action="acknowledge"
    )
    assert decided.headers["location"] == f"/saker/{following}?{query}&decided={first}"


def test_codes_that_make_no_sense_are_left_out(visitor):
    page = visitor.get("/saker?med=overdue-nope-r.-r.%3Cx%3E-&uten=overdue")
    assert page.status_code == 200
    assert chip(page, "Over fristen")[:2] == ("must", "/saker?uten=overdue")
    assert "<x>" not in page.text


def test_nothing_but_codes_gets_into_an_address_that_can_be_saved(visitor, cases):
    number = cases.PEOPLE[0].reveal()
    for query in (f"reason={number}", f"unit={number}", f"med=u.{number}", f"uten=r.{number}"):
        visitor.get("/saker")
        answer = visitor.post(f"/saker/visninger?{query}&sort=due", name="Alt")
        assert answer.headers["location"] == "/saker?sort=due"
    assert number not in visitor.get("/saker").text


def test_todays_decisions_are_a_list(store, visitor_of):
    visitor = visitor_of(store.app(today=clock.today)).sign_in()
    number = visitor.number("D28")
    visitor.get(f"/saker/{number}")
    visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), action="accept_paid")
    page = visitor.get("/saker?status=today")
    assert numbers(page) == [number]
    assert "Avgjort i dag 1" in words(page.text)


def test_a_list_is_saved_under_a_name_and_shared(visitor, as_user):
    query = "med=overdue&sort=due"
    visitor.search("10480")
    answer = visitor.post(f"/saker/visninger?{query}&sok=1", name="Haster", shared="1")
    assert answer.headers["location"] == f"/saker?{query.replace('&', '&sok=1&')}"
    other = as_user("gro").get("/saker")
    assert re.search(rf'href="/saker\?{query.replace("&", "&amp;")}"[^>]*>Haster</a>', other.text)
    assert "Haster delt" in words(other.text)
    assert "visninger/slett" not in other.text
    own = visitor.get(f"/saker?{query}")
    assert re.search(r'aria-current="true">Haster</a>', own.text)
    view = re.search(r'name="view" value="([^"]+)"', own.text)[1]
    removed = visitor.post(f"/saker/visninger/slett?{query}", view=view)
    assert removed.headers["location"] == f"/saker?{query}"
    assert "Haster" not in visitor.get("/saker").text


def test_a_list_that_is_not_shared_is_ones_own(visitor, as_user):
    visitor.get("/saker")
    visitor.post("/saker/visninger", name="Bare min")
    assert "Bare min" in visitor.get("/saker").text
    other = as_user("gro")
    assert "Bare min" not in other.get("/saker").text
    view = re.search(r'name="view" value="([^"]+)"', visitor.page.text)[1]
    assert other.post("/saker/visninger/slett", view=view).status_code == 422
    assert "Bare min" in visitor.get("/saker").text


@pytest.mark.parametrize(("name", "said"), [("", "Gi lista et navn."), ("x" * 61, "høyst 60")])
def test_a_list_without_a_proper_name_is_not_saved(visitor, name, said):
    visitor.get("/saker")
    answer = visitor.post("/saker/visninger?sort=due", name=name)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="view-hint view-error"' in answer.text


def test_an_auditor_may_save_but_not_share(as_user):
    visitor = as_user("rune")
    assert "Del med alle" not in visitor.get("/saker").text
    assert visitor.post("/saker/visninger", name="Min").status_code == 303
    assert visitor.post("/saker/visninger", name="Alles", shared="1").status_code == 403


def test_after_years_the_lists_say_at_least_how_much_there_is(visitor, store, monkeypatch):
    for module in (queue, work_lists):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    with store.database.writing() as session:
        for case in session.query(Case).order_by(Case.number).limit(2):
            case.status = CaseStatus.DONE
    shown = words(visitor.get("/saker").text)
    assert "Å gjøre 6 " in shown  # what waits for a person is always counted
    assert "Avgjort 1+ Lukket av roboten 0 Alle 7+" in shown


def test_of_very_many_units_only_chosen_ones_are_properties(visitor, cases, monkeypatch):
    """2 900 units were 650 kB of every list; all of them are still there to choose from."""
    before = visitor.get("/saker")
    assert chip(before, "Solvang sykehjem")[0] == "any"
    assert "Listen har flere enn" not in before.text
    monkeypatch.setattr(work_lists, "MOST_UNITS", 1)
    page = visitor.get("/saker")
    with pytest.raises(AssertionError, match="Solvang sykehjem"):
        chip(page, "Solvang sykehjem")
    assert "Listen har flere enn 1 enheter" in words(page.text)
    options = re.findall(r'<option value="(\d{9})"[^>]*>([^<]+)</option>', page.text)
    assert options == re.findall(r'<option value="(\d{9})"[^>]*>([^<]+)</option>', before.text)
    assert (cases.HOME.value, "Solvang sykehjem (4)") in options
    chosen = visitor.get(f"/saker?med=u.{cases.HOME.value}")
    assert chip(chosen, "Solvang sykehjem")[0] == "must"
    assert set(numbers(chosen)) == {visitor.number(code) for code in ("D14", "D43", "D28", "D35")}
