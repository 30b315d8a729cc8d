"""A new routine checked and tried beside the project: what it comes to, before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.routines.check.finding import Level
from rutine.routines.check.wording import placed
from rutine.routines.new_routine.bundle import Bundle
from rutine.routines.new_routine.scalar import scalar
from rutine.routines.new_routine.staged import add, findings_in, staged
from rutine.settings import Mode, Settings
from rutine.steps.shapes.trial import EXPECTED, ShapeOutcome, try_shape

_PARTS: Final = ("cases", "closed", "settled")


@dataclass(frozen=True, slots=True)
class Proven:
    """What check and try say of a new routine.

    Attributes:
        warnings: what should be looked at, as sentences.
        cases: how many cases the example comes to.
        settled: how many groups of rows are settled in it.
    """

    warnings: Sequence[str]
    cases: int
    settled: int


def proven(settings: Settings, bundle: Bundle, language: Language) -> Proven:
    """Try the routine on its example, write down what that comes to, and check all of it.

    Raises:
        InputError: `new_routine_faulty`, with what `rutine check` says or where a second trial
            ends otherwise than the first; or as a trial.
    """
    with staged(settings.project, settings.mappings, bundle.files) as folder:
        as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
        beside = Settings(**{**as_they_are, "project": folder, "mode": Mode.PRACTICE})
        outcome = try_shape(beside, bundle.name, folder / bundle.example).outcome
        told = "\n".join(_expected(bundle, outcome)) + "\n"
        written = {bundle.example / EXPECTED: told.encode()}
        bundle.files |= written
        add(folder, written)
        faults = [*_faults(folder, bundle, language, Level.ERROR)]
        if not faults:
            again = try_shape(beside, bundle.name, folder / bundle.example)
            faults = [" ".join(map(str, each)) for each in again.unlike]
        if faults:
            listed = "\n".join(f"  {each}" for each in faults)
            raise InputError(
                "new_routine_faulty",
                f"The answers made a routine that does not pass rutine check:\n{listed}",
                "Answer otherwise where it says so.",
                faults=listed,
            )
        warnings = [*_faults(folder, bundle, language, Level.WARNING)]
    return Proven(warnings, len(outcome.cases), len(outcome.settled))


def _faults(folder: Path, bundle: Bundle, language: Language, level: Level) -> Iterator[str]:
    for path, each in findings_in(folder, bundle.files):
        if each.level is level:
            yield f"{path}: {placed(each, language)}"


def _expected(bundle: Bundle, outcome: ShapeOutcome) -> Iterator[str]:
    yield f"# {bundle.rows} rader fra eksempelfilene, uten folk i, og hva de kom til denne dagen."
    yield f"as_of: {outcome.as_of}"
    for part in _PARTS:
        found: tuple[BaseModel, ...] = getattr(outcome, part)
        if found:
            yield f"{part}:"
        for each in found:
            words = each.model_dump(mode="json", by_alias=True, exclude_none=True)
            told = ", ".join(f"{key}: {_word(value)}" for key, value in words.items() if value)
            yield f"  - {{{told}}}"


def _word(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_word(each) for each in value)}]"
    return "yes" if value is True else scalar(str(value), inside=True)
