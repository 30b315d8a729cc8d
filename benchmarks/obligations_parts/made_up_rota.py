"""A rota of several weeks with planted troubles, and what must be found of them.

Each unit has people who work days only, evenings only, or nights only, so that nobody's shifts
come too near to each other unless it is planted. The evening asks for one who may hand out
medication and, beside them, a nurse; two of each are there, so that nothing hangs on one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import numpy as np

from rutine.obligations.cover.findings import Finding, Kind
from rutine.obligations.cover.rota import CodeKind, Holding, Person, Rota, Shift, ShiftStatus
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.unit_tree import UnitTree

FIRST: Final = date(2026, 10, 5)
"""A Monday; the clock goes back in the third week."""
_SEED: Final = 20261130
_LONG_AGO: Final = date(2020, 1, 1)
_CODES: Final = {"D": CodeKind.PRESENT, "A": CodeKind.PRESENT, "N": CodeKind.PRESENT}
_DAY, _EVENING, _NIGHT = (
    ("D", time(7), time(15)),
    ("A", time(14, 30), time(22)),
    ("N", time(21, 45), time(7, 15)),
)
_TROUBLES: Final = ("hole", "single", "late", "expiring", "expired", "vacant", "rest", "overlap")
_ODDS: Final = 0.16
_AWAY: Final = {"hole": 2, "single": 1, "late": 0}
"""How many nurses are absent; when late, none, but nobody comes in time."""
_LATE: Final = timedelta(minutes=75)
_HOLD_NURSE, _HOLD_MEDICATION = Holding("nurse", _LONG_AGO), Holding("medication", _LONG_AGO)

Found = tuple[str, str, datetime, datetime, tuple[str, ...]]
"""What is compared of a finding: kind, rule, start, end, persons or what is missing."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """The rota with its rules, and the truth."""

    rota: Rota
    rules: tuple[CoverRule, ...]
    units: UnitTree
    first: date
    last: date
    truth: frozenset[Found]


def told(finding: Finding) -> Found:
    """A finding, as the truth tells it."""
    missing = tuple(each.competence for each in finding.missing)
    who = missing if finding.kind is Kind.NOT_COVERED else finding.persons or finding.shifts
    return finding.kind.value, finding.rule, finding.start, finding.end, who


def make(units: int, weeks: int = 6, seed: int = _SEED) -> MadeUp:
    """So many units; eight shifts a day in each, of which a few are in trouble."""
    rng = np.random.default_rng(seed)
    making = _Making()
    for number in range(units):
        making.add_unit(f"unit{number}", rng, weeks * 7)
    tree = UnitTree({"town": None} | {f"unit{n}": "town" for n in range(units)})
    return MadeUp(
        Rota(tuple(making.shifts), making.people, _CODES),
        tuple(making.rules),
        tree,
        FIRST,
        FIRST + timedelta(days=weeks * 7 - 1),
        frozenset(making.truth),
    )


class _Making:
    """The rota while it grows."""

    def __init__(self) -> None:
        self.shifts: list[Shift] = []
        self.people: dict[str, Person] = {}
        self.rules: list[CoverRule] = []
        self.truth: set[Found] = set()

    def add_unit(self, unit: str, rng: np.random.Generator, days: int) -> None:
        """A unit's people, rules and shifts."""
        team = {
            kind: [self._person(f"{unit}-{kind}{n}", unit, *holdings) for n in range(6)]
            for kind, holdings in {
                "day": (_HOLD_MEDICATION,),
                "nurse": (_HOLD_NURSE, _HOLD_MEDICATION),
                "aide": (_HOLD_MEDICATION,),
                "night": (_HOLD_MEDICATION,),
            }.items()
        }
        self.rules += [
            _rule(f"{unit}-evening", unit, ("15:00", "22:00"), "medication", "nurse"),
            _rule(f"{unit}-night", unit, ("22:00", "07:00"), "medication"),
            _rule(f"{unit}-day", unit, ("07:15", "14:30"), "medication"),
        ]
        for number in range(days):
            day = FIRST + timedelta(days=number)
            for slot in range(2):
                self._shift(unit, day, _DAY, team["day"][(number + 3 * slot) % 6])
                self._shift(unit, day, _NIGHT, team["night"][(number + 3 * slot) % 6])
            trouble = str(rng.choice(_TROUBLES)) if rng.random() < _ODDS else ""
            if number == days - 1 and trouble == "rest":
                trouble = ""  # it would end after the last day
            nurses = [team["nurse"][(number + 3 * slot) % 6] for slot in range(2)]
            aides = [team["aide"][(number + 3 * slot) % 6] for slot in range(2)]
            self._evening(unit, day, trouble, nurses, aides)

    def _evening(
        self, unit: str, day: date, trouble: str, nurses: list[str], aides: list[str]
    ) -> None:
        """Two nurses and two aides, one of the troubles, and what is true of it."""
        rule = f"{unit}-evening"
        start, end = datetime.combine(day, time(15)), datetime.combine(day, time(22))
        if trouble == "expiring":
            ends = Holding("nurse", _LONG_AGO, day + timedelta(days=10))
            nurses = [
                self._person(f"{unit}-{day}-{n}", unit, ends, _HOLD_MEDICATION) for n in range(2)
            ]
            self._true(Kind.COVERED_ONLY_BY_EXPIRING, rule, start, end, *nurses)
        elif trouble == "expired":
            ended = Holding("medication", _LONG_AGO, day - timedelta(days=1))
            aides = [aides[0], self._person(f"{unit}-{day}-x", unit, ended)]
            self._true(Kind.EXPIRED_ON_SHIFT, rule, start, end, aides[1])
        elif trouble in _AWAY:
            self._absent(rule, trouble, (start, end), nurses[1])
        for place, person in enumerate(nurses):
            late = _LATE if trouble == "late" else timedelta()
            away = place < _AWAY.get(trouble, 0)
            self._shift(unit, day, _EVENING, person, late=late, absent=away)
        for person in aides:
            self._shift(unit, day, _EVENING, person)
        self._one_more(unit, day, trouble, aides[0])

    def _absent(
        self, rule: str, trouble: str, window: tuple[datetime, datetime], left: str
    ) -> None:
        if trouble == "single":
            self._true(Kind.SINGLE_POINT, rule, *window, left)
        else:
            start, end = window
            coming = start - timedelta(minutes=30) + _LATE
            until = coming if trouble == "late" else end
            self._true(Kind.NOT_COVERED, rule, start, until, "nurse")

    def _one_more(self, unit: str, day: date, trouble: str, aide: str) -> None:
        """A shift beside the others that is in the way of one of them, or nobody's."""
        if trouble == "vacant":
            shift = self._shift(unit, day, _EVENING, None)
            self._true(Kind.VACANT_SHIFT, "", shift.start, shift.end, shift.shift_id)
        elif trouble == "rest":
            extra = self._shift(unit, day + timedelta(days=1), _DAY, aide)
            end = datetime.combine(day, time(22))
            self._true(Kind.REST_UNDER_11H, "", end, extra.start, aide)
        elif trouble == "overlap":
            extra = self._shift(unit, day, ("A", time(14), time(16)), aide)
            begun = datetime.combine(day, time(14, 30))
            self._true(Kind.OVERLAP, "", begun, extra.end, aide)

    def _true(self, kind: Kind, rule: str, start: datetime, end: datetime, *who: str) -> None:
        self.truth.add((kind.value, rule, start, end, who))

    def _person(self, key: str, unit: str, *holdings: Holding) -> str:
        self.people[key] = Person(key, unit, holdings)
        return key

    def _shift(
        self,
        unit: str,
        day: date,
        kind: tuple[str, time, time],
        person: str | None,
        *,
        late: timedelta = timedelta(),
        absent: bool = False,
    ) -> Shift:
        code, begins, ends = kind
        over_midnight = timedelta(days=int(ends <= begins))
        shift = Shift(
            shift_id=f"s{len(self.shifts)}",
            person=person,
            units=(unit,),
            start=datetime.combine(day, begins) + late,
            end=datetime.combine(day, ends) + over_midnight,
            code=code,
            status=ShiftStatus.ABSENT if absent else ShiftStatus.PLANNED,
        )
        self.shifts.append(shift)
        return shift


def _rule(name: str, unit: str, window: tuple[str, str], *competences: str) -> CoverRule:
    return CoverRule.model_validate(
        {
            "id": name,
            "units": [unit],
            "window": {"from": window[0], "to": window[1]},
            "needs": [{"competence": each} for each in competences],
        }
    )
