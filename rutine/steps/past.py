"""What earlier runs settled that something new speaks against: read again, and looked at anew.

A reversal, or a row without its days, casts doubt on all that the program settled for the same
person, sub-unit and benefit; a claim that payroll has changed since, on its own settlement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import pandas as pd

from rutine.cases.lifecycle.open_rows import RowsOfCases
from rutine.cases.people.register import numbers_of
from rutine.cases.reports.ledger import reports_of
from rutine.cases.settling.applying import settled_in_part
from rutine.cases.settling.claims import settled_amounts
from rutine.cases.settling.settlements import settled_claims
from rutine.cases.settling.standing import (
    Standing,
    TakenBack,
    about_to_stand,
    periods_decided,
    settled_under,
    standing_of,
    taken_back,
)
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.installation import Installation
from rutine.matching import in_doubt
from rutine.refunds.past import Changed, Decided, Earlier, Past
from rutine.refunds.past import Standing as Stands
from rutine.steps.payroll_rows import as_open, read_archived
from rutine.steps.read import AtHand, ReportAtHand, label, read_report
from rutine.steps.same_person import (
    by_claims,
    by_employments,
    employed_of,
    numbers_in,
    one_person,
    under_one_number,
)
from rutine.steps.scope import Scope

_Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class BroughtBack:
    """The run's rows with those of doubted settlements among them.

    Attributes:
        lines, claims: the frames to be reconciled.
        labels: sha256 -> what the further files are called.
        past: what became of the rows before.
        doubted_claims: claims that are settled, and take part again.
        caught_up: claims that payroll lists as open though they were settled.
    """

    lines: pd.DataFrame
    claims: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    doubted_claims: frozenset[str] = frozenset()
    caught_up: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store says of the past."""

    standing: tuple[Standing, ...]
    back: tuple[TakenBack, ...]
    changed: frozenset[str]
    then: Mapping[str, Ore]
    parts: Mapping[str, Ore]
    decided: tuple[Decided, ...]
    same_person: Mapping[str, str] = field(repr=False)


def bring_back_doubted(
    place: Installation,
    scope: Scope,
    at_hand: AtHand,
    of_cases: RowsOfCases,
    rows: tuple[pd.DataFrame, pd.DataFrame],
) -> BroughtBack:
    """Find the settlements that the open rows speak against, and read their rows again.

    Without payroll's claims nothing is looked at anew. A settlement whose files can't be read
    any more stands; what speaks against it is a case by itself.

    Args:
        place: the installation.
        scope: the run.
        at_hand: what was read.
        of_cases: what people have decided of open rows.
        rows: the run's lines, and payroll's list.
    """
    lines, claims = rows
    if at_hand.claims is None:
        return BroughtBack(lines, claims)
    found = _ask(place, scope, at_hand, of_cases, rows)
    doubted = [each for each in found.standing if each.case is None]
    free = {key: ref for each in found.back for key, ref in each.claims.items()}
    free = {key: ref for key, ref in free.items() if key not in of_cases.finished_claims}
    awaited = {key for each in found.back for key in each.awaited} & free.keys()
    refs = {key: ref for each in doubted for key, ref in each.claims.items()}
    asked = {**{key: free[key] for key in awaited}, **refs}
    kept = read_archived(place, at_hand, claims, asked)
    reports = _reports(place, scope, at_hand, {sha256 for e in doubted for sha256, _ in e.lines})
    plain = set(claims.loc[claims["settled"] == 0, "claim_id"])
    doubted = [e for e in doubted if _is_whole(e, reports, plain | kept.ids)]
    taking_part = {key for each in doubted for key in each.claims}
    now, caught_up = as_open(
        claims,
        kept,
        settled=taking_part,
        awaited=awaited - found.parts.keys(),
        parts=found.parts,
    )
    again = [_lines_of(report, doubted) for report in reports.values()]
    back = [each for each in found.back if not each.gave_way]
    past = Past(
        earlier=(*(_doubted(e, found.changed) for e in doubted), *map(_taken_back, back)),
        decided=found.decided,
        changed=_changed(found, taking_part),
    )
    lines = pd.concat([lines, *again], ignore_index=True) if again else lines
    lines, now = under_one_number(lines, now, past, found.same_person)
    return BroughtBack(
        lines=lines,
        claims=now,
        labels={**{sha256: label(r.entry) for sha256, r in reports.items()}, **kept.labels},
        past=past,
        doubted_claims=frozenset(taking_part),
        caught_up=frozenset(caught_up),
    )


def _ask(
    place: Installation,
    scope: Scope,
    at_hand: AtHand,
    of_cases: RowsOfCases,
    rows: tuple[pd.DataFrame, pd.DataFrame],
) -> _Found:
    lines, claims = rows
    with place.database.reading() as session:
        # What this run carries out counts already: the run after it must find the same.
        coming = about_to_stand(session, place.keys, scope.employer)
        decided = {key for each in coming for key in each.claims}
        settled = settled_claims(session, scope.employer).keys() | decided
        then = settled_amounts(session, scope.employer, decided)
        parts = settled_in_part(session, place.keys, scope.employer)
        changed = _changed_since(claims, settled, then)
        keys = _doubts(lines, claims, of_cases, settled)
        people = {person for person, _, _ in keys if Fnr.is_valid(person)}
        theirs = set(claims.loc[claims["person"].isin(list(people)), "claim_id"])
        # By the number they were settled under: payroll may have replaced it meanwhile.
        under = settled_under(session, place.keys, scope.employer, changed | (theirs & settled))
        back = taken_back(session, scope.employer)
        freed = numbers_of(session, place.keys, (each.subject_id for each in back))
        under |= {claim_id: freed[each.subject_id] for each in back for claim_id in each.claims}
        people |= {number.reveal() for number in (*under.values(), *freed.values())}
        replaced = by_employments(employed_of(at_hand, people), people)
        persons = {Fnr(number) for number in people.union(*replaced)}
        known = (*standing_of(session, place.keys, scope.employer, persons), *coming)
        under |= {claim_id: each.person for each in known for claim_id in each.claims}
        replaced |= by_claims(under, claims)
        same = one_person(replaced, employed_of(at_hand, {n for pair in replaced for n in pair}))
        keys = {(same.get(person, person), unit, benefit) for person, unit, benefit in keys}
        standing = tuple(
            each for each in known if _key(each, same) in keys or changed & each.claims.keys()
        )
        cases = {each.case_id for each in standing if each.case_id is not None}
        periods = periods_decided(session, place.keys, cases)
    by_people = tuple(
        Decided(
            number,
            each.sub_unit,
            each.benefit,
            periods[each.case_id],
            each.case,
            each.claimed,
            each.paid,
        )
        for each in standing
        if each.case is not None and each.case_id is not None
        for number in numbers_in(same, each.person.reveal())
    )
    return _Found(standing, back, frozenset(changed), then, parts, by_people, same)


def _key(settlement: Standing, same_person: Mapping[str, str]) -> _Key:
    number = settlement.person.reveal()
    return (same_person.get(number, number), settlement.sub_unit, settlement.benefit)


def _doubts(
    lines: pd.DataFrame, claims: pd.DataFrame, of_cases: RowsOfCases, settled: Collection[str]
) -> set[_Key]:
    """Person, sub-unit and benefit of what speaks against anything that was settled for them."""
    if of_cases.apart_lines:
        places = zip(lines["sha256"], lines["row"], strict=True)
        free = [(sha256, int(row)) not in of_cases.apart_lines for sha256, row in places]
        lines = lines[pd.Series(free, index=lines.index, dtype=bool)]
    over = {*settled, *of_cases.finished_claims}
    left = claims[~claims["claim_id"].isin(list(over)) & (claims["amount"] != claims["settled"])]
    found = in_doubt(*(side.rename(columns={"sub_unit": "unit"}) for side in (lines, left)))
    return {(person, unit, benefit) for person, unit, benefit in found if isinstance(person, str)}


def _changed_since(
    claims: pd.DataFrame, settled: AbstractSet[str], then: Mapping[str, Ore]
) -> set[str]:
    """Settled claims that payroll lists with another amount than then, and not as settled."""
    known = claims[claims["claim_id"].isin(list(then.keys() & settled))]
    before = known["claim_id"].map({key: int(then[key]) for key in known["claim_id"]})
    differs = (known["amount"] != before) & (known["amount"] != known["settled"])
    return set(known.loc[differs, "claim_id"])


def _changed(found: _Found, taking_part: Collection[str]) -> tuple[Changed, ...]:
    """Claims that payroll has changed since, and whose settlement is not looked at anew."""
    return tuple(
        Changed(claim_id, found.then[claim_id], each.case)
        for each in found.standing
        for claim_id in sorted((found.changed - set(taking_part)) & each.claims.keys())
    )


def _reports(
    place: Installation, scope: Scope, at_hand: AtHand, files: Collection[str]
) -> dict[str, ReportAtHand]:
    """The reports that settled lines came in, by sha256; those that can't be read are left out."""
    known = {report.reading.sha256: report for report in at_hand.reports}
    found = {sha256: known[sha256] for sha256 in files if sha256 in known}
    with place.database.reading() as session:
        entries = reports_of(session, scope.employer, set(files) - found.keys())
    lowest = min((report.key for report in at_hand.reports), default=0)
    for place_in_run, entry in enumerate(entries, start=1):
        key = entry.report_id or min(lowest, 0) - place_in_run
        try:
            reading = read_report(place, at_hand.rules, entry)
        except InputError:
            continue
        found[entry.sha256] = ReportAtHand(entry, key, reading, fresh=False)
    return found


def _is_whole(
    settlement: Standing, reports: Mapping[str, ReportAtHand], claims: Collection[str]
) -> bool:
    """Whether every row of a settlement could be read again."""
    rows = {sha256: set(report.reading.frame["row"]) for sha256, report in reports.items()}
    return set(claims) >= settlement.claims.keys() and all(
        row in rows.get(sha256, ()) for sha256, row in settlement.lines
    )


def _lines_of(report: ReportAtHand, doubted: Iterable[Standing]) -> pd.DataFrame:
    sha256 = report.reading.sha256
    rows = [row for each in doubted for name, row in each.lines if name == sha256]
    frame = report.reading.frame
    return frame[frame["row"].isin(rows)].assign(sha256=sha256, report_id=report.key)


def _doubted(settlement: Standing, changed: Collection[str]) -> Earlier:
    return Earlier(
        key=settlement.settlement_id,
        lines=frozenset(settlement.lines),
        claims=frozenset(settlement.claims),
        claimed=settlement.claimed,
        paid=settlement.paid,
        standing=Stands.DOUBTED,
        is_changed=not settlement.claims.keys().isdisjoint(changed),
    )


def _taken_back(settlement: TakenBack) -> Earlier:
    return Earlier(
        key=settlement.settlement_id,
        lines=frozenset(settlement.lines),
        claims=frozenset(settlement.claims),
        claimed=settlement.claimed,
        paid=settlement.paid,
        standing=Stands.UNDONE if settlement.by_person else Stands.REOPENED,
    )
