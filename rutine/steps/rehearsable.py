"""The routines that can be tried and simulated: one row each, by the protocol of their steps.

A routine of another shape plugs in here with how it is tried on a folder and how its history is
done over again; the commands know no more of any routine than this.
"""

from __future__ import annotations

import difflib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.settings import Settings
from rutine.steps.simulation.simulating import Simulation, Wish, simulate
from rutine.steps.trial.folder import Tried, try_folder


class Trying(Protocol):
    """How a routine is tried on a folder of files: `trial.folder.try_folder`."""

    def __call__(
        self, settings: Settings, routine: str, folder: Path, *, file: Path | None = None
    ) -> Generator[Tried]:
        """What came of it; its installation is open until the next is asked for."""


class Simulating(Protocol):
    """How a routine's history is done over again: `simulation.simulating.simulate`."""

    def __call__(self, real: Installation, employer: OrgNr, wish: Wish) -> Simulation:
        """What would have been otherwise."""


@dataclass(frozen=True, slots=True)
class Rehearsable:
    """One routine."""

    trying: Trying
    simulating: Simulating


_ROUTINES: Final[Mapping[str, Rehearsable]] = {"nav_refunds": Rehearsable(try_folder, simulate)}


def known_routine(name: str, mappings: Path) -> Rehearsable:
    """The routine of this name.

    Raises:
        InputError: `routine_unknown` or `routine_misspelt`, with what there is; or
            `routine_not_rehearsable`, when there is such a routine file, and no steps that can
            be tried.
    """
    if name in _ROUTINES:
        return _ROUTINES[name]
    files = {path.stem for path in (mappings / "routines").glob("*.yaml")}
    names = ", ".join(sorted(_ROUTINES))
    if name in files:
        raise InputError(
            "routine_not_rehearsable",
            f"{name} has a routine file, and no steps that can be tried or simulated yet.",
            f"These have: {names}.",
            name=name,
            names=names,
        )
    unknown = f"There is no routine named {name!r}."
    close = difflib.get_close_matches(name, sorted({*_ROUTINES, *files}), n=1)
    if close:
        raise InputError(
            "routine_misspelt",
            unknown,
            f"Did you mean {close[0]}? These can be tried: {names}.",
            name=name,
            meant=close[0],
            names=names,
        )
    raise InputError(
        "routine_unknown", unknown, f"Choose one of: {names}.", routine=name, known=names
    )
