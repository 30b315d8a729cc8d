"""Claims that no case holds, because NAV may still answer: kept so that people can match them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lifecycle.identity import employee_lookup
from rutine.cases.people.register import Person, subjects_for
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import CarriedClaim
from rutine.core.differences import RowRef
from rutine.core.identifiers import Fnr, OrgNr


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """One carried claim: the file's row, whose it is when that is known, and what it holds."""

    ref: RowRef
    person: Fnr | None
    facts: RowFacts

    @property
    def is_known(self) -> bool:
        """Whether it has payroll's key and an amount: without them nothing can be matched to it."""
        return self.facts.claim_id is not None and self.facts.amount is not None


def record_carried(
    session: Session, keys: KeyRing, employer: OrgNr, found: Iterable[Carried]
) -> None:
    """Let the store hold exactly these; what is there already stays as it is.

    A claim without payroll's key or an amount is left out.
    """
    wanted = {each.facts.claim_id: each for each in found if each.is_known}
    columns = (CarriedClaim.sha256, CarriedClaim.row, CarriedClaim.amount)
    known = {
        claim_id: tuple(seen)
        for claim_id, *seen in session.execute(
            select(CarriedClaim.claim_id, *columns).where(CarriedClaim.employer == employer.value)
        )
    }
    fresh = {
        claim_id: each
        for claim_id, each in wanted.items()
        if known.get(str(claim_id)) != (each.ref.sha256, each.ref.row, each.facts.amount)
    }
    forget_carried(session, employer.value, {*(known.keys() - wanted.keys()), *map(str, fresh)})
    people = [Person(each.person) for each in fresh.values() if each.person is not None]
    subjects = subjects_for(session, keys, people)
    if fresh:
        session.execute(
            insert(CarriedClaim),
            [_columns(keys, employer.value, subjects, each) for each in fresh.values()],
        )


def forget_carried(session: Session, employer: str, claim_ids: Iterable[str]) -> None:
    """Leave out claims that are carried no more."""
    for batch in batches(sorted(claim_ids)):
        session.execute(
            delete(CarriedClaim).where(
                CarriedClaim.employer == employer, CarriedClaim.claim_id.in_(batch)
            )
        )


def carried_facts(keys: KeyRing, entry: CarriedClaim) -> RowFacts:
    """What the claim holds, decrypted."""
    plain = keys.decrypt(entry.sealed, _context(entry.employer, entry.claim_id))
    return RowFacts.model_validate_json(plain)


def _columns(
    keys: KeyRing, employer: str, subjects: Mapping[Fnr, str], each: Carried
) -> dict[str, object]:
    facts = each.facts
    number = facts.employee_number
    return {
        "employer": employer,
        "claim_id": facts.claim_id,
        "subject_id": subjects[each.person] if each.person is not None else None,
        "sub_unit": facts.sub_unit,
        "employee_lookup": employee_lookup(keys, number) if number else None,
        "sha256": each.ref.sha256,
        "row": each.ref.row,
        "amount": int(facts.amount or 0),
        "sealed": keys.encrypt(
            facts.model_dump_json(exclude_none=True).encode(),
            _context(employer, str(facts.claim_id)),
        ),
    }


def _context(employer: str, claim_id: str) -> str:
    return f"carried:{employer}:{claim_id}"
