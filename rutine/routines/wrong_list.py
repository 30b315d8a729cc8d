"""A list that can't be read: which of the two, what the file looks like instead, what to do.

The reader says why a file is not what its format says. Here the file is held against the other
list's formats and all others, because the usual cause is that the files were swapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from rutine.core.errors import Detail, InputError
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.camt import read_camt
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import read
from rutine.formats.row_error import Fault, RowError
from rutine.formats.sentences import Language
from rutine.routines.match_file import ListSide, load_match

ListName = Literal["A", "B"]

_WORKBOOK: Final = b"PK"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS: Final = ("utf-8", "windows-1252", "iso-8859-1")
_LOOKED_AT: Final = 40
"""Lines that a file is tried on: enough to know its kind."""

_CLEAR: Final = {"file_empty", "not_a_report", "statement_too_large", "workbook_too_large"}
"""Faults whose own sentence says it all, whatever the file looks like."""

_OTHER_MODE: Final = {Fault.PERSON_REAL, Fault.PERSON_SYNTHETIC}
"""Faults that say nothing of a file's kind."""


class ListDamaged(InputError):  # noqa: N818 - names the state, as `StaleVersion` does
    """A list is refused whole because some of its rows are faulty.

    Attributes:
        place: which list.
        faults: what is wrong with its rows, as many as were asked for.
        count: how many faults there are in all.
    """

    def __init__(
        self, place: ListName, source: str, faults: tuple[RowError, ...], count: int
    ) -> None:
        places = ", ".join(dict.fromkeys(f"{e.counted} {e.line}" for e in faults[:_LOOKED_AT]))
        super().__init__(
            "file_damaged",
            f"{source} has {count} {'fault' if count == 1 else 'faults'} ({places}) and is "
            "refused whole.",
            "Fetch it again from where it came, and don't open it in another program on the way.",
            source=source,
            count=count,
        )
        self.place: ListName = place
        self.faults = faults
        self.count = count


@dataclass(frozen=True)
class GivenList:
    """One of the two lists, as it was given.

    Attributes:
        place: A or B.
        side: what the match file says of it.
        path: the file.
    """

    place: ListName
    side: ListSide
    path: Path


def diagnosed(fault: InputError, own: GivenList, other: GivenList, formats: Path) -> InputError:
    """The fault, with the list that it is in, and with its cause where that can be seen.

    Args:
        fault: why the list can't be read.
        own: the list.
        other: the other one.
        formats: the folder with format files.
    """
    found = fault
    if not (isinstance(fault, ListDamaged) and _fits_own(own, formats)):
        found = _cause(fault, own, other, formats) or fault
    found.details["list"] = own.place
    found.message = f"List {own.place}: {found.message}"
    return found


def _fits_own(own: GivenList, formats: Path) -> bool:
    """Whether a damaged file is its list's kind of file at least."""
    return _fits_one(own.side.formats, _bytes(own.path), formats)


def _cause(fault: InputError, own: GivenList, other: GivenList, formats: Path) -> InputError | None:
    data = _bytes(own.path)
    if not data or fault.code in _CLEAR:
        return None
    if _fits_one(other.side.formats, data, formats):
        return _belongs_to_other(own, other, formats)
    return _other_kind(own, data, formats) or _stored_otherwise(fault, own, data, formats)


def _belongs_to_other(own: GivenList, other: GivenList, formats: Path) -> InputError:
    looks = (
        f"{own.path.name} looks like list {other.place} ({_english(other.side.title)}), and was "
        f"given as list {own.place} ({_english(own.side.title)})."
    )
    about: dict[str, Detail] = {
        "source": own.path.name,
        "place": own.place,
        "title": own.side.title,
        "other_place": other.place,
        "other_title": other.side.title,
    }
    if _fits_one(own.side.formats, _bytes(other.path), formats):
        return InputError("lists_swapped", looks, "Swap the two files.", **about)
    remedy = f"Give list {own.place} in its place: {_english(own.side.title)}."
    return InputError("belongs_to_other_list", looks, remedy, **about)


def _other_kind(own: GivenList, data: bytes, formats: Path) -> InputError | None:
    """What the file is, when another format file reads it."""
    named = [path.stem for path in sorted(formats.glob("*.yaml"))]
    if BANK_STATEMENT not in named:
        named.append(BANK_STATEMENT)
    kind = next((name for name in named if _fits(name, data, formats)), None)
    if kind is None or kind in own.side.formats:
        return None
    title = "camt.053" if kind == BANK_STATEMENT else _form(kind, formats).title
    looks = f"{own.path.name} looks like another kind of file: {title}."
    about: dict[str, Detail] = {
        "source": own.path.name,
        "kind": title,
        "title": own.side.title,
    }
    routines = ", ".join(_routines_with(kind, formats))
    if not routines:
        remedy = f"Choose the right file: {_english(own.side.title)}."
        return InputError("other_kind_of_file", looks, remedy, **about)
    return InputError(
        "file_of_other_routine",
        looks,
        f"Choose the right file, or the routine that takes this one: --routine {routines}.",
        **about,
        routines=routines,
    )


def _stored_otherwise(
    fault: InputError, own: GivenList, data: bytes, formats: Path
) -> InputError | None:
    """What is said of a text that is not stored as its format says."""
    source = own.path.name
    if data.startswith(_UTF16):
        return InputError(
            "stored_as_utf16",
            f"{source} is stored as UTF-16 (“Unicode text”), which is not read here.",
            "Save it as “CSV UTF-8”, or fetch it again.",
            source=source,
        )
    if not data.startswith(_WORKBOOK) and b"\0" in data:
        return InputError(
            "not_text",
            f"{source} is not text: it is damaged, or another kind of file.",
            "Choose the right file, or fetch it again.",
            source=source,
        )
    if fault.code != "wrong_encoding":
        return None
    if own.side.faults == "refuse_file":
        return InputError(
            "saved_anew",
            f"{source} has been saved anew by some program, and is no longer as it came.",
            "Fetch it again, and give it without opening and saving it on the way.",
            source=source,
        )
    form = next(f for f in _forms(own.side.formats, formats) if f.kind != "xlsx")
    about = {"source": source, "wanted": form.encoding, "form": form.name}
    for encoding in _ENCODINGS:
        if encoding != form.encoding and _reads(
            form.model_copy(update={"encoding": encoding}), data
        ):
            return InputError(
                "encoding_differs",
                f"{source} is stored as {encoding}, not {form.encoding}.",
                f"Export it as {form.encoding}. If it always comes like this, write encoding: "
                f"{encoding} in the format file {form.name}.",
                **about,
                encoding=encoding,
            )
    return InputError(
        "wrong_encoding",
        f"{source} is not stored as {form.encoding}.",
        "Choose the right file, or export it again.",
        **about,
    )


def _fits_one(names: tuple[str, ...], data: bytes, formats: Path) -> bool:
    return any(_fits(name, data, formats) for name in names)


def _fits(name: str, data: bytes, formats: Path) -> bool:
    """Whether a file is of the kind that a format describes, be its rows right or not."""
    if name == BANK_STATEMENT:
        try:
            read_camt(data, source="")
        except InputError:
            return False
        return True
    form = _form(name, formats)
    if (form.kind == "xlsx") != data.startswith(_WORKBOOK):
        return False
    return _reads(form, data if form.kind == "xlsx" else b"".join(_beginning(data)))


def _reads(form: FormatFile, data: bytes) -> bool:
    try:
        reading = read(form, data, source="", identities="synthetic")
    except InputError:
        return False
    if form.header:
        return True  # every heading was found
    wrong = {error.line for error in reading.errors if error.code not in _OTHER_MODE}
    return 2 * len(wrong) < reading.rows_in


def _beginning(data: bytes) -> Iterator[bytes]:
    """The first lines of a text, each with its end."""
    start = 0
    for _ in range(_LOOKED_AT):
        end = data.find(b"\n", start) + 1
        if not end:
            yield data[start:]
            return
        yield data[start:end]
        start = end


def _routines_with(kind: str, formats: Path) -> Iterator[str]:
    """The match files and routines that take a format."""
    for folder in ("matches", "routines"):
        for path in sorted((formats.parent / folder).glob("*.yaml")):
            try:
                plan = load_match(path)
            except InputError:
                continue
            if kind in {*plan.a.formats, *plan.b.formats}:
                yield plan.name


def _forms(names: tuple[str, ...], formats: Path) -> Iterator[FormatFile]:
    return (_form(name, formats) for name in names if name != BANK_STATEMENT)


def _form(name: str, formats: Path) -> FormatFile:
    return load_format(formats / f"{name}.yaml")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _english(title: dict[Language, str]) -> str:
    return title.get("en") or next(iter(title.values()), "")
