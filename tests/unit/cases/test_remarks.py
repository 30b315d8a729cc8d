"""Remarks: said by a person, kept encrypted, and changing nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.cases.deciding.remarks import remark
from rutine.cases.lists.case_view import case_view
from rutine.cases.tables import AuditEntry, Case
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.samples import AUDITOR, FNRS, KARI, OTHER_UNIT, PER


def say(store, case_id, text, actor=KARI):
    with store.database.writing() as session:
        remark(session, store.keys, case_id, actor=actor, text=text)


def test_a_remark_stands_in_the_history_and_moves_nothing(store, case_ids) -> None:
    with store.database.reading() as session:
        before = session.get_one(Case, case_ids[0]).version
    say(store, case_ids[0], "  Ringte NAV i dag.  ")
    with store.database.reading() as session:
        seen = case_view(session, store.keys, case_ids[0], PER)
        stored = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first().data
    last = seen.history[-1]
    assert (last.action, last.by_name, last.comment) == (
        "remarked",
        KARI.name,
        "Ringte NAV i dag.",
    )
    assert seen.version == before
    assert "Ringte" not in stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "comment_required"),
        ("x" * 2001, "comment_too_long"),
        (f"om {FNRS[0]}", "comment_national_id"),
    ],
)
def test_a_remark_says_something_and_no_national_id(store, case_ids, text, code) -> None:
    with pytest.raises(InputError) as refused:
        say(store, case_ids[0], text)
    assert refused.value.code == code


def test_only_those_who_decide_remark_and_only_on_what_they_see(store, case_ids) -> None:
    with pytest.raises(AccessDenied):
        say(store, case_ids[0], "x", AUDITOR)
    other = replace(KARI, units=frozenset({OTHER_UNIT.value}))
    with pytest.raises(InputError) as refused:
        say(store, case_ids[0], "x", other)
    assert refused.value.code == "case_missing"
