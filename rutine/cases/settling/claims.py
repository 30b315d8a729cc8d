"""The claimed ledger: each claim with what is left of it, and since when it waits.

A claim that NAV pays in parts stays one claim, with payroll's own key: what is left goes on with
the age it had. Sums in = sums out: claimed = settled + left, for each claim at every run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from rutine.cases.batches import batches, insert_all
from rutine.cases.people.register import Person, subjects_for
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import row_facts_of
from rutine.cases.tables import CaseRowEntry, ClaimEntry, ClaimPart, Settlement
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore, shares


class ClaimState(StrEnum):
    """Where a claim stands."""

    CARRIED = "carried"
    """NAV may still answer in time."""
    CASE = "case"
    """A person looks at it."""
    SETTLED = "settled"
    """Nothing is left to wait for: settled by a run, a decision or payroll."""
    WITHDRAWN = "withdrawn"
    """Payroll no longer lists it."""


OPEN = (ClaimState.CARRIED, ClaimState.CASE)
"""States in which something is left that NAV has not answered."""


@dataclass(frozen=True, slots=True, repr=False)
class ClaimSeen:
    """A claim as a run saw it.

    Attributes:
        claimed: øre, as payroll claims it.
        settled: øre of it that is settled.
        since: what its age is counted from: the day it was sent, else the last day claimed.
    """

    claim_id: str
    person: Fnr | None
    sub_unit: OrgNr
    claimed: Ore
    settled: Ore
    since: date | None
    state: ClaimState


@dataclass(frozen=True, slots=True, repr=False)
class OpenClaim:
    """A claim of which something is left."""

    claim_id: str
    subject_id: str | None
    sub_unit: OrgNr
    claimed: Ore
    settled: Ore
    since: date | None
    state: ClaimState

    @property
    def left(self) -> Ore:
        """What NAV has not answered, in øre."""
        return self.claimed - self.settled

    def days(self, as_of: date) -> int | None:
        """How long it has waited; None when that is not known."""
        return None if self.since is None else (as_of - self.since).days


def record_claims(
    session: Session, keys: KeyRing, run_id: str, employer: OrgNr, seen: Iterable[ClaimSeen]
) -> int:
    """Bring the ledger up to date with every claim payroll lists; returns how many changed.

    Claims that payroll no longer lists are withdrawn, unless they were settled. The same claims
    again change nothing.
    """
    listed = {claim.claim_id: claim for claim in seen}
    people = [Person(claim.person) for claim in listed.values() if claim.person is not None]
    subjects = subjects_for(session, keys, people)
    wanted = {
        claim_id: {
            "subject_id": subjects[claim.person] if claim.person is not None else None,
            "sub_unit": claim.sub_unit.value,
            "claimed": int(claim.claimed),
            "settled": int(claim.settled),
            "since": claim.since,
            "state": claim.state.value,
        }
        for claim_id, claim in listed.items()
    }
    table = ClaimEntry.__table__
    known = {
        row["claim_id"]: row
        for row in session.execute(
            select(table).where(table.c.employer == employer.value)
        ).mappings()
    }
    changed = [
        {"employer": employer.value, "claim_id": claim_id, "run_id": run_id, **columns}
        for claim_id, columns in wanted.items()
        if claim_id not in known or any(known[claim_id][n] != v for n, v in columns.items())
    ]
    _replace(session, employer, changed)
    gone = [
        claim_id
        for claim_id, row in known.items()
        if claim_id not in wanted and row["state"] in OPEN
    ]
    for batch in batches(gone):
        session.execute(
            update(ClaimEntry)
            .where(ClaimEntry.employer == employer.value, ClaimEntry.claim_id.in_(batch))
            .values(state=ClaimState.WITHDRAWN, run_id=run_id)
        )
    return len(changed) + len(gone)


def open_claims(session: Session, employer: OrgNr) -> tuple[OpenClaim, ...]:
    """The claims of which something is left, the longest waiting first."""
    entries = session.scalars(
        select(ClaimEntry).where(ClaimEntry.employer == employer.value, ClaimEntry.state.in_(OPEN))
    )
    found = [
        OpenClaim(
            claim_id=entry.claim_id,
            subject_id=entry.subject_id,
            sub_unit=OrgNr(entry.sub_unit),
            claimed=Ore(entry.claimed),
            settled=Ore(entry.settled),
            since=entry.since,
            state=ClaimState(entry.state),
        )
        for entry in entries
    ]
    return tuple(sorted(found, key=lambda claim: (claim.since or date.min, claim.claim_id)))


def settled_amounts(
    session: Session, employer: OrgNr, decided: Collection[str] = ()
) -> dict[str, Ore]:
    """Payroll's key of each claim with nothing left to wait for -> what was claimed then.

    `decided` are claims that the next run settles by what people have decided of them.
    """
    query = select(ClaimEntry.claim_id, ClaimEntry.claimed, ClaimEntry.state).where(
        ClaimEntry.employer == employer.value
    )
    return {
        claim_id: Ore(claimed)
        for claim_id, claimed, state in session.execute(query)
        if state == ClaimState.SETTLED or claim_id in decided
    }


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """What NAV paid of one claim, and all that is settled of it then, in øre."""

    claim_id: str
    paid: Ore
    settled_after: Ore


def parts_of(
    session: Session, keys: KeyRing, rows: Sequence[CaseRowEntry], paid: Ore
) -> tuple[Part, ...]:
    """Deal out what NAV paid over the claims of a case, by what was open of each.

    One absence may be several claims, one for each position, and NAV pays one sum: the split
    is by claimed amount (refund rules §2), exact to the øre.

    Raises:
        InputError: `claim_facts_missing`: the store does not know what a claim amounts to.
    """
    claims = [(row.claim_id, row) for row in rows if row.claim_id is not None]
    before = _settled_so_far(session, rows)
    dealt = shares(paid, [_open_amount(keys, row) for _, row in claims])
    return tuple(
        Part(claim_id, share, Ore(before.get(claim_id, 0)) + share)
        for (claim_id, _), share in zip(claims, dealt, strict=True)
    )


def record_parts(
    session: Session, settlement_id: str, employer: OrgNr, parts: Sequence[Part]
) -> None:
    """Enter what a settlement has settled of claims that go on."""
    session.execute(
        insert(ClaimPart),
        [
            {
                "settlement_id": settlement_id,
                "employer": employer.value,
                "claim_id": part.claim_id,
                "paid": int(part.paid),
                "settled_after": int(part.settled_after),
            }
            for part in parts
        ],
    )


def recorded_parts(session: Session, employer: OrgNr) -> dict[str, Ore]:
    """Payroll's key of each claim that was settled in part -> all that is settled of it."""
    found: dict[str, Ore] = {}
    for part in _standing_parts(session, employer):
        found[part.claim_id] = max(found.get(part.claim_id, Ore(0)), Ore(part.settled_after))
    return found


def paid_in_part(session: Session, employer: OrgNr) -> dict[str, Ore]:
    """Payroll's key of each claim that was settled in part -> what NAV paid in those parts."""
    found: dict[str, Ore] = {}
    for part in _standing_parts(session, employer):
        found[part.claim_id] = found.get(part.claim_id, Ore(0)) + Ore(part.paid)
    return found


def _standing_parts(session: Session, employer: OrgNr) -> Sequence[ClaimPart]:
    """The parts whose settlement nobody has undone."""
    return session.scalars(
        select(ClaimPart)
        .join(Settlement, Settlement.id == ClaimPart.settlement_id)
        .where(ClaimPart.employer == employer.value, Settlement.undone_at.is_(None))
    ).all()


def _replace(session: Session, employer: OrgNr, rows: Sequence[Mapping[str, object]]) -> None:
    for batch in batches(rows):
        ids: Collection[object] = [row["claim_id"] for row in batch]
        session.execute(
            delete(ClaimEntry).where(
                ClaimEntry.employer == employer.value, ClaimEntry.claim_id.in_(ids)
            )
        )
        insert_all(session, ClaimEntry, batch)


def _open_amount(keys: KeyRing, row: CaseRowEntry) -> int:
    facts = row_facts_of(keys, row)
    if facts is None or facts.amount is None:
        raise InputError(
            "claim_facts_missing",
            "The store does not know what a claim of a decided case amounts to.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    return max(0, int(facts.amount))


def _settled_so_far(session: Session, rows: Sequence[CaseRowEntry]) -> dict[str, int]:
    ids = [row.claim_id for row in rows if row.claim_id is not None]
    employers = {row.employer for row in rows}
    return {
        claim_id: settled
        for batch in batches(ids)
        for claim_id, settled in session.execute(
            select(ClaimEntry.claim_id, ClaimEntry.settled).where(
                ClaimEntry.employer.in_(employers), ClaimEntry.claim_id.in_(batch)
            )
        )
    }
