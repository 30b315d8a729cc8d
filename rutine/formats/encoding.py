"""Whether a text file is stored as its format says, looked at piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.core.errors import InputError
from rutine.formats.cells import LATIN1, UTF8
from rutine.formats.format_model import FormatFile

BOM = b"\xef\xbb\xbf"
"""UTF-8's mark, which Excel puts in front."""

PIECE = 1 << 21
"""Bytes looked at at a time: enough to be fast, few enough to stay in the processor's cache."""


def pieces(data: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where each piece of a file begins and ends: whole lines, about `PIECE` bytes."""
    while start < len(data):
        end = data.rfind(b"\n", start, start + PIECE) + 1
        if not end:  # one line is longer than a piece
            end = data.find(b"\n", start) + 1 or len(data)
        yield start, end
        start = end


def check_encoding(form: FormatFile, data: bytes, source: str) -> None:
    """Refuse a text file stored in another encoding than its format says.

    Raises:
        InputError: `wrong_encoding`, naming the line where the format's encoding fails.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _wrong_encoding(form, f"{source} is stored as UTF-16 text.")
    if data.isascii():
        return
    if form.encoding != UTF8 and _first_fault(data, UTF8) is None:
        # Valid UTF-8 does not come about by chance in Norwegian text of one byte a letter.
        raise _wrong_encoding(form, f"{source} is stored as UTF-8, not {form.encoding}.")
    fault = None if form.encoding == LATIN1 else _first_fault(data, form.encoding)
    if fault is not None:
        line = data.count(b"\n", 0, fault) + 1
        told = f"{source} is not stored as {form.encoding}: see line {line}."
        raise _wrong_encoding(form, told)


def _wrong_encoding(form: FormatFile, message: str) -> InputError:
    other = "windows-1252" if form.encoding == UTF8 else UTF8
    return InputError(
        "wrong_encoding",
        message,
        "Fetch the file again and don't save it from another program on the way. If it always "
        f"comes like this, write encoding: {other} in the format file {form.name}.",
    )


def _first_fault(data: bytes, encoding: str) -> int | None:
    """The place of the first byte that the encoding does not allow."""
    for start, end in pieces(data):
        try:
            data[start:end].decode(encoding)
        except UnicodeDecodeError as fault:
            return start + fault.start
    return None
