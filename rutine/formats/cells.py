"""One column of raw cells: where the text of each lies among some bytes, and how long it is.

Nothing is copied: the cells of a text file lie in the file's own bytes, those of a workbook in
bytes made for them. Everything after this point is the same code for both. Eight characters at
a time are looked at as one word of 64 bits, for all cells of the column at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

MAX_CELL = 500
"""Characters of a cell that are looked at; a longer one is a row error."""

WORD = 8
"""Bytes in a word; a cell's first byte is the word's lowest."""

SLACK = bytes(WORD)
"""What must follow the last cell's bytes, so that a word can be taken at each of them."""

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

UTF8, LATIN1 = "utf-8", "iso-8859-1"


def each_byte(byte: int) -> np.uint64:
    """A word with the same byte in all places."""
    return np.uint64(byte * 0x0101010101010101)


ONES, HIGH = each_byte(0x01), each_byte(0x80)
"""The lowest and the highest bit of every byte."""

_FIRST = np.array([(1 << 8 * kept) - 1 for kept in range(WORD + 1)], dtype=np.uint64)
_SPACES, _DELETE = each_byte(0x20), 0x7F
_SPACES_BEYOND = ~_FIRST & _SPACES
_C1_START, _TOP_THREE_BITS = 0x80, each_byte(0xE0)  # C1 in one byte: 0x80 to 0x9F
_C1_LEAD = 0xC2  # the byte before them in UTF-8
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LARGE_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF, _BIT_7, _BIT_6 = np.uint64(32), np.uint64(7), np.uint64(6)


def byte_within(words: Words, byte: int) -> Words:
    """Not 0 where a word has a byte."""
    rest = words ^ each_byte(byte)
    found: Words = (rest - ONES) & ~rest & HIGH
    return found


def mixed_with(mixed: Words, words: Words) -> Words:
    """Another word mixed into each number, so that hardly any two end up alike."""
    found = (mixed ^ words) * _LARGE_ODD
    found ^= found >> _HALF
    return found


class Cells:
    """The raw cells of one field for a block of rows.

    Attributes:
        buffer: bytes among which the cells lie, `SLACK` after the last cell included.
        starts: the place in `buffer` of each cell's first byte, (n,).
        sizes: bytes in each cell, (n,).
        encoding: how letters are stored; ASCII is the same in all that a format may name.
    """

    __slots__ = ("_words", "buffer", "encoding", "sizes", "starts")

    def __init__(self, buffer: Bytes, starts: Places, sizes: Places, encoding: str) -> None:
        self.buffer = buffer
        self.starts = starts
        self.sizes = sizes
        self.encoding = encoding
        self._words: dict[int, Words] = {}

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> Cells:
        """Cells from strings."""
        joined = "".join(texts)
        if joined.isascii():
            data, sizes = joined.encode(), list(map(len, texts))
        else:
            parts = [encoded(text, UTF8) for text in texts]
            data, sizes = b"".join(parts), list(map(len, parts))
        ends = np.cumsum(sizes, dtype=np.int64)
        counted = np.array(sizes, dtype=np.int64)
        buffer = np.frombuffer(data + SLACK, dtype=np.uint8)
        return cls(buffer, ends - counted, counted, UTF8)

    @classmethod
    def alike(cls, text: str, count: int) -> Cells:
        """So many cells of one text, which lies there once."""
        one = cls.of_texts([text])
        starts = np.zeros(count, dtype=np.int64)
        return cls(one.buffer, starts, starts + one.sizes[0], one.encoding)

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: Mask | npt.NDArray[np.int64]) -> Cells:
        """The cells of some rows, by mask or number."""
        return Cells(self.buffer, self.starts[rows], self.sizes[rows], self.encoding)

    def packed(self) -> Cells:
        """The same cells, taking up less memory where they lie within two gigabytes."""
        if len(self.buffer) > np.iinfo(np.int32).max:
            return self
        starts, sizes = self.starts.astype(np.int32), self.sizes.astype(np.int32)
        return Cells(self.buffer, starts, sizes, self.encoding)

    def text_at(self, row: int) -> str:
        """One cell as a string, without making the others."""
        start = int(self.starts[row])
        found = self.buffer[start : start + int(self.sizes[row])].tobytes()
        return decoded(found, self.encoding)

    def texts(self) -> list[str]:
        """The cells as strings, equal ones as one object where they stand close together."""
        if not len(self):
            return []
        begin = int(self.starts.min())
        end = int((self.starts + self.sizes).max())
        data = self.buffer[begin:end].tobytes()
        starts = (self.starts - begin).tolist()
        spans = zip(starts, self.sizes.tolist(), strict=True)
        seen: dict[str, str] = {}
        if self.encoding != UTF8 or data.isascii():
            text = decoded(data, self.encoding)
            found = [text[start : start + size] for start, size in spans]
        else:
            found = [decoded(data[start : start + size], UTF8) for start, size in spans]
        return [seen.setdefault(text, text) for text in found]

    def word(self, place: int = 0) -> Words:
        """Eight bytes of each cell from a place on, from 0; zeros beyond the cell's end."""
        if place not in self._words:
            self._words[place] = self._take_words(place)
        return self._words[place]

    def _take_words(self, place: int) -> Words:
        last = len(self.buffer) - WORD
        anywhere = np.ndarray((last + 1,), dtype="<u8", buffer=self.buffer, strides=(1,))
        at = self.starts + np.int64(place)
        if place:
            np.minimum(at, last, out=at)
        found: Words = anywhere[at]
        left = self.sizes - place
        if len(left) and int(left.min()) < WORD:
            found &= _FIRST[np.minimum(np.maximum(left, 0), WORD)]
        found.flags.writeable = False
        return found

    def each_word(self) -> Iterator[tuple[int, npt.NDArray[np.int64], Words]]:
        """All words of all cells: the place of their first byte, the rows that reach so far."""
        rows, place, cells = np.arange(len(self)), 0, self
        while len(rows):
            yield place, rows, cells.word(place)
            place += WORD
            further = cells.sizes > place
            rows, cells = rows[further], cells.take(further)

    @property
    def lengths(self) -> Places:
        """Characters in each cell, (n,)."""
        if self.encoding != UTF8:
            return self.sizes
        lengths = self.sizes.copy()
        for _, rows, words in self.each_word():
            if (words & HIGH).any():  # count what only continues a character: 10xxxxxx
                lengths[rows] -= np.bitwise_count(
                    (words >> np.uint64(7)) & ~(words >> np.uint64(6)) & ONES
                )
        return lengths

    def equal(self, word: str) -> Mask:
        """Which cells are exactly a word."""
        try:
            wanted = encoded(word, self.encoding)
        except UnicodeEncodeError:
            return np.zeros(len(self), dtype=np.bool_)
        same: Mask = self.sizes == len(wanted)
        for place in range(0, len(wanted), WORD):
            if not same.any():
                break
            part = int.from_bytes(wanted[place : place + WORD], "little")
            same &= self.word(place) == np.uint64(part)
        return same

    def control_characters(self) -> Mask:
        """Which cells hold characters that no text should: C0, DEL and C1."""
        suspect = np.zeros(len(self), dtype=np.bool_)
        for place, rows, words in self.each_word():
            shown = words | _SPACES_BEYOND[np.minimum(self.sizes[rows] - place, WORD)]
            odd = (shown - _SPACES) & ~shown & HIGH  # a byte below the space
            odd |= byte_within(shown, _DELETE)
            if self.encoding == UTF8:
                odd |= byte_within(shown, _C1_LEAD)
            elif self.encoding == LATIN1:
                odd |= byte_within(shown & _TOP_THREE_BITS, _C1_START)
            suspect[rows] |= odd != 0
        for row in np.flatnonzero(suspect):
            suspect[row] = _CONTROL.search(self.text_at(int(row))) is not None
        return suspect

    def fingerprints(self) -> Words:
        """Equal numbers for equal cells, and hardly ever for others."""
        found = self.sizes.astype(np.uint64)
        for _, rows, words in self.each_word():
            every = len(rows) == len(self)
            mixed = mixed_with(found if every else found[rows], words)
            if every:
                found = mixed
            else:
                found[rows] = mixed
        return found

    def distinct(self) -> tuple[npt.NDArray[np.int64], list[str]]:
        """The different texts, and the place among them of each cell's."""
        codes, marks = pd.factorize(self.fingerprints())
        first = np.zeros(len(marks), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(self) - 1, -1, -1)
        if self._same_as(first[codes]):
            return codes, self.take(first).texts()
        codes, texts = pd.factorize(np.array(self.texts(), dtype=np.object_))
        return codes, list(texts)

    def _same_as(self, rows: npt.NDArray[np.int64]) -> bool:
        """Whether each cell is the same as the cell of another row."""
        if not np.array_equal(self.sizes, self.sizes[rows]):
            return False
        others = self.take(rows)
        pairs = zip(self.each_word(), others.each_word(), strict=True)
        return all(np.array_equal(one, other) for (*_, one), (*_, other) in pairs)


def encoded(text: str, encoding: str) -> bytes:
    """A text's bytes.

    Raises:
        UnicodeEncodeError: the encoding has no such character.
    """
    return text.encode(encoding, errors="surrogatepass" if encoding == UTF8 else "strict")


def decoded(data: bytes, encoding: str) -> str:
    """The text of some bytes whose encoding has been checked."""
    return data.decode(encoding, errors="surrogatepass" if encoding == UTF8 else "strict")
