"""How everybody stood in a routine's latest run: told by those who can read its lists.

The app does not read lists by their formats; whoever starts it brings a desk. The desk shows
everything: what a visitor may see of it, the pages find out (`standings_sight`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from rutine.obligations.code_change import Affected, CodeChange
from rutine.obligations.overview import Overview


class StandingsDesk(Protocol):
    """The tables of an installation's routines.

    The last two raise `InputError`: `original_missing` when the lists are deleted by now, or what
    is wrong with the routine's files.
    """

    def routines(self) -> Mapping[str, bool]:
        """Routines in which something is asked of people themselves; True where about health."""
        ...

    def employers(self) -> Sequence[tuple[str, str]]:
        """Organisation number and name of each employer."""
        ...

    def overview(self, routine: str, employer: str) -> Overview | None:
        """How everybody stood in the latest run; None where there has been none."""
        ...

    def affected(
        self, routine: str, employer: str, change: CodeChange
    ) -> tuple[Overview, tuple[Affected, ...]] | None:
        """Whose obligations a changed code would touch; None where there has been no run."""
        ...


class NoStandings:
    """An app without routines that ask something of people."""

    def routines(self) -> Mapping[str, bool]:
        """None."""
        return {}

    def employers(self) -> Sequence[tuple[str, str]]:
        """None."""
        return ()

    def overview(self, routine: str, employer: str) -> Overview | None:  # noqa: ARG002 - no routine
        """None."""
        return None

    def affected(
        self,
        routine: str,  # noqa: ARG002 - no routine
        employer: str,  # noqa: ARG002
        change: CodeChange,  # noqa: ARG002
    ) -> tuple[Overview, tuple[Affected, ...]] | None:
        """None."""
        return None
