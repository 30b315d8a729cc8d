"""Sick leave in a fictional municipality, with what a follow-up must find in it.

Each story is drawn first: when somebody fell ill, how long, how much, and which duties were done.
The lists are written from it, and so is the truth, day by day with a calendar; nothing here
knows how the routine counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.practice.known_truth import Expected, KnownTruth

Duty = tuple[str, str, int, int, bool]
"""Id, the words of its evidence, days after the first day, days of warning, only wholly away."""

DUTIES: Final[tuple[Duty, ...]] = (
    ("dialogue_meeting_1", "Dialogmøte 1 holdt", 49, 14, True),
    ("activity", "Aktivitet prøvd", 56, 14, True),
    ("updated_plan", "Oppdatert plan sendt til NAV", 175, 28, False),
)
_PLAN: Final = ("follow_up_plan", 28, 7)
_PLAN_PARTS: Final = ("Oppfølgingsplan laget", "Oppfølgingsplan sendt")
FOLLOWED: Final = "who-follows-up"
"""What a case refers to of those whom nobody can follow up."""
REGISTERED: Final = "registered-absence"
"""What a case refers to in which payroll and the sick notes do not agree."""

_EMPLOYER, _UNIT, _OTHER_UNIT = "974600013", "970001018", "970001026"
_LACKING: Final = "manglendeTilretteleggingPaaArbeidsplassen"
_BACK: Final = "Tilbake i arbeid"
_WITHOUT_NOTE: Final = 3
"""Days that payroll may register without a note."""

_LONGEST: Final = 240
_FULL: Final = 100
_MANAGERS: Final = 4
_NEW_AFTER: Final = 16
"""Days at work that make the next absence a new one."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One sick note."""

    first: date
    last: date
    grade: int
    began: date


@dataclass(slots=True)
class Story:
    """What happened to one employee.

    Attributes:
        begins: the first day of the absence that is going on, or went on last.
        done: words of evidence -> the day.
        exempt: the duties somebody exempted from.
        trouble: what payroll, or whoever wrote the last note, has wrong of it.
    """

    number: str
    unit: int
    spells: list[Spell]
    begins: date
    done: dict[str, date] = field(default_factory=dict)
    exempt: set[str] = field(default_factory=set)
    trouble: str = ""

    def is_away(self, today: date) -> bool:
        """Whether a note of more than nothing covers the day."""
        return any(each.first <= today <= each.last and each.grade for each in self.spells)

    def is_followed_up(self, today: date) -> bool:
        """Whether the absence goes on: days well between two of its notes do not end it."""
        return any(each.last >= today and each.grade for each in self.spells)


def sick_leave(seed: int, people: int, today: date) -> KnownTruth:
    """A municipality of so many employees on a day."""
    rng = Random(seed)
    managers_left = [rng.random() < 0.25 for _ in range(_MANAGERS)]  # noqa: PLR2004
    stories = [_story(rng, str(2000 + i), i % _MANAGERS, today) for i in range(people)]
    managers = [_manager(rng, i, today) for i in range(_MANAGERS)]
    everybody = [*managers, *stories]
    for each in stories:
        each.trouble = _trouble(rng, each, today)
    truth = {case for each in everybody for case in _cases(each, today)}
    truth |= {case for each in stories for case in _disagreeing(each, today)}
    truth |= set(_unfollowed(stories, managers, managers_left, today))
    return KnownTruth(_written(everybody, managers_left, today), tuple(sorted(truth)))


def _story(rng: Random, number: str, unit: int, today: date) -> Story:
    begins = today - timedelta(days=rng.randrange(_LONGEST))
    grade = rng.choice((_FULL, _FULL, _FULL, 50, 60, 0))
    back = rng.random() < 0.2  # noqa: PLR2004 - returned before today
    last = today - timedelta(days=rng.randint(1, 10)) if back else today + timedelta(days=9)
    spells = list(_notes(rng, begins, max(last, begins), grade))
    story = Story(number, unit, spells, begins)
    if rng.random() < 0.3:  # noqa: PLR2004 - ill before, well for long enough or not
        _ill_before(rng, story, grade)
    for name, words, *_ in DUTIES:
        _maybe_done(rng, story, words, today)
        if rng.random() < 0.1:  # noqa: PLR2004
            story.exempt.add(name)
    for words in _PLAN_PARTS:
        _maybe_done(rng, story, words, today)
    return story


def _notes(rng: Random, first: date, last: date, grade: int) -> Iterator[Spell]:
    """Notes of some weeks each, the next the day after or after some days well."""
    begins = first
    while first <= last:
        until = min(first + timedelta(days=rng.randint(6, 30)), last)
        if last - until < timedelta(days=_NEW_AFTER):
            until = last  # so that the last note always reaches the day it should
        yield Spell(first, until, grade, begins if rng.random() < 0.5 else first)  # noqa: PLR2004
        first = until + timedelta(days=1 + rng.choice((0, 0, 0, 3, _NEW_AFTER - 1)))


def _ill_before(rng: Random, story: Story, grade: int) -> None:
    """An absence before: joined with this one where the days between are too few."""
    well = rng.choice((5, _NEW_AFTER - 1, _NEW_AFTER, 40))
    last = story.begins - timedelta(days=well + 1)
    first = last - timedelta(days=rng.randint(5, 20))
    story.spells.insert(0, Spell(first, last, grade, first))
    if well < _NEW_AFTER:
        story.begins = first


def _maybe_done(rng: Random, story: Story, words: str, today: date) -> None:
    """Done in this absence, long before it, or not at all."""
    drawn = rng.random()
    if drawn < 0.4:  # noqa: PLR2004
        story.done[words] = story.begins + (today - story.begins) * rng.random()
    elif drawn < 0.55:  # noqa: PLR2004 - for an absence last year: it counts for nothing
        story.done[words] = story.begins - timedelta(days=300)


def _manager(rng: Random, unit: int, today: date) -> Story:
    ill = rng.random() < 0.3  # noqa: PLR2004
    first = today - timedelta(days=3)
    spells = [Spell(first, today + timedelta(days=5), _FULL, first)] if ill else []
    return Story(str(1000 + unit), unit, spells, first)


def _cases(story: Story, today: date) -> Iterator[Expected]:
    """The duties that are near or late today, counted with a calendar."""
    if not story.is_followed_up(today):
        return
    grade = story.spells[-1].grade
    for name, words, days, warned, wholly in DUTIES:
        if wholly and grade < _FULL:
            continue
        due = story.begins + timedelta(days=days)
        if name in story.exempt or _is_done(story, words, today):
            continue
        if today >= due - timedelta(days=warned):
            reason = "O02" if today > due else "O01"
            yield Expected(reason, story.number, name, due.isoformat())
    name, days, warned = _PLAN
    due = story.begins + timedelta(days=days)
    parts = [_is_done(story, words, today) for words in _PLAN_PARTS]
    if not all(parts) and today >= due - timedelta(days=warned):
        late = "O02" if today > due else "O01"
        yield Expected("O05" if any(parts) else late, story.number, name, due.isoformat())


def _trouble(rng: Random, story: Story, today: date) -> str:
    """What is wrong of the last note, of those whom payroll has as away at all."""
    last = story.spells[-1]
    if not last.grade or rng.random() < 0.6:  # noqa: PLR2004
        return ""
    if last.last < today:
        trouble = rng.choice(("goes_on", "goes_on_back", "self_certified"))
        if trouble == "goes_on_back":
            story.done[_BACK] = last.last + timedelta(days=1)
        return trouble
    if story.is_away(today):
        trouble = rng.choice(("grade", "unit", "back"))
        if trouble == "back":
            story.done[_BACK] = last.first + (today - last.first) * rng.random()
        return trouble
    return ""


def _disagreeing(story: Story, today: date) -> Iterator[Expected]:
    """What payroll and the last note do not agree on."""
    last = story.spells[-1]
    after = last.last + timedelta(days=1)
    if story.trouble == "goes_on" and (today - last.last).days > _WITHOUT_NOTE:
        yield Expected("O08", story.number, REGISTERED, after.isoformat())
    elif story.trouble == "goes_on_back":
        yield Expected("O11", story.number, REGISTERED, after.isoformat())
    elif story.trouble == "grade":
        yield Expected("O09", story.number, REGISTERED, last.first.isoformat())
    elif story.trouble == "unit":
        yield Expected("O10", story.number, REGISTERED, last.first.isoformat())
    elif story.trouble == "back":
        yield Expected("O11", story.number, REGISTERED, story.done[_BACK].isoformat())


def _registered(story: Story, today: date) -> Iterator[tuple[str, date, date, int]]:
    """Payroll's rows: kind, days and grade. What tells of no absence is not there."""
    for note in story.spells:
        wrong = note is story.spells[-1] and story.trouble == "grade"
        if note.grade:
            yield "Sykmelding", note.first, note.last, 80 if wrong else note.grade
    if not story.trouble:
        return
    last = story.spells[-1]
    after = last.last + timedelta(days=1)
    if story.trouble in {"goes_on", "goes_on_back"}:
        yield "Sykmelding", after, today + timedelta(days=3), last.grade
    elif story.trouble == "self_certified":
        yield "Egenmelding", after, after + timedelta(days=7), _FULL


def _is_done(story: Story, words: str, today: date) -> bool:
    day = story.done.get(words)
    return day is not None and story.begins <= day <= today


def _unfollowed(
    stories: Sequence[Story], managers: Sequence[Story], left: Sequence[bool], today: date
) -> Iterator[Expected]:
    """Those away whose manager has left, or is away too. Nobody stands above the units."""
    for each in stories:
        if not each.is_away(today):
            continue
        if left[each.unit]:
            yield Expected("O06", each.number, FOLLOWED)
        elif managers[each.unit].is_away(today):
            yield Expected("O07", each.number, FOLLOWED)
    for each in managers:
        if each.is_away(today):
            yield Expected("O06", each.number, FOLLOWED)


def _written(stories: Sequence[Story], left: Sequence[bool], today: date) -> Mapping[str, str]:
    """The lists as the systems write them."""
    ids = dict(
        zip((each.number for each in stories), islice(national_ids(), len(stories)), strict=True)
    )
    gone = f"{today - timedelta(days=40):%d.%m.%Y}"
    employees = ["Ansattnr;Fødselsnummer;Navn;Ansatt fra;Ansatt til;Skjermet"]
    positions = ["Ansattnr;Enhet;Stillingskode;Stillingsprosent;Gyldig fra;Gyldig til;Merker;Leder"]
    units = ["Enhet;Enhetsnavn;Overordnet;Organisasjonsnummer;Leder"]
    notes = [f"fnr;sykefravaerFom;fom;tom;sykmeldingsgrad;{_LACKING};arbeidsgiver.orgnr"]
    registered = ["Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad"]
    done, exempt = ["Ansattnr;Hva;Dato"], ["Ansattnr;Krav;Begrunnelse;Fra;Til"]
    units += [f"E{unit};Enhet {unit};;{_UNIT};{1000 + unit}" for unit in range(_MANAGERS)]
    for each in stories:
        manages = each.number.startswith("1")
        end = gone if manages and left[each.unit] else ""
        employees.append(
            f"{each.number};{ids[each.number]};Prøve {each.number};01.02.2015;{end};Nei"
        )
        # Those who have left hold their position on paper: the end of employment decides.
        positions.append(f"{each.number};E{each.unit};7174;100;01.02.2015;;;")
        for note in each.spells:
            grade = "" if note.grade == _FULL else str(note.grade)
            days = f"{note.began};{note.first};{note.last}"
            wrong = note is each.spells[-1] and each.trouble == "unit"
            unit = _OTHER_UNIT if wrong else _UNIT
            notes.append(f"{ids[each.number]};{days};{grade};false;{unit}")
        registered += [
            f"{_EMPLOYER};{_UNIT};{each.number};{ids[each.number]};{kind};"
            f"{first:%d.%m.%Y};{last:%d.%m.%Y};{grade}"
            for kind, first, last, grade in _registered(each, today)
        ]
        for words, day in sorted(each.done.items()):
            done.append(f"{each.number};{words};{day:%d.%m.%Y}")
        begun = f"{each.begins:%d.%m.%Y}"
        exempt += [f"{each.number};{duty};too_ill;{begun};" for duty in sorted(each.exempt)]
    rows = {
        "employee": employees,
        "position": positions,
        "unit": units,
        "time_away": notes,
        "absence": registered,
        "achievement": done,
        "requirement_exemption": exempt,
    }
    return {record: "\n".join(lines) + "\n" for record, lines in rows.items()}
