"""One column of raw cells, as text and as a matrix of character codes.

The fast reader hands over a view of the file's own bytes, the line-wise reader a list of
strings; everything after this point is the same code for both, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

MAX_CELL = 500
"""Characters of a cell that are looked at; a longer one is a row error."""

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]

_CONTROL_END, _C1_START, _C1_END = 0x20, 0x7F, 0x9F


class Cells:
    """The raw cells of one field for a block of rows.

    Attributes:
        codes: character codes, one row a cell, (n, widest); zeros after a shorter cell's end.
            Laid out column by column, as they are read.
        lengths: characters in each cell, (n,).
    """

    __slots__ = ("_texts", "codes", "lengths")

    def __init__(
        self, codes: Codes, lengths: npt.NDArray[np.int64], texts: list[str] | None = None
    ) -> None:
        self.codes = codes
        self.lengths = lengths
        self._texts = texts

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> Cells:
        """Cells from strings. A cell longer than `MAX_CELL` keeps its length but not its end."""
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        widest = int(lengths.max(initial=0))
        kept = list(texts)
        if widest > MAX_CELL:
            kept = [text[:MAX_CELL] for text in texts]
            widest = MAX_CELL
        if widest == 0:
            return cls(np.zeros((len(kept), 0), dtype=np.uint32), lengths, kept)
        table = np.array(kept, dtype=f"U{widest}")
        codes = table.view(np.uint32).reshape(len(kept), widest)
        return cls(np.asfortranarray(codes), lengths, kept)

    @classmethod
    def of_bytes(cls, codes: npt.NDArray[np.uint8]) -> Cells:
        """Cells from a (n, width) view of bytes that are Latin-1 or ASCII."""
        rows, width = codes.shape
        return cls(np.asfortranarray(codes), np.full(rows, width, dtype=np.int64))

    def take(self, rows: Mask) -> Cells:
        """The cells of some rows; itself when they are all of them."""
        if bool(rows.all()):
            return self
        texts = self._texts
        kept = None if texts is None else [texts[row] for row in np.flatnonzero(rows)]
        return Cells(self.codes[rows], self.lengths[rows], kept)

    def text_at(self, row: int) -> str:
        """One cell as a string, without making the others."""
        if self._texts is not None:
            return self._texts[row]
        return "".join(map(chr, self.codes[row]))

    def __len__(self) -> int:
        return len(self.lengths)

    def column(self, place: int) -> Codes:
        """The codes of one character place, from 0; zeros beyond the widest cell."""
        if place < self.codes.shape[1]:
            found: Codes = self.codes[:, place]
            return found
        return np.zeros(len(self), dtype=np.uint32)

    def texts(self) -> list[str]:
        """The cells as strings."""
        if self._texts is None:
            wide = np.ascontiguousarray(self.codes, dtype=np.uint32)
            width = wide.shape[1]
            joined = wide.view(f"U{width}").reshape(-1) if width else None
            # numpy drops trailing NULs; the lengths put them back, so both readers agree.
            self._texts = [""] * len(self) if joined is None else joined.tolist()
            if width and bool((self.codes[:, -1] == 0).any()):
                self._texts = [text.ljust(width, "\0") for text in self._texts]
        return self._texts

    def equal(self, word: str) -> Mask:
        """Which cells are exactly a word."""
        same: Mask = np.equal(self.lengths, len(word))
        for place, character in enumerate(word):
            same &= self.column(place) == ord(character)
        return same

    def digits(self, start: int, end: int) -> Mask:
        """Which cells hold only the digits 0-9 from place `start` up to `end`."""
        good = np.ones(len(self), dtype=np.bool_)
        for place in range(start, end):
            codes = self.column(place)
            good &= (codes >= ord("0")) & (codes <= ord("9"))
        return good

    def number(self, start: int, end: int) -> npt.NDArray[np.int64]:
        """The digits from place `start` up to `end` as numbers; only where `digits` holds."""
        value = np.zeros(len(self), dtype=np.int64)
        for place in range(start, end):
            value *= 10
            value += self.column(place)
            value -= ord("0")
        return value

    def control_characters(self) -> Mask:
        """Which cells hold characters that no text should: C0, DEL and C1."""
        found = np.zeros(len(self), dtype=np.bool_)
        for place in range(self.codes.shape[1]):
            codes = self.column(place)
            control = (codes < _CONTROL_END) | ((codes >= _C1_START) & (codes <= _C1_END))
            found |= control & (self.lengths > place)
        return found

    def capitals_and_digits(self) -> Mask:
        """Which cells hold nothing but A-Z and 0-9."""
        good = self.lengths > 0
        for place in range(self.codes.shape[1]):
            codes = self.column(place)
            digit = (codes >= ord("0")) & (codes <= ord("9"))
            capital = (codes >= ord("A")) & (codes <= ord("Z"))
            good &= digit | capital | (self.lengths <= place)
        return good
