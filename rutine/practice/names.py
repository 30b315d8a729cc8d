"""Names for practice people: ordinary parts, put together by chance."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from rutine.practice.rates import People

NAV_WIDTH: Final = 25
_NAV_SPACES: Final = re.compile(r'[";\r\n]+')

_FIRST: Final = (
    *("Ingrid", "Åse", "Bjørn", "Kari", "Ole", "Solveig", "Håkon", "Torunn", "Øyvind", "Siv"),
    *("Mona", "Geir", "Amina", "Tuva", "Jonas", "Ragnhild", "Sæbjørg", "Trond", "Eli", "Åshild"),
    *("Lars", "Nora", "Emil", "Fatima", "Jørgen", "Maja", "Sondre", "Unni", "Vegard", "Ylva"),
    *("Birgit", "Dag", "Grethe", "Hanne", "Iver", "Kjersti", "Leif", "Marte", "Nils", "Pål"),
)
_MIDDLE: Final = ("Marie", "Johan", "Helene", "André", "Sofie", "Kristian", "Elisabeth", "Magnus")
_LAST: Final = (
    *("Bergli", "Ødegård", "Haugen", "Sørbø", "Nygård", "Lunde", "Åsen", "Tveit", "Myhre", "Vik"),
    *("Næss", "Solbakken", "Kvåle", "Bråten", "Fjeld", "Grønli", "Høgmo", "Sæther", "Rød", "Lie"),
    *("Strøm", "Aune", "Brekke", "Dahl", "Eide", "Foss", "Gjertsen", "Holm", "Iversen", "Jære"),
    *("Kårstad", "Løkken", "Moe", "Norli", "Opdal", "Prestegård", "Råheim", "Skår", "Tømmerås"),
)
_LONG: Final = ("Hallingstad-Østgårdshaugen", "Kirkebø-Nordfjordeide", "Sletthaug Tømmervågseter")
_FOREIGN: Final = ("Łukasz Kędzierski", "Šárka Dvořáková", "Đorđe Živković", "Şebnem Yıldız")


def draw_name(rng: Random, people: People) -> str:
    """A name as payroll has it: first names, then surname."""
    kind = rng.random()
    first = _FIRST[int(rng.random() * len(_FIRST))]
    if kind < people.foreign_letters:
        return _FOREIGN[int(rng.random() * len(_FOREIGN))]
    kind -= people.foreign_letters
    last = _LAST[int(rng.random() * len(_LAST))]
    if kind < people.semicolon_name:
        return f"{first} {last}; {_LAST[int(rng.random() * len(_LAST))]}"
    kind -= people.semicolon_name
    middle = _MIDDLE[int(rng.random() * len(_MIDDLE))]
    if kind < people.long_name:
        return f"{first} {middle} {_LONG[int(rng.random() * len(_LONG))]}"
    return f"{first} {last}" if rng.random() < 0.6 else f"{first} {middle} {last}"  # noqa: PLR2004


def nav_name(name: str) -> str:
    """The name as NAV's report writes it: 25 characters, `"`, `;` and line ends as spaces.

    Source: navikt/sokos-oppgjorsrapporter, RefusjonsRapportGenerator.kt (nav-reports §3).
    """
    return _NAV_SPACES.sub(" ", name)[:NAV_WIDTH].ljust(NAV_WIDTH)
