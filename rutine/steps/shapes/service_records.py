"""Make a draft of every service record that was asked for, from all sources that tell of positions.

A request is a case until somebody signs it or says that it is not relevant: it does not end
because the next list of requests leaves it out, and its draft follows the lists until then. What
is signed stays as it was signed; who asks once more, on another day, gets another record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import pandas as pd

from rutine.cases.kinds import LIST, SERVICE_RECORD
from rutine.cases.lifecycle.identity import fingerprint
from rutine.core.differences import Action, Difference, Evidence, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.service_record import Authority, RecordDraft, RecordLanguage
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.routines.service_record_rule import ServiceRecordRule
from rutine.service_records.flags import NO_POSITION, READY, WHO_MISSING, Known, flags_of, worst
from rutine.service_records.merging import merged
from rutine.service_records.words import flag_text, row_text
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.found import Closed, Found, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.people import Known as EmployeeKnown
from rutine.steps.shapes.people import People
from rutine.steps.shapes.reading import day, each_row
from rutine.steps.shapes.record_requests import (
    Request,
    answered_and_deleted,
    is_signed,
    signed,
    together,
    waiting,
)
from rutine.steps.shapes.record_rows import told_leaves, told_positions
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.subjects import unit_tree

_NYNORSK: Final = "nn"
_NO_NUMBER: Final = "-"
"""What a list writes where a system has numbers of its own."""

_MOST_PROOFS: Final = 40
_RESTS_ON: Final = ("employee", "position", "seniority_leave")
"""Lists whose faults may hide something of a record."""

_OF_PEOPLE: Final = ("position", "seniority_leave", "service_record_request")


def draft_records(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """A draft and a case for each request that nobody has signed.

    Raises:
        InputError: `restricted_without_id`.
    """
    rule = load_shape(place, scope.routine).routine.service_record
    assert rule is not None  # noqa: S101 - `load_shape` refuses a file without it
    people = People(lists, place)
    rows, nobody = _rows(lists, people, rule)
    at_hand = _AtHand(
        lists=lists,
        people=people,
        rows=rows,
        rule=rule,
        employer=scope.employer,
        employer_name=_employer(place, scope),
        today=scope.day,
        whole=not lists.faulty(_RESTS_ON) and all(nobody[name].empty for name in _RESTS_ON),
    )
    known = signed(place, scope)
    listed = [
        Request(row.subject, row.day.date(), _language(row.language))
        for row in each_row(rows["service_record_request"])
    ]
    asked = together(waiting(place, scope, people), listed, people)
    deleted = answered_and_deleted(place, scope)
    differences = [
        case
        for _, each in sorted(asked.items())
        if not is_signed(each, known, people)
        if fingerprint(place.keys, case := at_hand.case(each), []) not in deleted
    ]
    shown = not people.anybody_hidden
    differences += [
        *list_cases.unreadable(lists, scope.employer, shown=shown),
        *(
            case
            for record, strangers in nobody.items()
            for case in list_cases.unmatched(lists, scope.employer, record, strangers, shown=shown)
        ),
        *_unknown_sources(scope.employer, rows["position"], rule),
    ]
    strange = list_cases.counted(lists, nobody)
    marked = people.protected
    return Found(
        differences=differences,
        closed={SERVICE_RECORD: _never, LIST: gone},
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=len(asked),
        protected=[each.person for each in marked if each.person is not None],
        listed=people.listed,
        numbers=[each.number for each in marked],
    )


def _never(_reference: str | None, _about: Subject | None) -> Closed | None:
    """A request waits for a person, whatever the lists say."""
    return None


def _language(text: str) -> RecordLanguage:
    return "nn" if text.casefold() == _NYNORSK else "nb"


def _employer(place: Installation, scope: ShapeScope) -> str:
    employer = place.settings.employer(scope.employer)
    return employer.name if employer is not None else ""


def _rows(
    lists: Lists, people: People, rule: ServiceRecordRule
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """The rows of people that are known, by record; and those of which nobody can say whose.

    A number of a system that has its own says nothing here. Rows of people who are not listed are
    neither: old systems know many who never asked.
    """
    apart = [each.id for each in rule.sources if each.own_numbers]
    known = {each.id for each in rule.sources}
    found: dict[str, pd.DataFrame] = {}
    nobody: dict[str, pd.DataFrame] = {"employee": people.contested}
    for record in _OF_PEOPLE:
        rows = lists.rows(record)
        if record == "position":
            own = rows["source"].isin(apart) | ~rows["source"].isin(list(known))
            own |= rows["employee_number"] == _NO_NUMBER
            rows = rows.assign(employee_number=rows["employee_number"].mask(own, ""))
        found[record], strangers = people.whose(rows)
        nobody[record] = (
            strangers if record == "service_record_request" else _unclear(strangers, people)
        )
    return found, nobody


def _unclear(strangers: pd.DataFrame, people: People) -> pd.DataFrame:
    """Rows that may be somebody's: they tell nobody, or two people at once."""
    number, person = strangers["employee_number"], strangers["person"]
    ids = {each.reveal() for each in people.listed}
    somebody = number.isin([each for each in number if each in people]) | person.isin(list(ids))
    somebody |= number.isin(list(people.contested["employee_number"]))
    return strangers[somebody | ((number == "") & (person == ""))].reset_index(drop=True)


def _unknown_sources(
    employer: OrgNr, rows: pd.DataFrame, rule: ServiceRecordRule
) -> list[Difference]:
    """L03: sources that the routine file does not know; their rows count last."""
    strange = sorted(set(rows["source"]) - {each.id for each in rule.sources})
    if len(strange) > list_cases.SHOWN:
        many = (list_cases.said("codes_unknown", "count", len(strange)),)
        return [list_cases.list_case(employer, "L03", "position", many)]
    return [
        list_cases.list_case(
            employer,
            "L03",
            "position",
            (list_cases.said("code", "text", str(source) or "–"),),
            own=str(source),
        )
        for source in strange
    ]


@dataclass(frozen=True, eq=False)
class _AtHand:
    """Everything that drafts are made of.

    `whole` says that every row could be used: where one could not, it may be anybody's.
    """

    lists: Lists
    people: People
    rows: Mapping[str, pd.DataFrame]
    rule: ServiceRecordRule
    employer: OrgNr
    employer_name: str
    today: date
    whole: bool

    @cached_property
    def positions(self) -> Mapping[str, Sequence[Any]]:
        """Employee number -> the rows of positions."""
        return _by_subject(self.rows["position"])

    @cached_property
    def leaves(self) -> Mapping[str, Sequence[Any]]:
        """Employee number -> the rows of leaves."""
        return _by_subject(self.rows["seniority_leave"])

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Unit -> its name, where it has one."""
        rows = self.lists.rows("unit").drop_duplicates("unit")
        return {unit: name for unit, name in zip(rows["unit"], rows["name"], strict=True) if name}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Unit -> the organisation number that its cases go by."""
        return unit_tree(self.lists)[1]

    @cached_property
    def days(self) -> Mapping[str, tuple[date | None, date | None]]:
        """Employee number -> the birth date and the first day of the employment."""
        rows = self.people.rows
        told = zip(rows["employee_number"], rows["born"], rows["hired"], strict=True)
        return {number: (day(born), day(hired)) for number, born, hired in told}

    def case(self, request: Request) -> Difference:
        """One request, with its draft."""
        known = self.people.known(request.number)
        draft = self.draft(request)
        reason = worst(draft.flags)
        if not known.name or draft.born is None:
            reason = WHO_MISSING
        if not draft.positions:
            reason = NO_POSITION
        if reason == READY and self.whole:
            draft = draft.model_copy(update={"authority": self.authority(draft, known)})
        return Difference(
            kind=SERVICE_RECORD,
            reason=reason,
            employer=self.employer,
            person=known.person,
            name=known.name,
            employee_number=known.number,
            sub_unit=self._sub_unit(draft),
            evidence=tuple(_evidence(draft)),
            suggestion=Action.SIGN if reason == READY and self.whole else None,
            permitted=ANSWERS[reason],
            reference=request.asked.isoformat(),
            about=Subject(
                key=request.key,
                proofs=tuple(self._proofs(request)),
                record=draft,
            ),
        )

    def draft(self, request: Request) -> RecordDraft:
        """What the sources say of somebody until the day it was asked for."""
        number, asked = request.number, request.asked
        order = [each.id for each in self.rule.sources]
        told = told_positions(self._rows_of(request))
        known = self.people.known(number)
        born, hired, left = self._employed(number)
        begins = {each.id: each.begins for each in self.rule.sources if each.begins is not None}
        facts = Known(
            hired=hired,
            left=left,
            begins=begins,
            gap_days=self.rule.gap_days,
        )
        titles = {
            each.id: {str(word): title for word, title in each.title.items()}
            for each in self.rule.sources
        }
        titles |= {
            each.source: {"nb": each.source or "–"} for each in told if each.source not in titles
        }
        return RecordDraft(
            language=request.language,
            asked=asked,
            name=known.name or "",
            born=born,
            employer=self.employer_name,
            orgnr=self.employer.reveal(),
            sources=titles,
            units={each.unit: self.units[each.unit] for each in told if each.unit in self.units},
            positions=told,
            leaves=told_leaves(self._of_all(self.leaves, number), asked),
            flags=flags_of(told, order, facts),
        )

    def authority(self, draft: RecordDraft, known: EmployeeKnown) -> Authority | None:
        """By which the record needs no person: one known source, no remark, nobody protected."""
        rule = self.rule.auto_issue
        sources = {each.source for each in draft.positions}
        if rule is None or self.today < rule.confirmed_on or known.restricted:
            return None
        known_source = sources <= {each.id for each in self.rule.sources}
        if len(sources) != 1 or draft.flags or not known_source:
            return None
        # Without a national id, what systems with own numbers tell of the person is not found.
        if known.person is None or draft.asked > self.today:
            return None
        return Authority(by=rule.confirmed_by, on=rule.confirmed_on)

    def _rows_of(self, request: Request) -> list[Any]:
        rows = self._of_all(self.positions, request.number)
        return [row for row in rows if row.first.date() <= request.asked]

    def _of_all(self, rows: Mapping[str, Sequence[Any]], number: str) -> list[Any]:
        """Each row of one person once: who was employed anew may have got another number."""
        numbers = self.people.numbers_of(number)
        return list({(r.file, r.row): r for own in numbers for r in rows.get(own, ())}.values())

    def _employed(self, number: str) -> tuple[date | None, date | None, date | None]:
        """When a person was born, first employed and, if gone, left; by all of their numbers."""
        numbers = self.people.numbers_of(number)
        born, hired = zip(*(self.days[each] for each in [number, *numbers]), strict=True)
        left = [self.people.left_on(each) for each in numbers]
        gone = [each for each in left if each is not None]
        return (
            next((each for each in born if each is not None), None),
            min((each for each in hired if each is not None), default=None),
            max(gone) if len(gone) == len(left) else None,
        )

    def _sub_unit(self, draft: RecordDraft) -> OrgNr | None:
        """That of the latest position: it decides who may see the case."""
        rows = merged(draft.positions, list(draft.sources))
        latest = max(rows, key=lambda row: (row.last, row.first), default=None)
        number = self.numbers.get(latest.unit, "") if latest is not None else ""
        return OrgNr(number) if number else None

    def _proofs(self, request: Request) -> Iterator[Proof]:
        for row in self._rows_of(request)[:_MOST_PROOFS]:
            yield list_cases.proof_of(
                *(self.lists, row.file, row.row),
                days=(row.first.date(), day(row.last)),
                words=row.source,
            )


def _by_subject(rows: pd.DataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in each_row(rows):
        found.setdefault(row.subject, []).append(row)
    return found


def _evidence(draft: RecordDraft) -> Iterator[Evidence]:
    """Everything that is signed, and what speaks against it: a change of any opens the case."""
    yield list_cases.said("record_asked", "day", draft.asked.isoformat())
    yield list_cases.said("record_language", "text", draft.language)
    if draft.born is not None:
        yield list_cases.said("record_born", "day", draft.born.isoformat())
    for flag in draft.flags:
        yield list_cases.said(f"record_{flag.code}", "text", flag_text(flag))
    for source in draft.sources:
        own = [each for each in draft.positions if each.source == source]
        for row in merged(own, [source]):
            yield list_cases.said("record_row", "text", f"{source}: {row_text(row)}")
    for leave in draft.leaves:
        percent = "" if leave.percent is None else f" {leave.percent}"
        days = f"{leave.first.isoformat()}/{leave.last.isoformat() if leave.last else ''}"
        yield list_cases.said("record_leave", "text", f"{days}{percent}")
