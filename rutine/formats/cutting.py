"""A text file cut into rows and cells, a piece of the file at a time.

In most files all lines are alike: as many delimiters as there should be, the right ending, no
quotes. Such lines are cut all at once, by where their delimiters and line ends stand, and no
text is made of them. Whatever is odd about a line sends it, and only it, to
`rutine.formats.lines`, which says what a line means; its cells are then put behind the piece's
own bytes, so that all rows of a piece are read together and in order. That a line is cut the
same in both ways is shown in `tests/property/test_cutting.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rutine.formats.blocks import Block
from rutine.formats.cells import SLACK, UTF8, Bytes, Cells, Mask, decoded, encoded
from rutine.formats.encoding import BOM, pieces
from rutine.formats.format_model import FormatFile
from rutine.formats.headings import HEADER_WITHIN, find_headings
from rutine.formats.lines import CutLine, cells_of, cut_line

_Places = npt.NDArray[np.int64]

_LF, _CR, _QUOTE, _SPACE, _ASCII = 10, 13, 34, 32, 128


@dataclass(frozen=True, slots=True)
class Layout:
    """What each line of one file must look like.

    Attributes:
        form: the format.
        width: cells in a line.
        places: which of them, from 0, is each of the format's fields; None for an optional one
            that the file lacks.
    """

    form: FormatFile
    width: int
    places: Sequence[int | None]

    @property
    def surest(self) -> int:
        """The cell that a row is least likely to lack: where it is empty, the line may be too."""
        needed = (f.required and f.default is None for f in self.form.fields)
        cells = zip(self.places, needed, strict=True)
        return next((place for place, need in cells if need and place is not None), self.there[0])

    @property
    def there(self) -> list[int]:
        """The cells of those fields that the file has."""
        return [place for place in self.places if place is not None]

    def with_absent(self, cells: Iterable[Cells], count: int) -> tuple[Cells, ...]:
        """The cells of the fields that the file has, with empty ones for the others."""
        found = iter(cells)
        return tuple(
            Cells.alike("", count) if place is None else next(found) for place in self.places
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole lines of a file.

    Attributes:
        buffer: their bytes and at least `SLACK` behind them.
        size: how many bytes the lines are.
        marks: where delimiters and line ends stand.
        at_end: which of the marks are line ends; a last line without one ends at `size`.
        starts, ends: where each line begins, and where its line end stands.
        returned: which lines have CR before it.
        ended: whether the last line has its line feed.
    """

    buffer: Bytes
    size: int
    marks: _Places
    at_end: _Places
    starts: _Places
    ends: _Places
    returned: Mask
    ended: bool

    @classmethod
    def of(cls, form: FormatFile, buffer: Bytes, size: int) -> Piece:
        """Find where the delimiters and line ends are."""
        raw = buffer[:size]
        found = raw == _LF
        if form.kind == "delimited":
            found |= raw == ord(form.delimiter)
        marks = np.flatnonzero(found)
        ended = bool(raw[-1] == _LF)
        if not ended:
            marks = np.append(marks, size)
        is_end = buffer[marks] == _LF
        is_end[-1] = True
        at_end = np.flatnonzero(is_end)
        ends = marks[at_end]
        starts = np.append(0, ends[:-1] + 1)
        returned = (buffer[ends - 1] == _CR) & (ends > starts)
        return cls(buffer, size, marks, at_end, starts, ends, returned, ended)

    def lines_with(self, odd: Mask) -> _Places:
        """The numbers, from 0, of the lines in which some byte is odd."""
        return np.searchsorted(self.ends, np.flatnonzero(odd))


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the cells of some lines lie.

    Attributes:
        lines: the lines' numbers in the piece, from 0, (n,).
        starts, sizes: first byte and bytes of each cell, (cells in a line, n).
    """

    lines: _Places
    starts: _Places
    sizes: _Places

    def take(self, lines: Mask) -> Spans:
        """The cells of some of the lines."""
        return Spans(self.lines[lines], self.starts[:, lines], self.sizes[:, lines])


def text_blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    """The rows of a text file whose encoding has been checked.

    Raises:
        InputError: `header_missing` with the headings that are missing.
    """
    start = len(BOM) if form.encoding == UTF8 and data.startswith(BOM) else 0
    if form.kind == "delimited" and form.header:
        top, begins = _top(form, data, start)
        line, places = find_headings(form, top, source)
        return _blocks(Layout(form, len(top[line - 1]), places), data, begins[line], line + 1)
    count = len(form.fields)
    places = [(f.column or place) - 1 for place, f in enumerate(form.fields, 1)]
    layout = Layout(form, count, places if form.kind == "delimited" else range(count))
    return _blocks(layout, data, start, 1)


def _top(form: FormatFile, data: bytes, start: int) -> tuple[list[list[str]], list[int]]:
    """The cells of the file's first lines, and where each line and the next one begin."""
    top: list[list[str]] = []
    begins = [start]
    while len(top) < HEADER_WITHIN and begins[-1] < len(data):
        end = data.find(b"\n", begins[-1])
        line = data[begins[-1] : end if end >= 0 else len(data)]
        top.append(cells_of(form, decoded(line, form.encoding).removesuffix("\r"))[0])
        begins.append(end + 1 if end >= 0 else len(data))
    return top, begins


def _blocks(layout: Layout, data: bytes, start: int, number: int) -> Iterator[Block]:
    whole = np.frombuffer(data, dtype=np.uint8)
    for begin, end in pieces(data, start):
        if end + len(SLACK) <= len(data):
            buffer = whole[begin : end + len(SLACK)]
        else:
            buffer = np.frombuffer(data[begin:end] + SLACK, dtype=np.uint8)
        piece = Piece.of(layout.form, buffer, end - begin)
        yield _block(layout, piece, number)
        number += len(piece.at_end)


def _block(layout: Layout, piece: Piece, number: int) -> Block:
    even = _cut_even(layout, piece)
    is_odd = np.ones(len(piece.ends), dtype=np.bool_)
    is_odd[even.lines] = False
    odd = _cut_odd(layout, piece, np.flatnonzero(is_odd), number)
    faults = tuple(line.fault for line in odd if line.fault is not None)
    lines, cells = _joined(layout, piece, even, [line for line in odd if line.cells], number)
    return Block(lines, cells, (), faults)


def _even_lines(layout: Layout, piece: Piece) -> Mask:
    """Which lines are as all should be, and can be cut without being looked at one by one."""
    form, raw = layout.form, piece.buffer[: piece.size]
    if form.kind == "fixed":
        even = piece.ends - piece.starts - piece.returned == form.line_width
        if form.encoding == UTF8:  # a character may be more than a byte
            even[piece.lines_with(raw >= _ASCII)] = False
    else:
        even = np.diff(piece.at_end, prepend=-1) == layout.width
        if form.quotes:
            even[piece.lines_with(raw == _QUOTE)] = False
    if form.line_ending == "crlf":
        even &= piece.returned
    if not piece.ended:
        even[-1] = False
    found: Mask = even
    return found


def _cut_even(layout: Layout, piece: Piece) -> Spans:
    """The cells of the even lines."""
    is_even = _even_lines(layout, piece)
    even, form = np.flatnonzero(is_even), layout.form
    if form.kind == "fixed":
        starts = np.array([(f.position or 1) - 1 for f in form.fields])[:, None]
        sizes = np.array([f.width or 0 for f in form.fields])[:, None]
        shape = (len(form.fields), len(even))
        return Spans(even, piece.starts[even] + starts, np.broadcast_to(sizes, shape))
    if len(even) == len(is_even):
        marks = piece.marks.reshape(-1, layout.width).T
    else:
        marks = piece.marks[piece.at_end[even] - np.arange(layout.width - 1, -1, -1)[:, None]]
    starts = np.empty(marks.shape, dtype=np.int64)
    starts[0] = piece.starts[even]
    np.add(marks[:-1], 1, out=starts[1:])
    sizes = marks - starts
    sizes[-1] -= piece.returned[even]
    found = Spans(even, starts, sizes)
    if not form.header:
        return found
    # A line of bare delimiters is no row; the careful cut knows it.
    place = layout.surest
    first = piece.buffer[starts[place]]
    sure = (sizes[place] > 0) & (first > _SPACE) & (first < _ASCII)
    return found if sure.all() else found.take(sure)


def _cut_odd(layout: Layout, piece: Piece, lines: _Places, number: int) -> list[CutLine]:
    """The other lines, one by one, without those that hold nothing."""
    found = []
    for line in lines.tolist():
        data = piece.buffer[piece.starts[line] : piece.ends[line]].tobytes()
        ended = piece.ended or line < len(piece.ends) - 1
        text = decoded(data, layout.form.encoding)
        cut = cut_line(layout.form, layout.width, number + line, text, ended=ended)
        if cut is not None:
            found.append(cut)
    return found


def _joined(
    layout: Layout, piece: Piece, even: Spans, odd: Sequence[CutLine], number: int
) -> tuple[_Places, tuple[Cells, ...]]:
    """Even and odd lines together, in order; cells of odd lines lie behind the piece's bytes."""
    encoding = layout.form.encoding
    lines = number + even.lines
    if not odd:
        cells = (
            Cells(piece.buffer, even.starts[place], even.sizes[place], encoding)
            for place in layout.there
        )
        return lines, layout.with_absent(cells, len(lines))
    lines = np.append(lines, [line.number for line in odd])
    order = np.argsort(lines, kind="stable")
    parts = [[encoded(line.cells[place], encoding) for line in odd] for place in layout.there]
    sizes = np.array([[len(cell) for cell in cells] for cells in parts], dtype=np.int64)
    starts = piece.size + np.cumsum(sizes).reshape(sizes.shape) - sizes
    behind = b"".join(cell for cells in parts for cell in cells) + SLACK
    buffer = np.append(piece.buffer[: piece.size], np.frombuffer(behind, dtype=np.uint8))
    cells = (
        Cells(
            buffer,
            np.append(even.starts[place], starts[field])[order],
            np.append(even.sizes[place], sizes[field])[order],
            encoding,
        )
        for field, place in enumerate(layout.there)
    )
    return lines[order], layout.with_absent(cells, len(lines))
