"""What makes a row, a case and its evidence the same as last time.

A line is its file and row, for ever. A claim is payroll's own key: each month's file holds it
again on another row. All hashes are keyed, because the values behind them can be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from rutine.cases.canonical import canonical
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.sealing.keys import KeyRing
from rutine.core.differences import Difference, RowRef, Side
from rutine.core.errors import InputError

RowKey = tuple[str, str, str]
"""`("line", sha256, row)` or `("claim", employer, payroll's key)`."""


def row_key(side: str, sha256: str, row: int, employer: str, claim_id: str | None) -> RowKey:
    """The identity of a row across files and months.

    Raises:
        InputError: `claim_ids_missing` for a claim without payroll's key.
    """
    if side == Side.LINE:
        return (str(side), sha256, str(row))
    if claim_id is None:
        raise InputError(
            "claim_ids_missing",
            "A claim lacks payroll's own key, so it can't be known again next month.",
            "Give the facts of every claim with its claim id.",
        )
    return (str(side), employer, claim_id)


def claim_id_of(ref: RowRef, facts: Mapping[RowRef, RowFacts]) -> str | None:
    """Payroll's key of a claim, when the facts say it."""
    known = facts.get(ref)
    return known.claim_id if known is not None and ref.side is Side.CLAIM else None


def row_keys(difference: Difference, facts: Mapping[RowRef, RowFacts]) -> list[RowKey]:
    """The identities of a difference's rows, in its own order."""
    employer = difference.employer.value
    return [
        row_key(ref.side, ref.sha256, ref.row, employer, claim_id_of(ref, facts))
        for ref in difference.rows
    ]


def fingerprint(keys: KeyRing, difference: Difference, rows: list[RowKey]) -> str:
    """What the case is about, whatever its cause is found to be.

    A group is its rows: a better explanation of the same rows is the same case. A whole
    report, or a fetch, is its reference and reason: one report can fail two controls. A case of
    a known shape is what it is about: a deadline that passes makes no other case.
    """
    about: list[object]
    if difference.about is not None:
        employer = difference.employer.value
        about = [difference.kind, employer, difference.reference, difference.about.key]
    elif difference.kind == "group" and rows:
        about = ["rows", difference.employer.value, sorted(rows)]
    else:
        about = [
            difference.kind,
            difference.reason,
            difference.employer.value,
            difference.reference,
            difference.person.reveal() if difference.person else None,
            difference.sub_unit.value if difference.sub_unit else None,
            difference.benefit,
        ]
    return keys.lookup(canonical(about), "fingerprint")


def evidence_hash(keys: KeyRing, difference: Difference, rows: list[RowKey]) -> str:
    """What a person looked at when deciding; a decision stands while this stands.

    The reason, the suggestion and the choices are not part of it: they are the program's
    opinion, and a changed opinion does not undo a person's decision.
    """
    seen: list[object] = [
        int(difference.claimed),
        int(difference.paid),
        difference.benefit,
        difference.sub_unit.value if difference.sub_unit else None,
        sorted(canonical(item.model_dump(mode="json")) for item in difference.evidence),
        sorted(rows),
    ]
    record = difference.about.record if difference.about is not None else None
    if record is not None:
        # A document is signed as a whole: also the name, and what units are called.
        seen.append(record.model_dump(mode="json", exclude={"authority"}))
    return keys.lookup(canonical(seen), "evidence hash")


def employee_lookup(keys: KeyRing, employee_number: str) -> str:
    """What to find cases by when somebody searches for an employee number."""
    return keys.lookup(employee_number.strip(), "employee number")
