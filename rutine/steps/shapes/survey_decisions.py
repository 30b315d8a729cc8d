"""Corrections of a list that people have decided on cases: the next run makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from rutine.cases.lifecycle.identity import evidence_hash, fingerprint
from rutine.cases.people.register import numbers_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState
from rutine.core.differences import Action, Difference
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.steps.shapes.people import People
from rutine.steps.shapes.scope import ShapeScope
from rutine.surveys.findings import Finding


@dataclass(frozen=True, slots=True, repr=False)
class DecidedCase:
    """A case whose correction somebody decided: what they looked at, and whom it was about."""

    evidence: str
    person: Fnr | None


def corrections(place: Installation, scope: ShapeScope) -> dict[str, DecidedCase]:
    """The decided cases of the routine and employer, by fingerprint."""
    query = (
        select(Case)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.routine == scope.routine,
            Case.employer == scope.employer.value,
            DecisionEntry.action == Action.CORRECT_LIST,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    )
    with place.database.reading() as session:
        cases = session.scalars(query).all()
        subjects = {case.subject_id for case in cases if case.subject_id}
        ids = numbers_of(session, place.keys, subjects)
        return {
            case.fingerprint: DecidedCase(case.evidence_hash, ids.get(case.subject_id or ""))
            for case in cases
        }


@dataclass(frozen=True, eq=False, slots=True)
class Corrected:
    """Whether the correction of a finding is decided, and on what is found now.

    Another unit, count or address is another thing to decide about: the case is open again then.
    So is one about an employee number that has become somebody else's.
    """

    keys: KeyRing
    people: People
    decided: Mapping[str, DecidedCase]
    case_of: Callable[[Finding], Difference]

    def __call__(self, finding: Finding) -> bool:
        """Whether it is to be made."""
        if not self.decided:
            return False
        case = self.case_of(finding)
        known = self.decided.get(fingerprint(self.keys, case, []))
        if known is None or known.evidence != evidence_hash(self.keys, case, []):
            return False
        anothers = None not in {known.person, case.person} and known.person != case.person
        return Action.CORRECT_LIST in case.permitted and not anothers
