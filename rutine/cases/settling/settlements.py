"""What the program settled by itself: each row once, whatever runs how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.batches import batches, insert_all
from rutine.cases.canonical import canonical
from rutine.cases.lifecycle.closing import let_go_of_settled
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.people.register import Person, subjects_for
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import SettledRow, Settlement
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.differences import RowRef, Side
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore


@dataclass(frozen=True, slots=True, repr=False)
class SettledGroup:
    """Lines and claims that close each other.

    Attributes:
        pass_name: the pass of the routine that found it.
        rows: every row of the group.
        claim_ids: payroll's keys of its claims, in the order of the claims among `rows`.
        reason: why it may settle: D01 to D04, or the reason of the case that was decided.
        claimed: øre, what was open of its claims.
        paid: øre, the sum of its lines.
        rules_sha256: hash of the rules that decided.
        name: the person's name, when it is known, for later cases.
    """

    employer: OrgNr
    person: Fnr
    sub_unit: OrgNr
    benefit: str
    pass_name: str
    rows: tuple[RowRef, ...]
    claim_ids: tuple[str, ...]
    reason: str
    claimed: Ore
    paid: Ore
    rules_sha256: str
    name: str | None = None

    @property
    def keyed_rows(self) -> list[tuple[RowRef, str | None]]:
        """Each row with its claim id; lines have None."""
        ids = iter(self.claim_ids)
        return [(ref, next(ids, None) if ref.side is Side.CLAIM else None) for ref in self.rows]

    @property
    def row_keys(self) -> list[RowKey]:
        """The identities of the rows across files and months."""
        return [
            row_key(ref.side, ref.sha256, ref.row, self.employer.value, claim_id)
            for ref, claim_id in self.keyed_rows
        ]


@dataclass(frozen=True, slots=True)
class RecordedGroups:
    """What became of the groups of a run.

    Attributes:
        new, known: groups settled now, and those that were settled before.
        closed_cases: undecided cases that closed because all their rows were settled.
        settlement_of: the settlement of each row.
    """

    new: int
    known: int
    closed_cases: int
    settlement_of: Mapping[RowRef, str]


def record_groups(
    session: Session, keys: KeyRing, run_id: str, groups: Sequence[SettledGroup]
) -> RecordedGroups:
    """Settle groups, once: the same group again changes nothing.

    Raises:
        InputError: `claim_ids_missing` when there are more claims than keys;
            `row_settled_twice` when a row belongs to two groups, or to another group than
            before; `case_by_hand` when only a person may settle it. Nothing is settled then.
    """
    row_lists = [group.row_keys for group in groups]
    every = [row for rows in row_lists for row in rows]
    if len(set(every)) != len(every):
        raise _settled_twice()
    before = settled_among(session, every)
    sizes = _sizes(session, sorted(set(before.values())))
    settlement_of: dict[RowRef, str] = {}
    fresh: list[tuple[str, SettledGroup]] = []
    for group, rows in zip(groups, row_lists, strict=True):
        ids = {before.get(row) for row in rows}
        (settlement_id,) = ids if len(ids) == 1 else (None,)
        if ids == {None}:
            settlement_id = str(uuid4())
            fresh.append((settlement_id, group))
        elif settlement_id is None or sizes[settlement_id] != len(rows):
            raise _settled_twice()
        settlement_of.update(dict.fromkeys(group.rows, settlement_id))
    taken = [row for _, group in fresh for row in group.row_keys]
    employers = {group.employer.value for _, group in fresh}
    closed = let_go_of_settled(session, run_id, taken, employers)
    _insert(session, keys, run_id, fresh)
    return RecordedGroups(len(fresh), len(groups) - len(fresh), closed, settlement_of)


def settled_among(session: Session, rows: Sequence[RowKey]) -> dict[RowKey, str]:
    """Which of the rows are settled, and by which settlement."""
    files = sorted({row[1] for row in rows if row[0] == Side.LINE})
    claims: dict[str, list[str]] = {}
    for kind, whose, key in sorted(set(rows)):
        if kind == Side.CLAIM:
            claims.setdefault(whose, []).append(key)
    found: dict[RowKey, str] = {}
    wanted = set(rows)
    queries = [
        _rows().where(SettledRow.sha256.in_(batch), SettledRow.side == Side.LINE)
        for batch in batches(files)
    ] + [
        # With the employer, or every settled row there is would be looked at.
        _rows().where(SettledRow.employer == whose, SettledRow.claim_id.in_(batch))
        for whose, own in claims.items()
        for batch in batches(own)
    ]
    for query in queries:
        for settlement_id, side, sha256, row, employer, claim_id in session.execute(query):
            settled = row_key(side, sha256, row, employer, claim_id)
            if settled in wanted:
                found[settled] = settlement_id
    return found


def settled_claims(session: Session, employer: OrgNr) -> dict[str, str]:
    """Payroll's key of every settled claim of the employer -> its settlement."""
    query = _rows().where(SettledRow.employer == employer.value, SettledRow.side == Side.CLAIM)
    return {row.claim_id: row.settlement_id for row in session.execute(query)}


def settled_rows(session: Session, employer: OrgNr) -> dict[tuple[str, int], str]:
    """`(sha256, row)` of every settled line of the employer -> its settlement."""
    query = _rows().where(SettledRow.employer == employer.value, SettledRow.side == Side.LINE)
    return {(row.sha256, row.row): row.settlement_id for row in session.execute(query)}


def settled_total(session: Session, run_id: str) -> Ore:
    """Øre that NAV paid of what a run settled and nobody has undone."""
    return Ore(
        session.scalar(
            select(func.sum(Settlement.paid)).where(
                Settlement.run_id == run_id, Settlement.undone_at.is_(None)
            )
        )
        or 0
    )


def _rows() -> Select[str, str, str, int, str, str | None]:
    return select(
        SettledRow.settlement_id,
        SettledRow.side,
        SettledRow.sha256,
        SettledRow.row,
        SettledRow.employer,
        SettledRow.claim_id,
    )


def _sizes(session: Session, settlement_ids: Sequence[str]) -> dict[str, int]:
    return {
        settlement_id: size
        for batch in batches(settlement_ids)
        for settlement_id, size in session.execute(
            select(SettledRow.settlement_id, func.count())
            .where(SettledRow.settlement_id.in_(batch))
            .group_by(SettledRow.settlement_id)
        )
    }


def _insert(
    session: Session, keys: KeyRing, run_id: str, groups: Sequence[tuple[str, SettledGroup]]
) -> None:
    if not groups:
        return
    moment = clock.now()
    subjects = subjects_for(
        session, keys, [Person(group.person, group.name) for _, group in groups]
    )
    insert_all(
        session,
        Settlement,
        [
            {
                "id": settlement_id,
                "run_id": run_id,
                "employer": group.employer.value,
                "subject_id": subjects[group.person],
                "sub_unit": group.sub_unit.value,
                "pass_name": group.pass_name,
                "reason": group.reason,
                "claimed": int(group.claimed),
                "paid": int(group.paid),
                "rules_sha256": group.rules_sha256,
                "sealed": keys.encrypt(
                    canonical({"benefit": group.benefit}).encode(), f"settlement:{settlement_id}"
                ),
                "settled_at": moment,
            }
            for settlement_id, group in groups
        ],
    )
    insert_all(
        session,
        SettledRow,
        [
            {
                "side": ref.side,
                "sha256": ref.sha256,
                "row": ref.row,
                "settlement_id": settlement_id,
                "employer": group.employer.value,
                "claim_id": claim_id,
            }
            for settlement_id, group in groups
            for ref, claim_id in group.keyed_rows
        ],
    )
    count = {"groups": len(groups), "rows": sum(len(group.rows) for _, group in groups)}
    append(session, ROBOT, "settled", data={"run": run_id, **count})


def _settled_twice() -> InputError:
    return InputError(
        "row_settled_twice",
        "A row would be settled twice.",
        "Leave settled rows out: report this as a fault of the routine.",
    )
