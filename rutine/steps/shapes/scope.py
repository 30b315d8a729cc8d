"""What a run of a known shape is about, and the rules that decide in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from rutine.cases.runs import latest_period, open_run
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.installation import Installation
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.routines.word_table import FILE as WORDS_FILE
from rutine.routines.word_table import WordTable, load_words
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
    """The routine file, every format it names, and the words of `questions`, read and checked."""

    routine: RoutineFile
    formats: Mapping[str, FormatFile]
    words: WordTable | None = None

    @property
    def hashes(self) -> dict[str, str]:
        """File -> sha256: stored with the run, so that a decision can be traced to its rules."""
        return {
            f"routines/{self.routine.name}.yaml": self.routine.sha256,
            **{f"formats/{name}.yaml": form.sha256 for name, form in self.formats.items()},
            **({f"tables/{WORDS_FILE}": self.words.sha256} if self.words is not None else {}),
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
    if not _has_rules(read):
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
        load_words(mappings / "tables") if read.questions is not None else None,
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
    return _has_rules(read)


def _has_rules(routine: RoutineFile) -> bool:
    """Whether the file has the rules of its kind; refunds match too, and are no known shape."""
    rules: Mapping[str | None, object] = {
        "obligation": routine.obligations,
        "cover": routine.cover_rules,
        "match": routine.lists is not None and routine.match,
        "registers": routine.exceptions,
        "redeployment": routine.redeployment,
        "survey": routine.survey,
        "questions": routine.questions,
        "service_record": routine.service_record,
    }
    return bool(rules.get(routine.kind))


def begin(
    place: Installation,
    routine: str,
    employer: str,
    period: str = CURRENT,
    *,
    inputs: Mapping[str, str] | None = None,
    replayed: bool = False,
) -> ShapeScope:
    """Open a run in the store, with the rules that will decide in it.

    Args:
        place: the installation.
        routine: the routine's name.
        employer: whose run it is.
        period: `YYYY-MM`, or `current`.
        inputs: the lists, when they are given.
        replayed: runs of before are done over again as they were, in a place of their own.

    Raises:
        InputError: `employer_invalid`, `period_invalid`, `period_gone_by`, or a mapping that is
            wrong.
    """
    orgnr = employer_number(employer)
    month = resolve_month(period)
    day = min(Period.month(month).last, clock.today())
    rules = load_shape(place, routine)
    if not replayed:
        _refuse_gone_by(place, rules, orgnr, month)

    def enter() -> str:
        with place.database.writing() as session:
            return open_run(session, routine, orgnr, Period.month(month), rules.hashes)

    run_id = when_free(enter)
    make_output_folder(place, run_id)
    shorter = inputs is not None and SHORTER in inputs
    if inputs is not None:
        inputs = {name: sha256 for name, sha256 in inputs.items() if name != SHORTER}
    return ShapeScope(run_id, routine, orgnr, day, month, inputs, shorter)


def _refuse_gone_by(place: Installation, rules: ShapeRules, employer: OrgNr, month: str) -> None:
    """Refuse to see things from a day before the last one that they were seen from.

    What is due today was not due then, so its cases would be closed, and what people have begun
    with them; the lists are today's all the same. Two lists that are matched are seen from no day.

    Raises:
        InputError: `period_gone_by`.
    """
    if rules.routine.kind == "match":
        return
    with place.database.reading() as session:
        latest = latest_period(session, rules.routine.name, employer)
    if latest is None or Period.month(month).last >= latest.first:
        return
    later = f"{latest.first:%Y-%m}"
    raise InputError(
        "period_gone_by",
        f"{rules.routine.name} was run for {later}, and {month} is before that: cases that are "
        "due now would be closed as not due yet.",
        "Run it without --period. What an earlier month would have given, `rutine simulate` says.",
        routine=rules.routine.name,
        month=month,
        later=later,
    )


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
