"""A rota of a fictional municipality, with every case a run of `shift_cover` must make of it.

Each evening and each weekend night is given a situation (covered, one too few, somebody late, a
test that has run out …); the shifts and the evidence are what such a situation leaves behind.
Those who come are regulars who are never in each other's way, or newcomers of that day alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.practice.known_truth import Expected, KnownTruth, shared_day, text, years_before

EVENING, NIGHT, ROTA = "medication_evening", "nurse_night", "rota"
_OPENS, _CLOSES = time(15), time(22, 30)
_NIGHT_FROM, _NIGHT_TO = time(22), time(7)
_FRIDAY, _SATURDAY = 4, 5
_TEST_YEARS: Final = 4
_EXPIRING: Final = 30
_LONG_AGO: Final = 2000
_UNKNOWN: Final = ("X1", "KURS")
"""Shift codes that the routine file gives no meaning."""


def rota(seed: int, days: int, today: date) -> KnownTruth:
    """A rota of so many days from a day on, six weeks at the most; `today` is 1910 or later."""
    making = _Making(Random(seed), today, today + timedelta(days=days - 1))
    for number in range(days):
        making.plan(today + timedelta(days=number))
    making.trouble_the_lists()
    return KnownTruth(
        {name: text(rows) for name, rows in making.rows.items()}, tuple(sorted(making.truth))
    )


class _Making:
    """The lists and the truth while they grow."""

    def __init__(self, rng: Random, today: date, last: date) -> None:
        self.rng = rng
        self.today = today
        self.last = last
        self.truth: list[Expected] = []
        self.coded: dict[str, list[tuple[datetime, datetime]]] = {}
        self._ids = national_ids()
        self.rows: dict[str, list[tuple[object, ...]]] = {
            "employee": [
                ("Ansattnr", "Fødselsnummer", "Navn", "Ansatt fra", "Ansatt til", "Skjermet")
            ],
            "position": [
                (
                    *("Ansattnr", "Enhet", "Stillingskode", "Stillingsprosent"),
                    *("Gyldig fra", "Gyldig til", "Merker"),
                )
            ],
            "unit": [
                ("Enhet", "Enhetsnavn", "Overordnet", "Organisasjonsnummer"),
                ("HO", "Helse og omsorg", "", "970001018"),
                ("SYK1", "Sykehjem avdeling 1", "HO", ""),
                ("SYK2", "Sykehjem avdeling 2", "HO", ""),
            ],
            "shift": [
                ("Vakt-id", "Enhet", "Dato", "Start", "Slutt", "Vaktkode", "Ansattnr", "Status")
            ],
            "achievement_courses": [("Ansattnr", "Kurskode", "Fullført dato", "Resultat")],
            "achievement_tests": [("Ansattnr", "Prøve", "Dato", "Resultat")],
            "time_away": [("Ansattnr", "Fra", "Til", "Prosent")],
        }
        self.able = [self.person(self._lasting()) for _ in range(2)]
        self.aide, self.by_day = self.person(), self.person()
        self.nurses = [
            self._nurse("SYKEPLEIER"), self._nurse("SPESIALSYKEPLEIER"), self._nurse("SYKEPLEIER")
        ]  # fmt: skip

    def plan(self, day: date) -> None:
        """One day: somebody in the morning, a situation in the evening, and one at night."""
        self.shift(day, self.by_day, time(7), _OPENS, "D")
        _EVENINGS[self.rng.choice(list(_EVENINGS))](self, day)
        if day.weekday() in {_FRIDAY, _SATURDAY}:
            self._night(day)

    def trouble_the_lists(self) -> None:
        """Rows that are nobody's or can't be read, and codes that nobody knows."""
        rng = self.rng
        for spans in self.coded.values():  # one case a code, to be seen to by its first shift
            self.truth.append(Expected("C08", what=ROTA, when=f"{min(spans)[0]:%Y-%m-%d}"))
        if rng.random() < 0.6:  # noqa: PLR2004
            self.shift(self.today, "9999", _OPENS, _CLOSES)
            self.truth.append(Expected("L02", what="L02 shift"))
        if rng.random() < 0.6:  # noqa: PLR2004
            self.rows["shift"].append(
                ("X", "SYK1", self.last, "25:00", "22:30", "A", self.aide, "")
            )
            self.truth.append(Expected("L01", what="L01 shift 1"))
        if rng.random() < 0.6:  # noqa: PLR2004
            self.rows["achievement_courses"].append(
                (self.aide, "BRANN-KURS", self.today, "Bestått")
            )
            self.truth.append(Expected("L03", what="L03 achievement BRANN-KURS"))

    def person(self, ends: date | None = None) -> str:
        """Somebody new; with `ends`, one who may give medication until then."""
        number = str(1000 + len(self.rows["employee"]))
        begun = self.today - timedelta(days=_LONG_AGO)
        self.rows["employee"].append((number, next(self._ids), f"Prøve {number}", begun, "", "Nei"))
        self.rows["position"].append((number, "SYK1", "7174", "100", begun, "", ""))
        if ends is not None:
            day = years_before(ends, _TEST_YEARS)
            self.rows["achievement_courses"].append((number, "LMH-KURS", day, "Bestått"))
            for code in ("LMH-PROVE", "LMH-PRAKSIS"):
                self.rows["achievement_tests"].append((number, code, day, "Bestått"))
        return number

    def _lasting(self) -> date:
        return shared_day(self.rng, self.today, 100, 1400)

    def _nurse(self, code: str) -> str:
        number = self.person()
        begun = self.today - timedelta(days=_LONG_AGO)
        self.rows["achievement_courses"].append((number, code, begun, "Bestått"))
        return number

    def shift(  # noqa: PLR0917 - the columns of a rota
        self,
        day: date,
        person: str,
        begins: time = _OPENS,
        ends: time = _CLOSES,
        code: str = "A",
        status: str = "Planlagt",
        unit: str = "SYK1",
        own: str | None = None,
    ) -> None:
        """One row of the rota."""
        name = own or f"V{len(self.rows['shift'])}"
        told = (f"{begins:%H:%M}", f"{ends:%H:%M}", code, person, status)
        self.rows["shift"].append((name, unit, day, *told))

    def both(self, day: date, begins: time = _OPENS, ends: time = _CLOSES, code: str = "A") -> None:
        """The two regulars who may give medication."""
        for each in self.able:
            self.shift(day, each, begins, ends, code)

    def _true(
        self, reason: str, rule: str, begins: datetime, ends: datetime, who: str = ""
    ) -> None:
        span = f"{begins.isoformat()}/{ends.isoformat()}"
        self.truth.append(Expected(reason, who, rule, span))

    def evening(
        self, reason: str, day: date, begins: time = _OPENS, ends: time = _CLOSES, who: str = ""
    ) -> None:
        """A case of a part of the evening."""
        span = datetime.combine(day, begins), datetime.combine(day, ends)
        self._true(reason, EVENING, *span, who)

    def covered(self, day: date) -> None:
        """Two who may give medication: nothing hangs on one."""
        self.both(day)

    def swapped(self, day: date) -> None:
        """One has taken over the shift of another, and one stands there twice."""
        self.shift(day, self.able[0], status="Byttet")
        self.shift(day, self.able[1])
        self.rows["shift"].append(self.rows["shift"][-1])

    def one(self, day: date) -> None:
        """One may give medication, and one may not."""
        self.shift(day, self.able[0])
        self.shift(day, self.aide)
        self.evening("C03", day)

    def nobody(self, day: date) -> None:
        """None of those who come may; the regulars are at a course."""
        self.both(day, code="K")
        self.shift(day, self.aide)
        self.evening("C01", day)

    def late(self, day: date) -> None:
        """Both come late."""
        begins = time(self.rng.randint(16, 18), self.rng.choice((0, 15, 30, 45)))
        self.both(day, begins)
        self.evening("C01", day, ends=begins)

    def early(self, day: date) -> None:
        """Both go early."""
        ends = time(self.rng.randint(19, 21), self.rng.choice((0, 15, 30, 45)))
        self.both(day, ends=ends)
        self.evening("C01", day, ends)

    def apart(self, day: date) -> None:
        """One goes before the other comes."""
        goes, comes = time(17, 45), time(19)
        self.shift(day, self.able[0], _OPENS, goes)
        self.shift(day, self.able[1], comes, _CLOSES)
        self.evening("C03", day, ends=goes)
        self.evening("C01", day, goes, comes)
        self.evening("C03", day, comes)

    def absent(self, day: date) -> None:
        """One of the two does not come: the rota says so, or the list of absences."""
        self.shift(day, self.able[0])
        if self.rng.random() < 0.5:  # noqa: PLR2004
            self.shift(day, self.able[1], status="Fraværende")
        else:
            away = self.person(self._lasting())
            self.shift(day, away)
            self.rows["time_away"].append((away, day - timedelta(days=3), day, "100"))
        self.evening("C03", day)

    def graded(self, day: date) -> None:
        """One on a graded note comes when the rota says so; another is back that day."""
        for last, percent in ((day, "50"), (day - timedelta(days=1), "100")):
            person = self.person(self._lasting())
            self.shift(day, person)
            self.rows["time_away"].append((person, day - timedelta(days=9), last, percent))

    def expiring(self, day: date) -> None:
        """Those who come hold it on the day, and will not a month later."""
        for _ in range(2):
            self.shift(day, self.person(shared_day(self.rng, day, 0, _EXPIRING - 1)))
        self.evening("C02", day)

    def expired(self, day: date) -> None:
        """Beside those two, one whose test has run out."""
        self.both(day)
        person = self.person(shared_day(self.rng, day, -200, -1))
        self.shift(day, person)
        self.evening("C04", day, who=person)

    def vacant(self, day: date) -> None:
        """Beside those two, a shift that nobody has."""
        self.both(day)
        self.shift(day, "", time(16), time(22), status="Ledig")
        self._true("C05", ROTA, datetime.combine(day, time(16)), datetime.combine(day, time(22)))

    def twice(self, day: date) -> None:
        """Beside those two, somebody who is in two places at once."""
        self.both(day)
        person = self.person()
        self.shift(day, person)
        self.shift(day, person, time(16), time(18), unit="SYK2")
        span = datetime.combine(day, time(16)), datetime.combine(day, time(18))
        self._true("C06", ROTA, *span, person)

    def little_rest(self, day: date) -> None:
        """Beside those two, somebody who comes back in the morning."""
        self.both(day)
        person = self.person()
        self.shift(day, person)
        after = day + timedelta(days=1)
        if after <= self.last:
            self.shift(after, person, time(7), _OPENS, "D")
            span = datetime.combine(day, _CLOSES), datetime.combine(after, time(7))
            self._true("C07", ROTA, *span, person)

    def long_day(self, day: date) -> None:
        """Beside those two, a double shift and a split one: neither is a rest."""
        self.both(day)
        double, split = self.person(), self.person()
        self.shift(day, double, time(7), _OPENS, "D")
        self.shift(day, double)
        self.shift(day, split, _OPENS, time(17), own=f"S{day:%j}")
        self.shift(day, split, time(19), _CLOSES, own=f"S{day:%j}")

    def coded_otherwise(self, day: date) -> None:
        """Beside one of those two, one whose shift has a code that nobody knows."""
        code = self.rng.choice(_UNKNOWN)
        self.shift(day, self.able[0])
        self.shift(day, self.able[1], code=code)
        self.evening("C03", day)
        span = datetime.combine(day, _OPENS), datetime.combine(day, _CLOSES)
        self.coded.setdefault(code, []).append(span)

    def _night(self, day: date) -> None:
        """Two nurses, one, one who goes at four, or none."""
        begins = datetime.combine(day, _NIGHT_FROM)
        four, ends = (datetime.combine(day + timedelta(days=1), t) for t in (time(4), _NIGHT_TO))
        some = self.rng.sample(self.nurses, 2)
        situation = self.rng.choice(("two", "one", "goes", "none"))
        for person in some[: {"two": 2, "none": 0}.get(situation, 1)]:
            until = time(4) if situation == "goes" else _NIGHT_TO
            self.shift(day, person, _NIGHT_FROM, until, "N", unit="SYK2")
        if situation == "one":
            self._true("C03", NIGHT, begins, ends)
        elif situation == "goes":
            self._true("C03", NIGHT, begins, four)
            self._true("C01", NIGHT, four, ends)
        elif situation == "none":
            self._true("C01", NIGHT, begins, ends)


_EVENINGS: Final[Mapping[str, Callable[[_Making, date], None]]] = {
    each.__name__: each
    for each in (
        *(_Making.covered, _Making.swapped, _Making.one, _Making.nobody, _Making.late),
        *(_Making.early, _Making.apart, _Making.absent, _Making.graded, _Making.expiring),
        *(_Making.expired, _Making.vacant, _Making.twice, _Making.little_rest),
        *(_Making.long_day, _Making.coded_otherwise),
    )
}
