"""A case understood on one screen: what was expected, the days, candidates, the person."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from rutine.cases.reports.ledger import ReportFacts, add_report
from rutine.cases.runs import Control, RunState, RunSummary, finish_run
from rutine.cases.settling.settlements import SettledGroup, record_groups
from rutine.core.identifiers import AccountNumber


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def look(visitor, code: str = "D43") -> str:
    return words(visitor.get(f"/saker/{visitor.number(code)}").text)


def test_what_was_expected_stands_beside_claimed_and_paid(visitor):
    text = look(visitor)
    assert "Forventet 17 172,00 kr Krevd 17 172,00 kr Utbetalt 20 034,00 kr" in text
    assert "Til og med 16.10.2026 16.10.2026 20.10.2026 ≠ 4 dager senere hos NAV" in text
    assert "Sendt NAV – 20.10.2026 – · Oppgis bare i kravet" in text


def test_without_registers_nothing_is_said_to_be_expected(visitor):
    text = look(visitor, "D00")
    assert "Forventet" not in text
    assert "Hva NAV skulle ha betalt, kunne ikke regnes ut." in text
    assert "12.10.2026–16.10.2026 5 Ikke regnet ut – Ja Nei ≠ Krevd, ikke betalt" in text


def test_what_was_settled_elsewhere_leaves_nothing_to_expect_of_these_rows(store, visitor, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        before = cases.seen("settled_before", "ore", "1717200", None)
        again = cases.OVERPAID.model_copy(
            update={
                "reason": "D10",
                "rows": (cases.line(77),),
                "evidence": (*cases.OVERPAID.evidence, before),
            }
        )
        cases.record_differences(session, store.keys, run_id, "nav_refunds", [again], facts={})
    text = look(visitor, "D10")
    assert "Forventet" not in text
    assert "Kravet er nøyaktig det reglene gir" not in text
    assert "Dagene i saken" in text


def test_the_days_are_told_in_words_beside_the_picture(visitor):
    page = visitor.get(f"/saker/{visitor.number('D43')}").text
    text = words(page)
    assert "01.10.2026–16.10.2026 12 NAV betaler 1 431,00 kr Ja Ja = Stemmer" in text
    assert "19.10.2026–20.10.2026 2 På jobb – Nei Ja ≠ Betalt for en dag NAV ikke skal" in text
    assert '<div class="months" aria-hidden="true">' in page


@pytest.mark.parametrize("code", ["D35", "D36", "D38"])
def test_a_case_without_days_has_no_calendar(visitor, code):
    assert "Dagene i saken" not in look(visitor, code)


def test_the_proposal_is_given_with_its_reasons(visitor):
    text = look(visitor)
    assert "Forslag: Godta det NAV har betalt Kravet er nøyaktig det reglene gir" in text
    assert "Ulikt – Dager: 2 flere hos NAV." in text
    assert "Likt – Fra og med, Dagsats." in text
    assert "Roboten foreslår ingenting" in look(visitor, "D00")


def test_the_nearest_rows_say_which_gate_they_failed(visitor):
    text = look(visitor)
    assert "Krav K-0990 01.10.2026–16.10.2026, 17 172,00 kr, Bjørkelia skole" in text
    assert "Passet ikke: en annen enhet. Stemte: person." in text
    assert "Passet ikke: allerede gjort opp eller i en annen gruppe." in text


def test_a_candidate_in_a_unit_out_of_sight_is_not_shown(store, visitor, as_user, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        moved = cases.OVERPAID.model_copy(
            update={
                "sub_unit": cases.SCHOOL,
                "person": cases.PEOPLE[1],
                "reason": "D10",
                "rows": (cases.line(77),),
            }
        )
        cases.record_differences(session, store.keys, run_id, "nav_refunds", [moved], facts={})
    text = words(as_user("siv").get(f"/saker/{visitor.number('D10')}").text)
    assert "K-0990" in text
    assert "K-0991" not in text
    assert "Solvang" not in text


def test_the_money_of_the_lines_is_told_by_the_report_and_the_bank(store, visitor, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        add_report(
            session,
            run_id,
            ReportFacts(
                employer=cases.EMPLOYER,
                sha256=cases._LINES,
                how="folder",
                fetched_at=datetime(2026, 10, 15, tzinfo=UTC),
                report_id=1128,
                value_date=date(2026, 10, 14),
                total=cases.Ore(4808600),
                account=AccountNumber(cases.ACCOUNT),
            ),
        )
        bank = Control(
            name="bank", status="ok", expected="4808600", found="4808600", label="report 1128"
        )
        finish_run(session, run_id, RunSummary(state=RunState.CLEAN, controls=(bank,)))
    text = look(visitor)
    assert "Rapport 1128 valutert 14.10.2026, hele rapporten 48 086,00 kr, konto 1506.22" in text
    assert "Pengene er funnet på kontoutskriften. Innbetalt 48 086,00 kr." in text


def another(store, cases, who: int, unit, row: int):
    """Another case about a person."""
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        more = cases.UNEXPLAINED.model_copy(
            update={
                "person": cases.PEOPLE[who],
                "sub_unit": unit,
                "reason": "D44",
                "rows": (cases.line(row),),
            }
        )
        cases.record_differences(session, store.keys, run_id, "nav_refunds", [more], facts={})


def test_the_persons_other_cases_are_links_in_units_in_sight(store, visitor, as_user, cases):
    another(store, cases, 1, cases.HOME, 70)
    other = visitor.number("D44")
    page = visitor.get(f"/saker/{visitor.number('D00')}").text
    assert f'href="/saker/{other}"' in page
    assert "krevd 17 172,00 kr, utbetalt 8 001,00 kr" in words(page)
    own = as_user("siv").get(f"/saker/{visitor.number('D00')}").text
    assert f'href="/saker/{other}"' not in own
    assert "Ingen andre saker du kan se." in words(own)


def test_earlier_months_are_told_by_the_cases_number(store, visitor, as_user, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(
            session, "nav_refunds", cases.EMPLOYER, cases.Period.month("2026-08"), {}
        )
        for unit, row in ((cases.SCHOOL, 81), (cases.HOME, 82)):
            record_groups(
                session,
                store.keys,
                run_id,
                [
                    SettledGroup(
                        cases.EMPLOYER,
                        cases.PEOPLE[1],
                        unit,
                        "4",
                        "exact",
                        (cases.line(row),),
                        (),
                        "D01",
                        cases.Ore(100_000 + row),
                        cases.Ore(100_000 + row),
                        "a" * 64,
                    )
                ],
            )
    number = visitor.number("D00")
    everything = words(visitor.get(f"/saker/{number}/tidligere").text)
    assert "august 2026" in everything
    assert "1 000,81" in everything
    assert "1 000,82" in everything
    own = words(as_user("siv").get(f"/saker/{number}/tidligere").text)
    assert "1 000,81" in own
    assert "1 000,82" not in own


@pytest.mark.parametrize("step", ["tidligere", "like"])
def test_pages_about_a_case_out_of_sight_are_not_found(visitor, as_user, step):
    number = visitor.number("D43")
    assert as_user("siv").get(f"/saker/{number}/{step}").status_code == 404
    assert visitor.get(f"/saker/9999/{step}").status_code == 404


def test_posting_to_a_case_out_of_sight_is_not_found(visitor, as_user):
    number, other = visitor.number("D43"), as_user("siv")
    other.get("/saker")
    assert other.post(f"/saker/{number}/notat", remark="x").status_code == 404
    chosen = {"case": f"{number}:1", "action": "accept_paid"}
    assert other.post(f"/saker/{number}/like/avgjor", **chosen).status_code == 404


def test_a_restricted_case_is_looked_at_before_its_person_is_told_of(store, visitor, as_user):
    number = visitor.number("D43")
    store.protect(0)
    trusted = as_user("ragna")
    for step in ("tidligere", "like"):
        hidden = visitor.get(f"/saker/{number}/{step}")
        assert hidden.status_code == 404
    away = trusted.get(f"/saker/{number}/tidligere")
    assert (away.status_code, away.headers["location"]) == (303, f"/saker/{number}")
    assert trusted.get(f"/saker/{number}/like").status_code == 404
    trusted.get(f"/saker/{number}")
    seen = words(trusted.post(f"/saker/{number}/apne").text)
    assert "Se hva som er gjort opp tidligere" not in seen
    assert "Åse" not in seen


def test_a_note_stands_in_the_history_and_changes_nothing(visitor):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    version = visitor.version()
    answer = visitor.post(f"/saker/{number}/notat", remark="Ringte NAV.")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/saker/{number}#history")
    page = visitor.get(f"/saker/{number}").text
    assert "Menneske Kari Behandler skrev et notat Ringte NAV." in words(page)
    assert visitor.version() == version
    assert re.search(r'<li class="by-person with-words">', page)
    assert "Robot Roboten opprettet saken" in words(page)


def test_a_note_that_is_refused_stays_in_its_field(visitor, cases):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    answer = visitor.post(f"/saker/{number}/notat", remark=f"om {cases.PEOPLE[0].reveal()}")
    assert answer.status_code == 422
    assert "Notatet ser ut til å ha et fødselsnummer." in words(answer.text)
    assert 'href="#remark"' in answer.text


def test_a_note_on_a_restricted_case_shows_it_again_without_an_address(store, as_user):
    trusted = as_user("ragna")
    number = trusted.number("D43")
    store.protect(0)
    trusted.get(f"/saker/{number}")
    answer = trusted.post(f"/saker/{number}/notat", remark="Sett på.")
    assert answer.status_code == 200
    assert "Sett på." in words(answer.text)
