"""Keep the claimed ledger: what is left of each claim, since when, and what payroll withdrew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from rutine.cases.lifecycle.waking import ClaimsNow, close_gone
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.carried import Carried, record_carried
from rutine.cases.settling.claims import ClaimSeen, ClaimState, record_claims
from rutine.core.differences import Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.refunds.ageing import waiting_since
from rutine.steps.facts import facts_of
from rutine.steps.reconcile import Reconciled
from rutine.steps.scope import ROUTINE, Scope


def keep_claims(
    session: Session, keys: KeyRing, scope: Scope, reconciled: Reconciled, found: Collection[str]
) -> None:
    """Enter how every claim stands after the run, and close the cases whose claims are gone.

    A file with rows that can't be read says nothing of what payroll no longer claims, so the
    ledger then stays as it was. `found` are the cases that the run's differences belong to.
    """
    reading = reconciled.controlled.at_hand.claims
    if reading is None or reading.errors:
        return
    seen = list(_seen(reconciled))
    record_claims(session, keys, scope.run_id, scope.employer, seen)
    record_carried(session, keys, scope.employer, _carried(reconciled, seen))
    now = ClaimsNow(
        carried=frozenset(c.claim_id for c in seen if c.state is ClaimState.CARRIED),
        listed=frozenset(c.claim_id for c in seen if c.state is not ClaimState.SETTLED),
    )
    close_gone(session, scope.run_id, ROUTINE, scope.employer, found=found, claims=now)


def _seen(reconciled: Reconciled) -> Iterator[ClaimSeen]:
    """Every claim that payroll lists, with where it stands after this run."""
    result = reconciled.result
    places = {
        **{carried.row: ClaimState.CARRIED for carried in result.carried},
        **{row: ClaimState.CASE for each in result.differences for row in each.rows},
    }
    states = {
        (ref.sha256, ref.row): state for ref, state in places.items() if ref.side is Side.CLAIM
    }
    # A claim that stays settled though payroll has changed it is kept as it was settled.
    then = {each.claim_id: each.then for each in reconciled.brought_back.past.changed}
    for record in reconciled.claims.to_dict("records"):
        state = states.get((record["sha256"], int(record["row"])), ClaimState.SETTLED)
        claimed = then.get(record["claim_id"], Ore(record["amount"]))
        yield _claim(record, claimed, state)


def _carried(reconciled: Reconciled, seen: Iterable[ClaimSeen]) -> Iterator[Carried]:
    """The claims that no case holds, so that a person can match them by hand all the same."""
    people = {claim.claim_id: claim.person for claim in seen}
    refs = [each.row for each in reconciled.result.carried]
    for ref, facts in facts_of(
        refs, reconciled.lines, reconciled.claims, _names(reconciled)
    ).items():
        yield Carried(ref, people.get(facts.claim_id or ""), facts)


def _names(reconciled: Reconciled) -> dict[str, str]:
    """What each file of claims is called."""
    files = dict.fromkeys(reconciled.claims["sha256"], "")
    reading = reconciled.controlled.at_hand.claims
    named = {} if reading is None else {reading.sha256: reading.source}
    return {**files, **reconciled.brought_back.labels, **named}


def _claim(record: dict[Any, Any], claimed: Ore, state: ClaimState) -> ClaimSeen:
    person = record["person"]
    return ClaimSeen(
        claim_id=record["claim_id"],
        person=Fnr(person) if isinstance(person, str) and Fnr.is_valid(person) else None,
        sub_unit=OrgNr(record["sub_unit"]),
        claimed=claimed,
        settled=claimed if state is ClaimState.SETTLED else Ore(record["settled"]),
        since=waiting_since(_day(record["sent"]), _day(record["last"])),
        state=state,
    )


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else moment.date()
