"""Hold every vacancy against everybody with a preferential right, and say what must be assessed.

One case for each vacancy and person: only so can a protected person's be seen by few, a decision
be documented for each, and a person be told what was decided of them. Nobody is left out, and
nobody stands before another by anything but the vacancy and the employee number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from rutine.cases.kinds import LIST, REDEPLOYMENT
from rutine.cases.lifecycle.closing import Cause
from rutine.core.differences import Difference, Evidence, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.redeployment.assessing import Assessment, Finding, Holder, Kind, Over, assess
from rutine.redeployment.overlap import State
from rutine.redeployment.rights import Answer, Right
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.assessed_before import decided_assessments
from rutine.steps.shapes.found import Closed, Found, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.rights_at_hand import OF_PEOPLE, AtHand, rights_at_hand, rules_of
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.subjects import APART

RIGHT: Final = "right"
"""What a case about a right alone refers to; no vacancy's id is."""

CODES: Final[Mapping[Kind, str]] = {
    Kind.UNASSESSED: "R01",
    Kind.EXPIRES: "R02",
    Kind.OFFER: "R03",
    Kind.EQUAL: "R04",
    Kind.DOUBT: "R05",
}
"""What is found, and the reason of its case."""

_CAUSES: Final = {
    Over.DOCUMENTED: Cause.EVIDENCE,
    Over.ENDED: Cause.ENDED,
    Over.RESOLVED: Cause.RESOLVED,
}
_OF_RIGHT: Final = frozenset({Kind.EXPIRES, Kind.DOUBT})
_RESTS_ON: Final = ("employee", "vacancy", *OF_PEOPLE)
"""Lists whose faults may hide what was found: while there are any, only documents close a case."""

_TITLE: Final = {"nb": "Fortrinnsrett", "nn": "Førerett", "en": "Preferential right"}


def assess_vacancies(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """Everything about preferential rights that a person must look at on the run's day.

    Raises:
        InputError: `restricted_without_id`.
    """
    rule = load_shape(place, scope.routine).routine.redeployment
    assert rule is not None  # noqa: S101 - `load_shape` has seen that it is there
    rules, today, employer = rules_of(rule), scope.day, scope.employer
    at_hand = rights_at_hand(lists, place, rules, today, decided_assessments(place, scope, lists))
    found = assess(at_hand.world, rules, today)
    people = at_hand.people
    telling = _Telling(lists, at_hand, employer)
    shown = not people.anybody_hidden
    differences = [
        *(telling.case(each) for each in found.findings),
        *list_cases.unreadable(lists, employer, shown=shown),
        *(
            case
            for record, strangers in at_hand.nobody.items()
            for case in list_cases.unmatched(lists, employer, record, strangers, shown=shown)
        ),
        *_about_lists(lists, at_hand, employer),
    ]
    hidden = lists.faulty(_RESTS_ON) or any(not rows.empty for rows in at_hand.nobody.values())
    offered = frozenset((each.holder, each.vacancy) for each in at_hand.world.offers)
    strange = list_cases.counted(lists, at_hand.nobody)
    marked = people.protected
    return Found(
        differences=differences,
        closed={REDEPLOYMENT: _Ending(found, today, offered, hidden=hidden), LIST: gone},
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=found.looked_at,
        protected=[each.person for each in marked if each.person is not None],
        listed=people.listed,
        numbers=[each.number for each in marked],
    )


def _about_lists(lists: Lists, at_hand: AtHand, employer: OrgNr) -> Iterator[Difference]:
    """L04: offers and assessments dated ahead; L05: vacancies that two rows say different of."""
    hidden = list(at_hand.people.hidden)
    for record, rows in at_hand.ahead.items():
        if not rows.empty:
            told = rows.assign(hidden=rows["subject"].isin(hidden))
            yield _of_rows(lists, employer, "L04", record, "rows_ahead", told)
    twice = at_hand.contradicting
    if not twice.empty:
        yield _of_rows(lists, employer, "L05", "vacancy", "rows_contradicting", twice)


def _of_rows(  # noqa: PLR0917 - a case about some rows of a list
    lists: Lists, employer: OrgNr, reason: str, record: str, field: str, rows: pd.DataFrame
) -> Difference:
    evidence = (list_cases.said(field, "count", len(rows)), *list_cases.places(rows))
    return list_cases.list_case(
        employer, reason, record, evidence, list_cases.proofs_of(lists, rows)
    )


class _Telling:
    """Puts a finding into a case."""

    def __init__(self, lists: Lists, at_hand: AtHand, employer: OrgNr) -> None:
        self._lists, self._at_hand, self._employer = lists, at_hand, employer
        self._holders = {each.right.holder: each for each in at_hand.world.holders}
        self._offers = {
            (each.holder, each.vacancy, each.offered.isoformat()): each
            for each in at_hand.world.offers
        }

    def case(self, finding: Finding) -> Difference:
        """One case."""
        code = CODES[finding.kind]
        known = self._at_hand.people.known(finding.holder) if finding.holder else None
        holder = self._holders.get(finding.holder)
        post = self._at_hand.posts.get(finding.vacancy)
        named = f"{post.title} ({post.id})" if post and post.title else finding.vacancy
        of_right = finding.kind in _OF_RIGHT
        unit = (
            self._at_hand.own_units.get(finding.holder)
            if of_right
            else self._at_hand.units.get(finding.vacancy)
        )
        return Difference(
            kind=REDEPLOYMENT,
            reason=code,
            employer=self._employer,
            person=known.person if known else None,
            name=known.name if known else None,
            employee_number=known.number if known else None,
            sub_unit=OrgNr(unit) if unit else None,
            evidence=tuple(self._evidence(finding, holder)),
            permitted=ANSWERS[code],
            reference=RIGHT if of_right else finding.vacancy,
            due=finding.due,
            about=Subject(
                key=APART.join((finding.holder, finding.kind.value, finding.own)),
                title=_TITLE if of_right else dict.fromkeys(("nb", "nn", "en"), named),
                proofs=tuple(self._proofs(finding, holder)),
                free=tuple(self._named(finding.holders)),
            ),
        )

    def _named(self, numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
        """By employee number; nobody whom only few may see."""
        for number in numbers:
            known = self._at_hand.people.known(number)
            if not known.restricted:
                yield f"{known.name or ''} ({number})".strip(), ""

    def _evidence(self, finding: Finding, holder: Holder | None) -> Iterator[Evidence]:
        """What the case rests on; another of these is another thing to assess."""
        if finding.kind is Kind.EQUAL:
            yield from self._of_several(finding)
        elif finding.kind is Kind.OFFER:
            yield from self._of_offer(finding)
        elif holder is not None:
            yield from _of_right(finding, holder.right)
        if finding.kind is Kind.UNASSESSED:
            yield from _side_by_side(finding)

    def _of_several(self, finding: Finding) -> Iterator[Evidence]:
        known = [self._at_hand.people.known(each) for each in finding.holders]
        yield list_cases.said("assessed_qualified", "count", len(known))
        for each in known:
            if not each.restricted:
                yield list_cases.said("employee_number", "text", each.number)
        if any(each.restricted for each in known):
            yield list_cases.said("candidates", "state", "some_hidden")

    def _of_offer(self, finding: Finding) -> Iterator[Evidence]:
        offer = self._offers[finding.holder, finding.vacancy, finding.own]
        standing = finding.offer
        assert standing is not None  # noqa: S101 - an offer always stands somehow
        yield list_cases.said("offer_answer", "state", f"offer_{standing.answered.value}")
        yield list_cases.said("offered", "day", offer.offered.isoformat())
        if offer.received is not None:
            yield list_cases.said("received", "day", offer.received.isoformat())
        else:
            yield list_cases.said("received", "state", "received_unknown")
        yield list_cases.said("answer_by", "day", standing.last.isoformat())
        if standing.on_day_of_rest:
            yield list_cases.said("day_of_rest", "state", "on_day_of_rest")
        if offer.answered is not None:
            yield list_cases.said("answered", "day", offer.answered.isoformat())

    def _proofs(self, finding: Finding, holder: Holder | None) -> Iterator[Proof]:
        post = self._at_hand.posts.get(finding.vacancy)
        if post is not None:
            yield list_cases.proof_of(self._lists, *post.source)
        if finding.kind is Kind.OFFER:
            offer = self._offers[finding.holder, finding.vacancy, finding.own]
            yield list_cases.proof_of(self._lists, *offer.source)
        for offer in self._at_hand.world.offers:
            if finding.accepted and offer.accepted and offer.holder == finding.holder:
                yield list_cases.proof_of(self._lists, *offer.source, words=offer.vacancy)
        if holder is not None:
            days = (holder.right.notice_ends, holder.right.last)
            for name, row in holder.sources:
                yield list_cases.proof_of(self._lists, name, row, days=days)


def _of_right(finding: Finding, right: Right) -> Iterator[Evidence]:
    yield list_cases.said("right_until", "day", right.last.isoformat())
    if finding.warned is not None:
        yield list_cases.said("warned", "count", finding.warned)
    if right.employed is not Answer.YES and finding.kind is not Kind.EXPIRES:
        yield list_cases.said("employed", "state", f"employed_{right.employed.value}")
    if right.employed_months is not None and finding.kind is Kind.DOUBT:
        yield list_cases.said("employed_months", "count", right.employed_months)
    if finding.accepted:
        yield list_cases.said("accepted", "text", finding.accepted)


def _side_by_side(finding: Finding) -> Iterator[Evidence]:
    for fact in finding.facts:
        yield Evidence(
            field=fact.name,
            kind="weighed",
            left=fact.vacancy,
            right=fact.person,
            equal=fact.state is State.AGREES,
        )
    if finding.in_common:
        yield list_cases.said("in_common", "text", ", ".join(finding.in_common))
    else:
        yield list_cases.said("in_common", "state", "nothing_listed")


@dataclass(frozen=True, slots=True)
class _Ending:
    """Says why what was found is so no more.

    A vacancy, an offer or a person that is gone from the lists closes nothing: a list that forgets
    is no documentation. Only a right whose last day is past is over without its row. `offered` are
    the person and vacancy of each offer that is listed.
    """

    found: Assessment
    today: date
    offered: frozenset[tuple[str, str]]
    hidden: bool

    def __call__(self, reference: str | None, about: Subject | None) -> Closed | None:
        """The cause; None while it can't be said."""
        if about is None:
            return None
        holder, kind, own = about.key.split(APART)
        vacancy = "" if Kind(kind) in _OF_RIGHT else reference or ""
        said = self.found.over.get((Kind(kind), vacancy, holder, own))
        if said is not None:
            over, rows = said
            if self.hidden and over is not Over.DOCUMENTED:
                return None
            if over is Over.RESOLVED and self._forgotten(about, holder):
                return None
            return Closed(_CAUSES[over], rows)
        lasts = [each.days[1] for each in about.proofs if each.days[1] is not None]
        if Kind(kind) is Kind.EXPIRES and lasts and max(lasts) < self.today:
            return Closed(Cause.ENDED)
        return None

    def _forgotten(self, about: Subject, holder: str) -> bool:
        """Whether the case rests on an accepted offer that the list has forgotten."""
        taken = [each.words for each in about.proofs if each.record == "offer" and each.words]
        return bool(taken) and not any((holder, vacancy) in self.offered for vacancy in taken)
