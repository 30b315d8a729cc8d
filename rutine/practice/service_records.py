"""People who ask for a service record, what each system tells of them, and what is true.

The career is drawn first; then it is told: by the old payroll system until the change, by payroll
since, and for some by the HR system too. A trouble is planted by changing what is told, never by
asking the rules that look for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.practice.draws import Weighted, between, seeded
from rutine.practice.names import draw_name
from rutine.practice.rates import People

CHANGED: Final = date(2018, 1, 1)
"""The first day of the payroll system there is now."""
ASKED: Final = date(2026, 11, 23)
_DAY: Final = timedelta(days=1)
_UNITS: Final = ("SYK1", "SYK2", "SKOLE", "DRIFT", "HJEM")
_JOBS: Final = (
    ("7174", "Sykepleier"),
    ("6572", "Pleieassistent"),
    ("7961", "Lærer"),
    ("9132", "Renholder"),
    ("7531", "Konsulent"),
)
_PERCENTS: Final = (10_000, 8000, 7500, 6000)
_TROUBLES: Final = Weighted(
    [
        ("S01", 0.4),
        *((code, 0.075) for code in ("S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")),
    ]
)
_EXTRA_PERCENT: Final = 6000
_HR_KNOWS: Final = 0.3
_HOURLY: Final = 0.1


@dataclass(frozen=True, slots=True)
class Stage:
    """Some days of a career in one position; `last` is None while it goes on."""

    first: date
    last: date | None
    unit: str
    code: str
    title: str
    percent: int | None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One stage as a system tells it; `source` is the word of the list."""

    source: str
    stage: Stage


@dataclass(slots=True, repr=False)
class Asking:
    """Somebody who asked: who it is, what is true, and what is told.

    `reason` is what the case must say; `career` what the record must, where nothing is wrong.
    """

    number: str
    person: str
    name: str
    born: date | None
    hired: date
    left: date | None
    career: tuple[Stage, ...]
    told: list[Row]
    reason: str = "S01"


@dataclass(frozen=True, slots=True, repr=False)
class PracticeRecords:
    """A municipality's requests, as files of a routine's folder and as the truth."""

    people: tuple[Asking, ...]
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def truth(self) -> dict[str, str]:
        """Employee number -> the reason of the case."""
        return {each.number: each.reason for each in self.people}


def make(seed: int, people: int) -> PracticeRecords:
    """So many people who asked on one day; the same for the same seed."""
    ids = islice(national_ids(), people)
    asking = tuple(_asking(seed, place, person) for place, person in enumerate(ids))
    return PracticeRecords(asking, dict(_files(asking)))


def _asking(seed: int, place: int, person: str) -> Asking:
    rng = seeded(seed, "service record", place)
    career = tuple(_career(rng))
    asking = Asking(
        number=str(1000 + place),
        person=person,
        name=draw_name(rng, People()),
        born=date(1960, 1, 1) + timedelta(days=between(rng, 0, 12_000)),
        hired=career[0].first,
        left=career[-1].last,
        career=career,
        told=[],
    )
    asking.told = list(_told(career, hr=rng.random() < _HR_KNOWS))
    plant = _PLANTS.get(_TROUBLES.draw(rng))
    if plant is not None:
        plant(asking, rng)
    return asking


def _career(rng: Random) -> Iterator[Stage]:
    """One to five stages without a break, each another position or size than the one before."""
    first = date(2005, 1, 1) + timedelta(days=between(rng, 0, 6500))
    stages = between(rng, 1, 5)
    before: tuple[object, ...] = ()
    for number in range(1, stages + 1):
        last = first + timedelta(days=between(rng, 60, 900))
        goes_on = number == stages and rng.random() < 0.5  # noqa: PLR2004 - every other
        if last >= ASKED:
            last = ASKED - timedelta(days=between(rng, 1, 50))
            stages = number
        if last < first:
            return
        kind = before
        while kind == before:
            code, title = _JOBS[between(rng, 0, len(_JOBS) - 1)]
            hourly = rng.random() < _HOURLY and not goes_on
            percent = None if hourly else _PERCENTS[between(rng, 0, len(_PERCENTS) - 1)]
            kind = (_UNITS[between(rng, 0, len(_UNITS) - 1)], code, title, percent)
        before = kind
        hours = between(rng, 1000, 90_000) if percent is None else None
        yield Stage(*(first, None if goes_on else last, str(kind[0]), code, title, percent, hours))
        if number == stages:
            return
        first = last + _DAY


def _told(career: tuple[Stage, ...], *, hr: bool) -> Iterator[Row]:
    """Each stage as the systems tell it; one that spans the change is two rows of two systems."""
    for stage in career:
        ends = stage.last or date.max
        if stage.first < CHANGED <= ends:
            early = None if stage.hours is None else stage.hours // 3
            late = None if stage.hours is None else stage.hours - stage.hours // 3
            yield Row("Gammel lønn", replace(stage, last=CHANGED - _DAY, hours=early))
            yield from _now(replace(stage, first=CHANGED, hours=late), hr=hr)
        elif ends < CHANGED:
            yield Row("Gammel lønn", stage)
        else:
            yield from _now(stage, hr=hr)


def _now(stage: Stage, *, hr: bool) -> Iterator[Row]:
    yield Row("Lønn", stage)
    if hr:
        yield Row("Personalsystem", stage)


def _twice(asking: Asking, rng: Random) -> None:
    """S02: a second position beside the last one, in every system that tells of that."""
    last = asking.told[-1].stage
    if last.percent is None or last.first < CHANGED:
        return
    extra = replace(last, unit="EKSTRA", percent=_EXTRA_PERCENT, last=last.first + 10 * _DAY)
    if last.last is not None and extra.last is not None and extra.last > last.last:
        return
    for source in {row.source for row in asking.told if row.stage == last}:
        asking.told.append(Row(source, extra))
    asking.reason = "S02"
    rng.shuffle(asking.told)


def _gap(asking: Asking, _: Random) -> None:
    """S03: a stage in the middle that nobody tells of."""
    inner = [each for each in asking.career[1:-1] if not each.first < CHANGED <= _end(each)]
    if not inner:
        return
    gone = inner[0]
    asking.told = [row for row in asking.told if row.stage != gone]
    asking.reason = "S03"


def _no_hours(asking: Asking, _: Random) -> None:
    """S04: the last position is paid by the hour, and nobody says how many."""
    last = asking.told[-1].stage
    asking.told = [
        Row(row.source, replace(row.stage, percent=None, hours=None)) if row.stage == last else row
        for row in asking.told
    ]
    asking.reason = "S04"


def _open_end(asking: Asking, _: Random) -> None:
    """S05: left, and the position goes on."""
    last = asking.told[-1].stage
    if asking.left is None or last.percent is None:
        return
    asking.told = [
        Row(row.source, replace(row.stage, last=None)) if row.stage == last else row
        for row in asking.told
    ]
    asking.reason = "S05"


def _disagree(asking: Asking, _: Random) -> None:
    """S06: the HR system has another percent than payroll."""
    last = asking.told[-1].stage
    if last.percent is None or last.first < CHANGED:
        return
    asking.told = [row for row in asking.told if row.source != "Personalsystem"]
    asking.told.append(Row("Personalsystem", replace(last, percent=last.percent - 500)))
    asking.reason = "S06"


def _before_missing(asking: Asking, _: Random) -> None:
    """S07: nobody has the rows of the old system."""
    if not asking.hired < CHANGED <= (asking.left or date.max):
        return
    asking.told = [row for row in asking.told if row.source != "Gammel lønn"]
    asking.reason = "S07"


def _nothing(asking: Asking, _: Random) -> None:
    """S08: nobody tells of any position."""
    asking.told = []
    asking.reason = "S08"


def _birth_missing(asking: Asking, _: Random) -> None:
    """S09: the list of employees has no birth date."""
    asking.born = None
    asking.reason = "S09"


_PLANTS: Final[Mapping[str, Callable[[Asking, Random], None]]] = {
    "S02": _twice,
    "S03": _gap,
    "S04": _no_hours,
    "S05": _open_end,
    "S06": _disagree,
    "S07": _before_missing,
    "S08": _nothing,
    "S09": _birth_missing,
}


def _end(stage: Stage) -> date:
    return stage.last or date.max


def _files(people: tuple[Asking, ...]) -> Iterator[tuple[str, str]]:
    """The lists by name, as the formats of the routine read them."""
    employees = ["Ansattnr;Fødselsnummer;Navn;Ansatt fra;Ansatt til;Fødselsdato;Skjermet"]
    requests = ["Ansattnr;Fødselsnummer;Dato;Målform"]
    head = (
        "Kilde;Ansattnr;Fødselsnummer;Stilling;Stillingskode;Enhet;Stillingsprosent;Timer;"
        "Gyldig fra;Gyldig til"
    )
    positions = {name: [head] for name in ("Lønn", "Gammel lønn", "Personalsystem")}
    for place, each in enumerate(people):
        told = (_date(each.hired), _date(each.left), _date(each.born))
        employees.append(";".join((each.number, each.person, f'"{each.name}"', *told, "Nei")))
        requests.append(f"{each.number};;{_date(ASKED)};{('Bokmål', 'Nynorsk')[place % 2]}")
        for row in each.told:
            # The old system has numbers of its own, and they are other people's here.
            own = str(1000 + (place + 7) % len(people))
            number = own if row.source == "Gammel lønn" else each.number
            stage = row.stage
            size = (_hundredths(stage.percent), _hundredths(stage.hours))
            days = (_date(stage.first), _date(stage.last))
            line = (row.source, number, each.person, stage.title, stage.code, stage.unit)
            positions[row.source].append(";".join((*line, *size, *days)))
    units = ["Enhet;Enhetsnavn;Overordnet;Organisasjonsnummer"]
    units += [f"{unit};{unit.title()};;" for unit in (*_UNITS, "EKSTRA")]
    yield "employee.csv", _text(employees)
    yield "service_record_request.csv", _text(requests)
    yield "unit.csv", _text(units)
    for place, lines in enumerate(positions.values(), start=1):
        if len(lines) > 1:
            yield f"position_{place}.csv", _text(lines)


def _date(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day is not None else ""


def _hundredths(value: int | None) -> str:
    return "" if value is None else f"{value // 100},{value % 100:02}"


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
