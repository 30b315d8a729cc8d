"""Which unit lies in which: for requirements of a whole branch, and for the nearest colleagues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class UnitTree:
    """The units of an employer, each with the one above it.

    A unit that the tree does not know lies in none and holds none but itself, so that a list of
    units that is behind never stops a run; the register's own check tells of it.

    Args:
        parents: the unit above each unit, None at the top.

    Raises:
        ValueError: a unit lies, through others, in itself.
    """

    def __init__(self, parents: Mapping[str, str | None] | None = None) -> None:
        self._parents = dict(parents or {})
        for unit in self._parents:
            self.path(unit)

    def path(self, unit: str) -> tuple[str, ...]:
        """The unit and all above it, from the unit to the top."""
        found = [unit]
        while (above := self._parents.get(found[-1])) is not None:
            if above in found:
                msg = "a unit lies in itself: look at the list of units"
                raise ValueError(msg)
            found.append(above)
        return tuple(found)

    def within(self, roots: Iterable[str]) -> frozenset[str]:
        """The roots and every known unit below one of them."""
        wanted = frozenset(roots)
        return wanted | {unit for unit in self._parents if not wanted.isdisjoint(self.path(unit))}

    def distance(self, one: str, other: str) -> int | None:
        """Steps up from one unit to the nearest common one and down to the other.

        None where nothing is above both.
        """
        ups = {unit: steps for steps, unit in enumerate(self.path(one))}
        for downs, unit in enumerate(self.path(other)):
            if unit in ups:
                return ups[unit] + downs
        return None


def in_ring(unit: str, parents: Mapping[str, str]) -> bool:
    """Whether the units above lead back to this one."""
    seen, at = set[str](), parents.get(unit, "")
    while at and at not in seen:
        if at == unit:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False
