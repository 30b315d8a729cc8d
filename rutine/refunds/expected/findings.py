"""A cause with its evidence, and how strong the evidence is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rutine.core.differences import Evidence
from rutine.core.money import Ore


class Strength(IntEnum):
    """What the evidence is made of."""

    ARITHMETIC = 1
    """The amounts fit, and nothing registered says otherwise."""
    REGISTERED = 2
    """A registered fact or a table row names the very difference."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause: its reason code, and what shows it.

    Attributes:
        code: `D01` … `D43` of the discrepancy taxonomy.
        strength: what the evidence is made of.
        evidence: fields side by side: expected (or claimed) left, paid right.
    """

    code: str
    strength: Strength
    evidence: tuple[Evidence, ...]


def money(field: str, left: Ore, right: Ore) -> Evidence:
    """An amount seen from both sides."""
    return Evidence(
        field=field, kind="ore", left=str(int(left)), right=str(int(right)), equal=left == right
    )


def days(field: str, left: date | None, right: date | None) -> Evidence:
    """A day seen from both sides."""
    return Evidence(
        field=field,
        kind="day",
        left=None if left is None else left.isoformat(),
        right=None if right is None else right.isoformat(),
        equal=left == right,
    )


def number(field: str, left: int, right: int) -> Evidence:
    """A count seen from both sides."""
    return Evidence(
        field=field, kind="count", left=str(left), right=str(right), equal=left == right
    )


def words(field: str, left: str, right: str) -> Evidence:
    """A word, such as the name of a method, seen from both sides."""
    return Evidence(field=field, kind="text", left=left, right=right, equal=left == right)
