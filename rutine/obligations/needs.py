"""What must be held: one thing, all of some, or any of some, nested as the requirement says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import reduce
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

_Value = TypeVar("_Value")


class Frozen(BaseModel):
    """A part of a routine file: typed, fixed, and silent about values in its errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ItemType(StrEnum):
    """What kind of thing is held. It tells people; the code alone decides what counts."""

    COURSE = "course"
    TEST = "test"
    PRACTICAL = "practical"
    LICENCE = "licence"
    HEALTH = "health"
    ACTION = "action"
    """Something done once: a plan, a meeting, a claim."""


class Item(Frozen):
    """One thing that evidence can be given of.

    Attributes:
        valid_months: how long evidence of it is valid, where it differs from the rule's own.
    """

    type: ItemType
    code: str = Field(min_length=1)
    valid_months: int | None = Field(default=None, ge=1, le=1200)


class AllOf(Frozen):
    """Every one is needed; valid until the earliest of them runs out."""

    all: tuple[Need, ...] = Field(min_length=1)


class AnyOf(Frozen):
    """One is enough; valid until the latest of them runs out."""

    any: tuple[Need, ...] = Field(min_length=1)


Need = Item | AllOf | AnyOf
AllOf.model_rebuild()
AnyOf.model_rebuild()


def items_of(need: Need) -> Iterator[Item]:
    """Every item, in the order written."""
    if isinstance(need, Item):
        yield need
    else:
        for part in need.all if isinstance(need, AllOf) else need.any:
            yield from items_of(part)


def combine(
    need: Need,
    of_item: Callable[[Item], _Value],
    *,
    earliest: Callable[[_Value, _Value], _Value],
    latest: Callable[[_Value, _Value], _Value],
) -> _Value:
    """What holds for the whole, from what holds for each item: days, or arrays of days."""
    if isinstance(need, Item):
        return of_item(need)
    parts, pick = (need.all, earliest) if isinstance(need, AllOf) else (need.any, latest)
    return reduce(
        pick, (combine(part, of_item, earliest=earliest, latest=latest) for part in parts)
    )
