"""What is new about a case since it was last looked at: each field before and after."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.lifecycle.facts import CaseFacts, Change, RowFacts
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, CaseChange, CaseRowEntry
from rutine.core.differences import Difference, Evidence, RowRef, Side


def changes_of(
    case: Case,
    before: CaseFacts,
    after: Difference,
    *,
    rows_before: Collection[RowKey],
    rows_after: Mapping[RowKey, RowRef],
    facts: Mapping[RowRef, RowFacts],
) -> tuple[Change, ...]:
    """How the difference, as a run finds it now, is not what the case says.

    Args:
        case: as it is stored.
        before: the facts of the case.
        after: what the run found.
        rows_before: the rows of the case.
        rows_after: the rows of the difference.
        facts: what each row holds.
    """
    found = [*_evidence(before.evidence, after.evidence)]
    seen = {change.field for change in found}
    unit = after.sub_unit.value if after.sub_unit else None
    for field, kind, side, old, new in (
        ("amount", "ore", "left", str(case.claimed), str(int(after.claimed))),
        ("amount", "ore", "right", str(case.paid), str(int(after.paid))),
        ("benefit", "benefit", "", before.benefit, after.benefit),
        ("sub_unit", "text", "", case.sub_unit, unit),
    ):
        if old != new and field not in seen:
            found.append(Change(field=field, kind=kind, side=side, before=old, after=new))
    return (*_rows(set(rows_before), rows_after, facts), *found)


def keep_changes(
    session: Session,
    keys: KeyRing,
    run_id: str,
    found: Sequence[tuple[str, tuple[Change, ...]]],
) -> list[str | None]:
    """Store the changes of cases, encrypted; returns the id of each, None where there are none."""
    ids = [str(uuid4()) if changes else None for _, changes in found]
    rows = [
        {
            "id": change_id,
            "case_id": case_id,
            "run_id": run_id,
            "sealed": keys.encrypt(
                canonical([each.model_dump(mode="json") for each in changes]).encode(),
                f"change:{change_id}",
            ),
        }
        for change_id, (case_id, changes) in zip(ids, found, strict=True)
        if change_id is not None
    ]
    if rows:
        session.execute(insert(CaseChange), rows)
    return ids


def changes_by_id(session: Session, keys: KeyRing, case_id: str) -> dict[str, tuple[Change, ...]]:
    """Every stored change of a case, as the trail refers to it."""
    entries = session.scalars(select(CaseChange).where(CaseChange.case_id == case_id))
    return {
        entry.id: tuple(
            Change.model_validate(each)
            for each in json.loads(keys.decrypt(entry.sealed, f"change:{entry.id}"))
        )
        for entry in entries
    }


def rows_of(session: Session, case_ids: Sequence[str]) -> dict[str, set[RowKey]]:
    """The rows of cases, by case."""
    found: dict[str, set[RowKey]] = {case_id: set() for case_id in case_ids}
    for batch in batches(case_ids):
        entries = session.execute(
            select(
                CaseRowEntry.case_id,
                CaseRowEntry.side,
                CaseRowEntry.sha256,
                CaseRowEntry.row,
                CaseRowEntry.employer,
                CaseRowEntry.claim_id,
            ).where(CaseRowEntry.case_id.in_(batch))
        )
        for case_id, side, sha256, row, employer, claim_id in entries:
            found[case_id].add(row_key(side, sha256, row, employer, claim_id))
    return found


def _rows(
    before: set[RowKey], after: Mapping[RowKey, RowRef], facts: Mapping[RowRef, RowFacts]
) -> Iterator[Change]:
    """Rows that came and went, counted, and the reports that brought the new lines."""
    added, gone = after.keys() - before, before - after.keys()
    for side, name, where in ((Side.LINE, "lines", "right"), (Side.CLAIM, "claims", "left")):
        for what, rows in (("added", added), ("gone", gone)):
            count = sum(row[0] == side for row in rows)
            if count:
                field = f"{name}_{what}"
                yield Change(field=field, kind="count", side=where, after=str(count))
    known = [facts[after[row]] for row in added if after[row] in facts]
    reports = sorted({each.report_id for each in known if each.report_id is not None})
    for report_id in reports:
        yield Change(field="report", kind="text", side="right", after=str(report_id))


def _evidence(before: Iterable[Evidence], after: Iterable[Evidence]) -> Iterator[Change]:
    """Pieces of evidence with another value, by field; a field may come several times."""
    old, new = _by_field(before), _by_field(after)
    for field in dict.fromkeys((*old, *new)):
        for one, two in zip_longest(old.get(field, ()), new.get(field, ())):
            kind = (two or one).kind
            for side in ("left", "right"):
                was = getattr(one, side, None)
                now = getattr(two, side, None)
                if was != now:
                    yield Change(field=field, kind=kind, side=side, before=was, after=now)


def _by_field(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for each in evidence:
        found.setdefault(each.field, []).append(each)
    return found
