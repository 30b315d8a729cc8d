"""Each discrepancy is ticked off before a case is decided for good, and who did it is kept."""

from __future__ import annotations

import json
import re

import pytest

from rutine.cases.tables import AuditEntry

ALL = ["last", "days", "amount"]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def decide(visitor, code: str, **fields):
    number = visitor.number(code)
    visitor.get(f"/saker/{number}")
    return visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), **fields)


def trail(store, action: str) -> dict:
    with store.database.reading() as session:
        (entry,) = session.query(AuditEntry).filter(AuditEntry.action == action)
        return json.loads(entry.data)


def test_what_does_not_agree_has_a_box_and_what_agrees_has_none(visitor):
    page = visitor.get(f"/saker/{visitor.number('D43')}")
    assert visitor.ticks() == ALL
    assert "Hak av de 3 avvikene" in words(page.text)
    assert page.text.count('form="decide"') == 3


@pytest.mark.parametrize("code", ["D36", "D28", "D25"])
def test_one_discrepancy_is_what_the_case_says_and_needs_no_box(visitor, code):
    assert "tick" not in visitor.get(f"/saker/{visitor.number(code)}").text.partition("<dialog")[0]


def test_a_case_is_not_decided_for_good_before_each_is_ticked_off(visitor, store):
    answer = decide(visitor, "D43", action="accept_paid", tick=["days"], comment="Mine ord")
    assert answer.status_code == 422
    assert "Se på «Til og med» og hak av. Se på «Beløp» og hak av." in words(answer.text)
    links = re.findall(r'href="#(tick-\d)"', answer.text)
    assert len(links) == 2
    assert all(f'id="{link}"' in answer.text for link in links)
    assert re.search(r'value="days"[^>]*checked', answer.text)
    assert "Mine ord" in answer.text
    with store.database.reading() as session:
        assert session.query(AuditEntry).filter(AuditEntry.action == "decided").count() == 0


def test_who_ticked_what_and_when_stands_in_the_history_and_the_trail(visitor, as_user, store):
    assert decide(visitor, "D43", action="accept_paid", tick=[*ALL, "made_up"]).status_code == 303
    assert trail(store, "decided")["ticked"] == ALL
    said = words(visitor.get(f"/saker/{visitor.number('D43')}").text)
    assert "Kari Behandler avgjorde: Godta det NAV har betalt (haket av: til og med," in said
    auditor = as_user("rune")
    assert "Haket av: Til og med, Dager, Beløp" in words(auditor.get("/revisjon").text)


@pytest.mark.parametrize("action", ["send_to_nav", "change_claim"])
def test_a_case_that_waits_is_looked_at_again_and_needs_no_ticks(visitor, action):
    answer = decide(visitor, "D43", action=action, comment="Ord", tick=[])
    assert answer.status_code == 303


def test_the_second_person_looks_too(visitor, as_user, store):
    number = visitor.number("D00")
    assert decide(visitor, "D00", action="write_off", comment="Foreldet").status_code == 303
    other = as_user("gro")
    other.get(f"/saker/{number}")
    given = {"version": other.version(), "action": "approve"}
    assert other.post(f"/saker/{number}/godkjenning", tick=[], **given).status_code == 422
    other.get(f"/saker/{number}")
    assert other.post(f"/saker/{number}/godkjenning", **given).status_code == 303
    assert trail(store, "approved")["ticked"] == ["last", "amount"]


def test_one_who_only_reads_has_nothing_to_tick_off(as_user):
    reader = as_user("rune")
    reader.get(f"/saker/{reader.number('D43')}")
    assert reader.ticks() == []


def test_who_may_not_approve_is_told_that_and_nothing_is_kept(visitor, store):
    number = visitor.number("D00")
    assert decide(visitor, "D00", action="write_off", comment="Foreldet").status_code == 303
    visitor.get(f"/saker/{number}")
    given = {"version": visitor.version(), "action": "approve", "tick": []}
    assert visitor.post(f"/saker/{number}/godkjenning", **given).status_code == 403
    with store.database.reading() as session:
        assert session.query(AuditEntry).filter(AuditEntry.action == "approved").count() == 0
