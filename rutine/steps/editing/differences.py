"""Two texts held against each other, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

AROUND: Final = 3
"""Lines that are the same, shown before and after those that are not."""


class Kind(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    LEFT_OUT = "left_out"
    """Lines that are the same, and not shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison; `before` and `after` are its numbers, 0 where it is not."""

    kind: Kind
    before: int
    after: int
    text: str


def differences(before: str, after: str) -> list[Line]:
    """What was changed, with a few lines around; empty when nothing was."""
    old, new = _split(before), _split(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        first = group[0]
        if first[1] > 0 or first[3] > 0:
            found.append(Line(Kind.LEFT_OUT, 0, 0, ""))
        for code in group:
            found.extend(_lines(code, old, new))
    if found and not _reaches_end(found[-1], old, new):
        found.append(Line(Kind.LEFT_OUT, 0, 0, ""))
    return found


def _split(text: str) -> list[str]:
    """The lines as the editor numbers them: no other character than a line feed begins one."""
    return text.removesuffix("\n").split("\n") if text else []


def _reaches_end(last: Line, old: list[str], new: list[str]) -> bool:
    return last.before == len(old) or last.after == len(new)


def _lines(code: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> Iterator[Line]:
    what, old_from, old_to, new_from, new_to = code
    if what == "equal":
        for step, text in enumerate(old[old_from:old_to]):
            yield Line(Kind.SAME, old_from + step + 1, new_from + step + 1, text)
        return
    for place in range(old_from, old_to):
        yield Line(Kind.REMOVED, place + 1, 0, old[place])
    for place in range(new_from, new_to):
        yield Line(Kind.ADDED, 0, place + 1, new[place])
