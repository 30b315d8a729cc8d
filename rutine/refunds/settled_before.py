"""What a case says of its rows' earlier settlements: taken back, decided, or changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pandas as pd

from rutine.core.differences import Action, Difference, Evidence
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.reasons import REASONS, UNEXPLAINED
from rutine.refunds.evidence import one_sided
from rutine.refunds.finding import Finding
from rutine.refunds.open_groups import OpenGroup
from rutine.refunds.past import Decided, Earlier, Past, Standing, is_correction
from rutine.refunds.rows import ClaimRow, claim_rows, total

CORRECTION, UNDONE, CHANGED = "D27", "D44", "D45"

_NOT_SETTLED_ANEW: Final = (
    Action.ACKNOWLEDGE,
    Action.CHANGE_CLAIM,
    Action.SEND_TO_NAV,
    Action.CANNOT_DETERMINE,
)
"""What may be decided of a claim that a person's settlement still holds."""


def reason_after(found: Finding, group: OpenGroup, earlier: Sequence[Earlier]) -> Finding:
    """The reason of a group whose rows were settled before, whatever else is found of it.

    A person who took a settlement back knows why: the reason is only replaced where it says
    that the rows agree, or nothing. What the program reopened is a correction of NAV's, or a
    claim that payroll has changed.
    """
    if not earlier:
        return found
    if any(each.standing is Standing.UNDONE for each in earlier):
        says_nothing = found.reason == UNEXPLAINED or REASONS[found.reason].settles
        return Finding(UNDONE, found.evidence) if says_nothing else found
    if not any(is_correction(line) for line in group.lines):
        if not any(each.claims for each in earlier):
            return found  # their claims are settled with other lines: nothing is told of these
        if any(claims_changed(each, group.claims) for each in earlier):
            return Finding(CHANGED, found.evidence)
    return Finding(CORRECTION, found.evidence)


def claims_changed(settlement: Earlier, claims: Iterable[ClaimRow]) -> bool:
    """Whether the settlement's claims, all of them there, come to another sum than they did."""
    own = [claim for claim in claims if claim.claim_id in settlement.claims]
    return len(own) == len(settlement.claims) and total(own) != settlement.claimed


def proposal(group: OpenGroup, earlier: Sequence[Earlier], usual: Action | None) -> Action | None:
    """What the program would propose of a group that it has reopened: nothing where sums agree.

    There the doubt is about something outside the group, and a changed claim would be wrong.
    """
    taken_back = earlier and all(each.standing is not Standing.UNDONE for each in earlier)
    if taken_back and group.claims and total(group.lines) == total(group.claims):
        return None
    return usual


def told(earlier: Iterable[Earlier], decided: Iterable[Decided]) -> Iterator[Evidence]:
    """What was claimed and paid in each earlier settlement, and which case a person decided."""
    for each in earlier:
        field = "undone" if each.standing is Standing.UNDONE else "reopened"
        yield _both(field, each.claimed, each.paid)
    for decision in decided:
        yield from _decided_case(decision.case)
        yield _both("decided", decision.claimed, decision.paid)


def changed_claims(past: Past, claims: pd.DataFrame, employer: OrgNr) -> Iterator[Difference]:
    """A case for each claim that payroll has changed since, and that stays settled.

    It holds no row: a settlement that a person decided is not taken back by the program.
    """
    changed = {each.claim_id: each for each in past.changed}
    rows = claims[claims["claim_id"].isin(list(changed))]
    for claim in claim_rows(rows.assign(is_settled=True)):
        before = changed[claim.claim_id]
        yield Difference(
            kind="group",
            reason=CHANGED,
            employer=employer,
            person=Fnr(claim.person) if claim.person else None,
            name=claim.name,
            employee_number=claim.employee_number,
            sub_unit=OrgNr(claim.sub_unit),
            benefit=claim.benefit,
            claimed=claim.claimed - before.then,
            evidence=(
                one_sided("claim_id", "text", claim.claim_id),
                one_sided("claim_then", "ore", str(int(before.then))),
                one_sided("claim_now", "ore", str(int(claim.claimed))),
                *_decided_case(before.case),
            ),
            permitted=_NOT_SETTLED_ANEW,
            reference=claim.claim_id,
        )


def _decided_case(number: int | None) -> tuple[Evidence, ...]:
    return () if number is None else (one_sided("decided_case", "text", str(number)),)


def _both(field: str, claimed: Ore, paid: Ore) -> Evidence:
    return Evidence(
        field=field,
        kind="ore",
        left=str(int(claimed)),
        right=str(int(paid)),
        equal=claimed == paid,
    )
