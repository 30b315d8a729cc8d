"""Hold every obligation of the routine against the lists, and say what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.cases.kinds import LIST, OBLIGATION
from rutine.cases.lifecycle.closing import Cause as Closing
from rutine.core.differences import Action, Difference, Evidence, ExemptionChoice, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.obligations.explanation import ItemView, items
from rutine.obligations.requirement import Requirement
from rutine.obligations.states import Cause, ObligationKey, Standing, State
from rutine.obligations.subject import Position
from rutine.obligations.subject import Subject as Held
from rutine.obligations.unit_tree import UnitTree
from rutine.obligations.unknown_codes import known_codes
from rutine.routines.obligation_rule import ObligationRule
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.coming import coming_deadlines
from rutine.steps.shapes.found import Closed, Found, Row, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.managers import MANAGER, Followers, managers_of
from rutine.steps.shapes.registered import REGISTERED, Registered, codes_of
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.standing_groups import Group, stand_by
from rutine.steps.shapes.subjects import Rows, owner, place_of

_REGISTERS: Final = ("employee", "position", "unit", "event", "time_away", "absence")
"""Lists whose faults may hide a person: while there are any, nothing is closed as ended."""

_OF_SOMEBODY: Final = ("employee", "position", "event", "time_away", "absence")
"""Lists of which a row of nobody may be somebody's: nothing is closed as ended then either."""

_CLOSES: Final = {
    State.ENDED: Closing.ENDED,
    State.DONE: Closing.EVIDENCE,
    State.EXEMPT: Closing.EXEMPT,
    State.NOT_DUE: Closing.NOT_DUE,
}
_MOST_PROOFS: Final = 30


def check_obligations(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """How every obligation stands on the run's day.

    Raises:
        InputError: `restricted_without_id`.
    """
    routine = load_shape(place, scope.routine).routine
    found = stand_by(place, scope, routine.obligations, lists)
    rows, nobody, tree, numbers = found.rows, found.nobody, found.tree, found.numbers
    groups = found.groups
    known = known_codes(each for group in groups for each in group.requirements.values())
    told = _Telling(lists, rows, tree, numbers, scope.employer, scope.day)
    shown = not rows.people.anybody_hidden
    differences = [
        *(case for group in groups for case in told.cases(group)),
        *Followers(rows, tree, managers_of(lists), numbers, scope.employer, scope.day).cases(
            routine
        ),
        *Registered(lists, rows, tree, numbers, scope.employer, scope.day).cases(routine),
        *list_cases.unreadable(lists, scope.employer, shown=shown),
        *(
            case
            for record, strangers in nobody.items()
            for case in list_cases.unmatched(lists, scope.employer, record, strangers, shown=shown)
        ),
        *list_cases.about_evidence(
            lists, scope.employer, rows, known | codes_of(routine), scope.day
        ),
    ]
    hidden = lists.faulty(_REGISTERS) or any(not nobody[name].empty for name in _OF_SOMEBODY)
    strange = list_cases.counted(lists, nobody)
    marked = rows.people.protected
    return Found(
        differences=differences,
        closed={OBLIGATION: _Ending(groups, hidden=hidden), LIST: gone},
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=sum(int((group.standings.state >= 0).sum()) for group in groups),
        protected=[each.person for each in marked if each.person is not None],
        listed=rows.people.listed,
        numbers=[each.number for each in marked],
        coming=[
            each
            for group in groups
            for each in coming_deadlines(group.rules, group.standings, rows, numbers, scope.day)
        ],
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Telling:
    """Puts an open obligation into a case."""

    lists: Lists
    rows: Rows
    tree: UnitTree
    numbers: Mapping[str, str]
    employer: OrgNr
    today: date

    def cases(self, group: Group) -> Iterator[Difference]:
        """A case for every obligation that is due soon or overdue."""
        open_ = group.standings.open()
        subjects = group.frames.some({key.subject for key in open_})
        held = {each.key: each for each in subjects}
        rules = {rule.id: rule for rule in group.rules}
        for key, standing in open_.items():
            rule = rules[key.requirement]
            yield self._case(group, rule, key, standing, held[key.subject])

    def _case(
        self,
        group: Group,
        rule: ObligationRule,
        key: ObligationKey,
        standing: Standing,
        held: Held,
    ) -> Difference:
        requirement = group.requirements[rule.id]
        views = items(held, requirement, self.tree, self.today)
        known = self.rows.people.known(owner(key.subject))
        reason = reason_of(standing)
        choices = tuple(
            ExemptionChoice(
                reason=each.reason,
                title=dict(each.title),
                months=each.valid_months,
            )
            for each in rule.exemptions
        )
        return Difference(
            kind=OBLIGATION,
            reason=reason,
            employer=self.employer,
            person=known.person,
            name=known.name,
            employee_number=known.number,
            sub_unit=self._sub_unit(requirement, held),
            evidence=tuple(_evidence(rule, standing, views)),
            permitted=tuple(
                action for action in ANSWERS[reason] if choices or action is not Action.EXEMPT
            ),
            reference=rule.id,
            due=standing.deadline,
            about=Subject(
                key=key.subject,
                title=dict(rule.title),
                exemptions=choices,
                proofs=tuple(self._proofs(views))[:_MOST_PROOFS],
            ),
        )

    def _sub_unit(self, requirement: Requirement, held: Held) -> OrgNr | None:
        """That of the latest position that the requirement is for, those still held first."""
        takes = [
            position
            for position in held.positions
            if position.first <= self.today and requirement.applies_to.takes(position, self.tree)
        ]
        for position in sorted(takes, key=self._how_late, reverse=True):
            number = self.numbers.get(position.unit)
            if number:
                return OrgNr(number)
        return None

    def _how_late(self, position: Position) -> tuple[bool, date]:
        """A position in another unit that is over by now leads nobody away from where they work."""
        return position.last is None or position.last >= self.today, position.first

    def _proofs(self, views: Iterable[ItemView]) -> Iterator[Proof]:
        for view in views:
            for weighed in view.evidence:
                name, row = place_of(weighed.achievement.source)
                yield list_cases.proof_of(
                    self.lists,
                    name,
                    row,
                    weighed.verdict.value,
                    days=(weighed.achievement.day, weighed.valid_to),
                    words=weighed.achievement.code,
                )


def reason_of(standing: Standing) -> str:
    """The reason code of an obligation that is due soon or overdue."""
    if standing.cause is Cause.PART_MISSING:
        return "O05"
    if standing.cause is Cause.EXPIRED:
        return "O04"
    if standing.cause in {Cause.EXPIRING, Cause.VALID}:
        return "O03"
    return "O02" if standing.state is State.OVERDUE else "O01"


def _evidence(
    rule: ObligationRule, standing: Standing, views: Iterable[ItemView]
) -> Iterator[Evidence]:
    """What the case rests on; another of these is another thing to decide about."""
    yield list_cases.said("state", "state", standing.state.name.lower())
    if standing.deadline is not None:
        yield list_cases.said("deadline", "day", standing.deadline.isoformat())
    if standing.warned is not None:
        yield list_cases.said("warned", "count", standing.warned)
    if rule.blocking:
        yield list_cases.said("blocking", "state", "blocking")
    for view in views:
        until = "" if view.valid_to is None else view.valid_to.isoformat()
        yield Evidence(
            field=f"{view.item.type.value} {view.item.code}",
            kind="item",
            left=None,
            right=f"{view.cause.name.lower()} {until}".strip(),
            equal=view.cause is Cause.VALID,
        )


@dataclass(frozen=True, eq=False, slots=True)
class _Ending:
    """Says why an obligation that was open is so no more.

    Attributes:
        groups: how everything stands.
        hidden: somebody may be missing from the lists only because a row of them is faulty.
    """

    groups: Sequence[Group]
    hidden: bool

    def __call__(self, reference: str | None, about: Subject | None) -> Closed | None:
        """The cause, and the rows that closed it; None while it can't be said."""
        if reference in {MANAGER, REGISTERED}:
            return None if self.hidden else Closed(Closing.RESOLVED)
        key = ObligationKey(about.key if about else "", reference or "")
        for group in self.groups:
            standing = group.standings.standing(key)
            if standing is not None and not standing.state.is_open:
                if standing.state is State.ENDED and self.hidden:
                    return None
                return Closed(_CLOSES[standing.state], tuple(_rows_for(group, key, standing)))
        return None if self.hidden else Closed(Closing.ENDED)


def _rows_for(group: Group, key: ObligationKey, standing: Standing) -> Iterator[Row]:
    """Of one that evidence closed: the rows of what is asked for, latest first."""
    if standing.state is not State.DONE:
        return
    rows = group.frames.achievements
    codes = set(group.requirements[key.requirement].codes())
    own = rows[(rows["subject"] == key.subject) & rows["code"].isin(list(codes)) & rows["passed"]]
    latest = own.sort_values("day", kind="stable").drop_duplicates("code", keep="last")
    for source in latest["source"]:
        yield place_of(source)
