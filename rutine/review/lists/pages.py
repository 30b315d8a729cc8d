"""Where in a list that has pages the reader is, and what leads to the pages beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """The page and how many there are, from 1; addresses, empty where there is no such page."""

    number: int = 1
    total: int = 1
    previous: str = ""
    next: str = ""


def pages_of(number: int, total: int, address: Callable[[int], str]) -> Pages:
    """The page with this number among so many."""
    return Pages(
        number,
        total,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < total else "",
    )
