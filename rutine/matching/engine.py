"""The engine: declared passes over coded rows, then one outcome and one reason per row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.answer import Answer, Origin, to_matching
from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded, code
from rutine.matching.gates import Identity
from rutine.matching.passes import Pass, check_passes
from rutine.matching.result import Matching
from rutine.matching.runs import scramble
from rutine.matching.solving import OPEN, apply, conclude
from rutine.matching.words import Parties, Words, check_alike, check_frame, read_words

SHARD_ROWS: Final = 200_000
"""Rows worked on at a time: what a core's cache holds, and what bounds the memory."""

_CHUNK: Final = 1 << 16
_HIGH: Final = np.uint64(32)


def match(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    passes: Sequence[Pass],
    *,
    shard_rows: int = SHARD_ROWS,
) -> Matching:
    """Find the groups of lines and claims that belong together.

    The result depends neither on the order of the rows nor on rows of other persons, and
    matching what is left open again finds nothing more.

    Args:
        lines: columns `row_id` (int64, unique), `person`, `unit`, `benefit` (str; an empty or
            missing person belongs with nothing), `first`, `last` (datetime64, NaT when
            missing), `amount` (int64 øre); if there, `carried` (bool: left open by an earlier
            run) and `name` (str: what the person is called; only `near` identity reads it).
        claims: the same columns.
        passes: tried in this order, each on the rows still open.
        shard_rows: about so many rows are worked on at a time; the result is the same.

    Raises:
        TypeError, ValueError: a frame or the passes are malformed; the message says which
            column.
    """
    check_passes(passes)
    check_frame("lines", lines)
    check_frame("claims", claims)
    check_alike(lines, claims)
    words = read_words(lines, claims)
    answer = _work(words, passes, shard_rows)
    origin = Origin(words.line_count, words.row_id, words.amount)
    del words  # days and ids are not needed any more, and are much of the memory
    return to_matching(origin, passes, answer)


def _work(words: Words, passes: Sequence[Pass], shard_rows: int) -> Answer:
    """Let the passes work on one shard after the other."""
    numbered = list(enumerate(passes))
    # From the first pass that compares persons with each other, all must be seen together.
    across = [n for n, each in numbered if each.identity is not Identity.SAME]
    cut = across[0] if across else len(numbered)
    permits = _Permits.of(words, passes)
    answer = Answer.empty(words.count)
    for places in shards(words, shard_rows):
        coded = code(words, places)
        marks = apply(coded, numbered[:cut], permits.flags(coded))
        if cut == len(numbered):
            answer.set(coded, marks, *conclude(coded, marks, permits.never(coded)))
        else:
            answer.set_marks(coded, marks)
    if cut < len(numbered):
        _finish(words, numbered[cut:], permits, answer)
    return answer


def _finish(
    words: Words, passes: Sequence[tuple[int, Pass]], permits: _Permits, answer: Answer
) -> None:
    """The last passes, over all that the others left open."""
    coded = code(words, np.flatnonzero(answer.taker == OPEN))
    marks = apply(coded, passes, permits.flags(coded))
    marks.ambiguous |= answer.ambiguous[coded.place]
    marks.exceeded |= answer.exceeded[coded.place]
    answer.set(coded, marks, *conclude(coded, marks, permits.never(coded)))


def shards(words: Words, shard_rows: int = SHARD_ROWS) -> Iterator[Ints]:
    """Rising places, all rows of a person in the same shard."""
    count = words.count
    parts = min(-(-count // max(1, shard_rows)), np.iinfo(np.uint8).max)
    if parts <= 1:
        yield np.arange(count)
        return
    of_row = np.concatenate(
        [
            _shard_of(words.parties, side, parts)
            for side in (words.parties.number.lines, words.parties.number.claims)
        ]
    )
    # A stable sort of one byte counts and distributes: the places of a shard rise.
    places = np.argsort(of_row, kind="stable")
    sizes = np.bincount(of_row, minlength=parts)
    yield from np.split(places, np.cumsum(sizes)[:-1])


def _shard_of(parties: Parties, number: Ints, shards: int) -> npt.NDArray[np.uint8]:
    """The shard of each row: its person, scrambled, so that shards are about equally large."""
    of_row = np.empty(len(number), dtype=np.uint8)
    for start in range(0, len(number), _CHUNK):
        person = parties.person(number[start : start + _CHUNK])
        mixed = scramble(person.view(np.uint64)) >> _HIGH
        of_row[start : start + _CHUNK] = mixed * np.uint64(shards) >> _HIGH
    return of_row


@dataclass(frozen=True, slots=True)
class _Permits:
    """Which benefits each pass takes: a row of flags per pass, a flag per benefit."""

    taken: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, words: Words, passes: Sequence[Pass]) -> _Permits:
        names = words.benefit_names
        taken = [[each.takes(name) for name in names] for each in passes]
        return cls(np.array(taken, dtype=np.bool_).reshape(len(passes), len(names)))

    def flags(self, coded: Coded) -> dict[int, Flags]:
        """For every pass, the rows whose benefit it takes."""
        alike = {taken.tobytes(): taken for taken in self.taken}
        of_rows = {mark: taken[coded.benefit] for mark, taken in alike.items()}
        return {number: of_rows[taken.tobytes()] for number, taken in enumerate(self.taken)}

    def never(self, coded: Coded) -> Flags:
        """The rows whose benefit no pass takes."""
        ever: Flags = np.logical_or.reduce(self.taken, axis=0)
        never: Flags = ~ever[coded.benefit]
        return never
