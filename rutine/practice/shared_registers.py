"""Lists of employees, positions and units that disagree, and every case `hr_registers` must make.

Each unit and each employee is given a fate: managed by two, managed by one who has left, away
after the last day. The three lists are what such fates leave behind.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from rutine.core.made_up import national_ids
from rutine.practice.known_truth import Expected, KnownTruth, text

_UNIT_FATES: Final = (
    *("managed",) * 3,
    *("two", "two_one_gone", "said_twice", "half_said", "none", "gone", "stranger", "leaves_later"),
    *("lost", "ring", "unlisted", "unlisted_before"),
)
_FATES: Final = (
    *("here",) * 6,
    *("left", "away_late", "away_open", "away_in_time", "open_position", "late_position"),
    *("leaves_later", "leaves_before_position"),
)
_MOST_IN_UNIT: Final = 3


def shared_registers(seed: int, units: int, today: date) -> KnownTruth:
    """The lists of a municipality of so many units on a day."""
    making = _Making(Random(seed), today)
    for number in range(units):
        making.unit(f"U{number:03d}")
    making.trouble_the_lists()
    return KnownTruth(
        {name: text(rows) for name, rows in making.rows.items()}, tuple(sorted(making.truth))
    )


class _Making:
    """The lists and the truth while they grow."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self.begun = today - timedelta(days=2000)
        self.truth: list[Expected] = []
        self._ids = national_ids()
        self.rows: dict[str, list[tuple[object, ...]]] = {
            "employee": [
                ("Ansattnr", "Fødselsnummer", "Navn", "Ansatt fra", "Ansatt til", "Skjermet")
            ],
            "position": [
                (
                    "Ansattnr",
                    "Enhet",
                    "Stillingskode",
                    "Stillingsprosent",
                    "Gyldig fra",
                    "Gyldig til",
                )
            ],
            "unit": [("Enhet", "Enhetsnavn", "Overordnet", "Organisasjonsnummer", "Leder")],
            "time_away": [("Ansattnr", "Fra", "Til", "Prosent")],
        }
        self.top = self._employee()
        self._position(self.top, "TOPP")
        self._unit("TOPP", "", self.top)

    def unit(self, name: str) -> None:
        """One unit with its people, as they should be or not."""
        rng = self.rng
        fate = rng.choice(_UNIT_FATES)
        listed = not fate.startswith("unlisted")
        people = (
            [self._worker(name) for _ in range(rng.randint(0, _MOST_IN_UNIT))] if listed else []
        )
        getattr(self, f"_{fate}")(name, any(people))

    def trouble_the_lists(self) -> None:
        """Rows that can't be read or are nobody's, one number of two people, and a new name."""
        positions = self.rows["position"]
        if self.rng.random() < 0.6:  # noqa: PLR2004
            positions.append((self.top, "TOPP", "7174", "100", "31.02.2025", ""))
            self._true("L01", "L01 position 1")
        stranger, twofold = self.rng.random() < 0.4, self.rng.random() < 0.4  # noqa: PLR2004
        if stranger:
            self._position("9999", "TOPP")
        if twofold:
            number = self._employee()
            self.rows["employee"].append((number, next(self._ids), "Prøve", self.begun, "", "Nei"))
            self._position(number, "TOPP")
            self._true("L02", "L02 employee")
        if stranger or twofold:
            self._true("L02", "L02 position")

        self._true("H08", self._renamed())

    def _renamed(self) -> str:
        """One with a new surname, and a national id in one of two rows."""
        number = self._employee()
        _, own_id, *_ = self.rows["employee"].pop()
        for person, name in ((own_id, "Prøve Eksempel"), ("", "Prøve Oppdikt")):
            self.rows["employee"].append((number, person, name, self.begun, "", "Nei"))
        return number

    def _true(self, reason: str, who: str) -> None:
        own = {"what": who} if reason.startswith("L") else {"who": who}
        self.truth.append(Expected(reason, **own))

    def _employee(self, left: date | None = None) -> str:
        number = str(1000 + len(self.rows["employee"]))
        gone = left or ""
        self.rows["employee"].append(
            (number, next(self._ids), f"Prøve {number}", self.begun, gone, "Nei")
        )
        return number

    def _position(self, number: str, unit: str, last: date | None = None) -> None:
        self.rows["position"].append((number, unit, "7174", "100", self.begun, last or ""))

    def _unit(self, name: str, parent: str, manager: str) -> None:
        self.rows["unit"].append((name, f"Enhet {name}", parent, "970001018", manager))

    def _away(self, number: str, first: date, last: date | None) -> None:
        self.rows["time_away"].append((number, first, last or "", "100"))

    def _worker(self, unit: str) -> bool:
        """Somebody with a position in the unit; returns whether they work there today."""
        fate = self.rng.choice(_FATES)
        days = timedelta(days=self.rng.randint(1, 90))
        past, ahead = self.today - days, self.today + days
        if fate == "here":
            self._position(self._employee(), unit)
            return True
        if fate == "leaves_later":  # and the position is still open: there is time to end it
            number = self._employee(ahead)
            self._position(number, unit)
            self._away(number, past, None)
            return True
        if fate == "leaves_before_position":
            number = self._employee(ahead)
            self._position(number, unit, ahead + days)
            self._true("H07", number)
            return True
        number = self._employee(past)
        ends = {"open_position": None, "late_position": past + timedelta(days=1)}.get(fate, past)
        self._position(number, unit, ends)
        if ends != past:
            self._true("H07", number)
        if fate.startswith("away"):
            later = {"away_late": past + timedelta(days=1), "away_open": None}.get(fate, past)
            self._away(number, past - timedelta(days=5), past)
            self._away(number, past - timedelta(days=9), later)
            if later != past:
                self._true("H06", number)
        return False

    def _manager(self, left: date | None = None) -> str:
        number = self._employee(left)
        self._position(number, "TOPP", left)
        return number

    def _gone_manager(self) -> str:
        return self._manager(self.today - timedelta(days=self.rng.randint(1, 300)))

    def _managed(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", self._manager())

    def _two(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", self._manager())
        self._unit(name, "TOPP", self._manager())
        self._true("H01", name)

    def _two_one_gone(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", self._manager())
        self._unit(name, "TOPP", self._gone_manager())
        self._true("H01", name)
        self._true("H03", name)

    def _said_twice(self, name: str, _: bool) -> None:
        manager = self._manager()
        self._unit(name, "TOPP", manager)
        self._unit(name, "TOPP", manager)

    def _half_said(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", "")
        self._unit(name, "TOPP", self._manager())

    def _none(self, name: str, people: bool) -> None:
        self._unit(name, "TOPP", "")
        if people:
            self._true("H02", name)

    def _gone(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", self._gone_manager())
        self._true("H03", name)

    def _stranger(self, name: str, _: bool) -> None:
        self._unit(name, "TOPP", "8888")
        self._true("H03", name)

    def _leaves_later(self, name: str, _: bool) -> None:
        last = self.today + timedelta(days=self.rng.randint(0, 30))
        self._unit(name, "TOPP", self._manager(last))

    def _lost(self, name: str, _: bool) -> None:
        self._unit(name, "BORTE", self._manager())
        self._true("H05", name)

    def _ring(self, name: str, _: bool) -> None:
        self._unit(name, f"{name}R", self._manager())
        self._unit(f"{name}R", name, self._manager())
        self._true("H05", name)
        self._true("H05", f"{name}R")

    def _unlisted(self, name: str, _: bool) -> None:
        for _number in range(self.rng.randint(1, _MOST_IN_UNIT)):
            self._position(self._employee(), name)
        self._true("H04", name)

    def _unlisted_before(self, name: str, _: bool) -> None:
        self._position(self._employee(), name, self.today - timedelta(days=3))
