"""What a case page and the gains read holds on PostgreSQL too."""

from __future__ import annotations

import pytest

from rutine.cases.deciding.remarks import remark
from rutine.cases.deciding.similar import Chosen, count_similar, decide_together, similar_cases
from rutine.cases.figures.gains import Waited, gains
from rutine.cases.lists.case_view import case_view
from rutine.cases.people.same_person import earlier_settlements, other_cases
from rutine.cases.reports.money_in import money_in
from rutine.cases.settling.settlements import record_groups
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from tests.unit.cases.samples import (
    FNRS,
    GENEROUS,
    KARI,
    ROUTINE,
    Store,
    claim,
    difference,
    group,
    line,
    record,
)

pytestmark = pytest.mark.postgres


def test_a_case_is_understood_and_those_like_it_are_decided(store: Store) -> None:
    keys = store.keys
    first, _, other = record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), person=Fnr(FNRS[1])),
        difference(line(3), claim(3), reason="D43"),
    ).case_ids
    with store.database.writing() as session:
        record_groups(session, keys, store.run_id, [group(line(9), claim(9))])
        remark(session, keys, first, actor=KARI, text="Ringte NAV.")
    with store.database.reading() as session:
        assert count_similar(session, first, KARI) == 1
        assert [each.reason for each in other_cases(session, first, KARI)] == ["D43"]
        assert len(earlier_settlements(session, other, KARI)) == 1
        assert money_in(session, first, KARI) == ()
        assert case_view(session, keys, first, KARI).history[-1].comment == "Ringte NAV."
        found = similar_cases(session, keys, first, KARI)
    made = decide_together(
        store.database,
        keys,
        [Chosen(row.number, row.version) for row in found.rows],
        actor=KARI,
        action=Action.ACCEPT_PAID,
        limits=GENEROUS,
    )
    assert len(made.decided) == 2
    with store.database.reading() as session:
        worth = gains(session, ROUTINE, KARI, now=clock.now(), today=clock.today())
    assert (worth.decided, worth.median is not None) == (2, True)
    assert [(e.waited, e.cases) for e in worth.waiting if e.cases] == [(Waited.WEEK, 1)]
