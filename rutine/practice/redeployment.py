"""A fictional municipality's preferential rights and vacancies, with known truth.

Each person and each vacancy is drawn from a story that says what must come of it, and the truth is
written from the stories: nothing here asks the library under test. Vacancies are advertised in the
last month before the run's day; stories of rights lie clearly before or after that, but for those
who stand on the very edge, whose right ends on the day one vacancy was advertised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from rutine.core.made_up import with_control_digits
from rutine.practice.draws import seeded

Told = tuple[str, str, str]
"""What a case says: reason, employee number (empty where it names nobody), vacancy or `right`."""

_RIGHT: Final = "right"
_SKILLS: Final = ("sykepleier", "fagbrev helsearbeider", "førerkort B", "vernepleier", "lærer")
_PLACES: Final = ("Sentrum", "Fjellbygda", "Øya", "Dalen")
_STORIES: Final = (
    "lasts",
    "ends_soon",
    "on_the_edge",
    "over",
    "ended_by_hr",
    "too_short",
    "unclear",
)
_ADVERTISED: Final = (2, 30)
_HEADINGS: Final = {
    "employee": "Ansattnr;Fødselsnummer;Navn;E-post;Ansatt fra;Ansatt til;Skjermet",
    "preferential_right": "Ansattnr;Oppsagt;Oppsigelsestid slutt;Ansatt fra;Stillingsprosent;"
    "Stillingskode;Ansettelsesform;Formell kompetanse;Kan reise til;Retten slutt",
    "vacancy": "Stillings-ID;Tittel;Publisert;Søknadsfrist;Status;Besatt dato;Stillingsprosent;"
    "Stillingskode;Ansettelsesform;Formelle krav;Arbeidssted;Organisasjonsnummer",
    "offer": "Ansattnr;Stillings-ID;Sendt;Mottatt;Besvart;Svar",
    "vacancy_assessment": "Ansattnr;Stillings-ID;Vurdert;Resultat;Vurdert av;Begrunnelse",
}


@dataclass(frozen=True, slots=True)
class PracticeRights:
    """The lists as files, and what must come of them.

    Attributes:
        files: record -> the text of its file.
        truth: every case there must be, and no other.
        pairs: how many vacancies and persons are held together.
    """

    files: dict[str, str] = field(repr=False)
    truth: frozenset[Told]
    pairs: int


@dataclass(frozen=True, slots=True)
class _Vacancy:
    id: str
    advertised: date
    status: str
    row: str


def practice_rights(
    seed: int, today: date, *, people: int = 40, vacancies: int = 30
) -> PracticeRights:
    """Draw a municipality's rights as they stand on a day."""
    return _Drawing(seeded("redeployment", seed), today).all(people, vacancies)


class _Drawing:
    def __init__(self, rng: Random, today: date) -> None:
        self._rng, self._today = rng, today
        self._rows: dict[str, list[str]] = {record: [] for record in _HEADINGS}
        self._truth: set[Told] = set()

    def all(self, people: int, vacancies: int) -> PracticeRights:
        posts = [self._vacancy(number) for number in range(vacancies)]
        self._rows["vacancy"] = [post.row for post in posts]
        qualified: dict[str, list[str]] = {post.id: [] for post in posts}
        for place in range(people):
            number, story = str(2000 + place), _STORIES[place % len(_STORIES)]
            owed = self._person(number, place, story, posts)
            for post in posts:
                self._document(number, post, qualified, owed=post.id in owed)
            if story in {"lasts", "ends_soon"}:
                self._offer(number, place)
        for post in posts:
            if post.status != "Trukket" and len(qualified[post.id]) > 1:
                self._truth.add(("R04", "", post.id))
        files = {
            record: "\n".join([heading, *self._rows[record]]) + "\n"
            for record, heading in _HEADINGS.items()
        }
        return PracticeRights(files, frozenset(self._truth), people * vacancies)

    def _vacancy(self, number: int) -> _Vacancy:
        rng, id_ = self._rng, f"P-{number + 1:03d}"
        advertised = self._before(rng.randint(*_ADVERTISED))
        status = rng.choice(("Ledig", "Ledig", "Ledig", "Besatt", "Trukket"))
        filled = _written(self._before(1)) if status == "Besatt" else ""
        row = ";".join(
            (
                *(id_, f"Stilling {number + 1}", _written(advertised)),
                *(_written(self._before(-10)), status, filled, str(rng.choice((50, 80, 100)))),
                *(rng.choice(("7174", "6014", "")), rng.choice(("Fast", "Vikariat"))),
                *(self._some(_SKILLS), rng.choice((*_PLACES, "")), ""),
            )
        )
        return _Vacancy(id_, advertised, status, row)

    def _person(self, number: str, place: int, story: str, posts: list[_Vacancy]) -> set[str]:
        """One person's rows, and the vacancies that must be assessed for them."""
        rng, today = self._rng, self._today
        last = {
            "ends_soon": self._before(-rng.randint(1, 80)),
            "on_the_edge": rng.choice(posts).advertised,
            "over": self._before(rng.randint(40, 90)),
        }.get(story, self._before(-rng.randint(120, 250)))
        last = last.replace(day=min(last.day, 28))  # has a day of the same number a year before
        notice = last.replace(year=last.year - 1)
        employed = notice - timedelta(days=rng.randint(40, 200) if story == "too_short" else 2000)
        ended = self._before(rng.randint(40, 60)) if story == "ended_by_hr" else None
        self._rows["employee"].append(
            f"{number};{_fnr(place)};Øvelse Person{place};;;{_written(notice)};Nei"
        )
        self._rows["preferential_right"].append(
            ";".join(
                (
                    *(number, _written(notice - timedelta(days=90)), _written(notice)),
                    *(
                        "" if story == "unclear" else _written(employed),
                        rng.choice(("", "80", "100")),
                    ),
                    *(rng.choice(("7174", "6014", "")), rng.choice(("", "Fast"))),
                    *(self._some(_SKILLS), self._some(_PLACES), _written(ended) if ended else ""),
                )
            )
        )
        if ended is None and today <= last <= self._before(-90):
            self._truth.add(("R02", number, _RIGHT))
        if story == "too_short":
            self._truth.add(("R05", number, _RIGHT))
        if ended is not None:
            return set()
        return {p.id for p in posts if p.status != "Trukket" and p.advertised <= last}

    def _document(
        self, number: str, post: _Vacancy, qualified: dict[str, list[str]], *, owed: bool
    ) -> None:
        """Some pairs are assessed; the rest of those owed an assessment are cases."""
        if self._rng.random() < 0.3:  # noqa: PLR2004 - about a third
            outcome = self._rng.choice(("Kvalifisert", "Ikke kvalifisert", "Ikke kvalifisert"))
            self._rows["vacancy_assessment"].append(
                f"{number};{post.id};{_written(self._before(1))};{outcome};HR;Vurdert i møte"
            )
            if owed and outcome == "Kvalifisert":
                qualified[post.id].append(number)
        elif owed:
            self._truth.add(("R01", number, post.id))

    def _offer(self, number: str, place: int) -> None:
        """An offer of a vacancy that has left the list, in one of the ways that offers go."""
        id_ = f"G-{place:03d}"
        received, answered, answer, told = (
            (self._before(15), "", "", True),
            (self._before(14), "", "", True),  # the last day is today
            (self._before(5), "", "", False),
            (self._before(20), _written(self._before(6)), "Nei", True),
        )[self._rng.randrange(4)]
        sent = received - timedelta(days=1)
        self._rows["offer"].append(
            f"{number};{id_};{_written(sent)};{_written(received)};{answered};{answer}"
        )
        if told:
            self._truth.add(("R03", number, id_))

    def _before(self, days: int) -> date:
        return self._today - timedelta(days=days)

    def _some(self, words: tuple[str, ...]) -> str:
        return ", ".join(self._rng.sample(words, self._rng.randint(0, 2)))


def _fnr(place: int) -> str:
    """A synthetic id for each place: month + 80."""
    return next(_ids(place))


def _ids(place: int) -> Iterator[str]:
    for serial in range(100, 500):
        found = with_control_digits(
            f"{1 + place % 28:02d}{81 + place // 28 % 12:02d}80{serial:03d}"
        )
        if found:
            yield found


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"
