"""What was just done is undone from the page, and what is waited for is said."""

from __future__ import annotations

import re
from datetime import timedelta

from rutine.cases.tables import AppliedDecision, Case, DecisionEntry
from rutine.core import clock


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def decide(visitor, code: str, query: str = "", **fields):
    number = visitor.number(code)
    visitor.get(f"/saker/{number}{query}")
    return visitor.post(f"/saker/{number}/avgjor{query}", version=visitor.version(), **fields)


def toast(page) -> tuple[str, str]:
    """Where the form that undoes posts to, and the version it sends."""
    form = page.text.partition('class="ds-alert flash"')[2].partition("</form>")[0]
    href = re.search(r'action="([^"]+)"', form)[1].replace("&amp;", "&")
    return href, re.search(r'name="version" value="(\d+)"', form)[1]


def test_a_decision_is_undone_from_the_page_that_follows_it(visitor):
    number = visitor.number("D28")
    answer = decide(visitor, "D28", "?sort=due", action="accept_paid")
    href, version = toast(visitor.get(answer.headers["location"]))
    assert href == f"/saker/{number}/angre?sort=due"
    undone = visitor.post(href, version=version)
    assert undone.headers["location"] == f"/saker/{number}?sort=due&angret={number}"
    said = words(visitor.get(undone.headers["location"]).text)
    assert f"Avgjørelsen i sak {number} er angret." in said
    assert "Avgjør saken" in said
    assert "Kari Behandler angret: Godta det NAV har betalt" in said


def test_a_proposal_is_undone_by_its_maker_alone(visitor, as_user):
    answer = decide(visitor, "D36", action="acknowledge")
    href, version = toast(visitor.get(answer.headers["location"]))
    other = as_user("gro")
    other.get("/saker")
    assert other.post(href, version=version).status_code == 409
    assert visitor.post(href, version=version).status_code == 303
    assert "Å gjøre 8" in words(visitor.get("/saker").text)


def test_an_older_decision_is_undone_from_its_case_until_a_run_has_carried_it_out(visitor, store):
    decide(visitor, "D28", action="accept_paid")
    number = visitor.number("D28")
    assert "Angre avgjørelsen" in visitor.get(f"/saker/{number}").text
    version = visitor.version()
    with store.database.writing() as session:
        decision = session.query(DecisionEntry).one()
        run = session.query(Case.run_id).filter(Case.number == number).scalar()
        session.add(AppliedDecision(decision_id=decision.id, run_id=run))
    refused = visitor.post(f"/saker/{number}/angre", version=version)
    assert refused.status_code == 409
    assert "Avgjørelsen er allerede gjort opp eller ført." in refused.text
    assert "Angre avgjørelsen" not in visitor.get(f"/saker/{number}").text
    assert 'data-key="z"' not in visitor.get(f"/saker?decided={number}").text


def test_undoing_what_somebody_changed_since_is_a_conflict(visitor):
    answer = decide(visitor, "D43", action="send_to_nav")
    href, version = toast(visitor.get(answer.headers["location"]))
    decide(visitor, "D43", action="accept_paid")
    refused = visitor.post(href, version=version)
    assert refused.status_code == 409
    assert "Saken er allerede avgjort av Kari Behandler" in words(refused.text)


def test_a_hold_needs_a_reason_and_the_case_says_what_it_waits_for(visitor):
    until = (clock.today() + timedelta(days=5)).isoformat()
    answer = decide(visitor, "D43", action="wait_until", until=until)
    assert answer.status_code == 422
    assert "Velg hva saken venter på." in answer.text
    assert 'aria-describedby="hold-error"' in answer.text
    other = decide(visitor, "D43", action="wait_until", until=until, hold_reason="other")
    assert other.status_code == 422
    assert "Skriv en kommentar til denne avgjørelsen." in other.text
    assert re.search(r'value="other" selected', other.text)
    done = decide(visitor, "D43", action="wait_until", until=until, hold_reason="nav")
    assert done.status_code == 303
    said = words(visitor.get(f"/saker/{visitor.number('D43')}").text)
    assert "Saken venter på svar fra NAV." in said
    assert "avgjorde: Vent til en dato (svar fra NAV, til " in said


def test_without_a_day_nothing_is_held(visitor):
    answer = decide(visitor, "D43", action="wait_until", hold_reason="nav")
    assert answer.status_code == 422
    assert "Velg datoen saken skal komme tilbake." in answer.text
