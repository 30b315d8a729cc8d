"""From decided cases to proposals: each kind has its class of alike cases, and what agrees.

The gates stay where they are. Whatever is proposed about amounts, benefits or words rests on
cases of one unit whose two sides are for the very same days; nothing that is proposed lets
person, unit or period differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.core.differences import Action, Side
from rutine.core.reason_texts import Language, action_text
from rutine.core.reasons import PROTECTED, UNEXPLAINED
from rutine.matching.gates import Tolerance
from rutine.matching.passes import Decision, Method
from rutine.refunds.benefits import ORDINARY
from rutine.routines.match_rule import MatchRule
from rutine.routines.proposals.decided_case import CLOSES, DecidedCase
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    Edit,
    FormatWord,
    LetSettle,
    ReasonNote,
    SettleBenefit,
)
from rutine.routines.proposals.weighing import Evidence, weigh
from rutine.routines.routine_file import RoutineFile

_NO_CAUSE: Final = frozenset({UNEXPLAINED, PROTECTED})
"""Reasons under which all sorts of cases stand: how one ended tells nothing of the next."""
_AGREE_OR_UNTOLD: Final = frozenset({UNEXPLAINED, "D01"})
"""Both sides agree, or no cause was found: nothing but the match itself is in question."""
_DIFFER: Final = frozenset({UNEXPLAINED, "D02"})
"""No cause was found, or it is rounding."""
_BENEFIT: Final = _AGREE_OR_UNTOLD | {"D42"}
_MISSING_REPORT: Final = "D38"
_MOST_A_DAY: Final = 50
"""Øre: what rounding day rates to whole kroner can come to (`matching.gates.Tolerance`)."""
_TOLERATED: Final = "tolerance"
_OPINIONS: Final = frozenset(Action) - {
    Action.WAIT_UNTIL,
    Action.FETCH_AGAIN,
    Action.CANNOT_DETERMINE,
    Action.MATCH_BY_HAND,
}
"""Decisions that a text may tell the next reviewer of."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One change, and what it rests on."""

    edit: Edit
    evidence: Evidence


def learn(cases: Sequence[DecidedCase], routine: RoutineFile, today: date) -> list[Learned]:
    """Every change that the decisions speak for and none against, in a fixed order."""
    rule = routine.learning
    found: list[Learned] = []
    for classes in (_passes, _benefits, _tolerance, _format_words, _bank_words, _notes):
        for edit, alike, agrees in classes(cases, routine):
            evidence = weigh(alike, agrees, rule, today)
            if evidence is not None:
                found.append(Learned(_fitted(edit, evidence, cases), evidence))
    return found


_Agrees = Callable[[DecidedCase], bool]
_Class = tuple[Edit, list[DecidedCase], _Agrees]


def _closes(case: DecidedCase) -> bool:
    return case.action in CLOSES


def _agreeing_sums(cases: Iterable[DecidedCase]) -> list[DecidedCase]:
    return [each for each in cases if each.in_order and each.claimed == each.paid]


def _passes(cases: Sequence[DecidedCase], routine: RoutineFile) -> Iterator[_Class]:
    """Groups that agree to the øre, which a rule of the safest two kinds would settle."""
    agreeing = [
        each
        for each in _agreeing_sums(cases)
        if each.reason in _AGREE_OR_UNTOLD and each.one_benefit in routine.settles
    ]
    by_method: Mapping[Method, list[DecidedCase]] = {
        Method.EXACT: [each for each in agreeing if each.is_pair],
        Method.GROUP_SUM: [each for each in agreeing if not each.is_pair],
    }
    for method, alike in by_method.items():
        edit = _pass(method, routine)
        if edit is not None:
            yield edit, alike, _closes


def _pass(method: Method, routine: RoutineFile) -> Edit | None:
    """The rule that is missing, or suggests where it may settle; None where there is neither."""
    rules = routine.match
    if rules is None:
        return None
    plain = [rule for rule in rules if rule.method is method and _is_plain(rule)]
    if not plain:
        if any(rule.name == method.value for rule in rules):
            return None  # the name stands for something else here
        return AddPass(name=method.value, method=method.value)
    (rule, *_) = plain
    suggesting = [each for each in rules if each.outcome is Decision.SUGGEST]
    # A rule that settles after one that suggests would not see what was suggested.
    return LetSettle(name=rule.name) if suggesting and rule is suggesting[0] else None


def _is_plain(rule: MatchRule) -> bool:
    """Whether it asks for no more, and allows no less, than its method does."""
    return rule.tolerance is None and rule.cardinality is None and rule.carry_over


def _benefits(cases: Sequence[DecidedCase], routine: RoutineFile) -> Iterator[_Class]:
    """Benefits claimed for days that agree to the øre, and that the file leaves to people.

    Never those for which no rule gives an amount, holiday pay or recoveries.
    """
    if routine.match is None:
        return
    for code in sorted(ORDINARY - {*routine.settles}):
        alike = [
            each
            for each in _agreeing_sums(cases)
            if each.one_benefit == code and each.reason in _BENEFIT
        ]
        yield SettleBenefit(code=code), alike, _closes


def _tolerance(cases: Sequence[DecidedCase], routine: RoutineFile) -> Iterator[_Class]:
    """Differences no larger than rounding; what is proposed only suggests."""
    rules = routine.match
    if rules is None or any(each.tolerance or each.name == _TOLERATED for each in rules):
        return
    alike = [
        each
        for each in cases
        if each.in_order
        and each.reason in _DIFFER
        and each.one_benefit in routine.settles
        and 0 < abs(each.claimed - each.paid) <= _MOST_A_DAY * each.weekdays
    ]
    method = "unique" if all(each.is_pair for each in alike) else "group_sum"
    edit = AddPass(name=_TOLERATED, method=method, ore_per_day=_MOST_A_DAY)
    yield edit, alike, _closes


def _fitted(edit: Edit, evidence: Evidence, cases: Sequence[DecidedCase]) -> Edit:
    """A tolerance no wider than what people have accepted, in whole tens of øre a day."""
    if not isinstance(edit, AddPass) or edit.ore_per_day is None:
        return edit
    accepted = [each for each in cases if each.number in evidence.cases]
    widest = max(-(-abs(each.claimed - each.paid) // each.weekdays) for each in accepted)
    ore = min(_MOST_A_DAY, -(-widest // _STEP) * _STEP)
    assert Tolerance(ore_per_day=ore).is_rounding  # noqa: S101 - never wider than rounding
    return edit.model_copy(update={"ore_per_day": ore})


_STEP: Final = 10


def _format_words(cases: Sequence[DecidedCase], _: RoutineFile) -> Iterator[_Class]:
    """A claim and a payment that people put together though their benefits differ, to the øre."""
    paired = [each for each in _agreeing_sums(cases) if each.is_pair]
    named = {_word(each) for each in paired}
    for form, word in sorted(each for each in named if each is not None):
        alike = [each for each in paired if _word(each) == (form, word)]
        paid_as = {each.of(Side.LINE)[0].benefit for each in alike}
        for benefit in sorted(code for code in paid_as if code in ORDINARY):

            def agrees(case: DecidedCase, benefit: str = benefit) -> bool:
                return case.action is Action.MATCH_BY_HAND and case.benefits == {benefit}

            yield FormatWord(format=form, word=word, benefit=benefit), alike, agrees


def _word(case: DecidedCase) -> tuple[str, str] | None:
    """What the file calls the claim's benefit, where NAV paid it as another.

    A code of NAV's own in the file means what NAV says it means, and is never translated.
    """
    (claim,), (line,) = case.of(Side.CLAIM), case.of(Side.LINE)
    if claim.benefit == line.benefit or claim.word is None or len(claim.word[1]) == 1:
        return None
    return claim.word


def _bank_words(cases: Sequence[DecidedCase], routine: RoutineFile) -> Iterator[_Class]:
    """Money without a report, in order as it is, whose text names one of NAV's schemes."""
    if routine.bank is None:
        return
    known = {word.casefold() for word in (*routine.bank.other, *routine.bank.refund)}
    money = [each for each in cases if each.kind == "arrival" and each.reason == _MISSING_REPORT]
    for word in sorted({word for each in money for word in each.bank_words} - known):
        alike = [each for each in money if word in each.bank_words]
        yield BankWord(word=word), alike, lambda case: case.action is Action.ACKNOWLEDGE


def _notes(cases: Sequence[DecidedCase], routine: RoutineFile) -> Iterator[_Class]:
    """Reasons whose cases always end alike, where neither the program nor the file says so."""
    for each in routine.exceptions:
        alike = [case for case in cases if case.reason == each.code]
        ends = {case.action for case in alike if case.action in _OPINIONS}
        if each.note is not None or each.code in _NO_CAUSE or len(ends) != 1:
            continue
        (action,) = ends
        if all(case.suggested is action for case in alike):
            continue  # the program proposes it already
        told = action_text(action, Language.NB).label
        note = f"Slike saker har til nå fått svaret «{told}». Se likevel på hver enkelt."

        def agrees(case: DecidedCase, action: Action = action) -> bool:
            return case.action is action

        yield ReasonNote(code=each.code, note=note), alike, agrees
