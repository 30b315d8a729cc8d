"""A desk with a few made-up employees, in every state there is: for pages and their pictures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from rutine.core.errors import InputError
from rutine.obligations.code_change import Affected, CodeChange, affected
from rutine.obligations.columns import Columns
from rutine.obligations.engine import evaluate
from rutine.obligations.frames import Frames
from rutine.obligations.overview import Overview
from rutine.obligations.requirement import Requirement
from rutine.obligations.standing_places import main_places, places
from rutine.obligations.standing_table import StandingTable
from rutine.obligations.subject import Achievement, Exemption, Position, Subject
from rutine.obligations.unit_tree import UnitTree

TODAY = date(2026, 11, 23)
ROUTINE = "competence_renewal"
LONG_AGO = date(2019, 3, 1)
HIDDEN = "20107"
TITLES = {
    "medication": {"nb": "Legemiddelhåndtering", "nn": "Legemiddelhandtering", "en": "Medication"},
    "fire": {"nb": "Brannvern", "nn": "Brannvern", "en": "Fire safety"},
    "hygiene": {"nb": "Smittevern", "nn": "Smittevern", "en": "Hygiene"},
}
NAMES = {
    "20101": "Anne Prøvesen",
    "20102": "Åse Testmo",
    "20103": "Bjørn Øve",
    "20104": "Dina Eksempel",
    "20105": "Even Mønster",
    "20106": "Frøydis Utkast",
    HIDDEN: "Gunn Skjult",
    "20108": "Hans Sluttet",
    "20109": "",
    "20110": "Ida Skole",
}
REQUIREMENTS = tuple(
    Requirement.model_validate(each)
    for each in (
        {
            "id": "medication",
            "applies_to": {"tags": ["gives_medication"]},
            "rules": [
                {
                    "needs": {
                        "all": [
                            {"type": "course", "code": "LMH-KURS"},
                            {"type": "test", "code": "LMH-PROVE", "valid_months": 48},
                        ]
                    },
                    "due": {"days": 30},
                }
            ],
        },
        {
            "id": "fire",
            "applies_to": {"units": ["SYK1", "SYK2"]},
            "rules": [
                {
                    "needs": {"type": "course", "code": "BRANN-KURS"},
                    "valid_months": 24,
                    "due": {"days": 60},
                }
            ],
        },
        {
            "id": "hygiene",
            "rules": [{"needs": {"type": "course", "code": "SMITTE"}, "due": {"days": 365}}],
        },
    )
)


def _employee(number: str, *held: tuple[str, date], unit: str = "SYK1", **more: object) -> Subject:
    own = {"positions": (Position(unit, "7174", LONG_AGO, tags=frozenset({"gives_medication"})),)}
    return Subject(number, **{**own, "achievements": _evidence(*held), **more})  # type: ignore[arg-type]


def _evidence(*held: tuple[str, date]) -> tuple[Achievement, ...]:
    return tuple(Achievement(code, day) for code, day in held)


_WHOLE = (("LMH-KURS", date(2025, 2, 1)), ("LMH-PROVE", date(2025, 2, 3)))
PEOPLE = (
    _employee("20101", *_WHOLE, ("BRANN-KURS", date(2026, 5, 4)), ("SMITTE", LONG_AGO)),
    _employee(
        *("20102", ("LMH-KURS", date(2022, 12, 1)), ("LMH-PROVE", date(2022, 12, 12))),
        *(("BRANN-KURS", date(2023, 1, 9)), ("SMITTE", LONG_AGO)),
    ),
    _employee("20103", ("LMH-KURS", date(2024, 1, 8)), ("LMH-PROVE-2", date(2026, 1, 12))),
    _employee(
        "20104",
        ("BRANN-KURS", date(2025, 11, 3)),
        exemptions=(Exemption("medication", "other_duties", date(2026, 6, 1)),),
    ),
    _employee(
        "20105",
        positions=(
            Position("SYK1", "7174", date(2026, 11, 2), tags=frozenset({"gives_medication"})),
        ),
    ),
    _employee(
        *("20106", *_WHOLE, ("BRANN-KURS", date(2026, 1, 5))),
        positions=(
            Position("SYK1", "7174", LONG_AGO, tags=frozenset({"gives_medication"})),
            Position("SKOLE", "6543", date(2024, 8, 1)),
        ),
    ),
    _employee(HIDDEN, ("SMITTE", LONG_AGO)),
    _employee("20108", *_WHOLE, ended=date(2026, 10, 31)),
    _employee("20109", *_WHOLE, unit="SYK2"),
    Subject("20110", positions=(Position("SKOLE", "6543", LONG_AGO),)),
)


class ShownStandings:
    """A desk with one routine and one run; `trouble` is the code of an error it raises instead."""

    def __init__(
        self,
        numbers: Mapping[str, str],
        *,
        health: bool = False,
        ran: bool = True,
        changed: bool = False,
        trouble: str = "",
        names: Mapping[str, str] = NAMES,
        unknown: Mapping[str, int] = MappingProxyType({"LMH-PROVE-2": 1}),
        hidden: Collection[str] = frozenset({HIDDEN}),
    ) -> None:
        self._numbers = numbers
        self._health, self._ran, self._changed, self._trouble = health, ran, changed, trouble
        self._names, self._unknown = names, unknown
        self._hidden = frozenset(hidden)
        self._units = UnitTree(dict.fromkeys(("SYK1", "SYK2", "SKOLE")))
        self._columns = Columns.of(Frames.of(PEOPLE))

    def routines(self) -> Mapping[str, bool]:
        return {ROUTINE: self._health}

    def employers(self) -> Sequence[tuple[str, str]]:
        return [("974600013", "Tenkt kommune")]

    def overview(self, routine: str, employer: str) -> Overview | None:
        assert (routine, employer) == (ROUTINE, "974600013")
        if self._trouble:
            raise InputError(self._trouble, "It can't.", "Mend it.")
        if not self._ran:
            return None
        columns, day = self._columns, TODAY.toordinal()
        return Overview(
            routine=routine,
            run=12,
            day=TODAY,
            changed=self._changed,
            health=self._health,
            table=StandingTable.of(
                evaluate(columns, REQUIREMENTS, self._units, TODAY),
                columns.positions.unit.names,
                places(columns, REQUIREMENTS, self._units, day, self._numbers),
                main_places(columns, self._units, day, self._numbers),
            ),
            titles=TITLES,
            names=self._names,
            hidden=self._hidden,
            unit_names={"SYK1": "Sykehjem avdeling 1", "SYK2": "Sykehjem avdeling 2"},
            numbers=self._numbers,
            codes={
                "LMH-KURS": ("medication",),
                "LMH-PROVE": ("medication",),
                "BRANN-KURS": ("fire",),
                "SMITTE": ("hygiene",),
            },
            unknown=self._unknown,
        )

    def affected(
        self, routine: str, employer: str, change: CodeChange
    ) -> tuple[Overview, tuple[Affected, ...]] | None:
        overview = self.overview(routine, employer)
        if overview is None:
            return None
        found = affected(
            self._columns,
            REQUIREMENTS,
            self._units,
            change,
            today=TODAY,
            known=self._numbers,
        )
        return overview, found
