"""What the app knows of how the installation should run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rutine.cases.figures.operation import Patience, Planned


@dataclass(frozen=True, eq=False)
class OnWatch:
    """How the installation is watched.

    Attributes:
        token: whoever shows it reads /metrics; empty where nobody does.
        plan: which routines should run, and when they were due last.
        patience: how long is waited before something is said to be wrong.
        names: organisation number of each employer -> its name.
    """

    token: str = field(default="", repr=False)
    plan: Callable[[], Sequence[Planned]] = tuple
    patience: Patience = field(default_factory=Patience)
    names: Mapping[str, str] = field(default_factory=dict)

    def employer(self, number: str) -> str:
        """What people call an employer; its number where the settings don't name it."""
        return self.names.get(number, number)
