"""Hold a survey's list of respondents against employees, positions and units.

The answers are no part of it: no list of the routine has them, and a file that does is refused
before it is kept (`never` in its format).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.cases.kinds import LIST, RESPONDENT
from rutine.cases.lifecycle.closing import Cause
from rutine.core.differences import Action, Difference, Evidence, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.routines.survey_rule import SurveyPart, survey_rule
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.found import Closed, Found, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.managers import managers_of
from rutine.steps.shapes.people import People
from rutine.steps.shapes.reading import day, each_row
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.subjects import unit_tree
from rutine.steps.shapes.survey_decisions import Corrected, corrections
from rutine.steps.shapes.survey_list import LIST_NAME, survey_list
from rutine.surveys.checking import Checked, check
from rutine.surveys.findings import Finding, Kind
from rutine.surveys.people import Entry, Held, Somebody, Units

CODES: Final[Mapping[Kind, str]] = {
    Kind.MISSING: "U01",
    Kind.ENDED: "U02",
    Kind.NOT_INCLUDED: "U03",
    Kind.TWICE: "U04",
    Kind.NO_EMAIL: "U05",
    Kind.SHARED_EMAIL: "U06",
    Kind.WRONG_UNIT: "U07",
    Kind.UNKNOWN_UNIT: "U08",
    Kind.SMALL_UNIT: "U09",
    Kind.OWN_UNIT: "U10",
    Kind.HIDDEN: "U11",
}
"""What is found, and the reason of its case."""

_REGISTERS: Final = ("employee", "position", "unit", "time_away")
"""Lists that tell who takes part: while a row of one is faulty, nobody is taken off the list."""

_TELL_OF_PEOPLE: Final = ("employee", "position")
"""Lists of which a row of nobody may be the one by which somebody takes part."""

_OFF: Final = frozenset({Kind.ENDED, Kind.NOT_INCLUDED})
_FULL: Final = 10_000


def check_respondents(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """Everything that is wrong with the list on the run's day, and the list as it would be sent.

    Raises:
        InputError: `restricted_without_id`.
    """
    routine = load_shape(place, scope.routine).routine
    survey = routine.survey
    assert survey is not None  # noqa: S101 - `load_shape` refuses a survey without its rule
    people = People(lists, place)
    nobody: dict[str, pd.DataFrame] = {"employee": people.contested}
    own: dict[str, pd.DataFrame] = {}
    for record in ("position", "time_away", "respondent"):
        own[record], nobody[record] = people.whose(lists.rows(record))
    tree, numbers = unit_tree(lists)
    known = frozenset(lists.rows("unit")["unit"])
    same = _one_number(people, frozenset(own["respondent"]["subject"]))
    led = {unit: same.get(number, number) for unit, number in managers_of(lists).items()}
    units = Units(tree, known, led)
    everybody = _persons(_everybody(people, own, scope.day), same)
    entries = tuple(dict.fromkeys(_entries(own["respondent"], same)))
    text = survey.text_on(scope.day)
    unsure = lists.faulty(_REGISTERS) or any(not nobody[each].empty for each in _TELL_OF_PEOPLE)
    hides = unsure or lists.faulty(("respondent",)) or not nobody["respondent"].empty
    telling = _Telling(
        lists,
        people,
        everybody,
        numbers,
        scope.employer,
        survey,
        unseen=frozenset(entry.key for entry in entries if entry.number in people.hidden),
        unsure=unsure,
    )
    if text is None:  # nobody has said who takes part today
        checked = Checked((), entries, 0)
    else:
        answer = Corrected(place.keys, people, corrections(place, scope), telling.case)
        checked = check(entries, everybody, units, survey_rule(text), answer)
    cases = [telling.case(each) for each in checked.findings]
    told = list_cases.few_or_one(cases, CODES[Kind.UNKNOWN_UNIT])
    hides |= len(told) < len(cases)  # of units that are told together, none has gone
    shown = not people.anybody_hidden
    strange = list_cases.counted(lists, nobody)
    marked = people.protected
    return Found(
        differences=[
            *told,
            *list_cases.unreadable(lists, scope.employer, shown=shown),
            *(
                case
                for record, some in nobody.items()
                for case in list_cases.unmatched(lists, scope.employer, record, some, shown=shown)
            ),
        ],
        closed={
            RESPONDENT: _Ending(hidden=hides or text is None),
            LIST: gone,
        },
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=len(entries) + checked.taking_part,
        protected=[each.person for each in marked if each.person is not None],
        listed=people.listed,
        numbers=[each.number for each in marked],
        files={} if text is None else {LIST_NAME: _list(place, lists, people, checked)},
    )


def _list(place: Installation, lists: Lists, people: People, checked: Checked) -> bytes:
    """The list to deliver; what no rule was held against is never one."""
    language = Language(place.settings.language)
    return survey_list(checked.entries, people.hidden, _names(lists), language)


def _names(lists: Lists) -> dict[str, str]:
    rows = lists.rows("unit").drop_duplicates("unit")
    return dict(zip(rows["unit"], rows["name"], strict=True))


def _entries(rows: pd.DataFrame, same: Mapping[str, str]) -> Iterator[Entry]:
    for row in each_row(rows):
        number = same.get(row.subject, row.subject)
        yield Entry((row.file, int(row.row)), number, row.unit, row.email)


def _one_number(people: People, listed: Collection[str]) -> dict[str, str]:
    """The employee numbers of those who have several -> the one by which they answer, once.

    One that the list has, where it has any: somebody with two employments is one respondent.
    """
    of_person: dict[str, list[str]] = defaultdict(list)
    for row in each_row(people.rows):
        if row.person:
            of_person[row.person].append(row.employee_number)
    return {
        number: min(numbers, key=lambda each: (each not in listed, each))
        for numbers in of_person.values()
        if len(numbers) > 1
        for number in numbers
    }


def _persons(
    everybody: Iterable[tuple[str, Somebody]], same: Mapping[str, str]
) -> dict[str, Somebody]:
    """Everybody once, whichever of their employee numbers a position stands at."""
    by_number: dict[str, list[Somebody]] = defaultdict(list)
    for number, one in everybody:
        by_number[same.get(number, number)].append(one)
    return {
        number: ones[0] if len(ones) == 1 else _joined(number, ones)
        for number, ones in by_number.items()
    }


def _joined(number: str, ones: Sequence[Somebody]) -> Somebody:
    """One person's employments as one: over when all are, away when they are from all."""
    still = [each for each in ones if each.ended is None]
    in_order = sorted(ones, key=lambda each: (each.ended is not None, each.number != number))
    return Somebody(
        number=number,
        email=next((each.email for each in in_order if each.email), ""),
        held=tuple(dict.fromkeys(held for each in still for held in each.held)),
        ended=None if still else max(each.ended for each in ones if each.ended is not None),
        away=all(each.away for each in still if each.held),
        hidden=any(each.hidden for each in ones),
    )


def _everybody(
    people: People, own: Mapping[str, pd.DataFrame], today: date
) -> Iterator[tuple[str, Somebody]]:
    """Every employee as they stand on the day."""
    held: dict[str, list[Held]] = defaultdict(list)
    ends: dict[str, list[date | None]] = defaultdict(list)
    for row in each_row(own["position"]):
        last = day(row.last)
        ends[row.subject].append(last)
        if row.first.date() <= today <= (last or date.max):
            held[row.subject].append(_held(row))
    away = _wholly_away(own["time_away"], today)
    for row in each_row(people.rows):
        number, left = row.employee_number, day(row.left)
        over = left if left is not None and left < today else None
        told = ends[number]
        if over is None and told and all(each is not None and each < today for each in told):
            over = max(each for each in told if each is not None)
        yield (
            number,
            Somebody(
                number=number,
                email=row.email.strip(),
                held=() if over is not None else tuple(held[number]),
                ended=over,
                away=number in away,
                hidden=number in people.hidden,
            ),
        )


def _held(row: Any) -> Held:
    percent = 100.0 if pd.isna(row.percent) else float(row.percent) / 100
    return Held(row.unit, row.first.date(), row.position_code, percent, frozenset(row.tags.split()))


def _wholly_away(rows: pd.DataFrame, today: date) -> frozenset[str]:
    percent = rows["percent"].fillna(_FULL).astype("int64")
    now = pd.Timestamp(today)
    there = (rows["first"] <= now) & (rows["last"].isna() | (rows["last"] >= now))
    return frozenset(rows.loc[there & (percent >= _FULL), "subject"])


@dataclass(frozen=True, eq=False, slots=True)
class _Telling:
    """Puts a finding into a case."""

    lists: Lists
    people: People
    everybody: Mapping[str, Somebody]
    numbers: Mapping[str, str]
    employer: OrgNr
    survey: SurveyPart
    unseen: frozenset[tuple[str, int]]
    unsure: bool

    def case(self, finding: Finding) -> Difference:
        """One case."""
        code = CODES[finding.kind]
        known = self.people.known(finding.who) if finding.who else None
        unit = finding.should_be if finding.who else finding.about
        number = self.numbers.get(unit) or self.numbers.get(finding.unit)
        can = self.can_correct(finding)
        return Difference(
            kind=RESPONDENT,
            reason=code,
            employer=self.employer,
            person=known.person if known else None,
            name=known.name if known else None,
            employee_number=known.number if known else None,
            sub_unit=OrgNr(number) if number else None,
            evidence=tuple(self._evidence(finding, can=can)),
            suggestion=Action.CORRECT_LIST if can else None,
            permitted=tuple(
                action for action in ANSWERS[code] if can or action is not Action.CORRECT_LIST
            ),
            reference=self.survey.id,
            about=Subject(
                key=finding.key,
                title={str(language): words for language, words in self.survey.title.items()},
                proofs=tuple(
                    list_cases.proof_of(self.lists, name, row)
                    for name, row in self._shown(finding)[: list_cases.SHOWN]
                ),
                free=tuple(self._sharing(finding)),
            ),
        )

    def can_correct(self, finding: Finding) -> bool:
        """Whether the routine may do it when somebody says so.

        Nobody is taken off because a row that can't be read, or is nobody's, may be theirs.
        """
        if finding.correction is None:
            return False
        return not (self.unsure and finding.kind in _OFF)

    def _shown(self, finding: Finding) -> list[tuple[str, int]]:
        """The rows it rests on that may be shown: of what is about several, none of the protected.

        A person's own case is seen by those who may see it.
        """
        if finding.who:
            return list(finding.entries)
        return [key for key in finding.entries if key not in self.unseen and key[1] > 0]

    def _sharing(self, finding: Finding) -> Iterator[tuple[str, str]]:
        for number in finding.others:
            known = self.people.known(number)
            yield f"{known.name or ''} ({number})".strip(), ""

    def _evidence(self, finding: Finding, *, can: bool) -> Iterator[Evidence]:
        """What the case rests on; another of these is another thing to decide about."""
        if finding.about and finding.kind is not Kind.SHARED_EMAIL:
            yield list_cases.said("survey_unit", "text", finding.about)
        if finding.unit:
            yield list_cases.said("listed_unit", "text", finding.unit)
        if finding.should_be:
            yield list_cases.said("right_unit", "text", finding.should_be)
        yield from self._counted(finding)
        own = self.everybody.get(finding.who)
        if own is not None and own.ended is not None:
            yield list_cases.said("last_day", "day", own.ended.isoformat())
        if finding.kind is Kind.NO_EMAIL and own is not None and own.email:
            yield list_cases.said("new_email", "text", own.email)
        if finding.kind is Kind.MISSING and own is not None:
            yield list_cases.said("has_email", "text", own.email)
        if finding.kind is Kind.HIDDEN:
            yield list_cases.said(
                "protected_on_list", "state", "on_list" if finding.count else "not_on_list"
            )
        elif not can:
            yield list_cases.said("can_correct", "state", "no_correction")

    def _counted(self, finding: Finding) -> Iterator[Evidence]:
        if finding.kind in {Kind.SMALL_UNIT, Kind.UNKNOWN_UNIT}:
            yield list_cases.said("respondents", "count", finding.count)
        if finding.kind is Kind.TWICE:
            yield list_cases.said("times", "count", finding.count)
        if finding.kind is Kind.SHARED_EMAIL:
            yield list_cases.said("persons", "count", finding.count)
            for number in finding.others:
                yield list_cases.said("who", "text", number)


@dataclass(frozen=True, slots=True)
class _Ending:
    """Says why something is found no more.

    Attributes:
        hidden: it may be missing only because a row of a list is faulty, or nobody's.
    """

    hidden: bool

    def __call__(self, _reference: str | None, _about: Subject | None) -> Closed | None:
        """The cause."""
        return None if self.hidden else Closed(Cause.RESOLVED)
