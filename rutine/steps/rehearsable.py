"""The routines that can be tried and simulated: one row each, by the protocol of their steps.

A routine of another shape plugs in here with what it reads, how one month of it is run, and what
came of it; the commands know no more of any routine than this.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from rutine.core.errors import InputError

if TYPE_CHECKING:
    from rutine.settings import Settings
    from rutine.steps.trial.example_files import ExampleFiles
    from rutine.steps.trial.expected import Outcome
    from rutine.steps.trial.running import Trial


class Rehearsable(Protocol):
    """What trying a routine takes."""

    def run(
        self, settings: Settings, files: ExampleFiles, told: Outcome, *, again: bool = False
    ) -> Iterator[Trial]:
        """Run every month of an example; how it stood after the last, and after it once more."""


def _names() -> Mapping[str, Rehearsable]:
    from rutine.steps.trial.running import RefundsTrial  # noqa: PLC0415 - with pandas

    return {"nav_refunds": RefundsTrial()}


_EXTENSION: Final = ".yaml"


def known_routine(name: str, mappings: Path) -> Rehearsable:
    """The routine of this name.

    Raises:
        InputError: `routine_unknown`, with what there is; or `routine_not_rehearsable`, when
            there is such a routine file, and no steps that can be tried.
    """
    known = _names()
    if name in known:
        return known[name]
    files = sorted(path.stem for path in (mappings / "routines").glob(f"*{_EXTENSION}"))
    names = ", ".join(sorted(known))
    if name in files:
        raise InputError(
            "routine_not_rehearsable",
            f"{name} has a routine file, and no steps that can be tried or simulated yet.",
            f"These have: {names}.",
            name=name,
            names=names,
        )
    close = difflib.get_close_matches(name, [*known, *files], n=1)
    raise InputError(
        "routine_unknown",
        f"There is no routine named {name!r}.",
        f"Did you mean {close[0]}? There are: {names}." if close else f"There are: {names}.",
        name=name,
        names=names,
    )
