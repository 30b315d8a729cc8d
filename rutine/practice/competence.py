"""Competence in a fictional municipality, with every case a run of the routine must make of it.

Each employee is given a fate for each requirement of `competence_renewal` (valid, running out,
a part missing, exempt …); the evidence in the lists is what such a fate leaves behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.practice.known_truth import Expected, KnownTruth, shared_day, text, years_before

MEDICATION: Final = "medication_handling"
FIRE: Final = "fire_safety"

_COURSE, _TEST, _PRACTICAL, _FIRE_COURSE = "LMH-KURS", "LMH-PROVE", "LMH-PRAKSIS", "BRANN-KURS"
_PASSED, _FAILED = "Bestått", "Ikke bestått"
_OUTDATED: Final = ("LMH-GAMMEL", "HYGIENE-1")
"""Codes that no requirement asks for."""

_TEST_YEARS, _FIRE_YEARS = 4, 2
_FIRST_MONTH, _FIRE_DUE, _FIRE_GRACE = 30, 60, 14
_WARNED, _FIRE_WARNED = 90, 60
_AFTER_RETURN: Final = 31
"""A deadline that a long absence has put off is so many days after its last."""
_LONG: Final = 600
"""Days of such an absence: what ran out in its later part did so after the first six months."""

_NORMAL: Final = ("normal",) * 12
_JOBS: Final = (*_NORMAL, *("new",) * 3, "small", "elsewhere", "left", "over", "ahead")
_OLD_FATES: Final = (
    *("valid", "expiring", "expired", "missing", "part", "failed"),
    *("failed_later", "renewed", "exempt", "exempt_before", "away", "away_short"),
)
_NEW_FATES: Final = ("valid", "missing", "missing", "part", "failed")


def competence(seed: int, people: int, today: date) -> KnownTruth:
    """A municipality of so many employees on a day; `today` is 1910 or later."""
    making = _Making(Random(seed), today)
    ids = islice(national_ids(), people)
    for place, person in enumerate(ids):
        making.employ(str(2000 + place), person)
    making.trouble_the_lists()
    return KnownTruth(
        {name: text(rows) for name, rows in making.rows.items()}, tuple(sorted(making.truth))
    )


class _Making:
    """The lists and the truth while they grow."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self.truth: list[Expected] = []
        self.rows: dict[str, list[tuple[object, ...]]] = {
            "employee": [
                (
                    "Ansattnr",
                    "Fødselsnummer",
                    "Navn",
                    "E-post",
                    "Ansatt fra",
                    "Ansatt til",
                    "Skjermet",
                )
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
                ("SKOLE", "Skolen", "", "970001018"),
            ],
            "achievement_courses": [
                (
                    "Ansattnr",
                    "E-post",
                    "Navn",
                    "Kurskode",
                    "Fullført dato",
                    "Resultat",
                    "Gyldig til",
                )
            ],
            "achievement_tests": [("Ansattnr", "Prøve", "Dato", "Resultat")],
            "time_away": [("Ansattnr", "Fra", "Til", "Prosent")],
            "requirement_exemption": [("Ansattnr", "Krav", "Begrunnelse", "Fra", "Til")],
        }

    def employ(self, number: str, person: str) -> None:
        """One employee, in a job that asks for both, one or none of the requirements."""
        rng, today = self.rng, self.today
        job = rng.choice(_JOBS)
        hired = today - timedelta(days=rng.randint(800, 3000))
        if job == "new":
            hired = today - timedelta(days=rng.randint(0, 120))
        elif job == "ahead":
            hired = today + timedelta(days=rng.randint(1, 40))
        before = today - timedelta(days=rng.randint(1, 60))
        left: date | str = before if job == "left" else ""
        mail = f"{number}@prove.no"
        self.rows["employee"].append((number, person, f"Prøve {number}", mail, hired, left, "Nei"))
        gives = rng.random() < 0.7  # noqa: PLR2004
        tags = rng.choice(("gives_medication", "night gives_medication")) if gives else "night"
        unit = "SKOLE" if job == "elsewhere" else rng.choice(("SYK1", "SYK2", "HO"))
        percent = "10" if job == "small" else rng.choice(("20", "50", "87,5", "100 %"))
        until: date | str = before if job == "over" else ""
        self.rows["position"].append((number, unit, "7174", percent, hired, until, tags))
        if job == "small":  # two small positions are not one that is large enough
            self.rows["position"].append((number, unit, "7174", "15", hired, "", ""))
        if job in {"left", "over", "ahead"}:
            return
        fates = _NEW_FATES if job == "new" else _OLD_FATES
        if gives:
            _MEDICATION_FATES[rng.choice(fates)](self, number, hired)
        if job not in {"small", "elsewhere"}:
            self._fire(number, hired, is_new=job == "new")

    def trouble_the_lists(self) -> None:
        """Rows that are nobody's, can't be read, or have codes that nobody asks for."""
        rng, tests = self.rng, self.rows["achievement_tests"]
        day = self.today - timedelta(days=rng.randint(1, 90))
        known = self.rows["employee"][1][0]
        if rng.random() < 0.6:  # noqa: PLR2004
            tests.append(("9999", _TEST, day, _PASSED))
            self._of_list("L02 achievement")
        if rng.random() < 0.6:  # noqa: PLR2004
            tests.append((known, _TEST, "31.02.2025", _PASSED))
            self._of_list("L01 achievement 2")
        for code in _OUTDATED:
            if rng.random() < 0.6:  # noqa: PLR2004
                self._course(str(known), code, day)
                self._of_list(f"L03 achievement {code}")

    def _of_list(self, key: str) -> None:
        """One case for the list, however many rows it is about."""
        told = Expected(key[:3], what=key)
        if told not in self.truth:
            self.truth.append(told)

    def _case(self, reason: str, number: str, rule: str, due: date) -> None:
        self.truth.append(Expected(reason, number, rule, due.isoformat()))

    def _course(
        self, number: str, code: str, day: date, result: str = _PASSED, until: object = ""
    ) -> None:
        """A row of the course portal: by number, or by the address alone."""
        mail = f"{number}@prove.no"
        own = "" if self.rng.random() < 0.2 else number  # noqa: PLR2004
        row = (own, mail, f"Prøve {number}", code, day, result, until)
        self.rows["achievement_courses"].append(row)

    def _tested(self, number: str, code: str, day: date, result: str = _PASSED) -> None:
        self.rows["achievement_tests"].append((number, code, day, result))

    def _whole(self, number: str, ends: date) -> None:
        """Course, test and practical update, of which the test runs out on a day."""
        day = years_before(ends, _TEST_YEARS)
        self._course(number, _COURSE, day - timedelta(days=self.rng.randint(0, 200)))
        self._tested(number, _TEST, day)
        self._tested(number, _PRACTICAL, day + timedelta(days=self.rng.randint(0, 30)))

    def _end(self, least: int, most: int) -> date:
        return shared_day(self.rng, self.today, least, most)

    def _fire(self, number: str, hired: date, *, is_new: bool) -> None:
        """The fire course, every second year; 60 days from being hired, and 14 of grace."""
        fates = ("valid", "missing", "ahead")
        fate = self.rng.choice(fates if is_new else (*fates, "expiring", "expired", "twofold"))
        span = {"expiring": (0, _FIRE_WARNED), "expired": (-200, -1)}.get(
            fate, (_FIRE_WARNED + 1, 690)
        )
        ends = self._end(*span)
        day = years_before(ends, _FIRE_YEARS)
        if fate == "ahead":  # dated ahead, it counts for nothing until its day
            self._course(number, _FIRE_COURSE, self.today + timedelta(days=5))
            self._of_list("L04 achievement")
        elif fate != "missing":
            self._course(number, _FIRE_COURSE, day)
        if fate in {"missing", "ahead"}:
            due = hired + timedelta(days=_FIRE_DUE)
            late = self.today > due + timedelta(days=_FIRE_GRACE)
            self._case("O02" if late else "O01", number, FIRE, due)
        elif fate == "expiring":
            self._case("O03", number, FIRE, ends)
        elif fate == "expired":
            self._case("O04", number, FIRE, ends)
        elif fate == "twofold":  # the same course with an earlier end: the longest counts
            self._course(number, _FIRE_COURSE, day, until=ends - timedelta(days=50))
            self._of_list("L05 achievement")

    def valid(self, number: str, _: date) -> None:
        """Held, and no warning has come."""
        self._whole(number, self._end(_WARNED + 1, 1400))

    def expiring(self, number: str, _: date) -> None:
        """Held, on its last day at the latest."""
        ends = self._end(0, _WARNED)
        self._whole(number, ends)
        self._case("O03", number, MEDICATION, ends)

    def expired(self, number: str, _: date) -> None:
        """Held once."""
        ends = self._end(-300, -1)
        self._whole(number, ends)
        self._case("O04", number, MEDICATION, ends)

    def missing(self, number: str, began: date) -> None:
        """Nothing of it."""
        due = began + timedelta(days=_FIRST_MONTH)
        self._case("O02" if self.today > due else "O01", number, MEDICATION, due)

    def part(self, number: str, began: date) -> None:
        """One or two of the three."""
        parts = self.rng.sample((_COURSE, _TEST, _PRACTICAL), self.rng.randint(1, 2))
        day = self.today - timedelta(days=self.rng.randint(0, 700))
        for code in parts:
            (self._course if code == _COURSE else self._tested)(number, code, day)
        due = began + timedelta(days=_FIRST_MONTH)
        self._case("O05", number, MEDICATION, due)

    def failed(self, number: str, began: date) -> None:
        """The test was not passed."""
        day = self.today - timedelta(days=self.rng.randint(0, 700))
        self._course(number, _COURSE, day)
        self._tested(number, _TEST, day, _FAILED)
        self._tested(number, _PRACTICAL, day)
        self._case("O05", number, MEDICATION, began + timedelta(days=_FIRST_MONTH))

    def failed_later(self, number: str, began: date) -> None:
        """A failed attempt takes nothing away from what is held."""
        self.valid(number, began)
        self._tested(number, _TEST, self.today - timedelta(days=3), _FAILED)

    def renewed(self, number: str, began: date) -> None:
        """An older test has run out, the newer has not."""
        self.valid(number, began)
        self._tested(number, _TEST, self.today - timedelta(days=2000))

    def exempt(self, number: str, _: date) -> None:
        """Somebody decided that it need not be held now."""
        self._exempt(number, self.today + timedelta(days=self.rng.randint(0, 90)))

    def exempt_before(self, number: str, began: date) -> None:
        """The exemption is over, and has given no more time."""
        self._exempt(number, self.today - timedelta(days=self.rng.randint(1, 90)))
        self.missing(number, began)

    def _exempt(self, number: str, last: date) -> None:
        first = last - timedelta(days=200)
        self.rows["requirement_exemption"].append((number, MEDICATION, "other_duties", first, last))

    def away(self, number: str, _: date) -> None:
        """It ran out in a long absence: there are 30 days from the first day back."""
        rng = self.rng
        self._whole(number, self._end(-60, -1))
        if rng.random() < 0.2:  # noqa: PLR2004 - nobody knows when the absence ends
            first = self.today - timedelta(days=_LONG)
            self.rows["time_away"].append((number, first, "", "100"))
            return
        back = self.today + timedelta(days=rng.randint(0, 200))
        self.rows["time_away"].append((number, back - timedelta(days=_LONG), back, "100"))
        due = back + timedelta(days=_AFTER_RETURN)
        if self.today >= due - timedelta(days=_WARNED):
            self._case("O04", number, MEDICATION, due)

    def away_short(self, number: str, _: date) -> None:
        """An absence of four months puts nothing off."""
        ends = self._end(-300, -1)
        self._whole(number, ends)
        days = timedelta(days=60)
        self.rows["time_away"].append((number, ends - days, ends + days, "100"))
        self._case("O04", number, MEDICATION, ends)


_MEDICATION_FATES: Final[Mapping[str, Callable[[_Making, str, date], None]]] = {
    name: getattr(_Making, name) for name in {*_OLD_FATES, *_NEW_FATES}
}
