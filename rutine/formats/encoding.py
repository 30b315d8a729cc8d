"""Whether a text file is stored as its format says, looked at piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.core.errors import InputError
from rutine.formats.cells import LATIN1, UTF8
from rutine.formats.format_model import FormatFile

BOM = b"\xef\xbb\xbf"
"""UTF-8's mark, which Excel puts in front."""

UTF16 = "utf-16"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How a file of UTF-16 begins, in either order of bytes."""

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
    if data.startswith(UTF16_MARKS):
        raise _wrong_encoding(form, f"{source} is stored as UTF-16 text.", UTF16)
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


def as_utf8(form: FormatFile, data: bytes, source: str) -> tuple[FormatFile, bytes]:
    """A file of UTF-16 as UTF-8, with a format that says so; any other file as it is.

    Its cells are two bytes a letter, which nothing behind this point knows of. Lines stay lines.

    Raises:
        InputError: `wrong_encoding`: it has no mark, or is not UTF-16.
    """
    if form.encoding != UTF16:
        return form, data
    if data and not data.startswith(UTF16_MARKS):
        raise _wrong_encoding(form, f"{source} is not stored as UTF-16 text.", UTF8)
    try:
        text = data.decode(UTF16)
    except UnicodeDecodeError:
        raise _wrong_encoding(form, f"{source} is not whole UTF-16 text.", UTF8) from None
    told = form.model_copy(update={"encoding": UTF8}).sealed(form.sha256)
    return told, text.encode(UTF8)


def _wrong_encoding(form: FormatFile, message: str, other: str | None = None) -> InputError:
    other = other or ("windows-1252" if form.encoding == UTF8 else UTF8)
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
