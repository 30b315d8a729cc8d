"""A new routine checked and tried beside the project: what it comes to, before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.core import clock
from rutine.core.differences import Difference
from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.routines.check.finding import Level
from rutine.routines.check.wording import placed
from rutine.routines.new_routine.bundle import Bundle
from rutine.routines.new_routine.scalar import scalar
from rutine.routines.new_routine.staged import findings_in, staged
from rutine.settings import Mode, Settings
from rutine.steps.shapes import begin, collect_lists, read_lists
from rutine.steps.shapes.collecting import given_lists, inputs_of, paths_in
from rutine.steps.shapes.scope import load_shape
from rutine.steps.shapes.whole import CHECKS
from rutine.temporary import temporary_installation

_EMPLOYER: Final = "974600013"
"""Of the practice municipality: an example is about nobody."""

_EXPECTED: Final = "expected.yaml"
_OF_A_LIST: Final = "list"


@dataclass(frozen=True, slots=True)
class Proven:
    """What check and try say of a new routine.

    Attributes:
        warnings: what should be looked at, as sentences.
        cases: how many cases the example comes to.
    """

    warnings: Sequence[str]
    cases: int


def proven(settings: Settings, bundle: Bundle, language: Language) -> Proven:
    """Try the routine on its example, write down what that comes to, and check all of it.

    Raises:
        InputError: `new_routine_faulty`, with what `rutine check` says; or as a run.
    """
    with staged(settings.project, settings.mappings, bundle.files) as folder:
        cases = _cases(settings, folder, bundle)
        told = "\n".join(_expected(bundle, cases)) + "\n"
        bundle.files[bundle.example / _EXPECTED] = told.encode()
        (folder / bundle.example / _EXPECTED).write_text(told, encoding="utf-8")
        found = findings_in(folder, bundle.files)
    faults = [(path, each) for path, each in found if each.level is Level.ERROR]
    if faults:
        listed = "\n".join(f"  {path}: {placed(each, language)}" for path, each in faults)
        raise InputError(
            "new_routine_faulty",
            f"The answers made a routine that does not pass rutine check:\n{listed}",
            "Answer otherwise where it says so.",
            faults=listed,
        )
    return Proven([placed(each, language) for _, each in found], len(cases))


def _cases(settings: Settings, project: Path, bundle: Bundle) -> Sequence[Difference]:
    """What a run finds in the example's lists; nothing of it is kept."""
    as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
    beside = Settings(**{**as_they_are, "project": project, "mode": Mode.PRACTICE})
    with temporary_installation(beside) as place:
        rules = load_shape(place, bundle.name)
        note = given_lists(place, rules, paths_in(project / bundle.example, rules.routine))
        inputs = inputs_of(place, note)
        scope = begin(place, bundle.name, _EMPLOYER, inputs=inputs)
        lists = read_lists(place, scope, collect_lists(place, scope))
        return CHECKS[str(rules.routine.kind)](place, scope, lists).differences


def _expected(bundle: Bundle, cases: Sequence[Difference]) -> Iterator[str]:
    yield f"# {bundle.rows} rader fra eksempelfilene, uten folk i, og hva de kom til denne dagen."
    yield f"as_of: {clock.today()}"
    if cases:
        yield "cases:"
    for each in cases:
        told = {"reason": each.reason}
        if each.employee_number:
            told["who"] = each.employee_number
        if each.reference:
            told["list" if each.kind == _OF_A_LIST else "rule"] = each.reference
        if each.due:
            told["due"] = each.due.isoformat()
        listed = ", ".join(f"{key}: {_word(key, value)}" for key, value in told.items())
        yield f"  - {{{listed}}}"


def _word(key: str, value: str) -> str:
    return f'"{value}"' if key == "who" else scalar(value, inside=True)
