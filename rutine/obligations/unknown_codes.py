"""Codes of evidence that no requirement asks for: told once a run, not once a row."""

from __future__ import annotations

from collections.abc import Iterable

from rutine.obligations.frames import Frames
from rutine.obligations.requirement import Requirement


def known_codes(requirements: Iterable[Requirement]) -> frozenset[str]:
    """Every code that some requirement, in some of its texts, asks for."""
    return frozenset(code for requirement in requirements for code in requirement.codes())


def unknown_codes(frames: Frames, requirements: Iterable[Requirement]) -> dict[str, int]:
    """How many rows of evidence have each code that is not known; the most frequent first.

    Mostly a course that got another code: until a requirement names it, its evidence counts for
    nothing.
    """
    codes = frames.achievements["code"]
    counted = codes[~codes.isin(known_codes(requirements))].value_counts()
    in_order = sorted(counted.items(), key=lambda each: (-int(each[1]), str(each[0])))
    return {str(code): int(count) for code, count in in_order}
