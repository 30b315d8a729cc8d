"""Every case that people have decided, as what can be learned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.batches import batches
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of, row_facts_of
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    PickedRowEntry,
    Settlement,
)
from rutine.cases.views import DecisionState
from rutine.core.clock import OSLO
from rutine.core.differences import Action, Side
from rutine.core.errors import InputError
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import read as read_format
from rutine.installation import Installation
from rutine.refunds.arrivals import KIND as ARRIVAL
from rutine.routines.proposals.decided_case import DecidedCase, DecidedRow, Standing
from rutine.routines.proposals.nav_schemes import schemes_in
from rutine.steps.list_files import choose_format, identities
from rutine.steps.scope import Rules

GROUP: Final = "group"
_BENEFIT: Final = "benefit"
_BANK: Final = frozenset({"bank_text", "bank_reference"})
_STANDING: Final[Mapping[DecisionState, Standing]] = {
    DecisionState.EFFECTIVE: Standing.STANDS,
    DecisionState.RETURNED: Standing.RETURNED,
}

_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row, and where in which file it stands."""

    row: DecidedRow
    place: _Place


def decided_cases(place: Installation, session: Session, rules: Rules) -> tuple[DecidedCase, ...]:
    """The last word on every case of the routine that somebody has decided, by case number.

    A decision that was taken back before anything came of it was never one.
    """
    last: dict[str, tuple[Case, DecisionEntry]] = {}
    for case, entry in _decisions(session, rules.routine.name):
        last[case.id] = case, entry
    undone = _undone(session)
    people = _people(session, [entry for _, entry in last.values()])
    rows = _rows(session, place.keys)
    words = _Words(place, rules)
    return tuple(
        DecidedCase(
            number=case.number,
            kind=case.kind,
            reason=case.reason,
            action=Action(entry.action),
            standing=Standing.UNDONE
            if entry.id in undone
            else _STANDING.get(DecisionState(entry.state), Standing.OPEN),
            people=frozenset(people[who] for who in (entry.by_id, entry.second_id) if who),
            day=entry.at.astimezone(OSLO).date(),
            suggested=Action(case.suggestion) if case.suggestion else None,
            restricted=case.restricted,
            rows=tuple(words.told(rows.get(case.id, ()))),
            bank_words=_bank_words(place.keys, case),
        )
        for case, entry in sorted(last.values(), key=lambda pair: pair[0].number)
    )


def _decisions(session: Session, routine: str) -> list[tuple[Case, DecisionEntry]]:
    """What was decided of the routine's cases, and their cases, the oldest decision first.

    The decisions lead to their cases: the other way round every case there is would be looked at.
    """
    entries = session.scalars(
        select(DecisionEntry).where(DecisionEntry.state != DecisionState.RETRACTED)
    ).all()
    cases = {
        case.id: case
        for batch in batches(sorted({entry.case_id for entry in entries}))
        for case in session.scalars(select(Case).where(Case.id.in_(batch), Case.routine == routine))
    }
    own = [(cases[entry.case_id], entry) for entry in entries if entry.case_id in cases]
    return sorted(own, key=lambda each: (each[1].at, each[1].id))


def _undone(session: Session) -> set[str]:
    """Decisions whose settlement was taken back."""
    return set(
        session.scalars(
            select(AppliedDecision.decision_id)
            .join(Settlement, Settlement.id == AppliedDecision.settlement_id)
            .where(Settlement.undone_at.is_not(None))
        )
    )


def _people(session: Session, entries: Sequence[DecisionEntry]) -> dict[str, str]:
    """Who decided -> one id for each person, also for one who has two accounts."""
    ids = sorted({who for each in entries for who in (each.by_id, each.second_id) if who})
    found = {each: each for each in ids}
    for one, other in combinations(ids, 2):
        if same_person(session, one, other):
            kept, gone = found[one], found[other]
            found = {who: kept if is_now == gone else is_now for who, is_now in found.items()}
    return found


def _rows(session: Session, keys: KeyRing) -> dict[str, tuple[_Placed, ...]]:
    """The rows of each decided case about people; none where a row's facts are not kept."""
    picked = {
        (each.side, each.sha256, each.row): each for each in session.scalars(select(PickedRowEntry))
    }
    found: dict[str, list[_Placed | None]] = defaultdict(list)
    query = (
        select(CaseRowEntry)
        .join(Case, Case.id == CaseRowEntry.case_id)
        .where(Case.kind == GROUP, Case.id.in_(select(DecisionEntry.case_id)))
        .order_by(CaseRowEntry.case_id, CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row)
    )
    subjects: dict[str, set[str | None]] = defaultdict(set)
    for entry in session.scalars(query):
        pick = picked.get((entry.side, entry.sha256, entry.row))
        if pick is not None:
            subjects[entry.case_id].add(pick.subject_id)
        amount = None if pick is None else pick.amount
        found[entry.case_id].append(_placed(keys, entry, amount))
    return {
        case_id: tuple(row for row in rows if row is not None)
        for case_id, rows in found.items()
        if None not in rows and len(subjects[case_id]) <= 1  # nothing is learned across people
    }


def _placed(keys: KeyRing, entry: CaseRowEntry, amount: int | None) -> _Placed | None:
    facts = row_facts_of(keys, entry)
    if facts is None or (amount is None and facts.amount is None):
        return None
    row = DecidedRow(
        side=Side(entry.side),
        unit=facts.sub_unit,
        benefit=facts.benefit,
        first=facts.first,
        last=facts.last,
        amount=int(facts.amount or 0) if amount is None else amount,
    )
    return _Placed(row, (entry.sha256, entry.row))


def _bank_words(keys: KeyRing, case: Case) -> frozenset[str]:
    if case.kind != ARRIVAL:
        return frozenset()
    evidence = facts_of(keys, case).evidence
    return schemes_in(*(each.left for each in evidence if each.field in _BANK))


class _Words:
    """What payroll's files themselves call the benefits of claims, looked up where it matters."""

    def __init__(self, place: Installation, rules: Rules) -> None:
        self._place = place
        self._rules = rules
        self._files: dict[str, tuple[str, Mapping[int, str]] | None] = {}

    def told(self, placed: Sequence[_Placed]) -> Iterator[DecidedRow]:
        """The rows; a claim that was paid as another benefit with its own word."""
        differ = len({each.row.benefit for each in placed}) > 1
        for each in placed:
            word = self._word(each.place) if differ and each.row.side is Side.CLAIM else None
            yield replace(each.row, word=word)

    def _word(self, place: _Place) -> tuple[str, str] | None:
        sha256, row = place
        if sha256 not in self._files:
            self._files[sha256] = self._read(sha256)
        found = self._files[sha256]
        if found is None or row not in found[1]:
            return None
        return found[0], found[1][row]

    def _read(self, sha256: str) -> tuple[str, Mapping[int, str]] | None:
        """The format that reads a file of claims, and the word in each of its rows."""
        try:
            data = self._place.archive.get(sha256)
            form = choose_format(self._rules.formats_for("claim"), data)
            reading = read_format(
                _as_written(form), data, source="", identities=identities(self._place)
            )
        except InputError:
            return None  # it can't be read any more: then nothing is learned of its words
        frame = reading.frame
        return form.format, dict(zip(frame["row"].tolist(), frame[_BENEFIT].tolist(), strict=True))


def _as_written(form: FormatFile) -> FormatFile:
    """The format, but leaving the benefit's words as the file has them."""
    fields = tuple(
        field.model_copy(update={"words": {}}) if field.into == _BENEFIT else field
        for field in form.fields
    )
    return form.model_copy(update={"fields": fields})
