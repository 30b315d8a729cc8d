"""A survey's list of respondents with known troubles: who is missing, misplaced or twice.

A municipality of areas and units is made with everybody in the right place on the list. Then
troubles are put in, at most two in a unit, so that none hides another; the truth is what was put
in. Beside them stand things that are not wrong: somebody away, a second position, an address in
capitals, on call now and then and not listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.obligations.unit_tree import UnitTree
from rutine.practice.draws import seeded
from rutine.surveys.findings import Kind
from rutine.surveys.people import Entry, Held, Somebody, Units
from rutine.surveys.rule import Group, SurveyRule

TODAY: Final = date(2026, 11, 30)
RULE: Final = SurveyRule(
    (Group("all", frozenset({"permanent", "temporary_monthly", "on_call_regular", "apprentice"})),)
)
"""Nord-Aurdal's rule, as `mappings/routines/survey_respondents.yaml` has it."""

_SINCE: Final = date(2020, 3, 1)
_LEFT: Final = date(2026, 10, 31)
_TOP: Final = "RAD"
_IN_AREA: Final = 4
_MEMBERS: Final = 8
_FEW: Final = 2
_KINDS: Final = ("permanent", "temporary_monthly", "on_call_regular", "apprentice")
_SUB_UNIT: Final = "970001018"

Truth = tuple[str, str]
"""What is wrong and with whom: the kind, and an employee number, unit or address."""


@dataclass(slots=True)
class SurveyPractice:
    """The registers, the list and what is wrong with it.

    Attributes:
        people: every employee by number.
        parents: unit -> the one above; empty at the top.
        managers: unit -> employee number.
        entries: the list.
        truth: every trouble that was put in.
    """

    people: dict[str, Somebody] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    managers: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    truth: set[Truth] = field(default_factory=set)

    @property
    def units(self) -> Units:
        """The units as the check takes them."""
        tree = UnitTree({unit: parent or None for unit, parent in self.parents.items()})
        return Units(tree, frozenset(self.parents), self.managers)

    def files(self) -> dict[str, str]:
        """The same as the routine's four lists, in its own formats."""
        return {
            "employee.csv": _csv(
                "Ansattnr;Fødselsnummer;Navn;E-post;Ansatt fra;Ansatt til;Skjermet",
                (
                    (
                        *(one.number, person, f"Prøve {one.number}", one.email),
                        *(_day(_SINCE), _day(one.ended) if one.ended else ""),
                        "Ja" if one.hidden else "Nei",
                    )
                    for one, person in zip(self.people.values(), national_ids(), strict=False)
                ),
            ),
            "position.csv": _csv(
                "Ansattnr;Enhet;Stillingskode;Stillingsprosent;Gyldig fra;Gyldig til;Merker",
                (
                    (
                        *(one.number, held.unit, "7174", f"{held.percent:.0f}"),
                        *(_day(held.first), "", " ".join(sorted(held.tags))),
                    )
                    for one in self.people.values()
                    for held in one.held
                ),
            ),
            "unit.csv": _csv(
                "Enhet;Enhetsnavn;Overordnet;Organisasjonsnummer;Leder",
                (
                    (
                        *(unit, f"Enhet {unit}", parent, "" if parent else _SUB_UNIT),
                        self.managers.get(unit, ""),
                    )
                    for unit, parent in self.parents.items()
                ),
            ),
            "respondent.csv": _csv(
                "Ansattnr;E-post;Enhet", ((e.number, e.email, e.unit) for e in self.entries)
            ),
        }


def make_survey(seed: int, areas: int) -> SurveyPractice:
    """So many areas of four units, about forty employees in each; at least three areas."""
    rng = seeded(seed, "survey", areas)
    made = SurveyPractice()
    made.parents[_TOP] = ""
    _hire(made, _TOP, _TOP, leads=_TOP)
    for area in (f"A{number:03}" for number in range(1, areas + 1)):
        made.parents[area] = _TOP
        _hire(made, area, _TOP, leads=area)
        for unit in (f"{area}-{number}" for number in range(1, _IN_AREA + 1)):
            made.parents[unit] = area
            _hire(made, unit, area, leads=unit)
            members = [_hire(made, unit, unit, tag=rng.choice(_KINDS)) for _ in range(_MEMBERS)]
            _trouble(made, rng, unit, area, members)
        _small(made, rng, area)
        _bystanders(made, rng, area)
        if rng.random() < 1 / _FEW:
            _lead_at_home(made, rng.choice([f"{area}-{n}" for n in range(1, _IN_AREA + 1)]))
    rng.shuffle(made.entries)
    made.entries = [replace(e, key=("respondent 1", n)) for n, e in enumerate(made.entries, 2)]
    return made


def _hire(
    made: SurveyPractice, unit: str, answers: str, *, leads: str = "", tag: str = "permanent"
) -> str:
    """Somebody new, rightly on the list."""
    number = str(10_001 + len(made.people))
    email = f"{number}@ovelsesvik.no"
    held = Held(unit, _SINCE, "7174", 100.0, frozenset({tag}))
    made.people[number] = Somebody(number, email, (held,))
    if leads:
        made.managers[leads] = number
    made.entries.append(Entry((number, 1), number, answers, email))
    return number


def _at(made: SurveyPractice, number: str) -> int:
    return next(
        place for place in range(len(made.entries) - 1, -1, -1)
        if made.entries[place].number == number
    )  # fmt: skip


def _list(made: SurveyPractice, number: str, **changes: str) -> None:
    place = _at(made, number)
    made.entries[place] = replace(made.entries[place], **changes)  # type: ignore[arg-type]


def _tell(made: SurveyPractice, kind: Kind, about: str) -> None:
    made.truth.add((kind.value, about))


def _trouble(made: SurveyPractice, rng: Random, unit: str, area: str, members: list[str]) -> None:
    """Up to two things that are wrong in a unit, with a person each."""
    wrong: list[Callable[[str, str], None]] = [
        lambda one, _: _missing(made, one),
        lambda one, _: _gone(made, one),
        lambda one, _: _on_call(made, one),
        lambda one, _: _twice(made, one, area),
        lambda one, _: _without_address(made, one),
        lambda one, other: _shared(made, one, other),
        lambda one, _: _elsewhere(made, one, unit),
        lambda one, _: _unknown(made, one, unit),
        lambda one, _: _hidden(made, one),
    ]
    picked = rng.sample(members, 4)
    for place, happen in enumerate(rng.sample(wrong, rng.randint(0, _FEW))):
        happen(picked[place * _FEW], picked[place * _FEW + 1])


def _missing(made: SurveyPractice, one: str) -> None:
    del made.entries[_at(made, one)]
    _tell(made, Kind.MISSING, one)


def _gone(made: SurveyPractice, one: str) -> None:
    made.people[one] = replace(made.people[one], ended=_LEFT, held=())
    _tell(made, Kind.ENDED, one)


def _on_call(made: SurveyPractice, one: str) -> None:
    held = replace(made.people[one].held[0], tags=frozenset({"on_call"}))
    made.people[one] = replace(made.people[one], held=(held,))
    _tell(made, Kind.NOT_INCLUDED, one)


def _twice(made: SurveyPractice, one: str, area: str) -> None:
    made.entries.append(replace(made.entries[_at(made, one)], key=(one, 2), unit=area))
    _tell(made, Kind.TWICE, one)


def _without_address(made: SurveyPractice, one: str) -> None:
    _list(made, one, email="")
    _tell(made, Kind.NO_EMAIL, one)


def _shared(made: SurveyPractice, one: str, other: str) -> None:
    address = made.people[other].email
    _list(made, one, email=address.upper())
    _tell(made, Kind.SHARED_EMAIL, address)


def _elsewhere(made: SurveyPractice, one: str, unit: str) -> None:
    area, _, place = unit.partition("-")
    _list(made, one, unit=f"{area}-{int(place) % _IN_AREA + 1}")
    _tell(made, Kind.WRONG_UNIT, one)


def _unknown(made: SurveyPractice, one: str, unit: str) -> None:
    _list(made, one, unit=f"{unit}-nedlagt")
    _tell(made, Kind.UNKNOWN_UNIT, f"{unit}-nedlagt")


def _hidden(made: SurveyPractice, one: str) -> None:
    made.people[one] = replace(made.people[one], hidden=True)
    _tell(made, Kind.HIDDEN, one)


def _lead_at_home(made: SurveyPractice, unit: str) -> None:
    leader = made.managers[unit]
    _list(made, leader, unit=unit)
    _tell(made, Kind.OWN_UNIT, leader)


def _small(made: SurveyPractice, rng: Random, area: str) -> None:
    """A unit of two: told of where they stand in it, and right where they stand above it."""
    unit = f"{area}-s"
    made.parents[unit] = area
    above = rng.random() < 1 / _FEW
    for _ in range(_FEW):
        _hire(made, unit, area if above else unit)
    if not above:
        _tell(made, Kind.SMALL_UNIT, unit)


def _bystanders(made: SurveyPractice, rng: Random, area: str) -> None:
    """People about whom nothing is wrong, though it may look so."""
    away = _hire(made, f"{area}-1", f"{area}-1")
    made.people[away] = replace(made.people[away], away=True)
    two = _hire(made, f"{area}-1", f"{area}-2")
    held = made.people[two].held[0]
    second = replace(held, unit=f"{area}-2", percent=20.0)
    made.people[two] = replace(made.people[two], held=(replace(held, percent=80.0), second))
    loud = _hire(made, f"{area}-3", f"{area}-3")
    _list(made, loud, email=made.people[loud].email.upper())
    on_call = _hire(made, f"{area}-4", f"{area}-4", tag="on_call")
    del made.entries[_at(made, on_call)]
    if rng.random() < 1 / _FEW:
        left = _hire(made, f"{area}-2", f"{area}-2")
        made.people[left] = replace(made.people[left], ended=_LEFT, held=())
        del made.entries[_at(made, left)]


def _csv(headings: str, rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join([headings, *(";".join(row) for row in rows), ""])


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
