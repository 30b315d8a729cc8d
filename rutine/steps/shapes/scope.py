"""What a run of a known shape is about, and the rules that decide in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from rutine.cases.runs import open_run
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.installation import Installation
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.steps.scope import CURRENT, make_output_folder, resolve_month
from rutine.steps.store_turn import note_failed, when_free

SHORTER: Final = "shorter lists"
"""What stands beside the lists in a note of them when a person has said that they are right,
however much shorter than the last ones. No list's name.
"""


@dataclass(frozen=True, slots=True)
class ShapeScope:
    """One run: its id, its routine, whose it is and as of which day.

    Holds references only, so that it may travel between Prefect's tasks.

    Attributes:
        run_id: the run in the store.
        routine: the routine's name.
        employer: the legal entity.
        day: the day that everything is seen from: today, or the last day of a month gone by.
        month: `YYYY-MM` of that day.
        inputs: name -> sha256 in the evidence archive of every list, when they are given and
            not looked for in the routine's folder.
        shorter: whether a person has said that lists which are much shorter are right.
    """

    run_id: str
    routine: str
    employer: OrgNr
    day: date
    month: str
    inputs: Mapping[str, str] | None = None
    shorter: bool = False


@dataclass(frozen=True, slots=True)
class ShapeRules:
    """The routine file and every format it names, read and checked."""

    routine: RoutineFile
    formats: Mapping[str, FormatFile]

    @property
    def hashes(self) -> dict[str, str]:
        """File -> sha256: stored with the run, so that a decision can be traced to its rules."""
        return {
            f"routines/{self.routine.name}.yaml": self.routine.sha256,
            **{f"formats/{name}.yaml": form.sha256 for name, form in self.formats.items()},
        }

    def formats_for(self, record: str) -> tuple[FormatFile, ...]:
        """The formats that a kind of record may come in, in the routine's order."""
        names = self.routine.formats_of(record)
        return tuple(self.formats[name] for name in names if name != BANK_STATEMENT)


def load_shape(place: Installation, routine: str) -> ShapeRules:
    """Read the routine file and its formats.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with file, line and remedy; or
            `shape_missing`, when the file has no rules of its kind.
    """
    mappings = place.settings.mappings
    read = load_routine(mappings / "routines" / f"{routine}.yaml")
    rules = {"obligation": read.obligations, "cover": read.cover_rules, "match": read.match}
    whole = read.kind != "match" or read.lists is not None
    if read.kind is None or not rules[read.kind] or not whole:
        raise InputError(
            "shape_missing",
            f"{routine}.yaml has no rules that can be run.",
            "Write its kind, and the rules that belong to it; `rutine check` says which.",
            routine=routine,
        )
    names = {name for source in read.sources.values() for name in source.formats}
    return ShapeRules(
        read,
        {
            name: load_format(mappings / "formats" / f"{name}.yaml")
            for name in sorted(names - {BANK_STATEMENT})
        },
    )


def is_shape(mappings: Path, routine: str) -> bool:
    """Whether there is such a routine file, of a known shape, with rules that can be run."""
    path = mappings / "routines" / f"{routine}.yaml"
    if not path.is_file():
        return False
    try:
        read = load_routine(path)
    except InputError:
        return False
    if read.kind == "match":
        return read.lists is not None and bool(read.match)
    return bool({"obligation": read.obligations, "cover": read.cover_rules}.get(read.kind or ""))


def begin(
    place: Installation,
    routine: str,
    employer: str,
    period: str = CURRENT,
    *,
    inputs: Mapping[str, str] | None = None,
) -> ShapeScope:
    """Open a run in the store, with the rules that will decide in it.

    Raises:
        InputError: `employer_invalid`, `period_invalid`, or a mapping that is wrong.
    """
    orgnr = employer_number(employer)
    month = resolve_month(period)
    day = min(Period.month(month).last, clock.today())
    rules = load_shape(place, routine)

    def enter() -> str:
        with place.database.writing() as session:
            return open_run(session, routine, orgnr, Period.month(month), rules.hashes)

    run_id = when_free(enter)
    make_output_folder(place, run_id)
    shorter = inputs is not None and SHORTER in inputs
    if inputs is not None:
        inputs = {name: sha256 for name, sha256 in inputs.items() if name != SHORTER}
    return ShapeScope(run_id, routine, orgnr, day, month, inputs, shorter)


def employer_number(text: str) -> OrgNr:
    """Whose run it is.

    Raises:
        InputError: `employer_invalid`.
    """
    try:
        return OrgNr(text)
    except ValueError as error:
        raise InputError("employer_invalid", f"--employer: {error}.", "Check the number.") from None


@contextmanager
def marking_failure(place: Installation, scope: ShapeScope) -> Iterator[None]:
    """Note in the store that the run failed, and why, when the block raises: its code alone."""
    try:
        yield
    except Exception as error:
        reason = error.code if isinstance(error, RutineError) else type(error).__name__
        note_failed(place, scope.run_id, reason)
        raise
