"""The reference's words: one letter a day, and what the letters mean for each other.

See `reference`, which these belong to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from rutine.refunds.expected.basis import Basis, IncomeReported, Job
from rutine.refunds.expected.tables import Tables

LETTERS = {
    "sick_note": "S",
    "self_certification": "E",
    "holiday": "F",
    "leave": "P",
    "not_back": "J",
    "other_benefit": "Y",
    "work": "A",
}
# S sick, E self-certified, H holiday in a sick note, F other holiday, P leave, J not back,
# Y other benefit, A work, w unknown weekend, - not employed
SICK = "SE"
WAITS = "PJYw"
Number = Callable[[str], int]
Inside = list[list[tuple[bool, int | None]]]


@dataclass
class Person:
    """The days of a person's jobs as words, one letter a day from `first`.

    `inside` says of each job and day whether it is in the employer period, and where that
    period began. `spells` remembers answers that would take minutes to find again.
    """

    first: date
    basis: Basis
    tables: Tables
    number: Number
    words: list[str]
    inside: Inside
    spells: dict[int, tuple[int, int] | None] = field(default_factory=dict)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The person's jobs."""
        return self.basis.jobs

    def day(self, place: int) -> date:
        """The date of a place in the words."""
        return self.first + timedelta(days=place)


def letter_of(job: Job, day: date) -> str:
    """What is registered about a day, as one letter."""
    if job.employed_from is not None and day < job.employed_from:
        return "-"
    found = {LETTERS[a.kind] for a in job.absences if a.first <= day <= a.last}
    if "F" in found and "S" in found:
        return "H"
    for letter in "FPJYASE":
        if letter in found:
            return letter
    if job.employed_to is not None and day > job.employed_to:
        return "-"
    return "w" if day.weekday() in {5, 6} else "A"


def grade_of(job: Job, day: date) -> int:
    """The grade of a sick day, in percent; 0 on other days."""
    if letter_of(job, day) not in SICK:
        return 0
    return next(
        a.grade
        for a in job.absences
        if a.first <= day <= a.last and a.kind in {"sick_note", "self_certification"}
    )


def employer_period(word: str, days: int, gap_days: int) -> list[tuple[bool, int | None]]:
    """For each day: whether it is in the employer period, and where that period began."""
    answer: list[tuple[bool, int | None]] = []
    counted, gap, working, start = 0, 0, True, None
    for place, letter in enumerate(word):
        counts = letter in SICK
        neutral = False
        if not counts and not working:
            if letter == "H":
                counts, neutral = counted < days, counted >= days
            elif letter == "F":
                neutral = counted >= days
            elif letter in WAITS:
                following = word[place:].lstrip(WAITS)[:1]
                counts = counted < days and following in {"S", "E", "H"}
                neutral = counted >= days
        if counts:
            start = place if start is None else start
            answer.append((counted < days, start))
            counted = min(counted + 1, days)
            gap, working = 0, False
            continue
        answer.append((False, start))
        if neutral:
            continue
        gap += 1
        working = working or letter in "A-F"
        if gap >= gap_days:
            counted, start = 0, None
    return answer


def day_type(person: Person, j: int, place: int) -> str:
    """NAV's type for a job's day, before anything is refused."""
    letter = person.words[j][place]
    weekend = person.day(place).weekday() in {5, 6}
    in_period, start = person.inside[j][place]
    if in_period:
        if letter in SICK and not weekend and _nav_pays(person, j, start):
            return "ArbeidsgiverperiodedagNav"
        return "ArbeidsgiverperiodeDag"
    if letter in SICK:
        if weekend:
            return "NavHelgDag"
        return "NavDag" if letter == "S" else "AvvistDag"
    if letter == "Y":
        return "Fridag" if start is None else "AvvistDag"
    return {"A": "Arbeidsdag", "-": "UkjentDag"}.get(letter, "Fridag")


def _nav_pays(person: Person, j: int, start: int | None) -> bool:
    job = person.jobs[j]
    if start is None:
        return False
    if job.employed_from is not None:
        served = (person.day(start) - job.employed_from).days
        if served < person.number("service_days"):
            return True
    for report in job.incomes:
        place = (report.absence_from - person.first).days
        known = report.nav_pays_employer_period and 0 <= place < len(person.inside[j])
        if known and person.inside[j][place][1] == start:
            return True
    return False


def _qualifying(person: Person, place: int) -> int | None:
    """Walk back from a day to the first day of its unbroken illness."""
    found = None
    for i in range(place, -1, -1):
        letters = {word[i] for word in person.words}
        if letters & set(SICK):
            found = i
        elif letters & set("HP"):
            continue
        elif letters & set("FJYA") or letters == {"-"}:
            break
    return found


def spell_around(person: Person, place: int) -> tuple[int, int] | None:
    """The first and last sick day of the illness that a day lies in."""
    if place not in person.spells:
        person.spells[place] = _spell_around(person, place)
    return person.spells[place]


def _spell_around(person: Person, place: int) -> tuple[int, int] | None:
    start = _qualifying(person, place)
    if start is None:
        return None
    end = start
    for i in range(start, len(person.words[0])):
        if _qualifying(person, i) != start:
            break
        if any(word[i] in SICK for word in person.words):
            end = i
    return (start, end) if place <= end else None


def income_in(
    person: Person,
    j: int,
    spell: tuple[int, int],
) -> tuple[int | None, IncomeReported | None, bool]:
    """A job's monthly income and report in a spell, and whether the job is ill in it."""
    job, (start, end) = person.jobs[j], spell
    sick = [i for i in range(start, end + 1) if person.words[j][i] in SICK]
    order = lambda r: (r.absence_from, r.sent or date.min)  # noqa: E731
    if not sick:
        if job.employed_to is not None and job.employed_to < person.day(start):
            return 0, None, False
        if job.monthly_income is not None:
            return int(job.monthly_income), None, False
        before = [r for r in job.incomes if r.absence_from <= person.day(start)]
        return (int(max(before, key=order).monthly_income) if before else None), None, False
    chain = person.inside[j][sick[0]][1]
    reach = person.day(sick[0] if chain is None else chain)
    at = person.day(sick[0])
    candidates = [r for r in job.incomes if reach <= r.absence_from <= at]
    if not candidates:
        later = [r for r in job.incomes if at < r.absence_from <= person.day(end)]
        first = min((r.absence_from for r in later), default=None)
        candidates = [r for r in later if r.absence_from == first]
    if not candidates:
        return None, None, True
    chosen = max(candidates, key=order)
    return int(chosen.monthly_income), chosen, True


def incomes_today(
    person: Person,
    spell: tuple[int, int],
    day: date,
) -> list[int]:
    """Every job's monthly income on a day of a spell; unknown or not begun is 0."""
    found = []
    for j, job in enumerate(person.jobs):
        income, _, _ = income_in(person, j, spell)
        begun = job.employed_from is None or job.employed_from <= day
        found.append(income if income is not None and begun else 0)
    return found


def at_start(person: Person, spell: tuple[int, int]) -> list[bool]:
    """Which jobs existed when the spell began."""
    start = person.day(spell[0])
    return [job.employed_from is None or job.employed_from <= start for job in person.jobs]
