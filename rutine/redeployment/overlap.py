"""A person beside a vacancy, fact by fact: what agrees, what does not, and what nobody knows.

The four facts are told, each in its own words. They exclude nobody, are not counted, not weighed
and not added up: what they mean for the person is for people to assess. What the lists leave
empty is unknown, and never counts as not met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

REQUIREMENT: Final = "formal_requirement"
PERCENT: Final = "percent"
COMMUTE: Final = "commute"
CONTRACT: Final = "contract"
FACTS: Final = (REQUIREMENT, PERCENT, COMMUTE, CONTRACT)
"""The facts, in the order in which they are told of everybody."""

_BETWEEN: Final = ", "
_HUNDREDTHS: Final = 100


class State(StrEnum):
    """How one fact stands."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the list says of the position that was lost, and of the person.

    `percent` is in hundredths. Empty, or None, is unknown.
    """

    percent: int | None = None
    position_code: str = ""
    contract: str = ""
    qualifications: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One vacancy, as the list has it; `source` is the row it stands in.

    `filled` is when somebody was appointed. `percent` is in hundredths.
    """

    id: str
    title: str = ""
    published: date | None = None
    deadline: date | None = None
    filled: date | None = None
    is_filled: bool = False
    withdrawn: bool = False
    percent: int | None = None
    position_code: str = ""
    contract: str = ""
    requirements: tuple[str, ...] = ()
    workplace: str = ""
    source: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing held against another: what the vacancy says, and what the list of the person."""

    name: str
    state: State
    vacancy: str | None
    person: str | None


def facts_of(profile: Profile, post: Post) -> tuple[Fact, ...]:
    """The four facts, always all of them and in the same order."""
    have = {_plain(each) for each in profile.qualifications}
    within = {_plain(each) for each in profile.reach}
    return (
        _fact(
            REQUIREMENT,
            _BETWEEN.join(post.requirements),
            _BETWEEN.join(profile.qualifications),
            agrees=all(_plain(each) in have for each in post.requirements),
        ),
        _fact(
            PERCENT,
            _percent(post.percent),
            _percent(profile.percent),
            agrees=post.percent == profile.percent,
        ),
        _fact(
            COMMUTE,
            post.workplace,
            _BETWEEN.join(profile.reach),
            agrees=_plain(post.workplace) in within,
        ),
        _fact(CONTRACT, post.contract, profile.contract, agrees=post.contract == profile.contract),
    )


def in_common(profile: Profile, post: Post) -> tuple[str, ...]:
    """What the position that was lost and the vacancy share, in words, as the vacancy lists it.

    An explanation of why it may suit. How many there are says nothing, and is not told.
    """
    have = {_plain(each) for each in profile.qualifications}
    shared = [each for each in post.requirements if _plain(each) in have]
    if post.position_code and post.position_code == profile.position_code:
        shared.append(post.position_code)
    return tuple(shared)


def split(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, apart by commas; none of an empty one."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _fact(name: str, vacancy: str, person: str, *, agrees: bool) -> Fact:
    if not vacancy or not person:
        return Fact(name, State.UNKNOWN, vacancy or None, person or None)
    return Fact(name, State.AGREES if agrees else State.DIFFERS, vacancy, person)


def _percent(hundredths: int | None) -> str:
    """As Norwegians write it: 80 %, 87,5 %."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, _HUNDREDTHS)
    part = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{part} %"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
