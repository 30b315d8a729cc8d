"""A pass: one way of finding rows that belong together, and what its finds are worth.

Unless its gates say otherwise, a pass demands the same person, unit and benefit. What else the
methods demand:

`netting` (rows of one side)
    A negative row cancels the one row of its side with the same days and the opposite amount,
    where there is but one and nothing else of the component speaks against it. The group has
    no rows of the other side.

`exact` (one line, one claim)
    Equal first and last day, equal amount above zero. Equal rows pair first with first, second
    with second; surplus rows stay open. Nothing is picked out of a component (see
    `rutine.matching.components`) that holds a negative row or a row lacking a date, nor while
    the same person, unit and benefit has a negative row whose period is not fully known: NAV
    may have taken back the very payment that would be settled.

`unique` (one line, one claim)
    One or more gates are loosened, as the pass says. A pair is found only when each is the
    other's only candidate: a line with two claims that would do, or a claim with two lines, is
    ambiguous, and an ambiguous row is never taken. A pair that settles, or whose days differ,
    must be all that its component holds.

`group_sum` (any number of lines and claims)
    A whole component of overlapping periods, with rows of both sides, whose sums agree and are
    not zero. Nothing is left out to make a sum fit. Both sides begin on the same weekday and
    end on the same (weekends are neither claimed nor paid), else equal sums are a coincidence
    of rates and days; a date that is missing is not compared. Beside a reversal every weekday,
    net, must be paid and claimed alike, but for a rounding; and where both sides name the very
    same periods, the sums of each must agree. A row without any date might belong to every
    component of its person, unit and benefit, so none of them is settled; neither is any, when
    there are several, beside a negative row with half a period.

`joint_search` (any number of lines and claims)
    Inside one component, claims are shared out among the lines whose days contain theirs, so
    that every line used is paid for to the øre; or the other way round. Taken only when there
    is one way to do it, ways that mix both directions included. The search is bounded by a
    count of operations, never by time.

A row with one date of two is placed on that day. A row without any date is never settled: an
amount alone is no evidence, amounts being small multiples of a day rate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rutine.matching.gates import (
    AmountGate,
    Cardinality,
    DayShift,
    Identity,
    Likeness,
    PeriodGate,
    Tolerance,
)


class Method(StrEnum):
    """How a pass looks for rows that belong together."""

    NETTING = "netting"
    EXACT = "exact"
    UNIQUE = "unique"
    GROUP_SUM = "group_sum"
    JOINT_SEARCH = "joint_search"


class Decision(StrEnum):
    """What becomes of the groups that a pass finds."""

    SETTLE = "settle"
    SUGGEST = "suggest"  # a person decides


_PERIODS = {
    Method.NETTING: {PeriodGate.SAME},
    Method.EXACT: {PeriodGate.SAME},
    Method.UNIQUE: set(PeriodGate),
    Method.GROUP_SUM: {PeriodGate.OVERLAPPING},
    Method.JOINT_SEARCH: {PeriodGate.OVERLAPPING},
}
_USUAL_PERIOD = {
    method: PeriodGate.SAME if PeriodGate.SAME in gates else PeriodGate.OVERLAPPING
    for method, gates in _PERIODS.items()
}
_ONE = {Cardinality.ONE_TO_ONE}
_CARDINALITIES = {
    Method.NETTING: _ONE,
    Method.EXACT: _ONE,
    Method.UNIQUE: _ONE,
    Method.GROUP_SUM: set(Cardinality),
    Method.JOINT_SEARCH: set(Cardinality) - _ONE,
}
_WITH_TOLERANCE = {Method.UNIQUE, Method.GROUP_SUM}


@dataclass(frozen=True, slots=True)
class Pass:
    """One step of the matching, as the routine file orders it.

    Attributes:
        name: unique among the passes of a routine; kept on every group it finds.
        method: how it looks.
        decision: what its finds are worth.
        benefits: the only benefit codes it may take, or None for all. A list of what is
            allowed, so that a code NAV invents tomorrow goes to a person.
        identity, unit, benefit: what must be the same.
        period: how the days must lie; None for what the method usually demands.
        shift: the days that `period: within` allows.
        tolerance: the difference that is allowed; None for none.
        cardinality: how many rows a group may hold; None for what the method allows.
        carry_over: whether rows left open by earlier runs (`carried` in the frame) take part.

    Raises:
        ValueError: the gates do not go with the method, or the pass could settle what is
            ambiguous; the message says which.
    """

    name: str
    method: Method
    decision: Decision = Decision.SETTLE
    benefits: frozenset[str] | None = None
    identity: Identity = Identity.SAME
    unit: Likeness = Likeness.SAME
    benefit: Likeness = Likeness.SAME
    period: PeriodGate | None = None
    shift: DayShift | None = None
    tolerance: Tolerance | None = None
    cardinality: Cardinality | None = None
    carry_over: bool = True

    def __post_init__(self) -> None:
        fault = self._contradiction() or (self.doubt if self.decision is Decision.SETTLE else None)
        if fault:
            raise ValueError(fault)

    @property
    def days(self) -> PeriodGate:
        """The period gate that counts."""
        return self.period or _USUAL_PERIOD[self.method]

    @property
    def compares_sums(self) -> bool:
        """Whether it holds the sums of whole groups against each other, and not single rows."""
        return self.method in {Method.GROUP_SUM, Method.JOINT_SEARCH}

    @property
    def amount(self) -> AmountGate:
        """The amount gate that counts."""
        return AmountGate.WITHIN if self.tolerance else AmountGate.SAME

    @property
    def sizes(self) -> Cardinality:
        """The cardinality that counts."""
        if self.cardinality:
            return self.cardinality
        one_to_one = _CARDINALITIES[self.method] == _ONE
        return Cardinality.ONE_TO_ONE if one_to_one else Cardinality.MANY_TO_MANY

    @property
    def same_key(self) -> bool:
        """Whether person, unit and benefit must all be the same."""
        loose = self.identity is not Identity.SAME or Likeness.OTHER in {self.unit, self.benefit}
        return not loose

    @property
    def doubt(self) -> str | None:
        """Why the pass may only suggest; None when it may settle."""
        method, unique = self.method.value, self.method is Method.UNIQUE
        sure = {PeriodGate.SAME, PeriodGate.WITHIN}
        doubts = {
            "a pass that loosens identity may only suggest": self.identity is not Identity.SAME,
            "a pass that loosens unit or benefit may only suggest": not self.same_key,
            f"a unique pass with period {self.days.value} may only suggest": (
                unique and self.days not in sure
            ),
            "a tolerance above 50 øre, and 50 øre a day, may only suggest": (
                self.tolerance is not None and not self.tolerance.is_rounding
            ),
            "a pass that loosens both days and amount may only suggest": (
                self.tolerance is not None and self.shift is not None
            ),
            f"a {method} pass without carry_over may only suggest: an older row that it does not "
            "look at may fit as well": (
                not self.carry_over and (unique or self.method is Method.NETTING)
            ),
            f"a joint_search with cardinality {self.sizes.value} may only suggest: it does not "
            "look whether it could be done the other way round": (
                self.method is Method.JOINT_SEARCH and self.sizes is not Cardinality.MANY_TO_MANY
            ),
        }
        return next((told for told, holds in doubts.items() if holds), None)

    def _contradiction(self) -> str | None:
        method = self.method.value
        periods, sizes = _PERIODS[self.method], _CARDINALITIES[self.method]
        if self.days not in periods:
            return f"{method} does not go with period {self.days.value}; allowed: {_all(periods)}"
        if self.sizes not in sizes:
            return (
                f"{method} does not go with cardinality {self.sizes.value}; allowed: {_all(sizes)}"
            )
        if (self.days is PeriodGate.WITHIN) != (self.shift is not None):
            return "period within and shift go together; write both or none"
        if self.tolerance and self.method not in _WITH_TOLERANCE:
            others = _all(_WITH_TOLERANCE)
            return f"{method} does not go with a tolerance; leave it out, or use {others}"
        if self.method is not Method.UNIQUE:
            told = f"{method} demands the same key; write same for identity, unit and benefit"
            return None if self.same_key else told
        exact = self.same_key and self.days is PeriodGate.SAME and not self.tolerance
        return "a unique pass loosens at least one gate; without any, use exact" if exact else None

    def takes(self, benefit: str) -> bool:
        """Whether rows of this benefit may be grouped by the pass."""
        return self.benefits is None or benefit in self.benefits


def _all(words: Collection[StrEnum]) -> str:
    return ", ".join(sorted(word.value for word in words))


def check_passes(passes: Sequence[Pass]) -> None:
    """Refuse passes that do not go together.

    Raises:
        ValueError: two passes have the same name, so that a group's pass would be in doubt; or
            one settles after another suggested. What is suggested takes no more part, so that the
            later pass would not see that a row of it fits as well.
    """
    names = [each.name for each in passes]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise ValueError(f"two passes have the same name, {name}; give one another")
    decisions = [each.decision for each in passes]
    if Decision.SUGGEST not in decisions:
        return
    first = decisions.index(Decision.SUGGEST)
    if Decision.SETTLE in decisions[first:]:
        late = names[decisions.index(Decision.SETTLE, first)]
        raise ValueError(
            f"the pass {late} settles after {names[first]} suggests, and would not see that what "
            f"is suggested fits as well; move {late} before it"
        )
