"""The days and nearest rows of a case: shown as they are now, and no evidence."""

from __future__ import annotations

from datetime import date

from rutine.cases.lists.case_view import case_view
from rutine.core.candidates import Gate, Rejected
from rutine.core.expected_days import DayMark, DayStretch
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    KARI,
    OTHER_UNIT,
    UNIT,
    claim,
    difference,
    line,
    record,
    settle,
    tally,
)


def days(mark: DayMark) -> tuple[DayStretch, ...]:
    return (DayStretch(first=date(2026, 8, 3), last=date(2026, 8, 14), mark=mark),)


def near(unit=UNIT) -> Rejected:
    return Rejected(
        side="claim",
        passed=(Gate.IDENTITY,),
        failed=Gate.UNIT,
        sub_unit=unit.value,
        benefit="4",
        first=None,
        last=None,
        amount=Ore(100),
    )


def shown(store, case_id):
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, KARI)


def test_an_undecided_case_shows_them_as_the_last_run_has_them(store) -> None:
    found = difference(line(1), claim(1), days=days(DayMark.NAV), rejected=(near(),))
    (case_id,) = record(store, found).case_ids
    before = shown(store, case_id)
    assert (before.days, before.rejected) == (days(DayMark.NAV), (near(),))
    later = record(store, found.model_copy(update={"days": days(DayMark.FREE), "rejected": ()}))
    after = shown(store, case_id)
    assert tally(later) == (0, 0, 0, 1, 0)
    assert (after.days, after.rejected, after.version) == (days(DayMark.FREE), (), before.version)
    assert after.evidence == before.evidence
    assert [each.action for each in after.history] == ["created"]


def test_a_decided_case_keeps_what_was_seen(store) -> None:
    found = difference(line(1), claim(1), days=days(DayMark.NAV))
    (case_id,) = record(store, found).case_ids
    settle(store, case_id)
    record(store, found.model_copy(update={"days": days(DayMark.FREE)}))
    assert shown(store, case_id).days == days(DayMark.NAV)


def test_a_row_in_a_unit_out_of_sight_is_left_out(store) -> None:
    found = difference(line(1), claim(1), rejected=(near(OTHER_UNIT), near()))
    (case_id,) = record(store, found).case_ids
    own = type(KARI)(KARI.id, KARI.name, KARI.roles, frozenset({UNIT.value}))
    with store.database.reading() as session:
        seen = case_view(session, store.keys, case_id, own)
    assert seen.rejected == (near(),)
    assert len(shown(store, case_id).rejected) == 2
