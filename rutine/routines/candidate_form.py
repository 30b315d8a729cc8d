"""A candidate routine as a form of plain fields, and the routine file that the form writes.

What the web page asks for is what `rutine score` needs: whose the routine is, how much of it
there is, its systems and its steps. A file that the form wrote can be opened in it again; one
that somebody has edited by hand can't, since the form would drop what it has no field for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, get_args

import yaml

from rutine.routines.procedure import Becomes, Waste
from rutine.routines.versions import LATEST
from rutine.routines.vocabulary import NAME, Certainty

SYSTEMS: Final = 6
STEPS: Final = 12

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "figures": get_args(Certainty),
    "reached_by": ("api", "file", "screen", "mail", "paper"),
    "input_form": ("structured", "text", "paper", "spoken"),
    "decided_by": ("rule", "judgement"),
    "waste": get_args(Waste),
    "becomes": get_args(Becomes),
}
"""The words that may be chosen in a field, by the end of its name."""

_HEAD: Final = (
    "# Skrevet av skjemaet i saksbehandlingen. Rediger her, eller i skjemaet: ikke begge.\n"
)
_IDENTITY: Final = ("purpose", "owner", "coordinator", "legal_basis")
_STEP_WORDS: Final = ("input_form", "decided_by", "waste")
_THIN: Final = dict.fromkeys(map(ord, "\u00a0\u2009\u202f "), None)


@dataclass(slots=True)
class Filled:
    """What was filled in, read.

    Attributes:
        data: the routine file's content, in the order it is written.
        faults: field -> code of what is wrong with it; empty when the file can be written.
    """

    data: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The routine file."""
        body = yaml.safe_dump(
            self.data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
        )
        return _HEAD + body


def read_form(fields: Mapping[str, str]) -> Filled:
    """Read the fields of the form. Numbers may be written as Norwegians write them."""
    form = _Form({name: text.strip() for name, text in fields.items()})
    title = form.required("title")
    name = form.text("name") or slug(title)
    if title and not re.fullmatch(NAME, name):
        form.faults["name"] = "name"
    data: dict[str, Any] = {
        "version": LATEST,
        "name": name,
        "stage": "candidate",
        "title": {"nb": title},
    }
    systems = dict(form.systems())
    data["identity"] = form.identity(list(systems.values()))
    data["volume"] = form.volume()
    data["procedure"] = form.procedure({row: str(each["id"]) for row, each in systems.items()})
    return Filled({key: value for key, value in data.items() if value}, form.faults)


def slug(text: str) -> str:
    """A name for files made of a title: small letters, digits and underscores."""
    plain = text.casefold().replace("æ", "ae").replace("ø", "o")  # å loses its ring below
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]


class _Form:
    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.faults: dict[str, str] = {}

    def text(self, name: str) -> str:
        return self._fields.get(name, "")

    def required(self, name: str) -> str:
        text = self.text(name)
        if not text:
            self.faults[name] = "missing"
        return text

    def number(self, name: str, *, most: float, required: bool = False) -> int | float | None:
        """A number from nought to the most, as `1 234,5`."""
        text = self.required(name) if required else self.text(name)
        if not text:
            return None
        try:
            number = Decimal(text.translate(_THIN).replace(",", "."))
        except InvalidOperation:
            self.faults[name] = "number"
            return None
        if not number.is_finite() or not 0 <= number <= Decimal(str(most)):
            self.faults[name] = "range"
            return None
        found = float(number)  # too small a number becomes nought, and is written as nought is
        return int(found) if found.is_integer() else found

    def day(self, name: str) -> date | None:
        text = self.text(name)
        for form in ("%Y-%m-%d", "%d.%m.%Y") if text else ():
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        if text:
            self.faults[name] = "day"
        return None

    def choice(self, name: str) -> str | None:
        """One of the words that the field's list offers."""
        word = self.text(name)
        if word and word not in CHOICES[re.sub(r"^(?:step|system)\d+_", "", name)]:
            self.faults[name] = "choice"
        return word or None

    def answer(self, name: str) -> bool | None:
        return {"yes": True, "no": False}.get(self.text(name))

    def systems(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The row on the form of each system, and the system."""
        taken = set[str]()
        for place in range(1, SYSTEMS + 1):
            row = [name for name in self._fields if name.startswith(f"system{place}_")]
            if not any(self.text(name) for name in row):
                continue
            name = self.required(f"system{place}_name")
            number = len(taken) + 1  # as it is when the file opens, whichever rows were left empty
            system = slug(name) or f"system{number}"
            system = system if re.fullmatch(NAME, system) else f"system{number}"
            while system in taken:
                system = f"{system[:57]}_{number}"
            taken.add(system)
            yield (
                str(place),
                _told(
                    id=system,
                    name=name,
                    reached_by=self.choice(f"system{place}_reached_by"),
                    has_api=self.answer(f"system{place}_has_api"),
                    replaced_on=self.day(f"system{place}_replaced_on"),
                ),
            )

    def identity(self, systems: list[dict[str, Any]]) -> dict[str, Any]:
        told = {name: self.text(name) or None for name in _IDENTITY}
        units = [unit for each in self.text("units").split("\n") if (unit := each.strip())]
        return _told(
            **told,
            units=units or None,
            legal_duty=self.answer("legal_duty"),
            systems=systems or None,
            rule_changes_a_year=self.number("rule_changes_a_year", most=365),
            same_elsewhere=self.number("same_elsewhere", most=10_000),
        )

    def volume(self) -> dict[str, Any]:
        names = ("exception_percent", "staff", "kroner_per_hour")
        case = self.text("case")
        filled = case or any(self.text(name) for name in (*names, "cases_a_month"))
        if not filled:
            return {}
        return _told(
            case={"nb": self.required("case")},
            cases_a_month=self.number("cases_a_month", most=100_000_000, required=True),
            exception_percent=self.number("exception_percent", most=100),
            staff=self.number("staff", most=100_000),
            kroner_per_hour=self.number("kroner_per_hour", most=100_000),
            figures=self.choice("figures"),
        )

    def procedure(self, systems: Mapping[str, str]) -> dict[str, Any]:
        today: list[dict[str, Any]] = []
        to_be: list[dict[str, Any]] = []
        for place in range(1, STEPS + 1):
            step = f"step{place}"
            names = [name for name in self._fields if name.startswith(f"{step}_")]
            if not any(self.text(name) for name in names if not name.endswith("_becomes")):
                continue
            number = len(today) + 1
            today.append(self._today(step, number, systems))
            if becomes := self.choice(f"{step}_becomes"):
                actor = today[-1].get("actor") if becomes in {"improved", "by_hand"} else None
                to_be.append(
                    _told(
                        step=f"step_{number}",
                        nb=today[-1].get("nb"),
                        becomes=becomes,
                        of_today=[number],
                        actor=actor,
                        system=today[-1].get("system") if becomes == "automated" else None,
                    )
                )
        if not today:
            return {}
        return _told(figures=self.choice("figures"), today=today, to_be=to_be or None)

    def _today(self, step: str, number: int, systems: Mapping[str, str]) -> dict[str, Any]:
        return _told(
            no=number,
            nb=self.required(f"{step}_nb"),
            actor=self.required(f"{step}_actor"),
            system=self._system(f"{step}_system", systems),
            touch_minutes=self.number(f"{step}_touch_minutes", most=10_000, required=True),
            wait_hours=self.number(f"{step}_wait_hours", most=10_000),
            share_percent=self.number(f"{step}_share_percent", most=100),
            error_percent=self.number(f"{step}_error_percent", most=100),
            **{name: self.choice(f"{step}_{name}") for name in _STEP_WORDS},
        )

    def _system(self, name: str, systems: Mapping[str, str]) -> str | None:
        """The system that a step names by its row on the form."""
        row = self.text(name)
        if row and row not in systems:
            self.faults[name] = "system"
        return systems.get(row)


def _told(**values: Any) -> dict[str, Any]:
    """What was told; what was left out stays out of the file."""
    return {key: value for key, value in values.items() if value is not None and value != ""}


def as_fields(data: Mapping[str, Any]) -> dict[str, str]:
    """A routine file's content, every value a text, as fields of the form."""
    identity, volume = data.get("identity", {}), data.get("volume", {})
    procedure = data.get("procedure", {})
    found = {
        "name": data.get("name", ""),
        "title": data.get("title", {}).get("nb", ""),
        "units": "\n".join(identity.get("units", ())),
        "case": volume.get("case", {}).get("nb", ""),
        "legal_duty": _yes_no(identity.get("legal_duty")),
        "figures": volume.get("figures") or procedure.get("figures", ""),
    }
    for name in (*_IDENTITY, "rule_changes_a_year", "same_elsewhere"):
        found[name] = identity.get(name, "")
    for name in ("cases_a_month", "exception_percent", "staff", "kroner_per_hour"):
        found[name] = volume.get(name, "")
    places = {}
    for place, system in enumerate(identity.get("systems", ()), start=1):
        places[system.get("id")] = str(place)
        found |= {f"system{place}_{key}": value for key, value in system.items() if key != "id"}
        found[f"system{place}_has_api"] = _yes_no(system.get("has_api"))
    becomes = {
        number: each.get("becomes", "")
        for each in procedure.get("to_be", ())
        for number in each.get("of_today", ())
    }
    for place, step in enumerate(procedure.get("today", ()), start=1):
        found |= {f"step{place}_{key}": value for key, value in step.items() if key != "no"}
        found[f"step{place}_system"] = places.get(step.get("system"), "")
        found[f"step{place}_becomes"] = becomes.get(step.get("no"), "")
    return {key: value for key, value in found.items() if isinstance(value, str) and value}


def _yes_no(value: str | None) -> str:
    return {"true": "yes", "false": "no"}.get(value or "", "")
