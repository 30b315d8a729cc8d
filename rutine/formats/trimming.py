"""Cells as they are read: without the spaces around them, and what a format says to ignore."""

from __future__ import annotations

import functools

import numpy as np

from rutine.formats.cells import UTF8, Bytes, Cells, Mask, byte_within, decoded, encoded
from rutine.formats.format_model import FileField
from rutine.formats.guard import GUARD

_SPACE, _PERHAPS = 1, 2
_ASCII, _SPACE_SIGN, _DELETE = 0x80, 0x20, 0x7F
_LATIN_LETTERS = 0xC3  # the first byte of À-ÿ in UTF-8: never a space


def prepared(field: FileField, cells: Cells) -> Cells:
    """Cells without surrounding spaces and guard, unless their width is fixed."""
    if field.width is not None or field.same_width_in_file:
        return cells
    if any(_holds(cells, sign) for sign in field.ignore):
        gone = str.maketrans("", "", field.ignore)
        cells = Cells.of_texts([text.translate(gone) for text in cells.texts()])
    return _unguarded(trimmed(cells)) if field.guarded else trimmed(cells)


def _unguarded(cells: Cells) -> Cells:
    """Cells without the guard that writing put before a text: one byte in every encoding."""
    guard = ((cells.sizes > 0) & (cells.buffer[cells.starts] == ord(GUARD))).astype(np.int64)
    return Cells(cells.buffer, cells.starts + guard, cells.sizes - guard, cells.encoding)


def _holds(cells: Cells, sign: str) -> bool:
    """Whether any cell may hold a character; judged by its first byte in the words."""
    try:
        byte = encoded(sign, cells.encoding)[0]
    except UnicodeEncodeError:
        return False
    return any(bool(byte_within(words, byte).any()) for *_, words in cells.each_word())


def trimmed(cells: Cells) -> Cells:
    """Cells without the spaces around them: `str.strip`, a column at a time."""
    ends = cells.starts + cells.sizes
    plain = _is_plain(cells.buffer[cells.starts]) & _is_plain(cells.buffer[ends - 1])
    rows = np.flatnonzero(~plain & (cells.sizes > 0))
    if not len(rows):
        return cells
    edges = _edges(cells.encoding)
    starts, sizes = cells.starts, cells.sizes
    starts, sizes = starts.copy(), sizes.copy()
    found = Cells(cells.buffer, starts, sizes, cells.encoding)
    left = rows
    while len(left):
        left = left[(sizes[left] > 0) & (edges[cells.buffer[starts[left]]] == _SPACE)]
        starts[left] += 1
        sizes[left] -= 1
    left = rows
    while len(left):
        last = cells.buffer[starts[left] + sizes[left] - 1]
        left = left[(sizes[left] > 0) & (edges[last] == _SPACE)]
        sizes[left] -= 1
    rows = rows[sizes[rows] > 0]
    for row in rows[_is_odd(found.take(rows), edges)].tolist():
        _trim_letters(found, row)
    return found


def _is_plain(byte: Bytes) -> Mask:
    """Which bytes are visible characters of ASCII; numbers below 0 wrap around."""
    found: Mask = byte - np.uint8(_SPACE_SIGN + 1) < _DELETE - _SPACE_SIGN - 1
    return found


def _is_odd(cells: Cells, edges: Bytes) -> Mask:
    """Which cells, none of them empty, may begin or end with a space of several bytes."""
    ends = cells.starts + cells.sizes
    last = edges[cells.buffer[ends - 1]] != 0
    if cells.encoding == UTF8:
        last &= cells.buffer[ends - 2] != _LATIN_LETTERS
    found: Mask = (edges[cells.buffer[cells.starts]] != 0) | last
    return found


@functools.cache
def _edges(encoding: str) -> Bytes:
    """What each byte is at the edge of a cell: a space, perhaps part of one, or neither."""
    found = np.zeros(256, dtype=np.uint8)
    for byte in range(256):
        if byte >= _ASCII and encoding == UTF8:
            found[byte] = _PERHAPS * (byte != _LATIN_LETTERS)
        else:
            character = bytes([byte]).decode(encoding, errors="replace")
            found[byte] = _SPACE * character.isspace()
    return found


def _trim_letters(cells: Cells, row: int) -> None:
    """Trim one cell that begins or ends with more than one byte a character."""
    start = int(cells.starts[row])
    data = cells.buffer[start : start + int(cells.sizes[row])].tobytes()
    text = decoded(data, cells.encoding)
    cells.starts[row] += len(data) - len(encoded(text.lstrip(), cells.encoding))
    cells.sizes[row] = len(encoded(text.strip(), cells.encoding))
