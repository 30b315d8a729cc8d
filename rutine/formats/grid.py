"""The fast way into a file whose lines are all equally long: a view of its own bytes.

Nothing is split and nothing is copied. Whatever does not lie exactly in its place makes the
reader give up (None), and the line-wise reader says where and why.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rutine.formats.blocks import BLOCK, Block
from rutine.formats.cells import Cells
from rutine.formats.format_model import FormatFile

_LF, _CR = 10, 13


def grid_blocks(form: FormatFile, data: bytes) -> Iterator[Block] | None:
    """The file's rows as views of its bytes, or None when it is not an even grid.

    It is even when every line ends in CR LF (or, where the format allows, LF), has every
    delimiter in place and nowhere else, and every letter is one byte.
    """
    places = _places(form, data)
    if places is None:
        return None
    ending, spans = places
    width = data.index(b"\n") + 1
    grid = np.frombuffer(data, dtype=np.uint8).reshape(-1, width)
    delimiter = ord(form.delimiter) if form.kind == "delimited" else None
    gaps = sorted(end for _, end in spans)[:-1] if delimiter is not None else []
    for start in range(0, len(grid), BLOCK):
        if not _is_even(grid[start : start + BLOCK], ending, delimiter, gaps):
            return None
    return _blocks(grid, spans)


def _places(form: FormatFile, data: bytes) -> tuple[int, list[tuple[int, int]]] | None:
    """Bytes of the line ending and each field's span, judged by the first line."""
    if not _one_byte_a_letter(form, data) or not data.endswith(b"\n"):
        return None
    width = data.index(b"\n") + 1
    ending = 2 if data[width - 2 : width] == b"\r\n" else 1
    if len(data) % width or (form.line_ending == "crlf" and ending == 1):
        return None
    if form.kind == "delimited":
        return _delimited_spans(form, width, ending)
    spans = [((f.position or 1) - 1, (f.position or 1) - 1 + (f.width or 0)) for f in form.fields]
    return (ending, spans) if width == form.line_width + ending else None


def _one_byte_a_letter(form: FormatFile, data: bytes) -> bool:
    """Whether bytes are the characters of plain lines: no header, no quotes, Latin-1 or ASCII."""
    plain = not form.header and (form.kind == "fixed" or not form.quotes)
    return plain and (form.encoding == "iso-8859-1" or data.isascii())


def _delimited_spans(
    form: FormatFile, width: int, ending: int
) -> tuple[int, list[tuple[int, int]]] | None:
    """Each field's span; one field may have whatever width is left."""
    fields = sorted(form.fields, key=lambda f: f.column or 0)
    open_fields = [f for f in fields if f.width is None]
    left = width - ending - (len(fields) - 1) - sum(f.width or 0 for f in fields)
    if left < 0 or len(open_fields) > 1 or (not open_fields and left):
        return None
    if open_fields and not open_fields[0].same_width_in_file:
        return None
    spans, start = {}, 0
    for field in fields:
        end = start + (left if field.width is None else field.width)
        spans[field.heading] = (start, end)
        start = end + 1
    return ending, [spans[field.heading] for field in form.fields]


def _is_even(
    grid: npt.NDArray[np.uint8], ending: int, delimiter: int | None, gaps: list[int]
) -> bool:
    """Whether line ends and delimiters stand in their places, and nowhere else."""
    rows = len(grid)
    if np.count_nonzero(grid == _LF) != rows or not bool((grid[:, -1] == _LF).all()):
        return False
    if (ending == 2) != bool((grid[:, -2] == _CR).all()):  # noqa: PLR2004 - CR and LF
        return False
    if delimiter is None:
        return True
    in_place = all(bool((grid[:, gap] == delimiter).all()) for gap in gaps)
    return in_place and np.count_nonzero(grid == delimiter) == rows * len(gaps)


def _blocks(grid: npt.NDArray[np.uint8], spans: list[tuple[int, int]]) -> Iterator[Block]:
    for start in range(0, len(grid), BLOCK):
        part = grid[start : start + BLOCK]
        lines = np.arange(start + 1, start + 1 + len(part), dtype=np.int64)
        cells = tuple(Cells.of_bytes(np.asarray(part[:, a:b])) for a, b in spans)
        yield Block(lines, cells)
