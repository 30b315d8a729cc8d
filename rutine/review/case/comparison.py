"""A case's evidence side by side: expected, claimed and paid, and how the last two compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rutine.cases.deciding.ticks import discrepancies, missing
from rutine.cases.kinds import PAIR
from rutine.cases.views import CaseView
from rutine.core.differences import Evidence
from rutine.core.expected_days import DayStretch
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.case.background import FIELDS
from rutine.review.catalogue import Catalogue

SAME, DIFFERS, ONE_SIDED = "same", "differs", "one-sided"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_ELSEWHERE: Final = frozenset({"settled_before", "period_missing"})
"""Evidence of claims or payments for the days that are not among the case's rows."""

_MARKS = {SAME: "=", DIFFERS: "≠", ONE_SIDED: "·"}


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """One line of the comparison; `state` is `same`, `differs` or `one-sided`.

    `expected` is empty where the rules say nothing of the field. `tick` is the field to tick
    off, empty where there is none; `place` is the evidence's place, and names the box.
    """

    label: str
    expected: str
    left: str
    right: str
    state: str
    mark: str
    verdict: str
    place: int = 0
    tick: str = ""
    ticked: bool = False


def days_in_question(case: CaseView) -> tuple[DayStretch, ...]:
    """The days that the case's own rows are all there is about.

    None where some of what was claimed or paid for them stands elsewhere: what the rules give
    is then no measure of these rows.
    """
    elsewhere = any(each.field in _ELSEWHERE for each in case.evidence)
    taken = any(row.facts and row.facts.amount and row.facts.amount < 0 for row in case.lines)
    return () if elsewhere or taken else case.days


def expected_amount(days: Sequence[DayStretch]) -> Ore:
    """What the rules give for the days together, in øre."""
    return Ore(sum(_count(each) * each.rate for each in days))


def expected_side(days: Sequence[DayStretch]) -> Mapping[str, str]:
    """What the rules give, by the fields of the evidence; nothing where they could not be asked."""
    paid = [each for each in days if each.rate]
    if not days:
        return _NOTHING
    shown = {
        "days": str(sum(_count(each) for each in paid)),
        "amount": str(int(expected_amount(days))),
    }
    rates, grades = {each.rate for each in paid}, {each.grade for each in paid}
    if paid:
        shown |= {"first": paid[0].first.isoformat(), "last": paid[-1].last.isoformat()}
        shown["grade"] = ", ".join(str(grade) for grade in sorted(grades))
    if len(rates) == 1:
        shown["day_rate"] = str(int(rates.pop()))
    return shown


def _count(stretch: DayStretch) -> int:
    """Its days: the account has a rate for each."""
    return Period(stretch.first, stretch.last).days


def compared(
    t: Catalogue, kind: str, evidence: Evidence, expected: Mapping[str, str] = _NOTHING
) -> Compared:
    """One piece of evidence in words.

    A fact that one side never states (NAV's report has no grade) is no difference.
    """
    state = _state(evidence)
    return Compared(
        label=t.label("field", evidence.field),
        expected=_side(t, evidence, expected[evidence.field]) if evidence.field in expected else "",
        left=_side(t, evidence, evidence.left),
        right=_side(t, evidence, evidence.right),
        state=state,
        mark=_MARKS[state],
        verdict=_verdict(t, kind, evidence),
    )


def side_by_side(
    t: Catalogue, case: CaseView, draft_ticks: Sequence[str], expected: Mapping[str, str]
) -> list[Compared]:
    """The case's evidence but what stands in its background, with boxes to tick off."""
    evidence = shown_evidence(case)
    asked = asked_ticks(case)
    open_ = missing(asked, draft_ticks)
    return [
        replace(
            compared(t, case.kind, each, expected),
            place=place,
            tick=asked.get(place, ""),
            ticked=place in asked and place not in open_,
        )
        for place, each in enumerate(evidence)
    ]


def shown_evidence(case: CaseView) -> list[Evidence]:
    """What stands side by side; the rest is told in the background."""
    beside = {*FIELDS, "rule"} if case.kind == PAIR else FIELDS
    return [each for each in case.evidence if each.field not in beside]


def asked_ticks(case: CaseView) -> Mapping[int, str]:
    """The discrepancies that this reader ticks off: one who may decide or approve it."""
    if not (case.permitted or case.may_approve):
        return {}
    return discrepancies(shown_evidence(case))


def _side(t: Catalogue, evidence: Evidence, raw: str | None) -> str:
    """One side in words: a benefit by its name, a grade in percent."""
    if evidence.field == "benefit" and raw:
        return " / ".join(benefit_name(code, t.language) for code in raw.split(", "))
    return wording.value(t, evidence.kind, raw, " %" if evidence.field == "grade" else "")


def _state(evidence: Evidence) -> str:
    if evidence.equal:
        return SAME
    return ONE_SIDED if (evidence.left is None) != (evidence.right is None) else DIFFERS


def _verdict(t: Catalogue, kind: str, evidence: Evidence) -> str:
    if kind == "group":
        return wording.verdict(t, evidence)
    if kind == PAIR:
        return _pair(t, evidence)
    if kind == "arrival":
        return t("verdict.no_report")
    return _control(t, evidence)


def _pair(t: Catalogue, evidence: Evidence) -> str:
    """Two lists of a routine: nobody claimed or paid."""
    if evidence.left is None or evidence.right is None:
        return t("unit.none")
    return t("verdict.equal" if evidence.equal else "verdict.differs")


def _control(t: Catalogue, evidence: Evidence) -> str:
    """A control of a whole report agrees or does not; nobody claimed or paid it."""
    return t("runs.ok" if evidence.equal else "runs.not_ok")
