from __future__ import annotations

import re

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.figures.plain_line import plain_line
from rutine.cases.runs import TAKEN_BACK, Control, RunState, RunSummary, finish_run
from rutine.cases.tables import Run
from rutine.core.reason_texts import Language
from rutine.review.catalogue import catalogue
from rutine.review.operation.on_watch import OnWatch
from rutine.review.operation.runs_page import said

NB = catalogue(Language.NB)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_each_run_is_one_plain_line_with_its_controls(visitor):
    text = words(visitor.get("/kjoringer").text)
    assert "Refusjoner fra NAV, oktober 2026 Ferdig, saker venter" in text
    assert "48 linjer, 89 % gjort opp, 8 nye saker, 2 filer, kontrollene stemmer ikke." in text
    assert "Sum av linjene 48 086,00 kr 48 086,00 kr ✓ Stemmer" in text
    assert "Kontonummer (rapport 1128) 1506.11.11110 1506.22.22007 ✗ Stemmer ikke" in text
    assert "Innbetaling på konto 48 086,00 kr – ? Kunne ikke kontrolleres" in text


def test_what_agrees_is_folded_away_and_what_does_not_stands_first(visitor):
    page = visitor.get("/kjoringer").text
    before, _, folded = page.partition("<details")
    assert "Kontonummer" in before
    assert "Innbetaling" in before
    assert "Sum av linjene" not in before
    assert "2 kontroller stemmer" in folded
    assert "Feil i filen 0 0 ✓ Stemmer" in words(folded)


def test_a_file_that_gave_way_is_told_and_not_said_to_agree(store, visitor, cases):
    cut = Control(
        name="cut_file",
        status=TAKEN_BACK,
        expected="3",
        found="2",
        kind="count",
        label="report 1128",
    )
    with store.database.writing() as session:
        run = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        finish_run(session, run, RunSummary(state=RunState.CLEAN, controls=(cut,)))
    before, _, _ = visitor.get("/kjoringer").text.partition("<details")
    assert "i filen (rapport 1128) 3 2 ↩ Tatt tilbake" in words(before)


def test_the_page_says_a_run_as_the_command_line_does():
    summary = RunSummary(state=RunState.CASES, lines=1000, settled_lines=999, files=1, new_cases=1)
    assert said(NB, summary).lower() == f"{plain_line(summary, 'nb')}.".lower()


def test_a_stopped_run_says_why():
    stopped = RunSummary(state=RunState.FAILED, reason="claims_missing")
    assert said(NB, stopped) == "Fant ikke kravfilen fra lønn."
    unknown = RunSummary(state=RunState.FAILED, reason="some_new_code")
    assert said(NB, unknown) == "Some new code."


def test_a_run_that_goes_on_has_no_result_yet(store, visitor, cases):
    with store.database.writing() as session:
        cases.open_run(session, "ny_rutine", cases.EMPLOYER, None, {})
    text = words(visitor.get("/kjoringer").text)
    assert "ny rutine Pågår Startet" in text


def test_without_any_run_the_page_says_so(tmp_path, cases, visitor_of):
    empty = cases.open_store(tmp_path)
    with empty.database.writing() as session:
        add_user(session, "kari", "Kari", cases.PASSWORD, {UserRole.REVIEWER}, actor=COMMAND_LINE)
    visitor = visitor_of(empty.app())
    visitor.store = empty
    visitor.sign_in()
    assert "Ingen kjøringer ennå" in visitor.get("/kjoringer").text
    assert "Ingen saker her" in visitor.get("/saker").text
    empty.database.close()


def many_runs(store, cases, count: int) -> None:
    """So many runs, of a thousand lines and their place; every third of a second routine."""
    with store.database.writing() as session:
        for place in range(count):
            routine = "ny_rutine" if place % 3 == 0 else "nav_refunds"
            run = cases.open_run(session, routine, cases.EMPLOYER, None, {})
            finish_run(session, run, RunSummary(state=RunState.CLEAN, lines=1000 + place))


def lines_of(html: str) -> list[int]:
    """The places of the runs on a page, in the order that they stand in."""
    return [int(each) for each in re.findall(r"\b1 (\d{3}) linjer", words(html))]


def test_runs_have_pages_and_the_newest_comes_first(store, visitor, cases):
    many_runs(store, cases, 60)
    pages = [visitor.get(f"/kjoringer?page={each}").text for each in (1, 2, 3)]
    assert [len(re.findall(r'id="run-', each)) for each in pages] == [25, 25, 11]
    told = [line for each in pages for line in lines_of(each)]
    assert told == list(reversed(range(60)))
    assert "Side 2 av 3" in words(pages[1])
    assert 'href="/kjoringer?page=3"' in pages[1]
    assert 'rel="prev" href="/kjoringer"' in pages[1]
    assert visitor.get("/kjoringer?page=99").text.count('id="run-') == 11


def test_what_narrows_the_runs_stays_in_the_address_of_every_page(store, visitor, cases):
    many_runs(store, cases, 90)
    page = visitor.get("/kjoringer?rutine=ny_rutine").text
    assert lines_of(page) == list(range(87, 12, -3))
    assert 'rel="next" href="/kjoringer?rutine=ny_rutine&amp;page=2"' in page
    assert '<option value="ny_rutine" selected>' in page
    second = visitor.get("/kjoringer?rutine=ny_rutine&page=2").text
    assert lines_of(second) == [12, 9, 6, 3, 0]
    theirs = visitor.get(f"/kjoringer?arbeidsgiver={cases.EMPLOYER.value}&rutine=ny_rutine").text
    assert f'name="arbeidsgiver" value="{cases.EMPLOYER.value}"' in theirs  # kept by the form
    assert f"arbeidsgiver={cases.EMPLOYER.value}&amp;page=2" in theirs
    assert "Ingen kjøringer her" in visitor.get("/kjoringer?arbeidsgiver=974600013").text
    senseless = visitor.get("/kjoringer?rutine=<b>&arbeidsgiver=x&kjoring=0").text
    assert senseless.count('id="run-') == 25


def test_of_several_employers_each_run_says_whose_it_is(store, cases, visitor_of):
    many_runs(store, cases, 2)
    ours, another = cases.EMPLOYER.value, "974600013"

    def shown(names: dict[str, str]) -> str:
        visitor = visitor_of(store.app(watch=OnWatch(names=names))).sign_in()
        return words(visitor.get(f"/kjoringer?arbeidsgiver={ours}").text)

    several = shown({ours: "Tenkt kommune", another: "Tenkt kirke"})
    assert "Refusjoner fra NAV, Tenkt kommune" in several
    assert "Bare kjøringer for arbeidsgiver Tenkt kommune." in several
    assert f"Refusjoner fra NAV, {ours}" in shown(
        {another: "Tenkt kirke", "974761076": "Tenkt havn"}
    )
    assert "NAV, Tenkt" not in shown({ours: "Tenkt kommune"})


def test_a_run_of_many_controls_shows_some_and_leads_to_them_all(store, visitor, cases):
    made = [Control(name="file", status="ok", label=f"report {each}") for each in range(30)]
    made += [Control(name="bank", status="failed", label=f"report {each}") for each in range(12)]
    with store.database.writing() as session:
        run = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        finish_run(session, run, RunSummary(state=RunState.CASES, controls=tuple(made)))
        number = session.get_one(Run, run).number
    card = re.search(rf'id="run-{run}".*?</li>', visitor.get("/kjoringer").text, re.DOTALL)[0]
    assert card.count('<tr role="row" class="same"') == 10
    assert card.count('<tr role="row" class="differs"') == 10
    assert "30 kontroller stemmer" in card
    assert "Se alle 42 kontrollene" in card
    assert f'href="/kjoringer?kjoring={number}"' in card
    alone = visitor.get(f"/kjoringer?kjoring={number}").text
    assert alone.count('<tr role="row" class="same"') == 30
    assert alone.count('<tr role="row" class="differs"') == 12
    assert alone.count('id="run-') == 1
    assert "Se alle 42" not in alone
