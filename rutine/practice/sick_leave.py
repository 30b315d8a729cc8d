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
    """

    number: str
    unit: int
    spells: list[Spell]
    begins: date
    done: dict[str, date] = field(default_factory=dict)
    exempt: set[str] = field(default_factory=set)

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
    truth = {case for each in everybody for case in _cases(each, today)}
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
    notes = ["fnr;sykefravaerFom;fom;tom;sykmeldingsgrad;manglendeTilretteleggingPaaArbeidsplassen"]
    done, exempt = ["Ansattnr;Hva;Dato"], ["Ansattnr;Krav;Begrunnelse;Fra;Til"]
    units += [f"E{unit};Enhet {unit};;970001018;{1000 + unit}" for unit in range(_MANAGERS)]
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
            notes.append(f"{ids[each.number]};{days};{grade};false")
        for words, day in sorted(each.done.items()):
            done.append(f"{each.number};{words};{day:%d.%m.%Y}")
        begun = f"{each.begins:%d.%m.%Y}"
        exempt += [f"{each.number};{duty};too_ill;{begun};" for duty in sorted(each.exempt)]
    rows = {
        "employee": employees,
        "position": positions,
        "unit": units,
        "time_away": notes,
        "achievement": done,
        "requirement_exemption": exempt,
    }
    return {record: "\n".join(lines) + "\n" for record, lines in rows.items()}
