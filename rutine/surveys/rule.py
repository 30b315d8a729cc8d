"""Who takes part in a survey, as the routine file says it for the day."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.surveys.people import Held, Somebody


@dataclass(frozen=True, slots=True)
class Group:
    """Positions that are part of the survey. Everything that is said must hold; nothing: all.

    Attributes:
        name: of the group.
        tags: marks on the position; one is enough.
        position_codes: codes of the position; one is enough.
        min_percent: the smallest position.
    """

    name: str
    tags: frozenset[str] = frozenset()
    position_codes: frozenset[str] = frozenset()
    min_percent: float = 0.0

    def takes(self, held: Held) -> bool:
        """Whether the position is one of the group."""
        return (
            (not self.tags or bool(self.tags & held.tags))
            and (not self.position_codes or held.position_code in self.position_codes)
            and held.percent >= self.min_percent
        )


@dataclass(frozen=True, slots=True)
class SurveyRule:
    """What holds on the day of the survey.

    Attributes:
        groups: who takes part.
        while_away: whether the sick and those on leave take part.
        smallest_unit: how many respondents a unit must have for its result to be shown.
        managers_above: whether a manager answers in the unit above the one they lead.
    """

    groups: tuple[Group, ...]
    while_away: bool = True
    smallest_unit: int = 3
    managers_above: bool = True

    def places(self, one: Somebody) -> tuple[Held, ...]:
        """The positions by which somebody takes part, the main one first; none: they don't.

        The main one is the largest, then the oldest, then the first by unit.
        """
        if one.away and not self.while_away:
            return ()
        taken = [held for held in one.held if any(group.takes(held) for group in self.groups)]
        return tuple(sorted(taken, key=lambda held: (-held.percent, held.first, held.unit)))
