"""What earlier runs matched, what people have finished with, and what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from rutine.cases.batches import AT_ONCE, batches
from rutine.cases.kinds import FINISHES_ROWS, PAIR
from rutine.cases.retention.originals import deleted_originals
from rutine.cases.retention.originals import lookup as original_lookup
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.settling.pair_prints import as_now, pair_print
from rutine.cases.tables import Case, DecisionEntry, MatchedRow
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core import clock
from rutine.installation import Installation
from rutine.steps.shapes.scope import ShapeScope, load_shape


@dataclass(frozen=True, slots=True, repr=False)
class MatchedGroup:
    """Rows that were settled with each other.

    `rows` are side, name, content, sha256 and row of each.
    """

    group_id: str
    pass_name: str
    rules_sha256: str
    rows: tuple[tuple[str, str, str, str, int], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Before:
    """How things stood before the run. Rows go by their lookups.

    Attributes:
        matched: (side, row) -> what it said, keyed, and its group.
        groups: group -> where its rows stood: side, sha256 and row.
        done: rows that people have finished with, and what they said, keyed.
        apart: what cases are about whose rows do not belong together, as somebody has said;
            keyed where the case's time is over.
        open: record -> sha256 -> rows that wait in a case, were parted, or whose group is broken.
        records: side -> its kind of record.
        reopened: rows of groups that do not hold any more.
    """

    matched: Mapping[tuple[str, str], tuple[str, str]]
    groups: Mapping[str, tuple[tuple[str, str, int], ...]]
    done: frozenset[tuple[str, str]]
    apart: frozenset[str]
    open: Mapping[str, Mapping[str, frozenset[int]]]
    records: Mapping[str, str]
    reopened: frozenset[str] = frozenset()

    def is_over(self, keys: KeyRing, side: str, name: str, content: str) -> bool:
        """Whether the row was settled or finished with, and says what it said then."""
        own, said = pair_print(keys, name), pair_print(keys, content)
        found = self.matched.get((side, own))
        return (found is not None and found[0] == said) or (own, said) in self.done

    def broken_by(self, keys: KeyRing, sides: Sequence[tuple[str, pd.DataFrame]]) -> frozenset[str]:
        """The groups of which a row says something else now than when it was settled."""
        found = set()
        for side, rows in sides:
            for name, content in zip(rows["name"], rows["content"], strict=True):
                known = self.matched.get((side, pair_print(keys, name)))
                if known is not None and known[0] != pair_print(keys, content):
                    found.add(known[1])
        return frozenset(found)

    def without(self, broken: frozenset[str]) -> Before:
        """The same without some groups, whose rows are open again."""
        still = {
            record: {sha256: set(rows) for sha256, rows in files.items()}
            for record, files in self.open.items()
        }
        for group in broken:
            for side, sha256, row in self.groups[group]:
                files = still.setdefault(self.records[side], {})
                files.setdefault(sha256, set()).add(row)
        matched = {row: told for row, told in self.matched.items() if told[1] not in broken}
        again = {row[1] for row, told in self.matched.items() if told[1] in broken}
        return replace(self, matched=matched, open=_frozen(still), reopened=self.reopened | again)

    def parted(self, keys: KeyRing, about: str) -> bool:
        """Whether somebody has said that just these rows do not belong together."""
        return about in self.apart or pair_print(keys, about) in self.apart

    def carried(self, record: str) -> Mapping[str, frozenset[int]]:
        """The rows that earlier runs left open: sha256 -> places."""
        return self.open.get(record, {})


def _frozen(
    rows: Mapping[str, Mapping[str, set[int]]],
) -> dict[str, dict[str, frozenset[int]]]:
    return {
        record: {sha256: frozenset(places) for sha256, places in files.items()}
        for record, files in rows.items()
    }


def before_this_run(place: Installation, scope: ShapeScope) -> Before:
    """Read what earlier runs and people have said of rows."""
    two = load_shape(place, scope.routine).routine.lists
    records = {"a": two.a.record, "b": two.b.record} if two is not None else {}
    done: set[tuple[str, str]] = set()
    apart: set[str] = set()
    still: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    with place.database.reading() as session:
        matched, groups = _groups(session, place, scope)
        for case, action in _cases(session, scope):
            about = facts_of(place.keys, case).about
            if about is None:
                continue
            if case.status == CaseStatus.DONE and action in FINISHES_ROWS:
                for proof in about.proofs:
                    name, _, content = proof.words.partition(" ")
                    done.update((own, said) for own, said in as_now(place.keys, name, content))
                continue
            if not about.key:  # its time is over: none of its rows is open
                for proof in about.proofs:
                    apart.update(own for (own,) in as_now(place.keys, proof.words))
                continue
            if case.status == CaseStatus.DONE:
                apart.add(about.key)
            for proof in about.proofs:
                still[proof.record][proof.sha256].add(proof.row)
    return Before(
        matched=matched,
        groups=groups,
        done=frozenset(done),
        apart=frozenset(apart),
        open=_frozen(still),
        records=records,
    )


def _groups(
    session: Session, place: Installation, scope: ShapeScope
) -> tuple[dict[tuple[str, str], tuple[str, str]], dict[str, tuple[tuple[str, str, int], ...]]]:
    """What every settled row said and its group, and where the rows of each group stood.

    A row whose file's time is over can't be read again; its group may break all the same.
    """
    deleted = deleted_originals(session)
    matched: dict[tuple[str, str], tuple[str, str]] = {}
    groups: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in session.scalars(
        select(MatchedRow).where(
            MatchedRow.routine == scope.routine, MatchedRow.employer == scope.employer.value
        )
    ):
        matched[row.side, row.lookup] = row.content, row.group_id
        standing = groups[row.group_id]
        if not deleted or original_lookup(place.keys, row.sha256) not in deleted:
            standing.append((row.side, row.sha256, row.row))
    return matched, {group: tuple(rows) for group, rows in groups.items()}


def _cases(session: Session, scope: ShapeScope) -> Iterable[tuple[Case, str | None]]:
    decided = (
        select(DecisionEntry.case_id, DecisionEntry.action)
        .where(DecisionEntry.state == DecisionState.EFFECTIVE)
        .subquery()
    )
    query = (
        select(Case, decided.c.action)
        .outerjoin(decided, decided.c.case_id == Case.id)
        .where(
            Case.routine == scope.routine,
            Case.employer == scope.employer.value,
            Case.kind == PAIR,
            Case.status.in_((*UNDECIDED, CaseStatus.DONE)),
        )
        .order_by(Case.number)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def remember(
    session: Session, keys: KeyRing, scope: ShapeScope, groups: Iterable[MatchedGroup]
) -> int:
    """Keep which rows were settled; returns how many groups."""
    listed = list(groups)
    rows = [(each, row) for each in listed for row in each.rows]
    if rows:
        session.execute(
            insert(MatchedRow),
            [
                {
                    "routine": scope.routine,
                    "employer": scope.employer.value,
                    "side": side,
                    "lookup": pair_print(keys, name),
                    "content": pair_print(keys, content),
                    "group_id": group.group_id,
                    "run_id": scope.run_id,
                    "pass_name": group.pass_name,
                    "rules_sha256": group.rules_sha256,
                    "sha256": sha256,
                    "row": row,
                    "matched_at": clock.now(),
                }
                for group, (side, name, content, sha256, row) in rows
            ],
            execution_options=AT_ONCE,
        )
    return len(listed)


def take_apart(session: Session, group_ids: Iterable[str]) -> int:
    """Forget groups whose rows are not what they were; returns how many."""
    ids = sorted(set(group_ids))
    for batch in batches(ids):
        session.execute(delete(MatchedRow).where(MatchedRow.group_id.in_(batch)))
    return len(ids)
