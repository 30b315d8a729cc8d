"""Hold the rota against the routine's cover rules, and say where somebody must step in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.cases.kinds import COVER, LIST
from rutine.cases.lifecycle.closing import Cause
from rutine.core.differences import Difference, Evidence, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Finding, Kind
from rutine.obligations.cover.free_people import FreePeople
from rutine.obligations.cover.rule import CoverRule as Engine
from rutine.obligations.cover.rule import Strength
from rutine.obligations.unknown_codes import known_codes
from rutine.routines.cover_rule import CoverRule
from rutine.routines.requirements import cover_of, requirement_of
from rutine.routines.routine_file import RoutineFile
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.found import Closed, Found, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.people import People
from rutine.steps.shapes.rota_lists import RotaAtHand, rota_of
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.subjects import rows_of_people, unit_tree

CODES: Final[Mapping[Kind, str]] = {
    Kind.NOT_COVERED: "C01",
    Kind.COVERED_ONLY_BY_EXPIRING: "C02",
    Kind.SINGLE_POINT: "C03",
    Kind.EXPIRED_ON_SHIFT: "C04",
    Kind.VACANT_SHIFT: "C05",
    Kind.OVERLAP: "C06",
    Kind.REST_UNDER_11H: "C07",
    Kind.UNKNOWN_SHIFT_CODE: "C08",
}
"""What is found, and the reason of its case."""

_BY_WISH: Final = frozenset({"C02", "C03", "C07"})
"""Only told of: cases where the routine file lists them among its exceptions."""

_OF_ONE: Final = frozenset({Kind.EXPIRED_ON_SHIFT, Kind.OVERLAP, Kind.REST_UNDER_11H})
_FREE: Final = 10
_RESTS_ON: Final = ("employee", "position", "unit", "shift")
"""Lists whose faults may hide what was found: while there are any, nothing is resolved."""


def check_cover(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """Every window from the run's day to the end of the rota, or of the rule's horizon.

    Raises:
        InputError: `restricted_without_id`.
    """
    routine = load_shape(place, scope.routine).routine
    rows, nobody = rows_of_people(lists, place)
    tree, numbers = unit_tree(lists)
    at_hand = rota_of(lists, rows, routine, scope.day)
    every = {unit for shift in at_hand.rota.shifts for unit in shift.units}
    rules = {
        rule.id: (rule, cover_of(rule, sorted(every or {""})))
        for rule in routine.cover_rules
        if rule.holds_on(scope.day) or rule.first is None or rule.first > scope.day
    }
    longest = max((rule.horizon_weeks for rule, _ in rules.values()), default=6)
    last = min(at_hand.last_day, scope.day + timedelta(weeks=longest))
    engines = [engine for _, engine in rules.values()]
    # Rows of one shift that differ in what tells no case apart are one case, with all of them.
    told_of = {each.key: each for each in check(at_hand.rota, engines, tree, scope.day, last)}
    names = {
        rule.id: {str(k): words for k, words in rule.title.items()} for rule in routine.obligations
    }
    free = FreePeople(at_hand.rota, tree)
    telling = _Telling(lists, rows.people, at_hand, free, numbers, scope.employer, rules, names)
    strangers = lists.rows("shift")
    known = strangers["employee_number"].isin(list(rows.people.rows["employee_number"]))
    nobody["shift"] = strangers[(strangers["employee_number"] != "") & ~known]
    codes = known_codes(requirement_of(rule) for rule in routine.obligations)
    needed = {c for rule in engines for need in rule.needs for c in need.taken}
    shown = not rows.people.anybody_hidden
    cases = [
        telling.case(each) for each in told_of.values() if _is_case(each, rules, routine, scope.day)
    ]
    found = list_cases.few_or_one(cases, CODES[Kind.UNKNOWN_SHIFT_CODE])
    differences = [
        *found,
        *list_cases.unreadable(lists, scope.employer, shown=shown),
        *(
            case
            for record, some in nobody.items()
            for case in list_cases.unmatched(lists, scope.employer, record, some, shown=shown)
        ),
        *list_cases.about_evidence(lists, scope.employer, rows, codes | needed, scope.day),
    ]
    hidden = lists.faulty(_RESTS_ON) or not nobody["employee"].empty
    strange = list_cases.counted(lists, nobody)
    marked = rows.people.protected
    return Found(
        differences=differences,
        closed={
            COVER: _Ending(scope.day, last, hidden=hidden, joined=len(found) < len(cases)),
            LIST: gone,
        },
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=sum(len(list(engine.windows(scope.day, last))) for engine in engines),
        protected=[each.person for each in marked if each.person is not None],
        listed=rows.people.listed,
        numbers=[each.number for each in marked],
    )


_Rules = Mapping[str, tuple[CoverRule, Engine]]


def _is_case(finding: Finding, rules: _Rules, routine: RoutineFile, today: date) -> bool:
    """Whether a person must look: a soft rule and what nobody asked to be told are no cases."""
    code = CODES[finding.kind]
    if code in _BY_WISH and code not in {each.code for each in routine.exceptions}:
        return False
    if finding.rule not in rules:
        return True
    rule, engine = rules[finding.rule]
    ahead = finding.day <= today + timedelta(weeks=rule.horizon_weeks)
    return ahead and engine.strength is Strength.HARD


@dataclass(frozen=True, eq=False, slots=True)
class _Telling:
    """Puts a finding into a case."""

    lists: Lists
    people: People
    at_hand: RotaAtHand
    free: FreePeople
    numbers: Mapping[str, str]
    employer: OrgNr
    rules: _Rules
    names: Mapping[str, dict[str, str]]

    def case(self, finding: Finding) -> Difference:
        """One case."""
        code = CODES[finding.kind]
        rule = self.rules.get(finding.rule)
        own = self.people.known(finding.persons[0]) if finding.kind in _OF_ONE else None
        return Difference(
            kind=COVER,
            reason=code,
            employer=self.employer,
            person=own.person if own else None,
            name=own.name if own else None,
            employee_number=own.number if own else None,
            sub_unit=self._sub_unit(finding.units),
            evidence=tuple(self._evidence(finding)),
            permitted=ANSWERS[code],
            reference=finding.rule or "rota",
            due=finding.start.date(),
            about=Subject(
                key=_key(finding),
                title=dict(rule[0].title) if rule else {},
                proofs=tuple(self._proofs(finding)),
                free=tuple(self._asked(finding)),
                names={
                    missing.competence: self.names[missing.competence]
                    for missing in finding.missing
                    if missing.competence in self.names
                },
            ),
        )

    def _sub_unit(self, units: Sequence[str]) -> OrgNr | None:
        found = {self.numbers[unit] for unit in units if unit in self.numbers}
        return OrgNr(found.pop()) if len(found) == 1 else None

    def _evidence(self, finding: Finding) -> Iterator[Evidence]:
        """What the case rests on. An unknown code is told without days and counts.

        They move with the rota: a code that somebody has seen to would be news every morning.
        """
        if finding.kind is not Kind.UNKNOWN_SHIFT_CODE:
            span = f"{finding.start.isoformat()}/{finding.end.isoformat()}"
            yield list_cases.said("span", "span", span)
        if finding.units:
            yield list_cases.said("units", "text", ", ".join(finding.units))
        for missing in finding.missing:
            yield list_cases.said(missing.competence, "lacking", missing.lacking)
        if finding.code:
            yield list_cases.said("shift_code", "text", finding.code)
        if finding.minutes:
            yield list_cases.said("minutes", "count", finding.minutes)

    def _asked(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Who may be asked, or whom it hangs on; nobody whom only few may see."""
        if finding.kind is Kind.NOT_COVERED:
            found = self.free.nearest(finding, self.rules[finding.rule][1])
            pairs = [(each.person, each.unit) for each in found]
        elif finding.kind in _OF_ONE:
            return
        else:
            pairs = [
                (number, self.at_hand.rota.people[number].unit)
                for number in finding.persons
                if number in self.at_hand.rota.people
            ]
        for number, unit in list(dict.fromkeys(pairs))[:_FREE]:
            known = self.people.known(number)
            if not known.restricted:
                yield f"{known.name or ''} ({number})".strip(), unit

    def _proofs(self, finding: Finding) -> Iterator[Proof]:
        for shift in finding.shifts:
            for name, row in self.at_hand.places[shift]:
                yield list_cases.proof_of(self.lists, name, row)


def _key(finding: Finding) -> str:
    """What tells a case from others: its last day, by which it ends, and the finding's own key.

    An unknown code has no last day: the rota goes on, and the code is the same tomorrow.
    """
    if finding.kind is Kind.UNKNOWN_SHIFT_CODE:
        return finding.key
    return f"{finding.end.date().isoformat()} {finding.key}"


@dataclass(frozen=True, slots=True)
class _Ending:
    """Says why a window is found no more: it is over, or it is covered now.

    Attributes:
        today: the run's day.
        last: the last day that was looked at; of later ones nothing can be said.
        hidden: what was found may be missing only because a row of a list is faulty.
        joined: unknown codes are told together, so that none has gone.
    """

    today: date
    last: date
    hidden: bool
    joined: bool

    def __call__(self, _: str | None, about: Subject | None) -> Closed | None:
        """The cause."""
        if about is None:
            return None
        told, _, _ = about.key.rpartition(" ")
        if not told:
            return None if self.hidden or self.joined else Closed(Cause.RESOLVED)
        day = date.fromisoformat(told)
        if day < self.today:
            return Closed(Cause.ENDED)
        return None if self.hidden or day > self.last else Closed(Cause.RESOLVED)
