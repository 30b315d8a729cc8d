"""A new routine checked and tried beside the project: what it comes to, before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.routines.check.finding import Level
from rutine.routines.check.wording import placed
from rutine.routines.new_routine.bundle import Bundle
from rutine.routines.new_routine.staged import findings_in, staged
from rutine.settings import Settings


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
        InputError: `new_routine_faulty`, with what `rutine check` says; or as the trial.
    """
    with staged(settings.project, settings.mappings, bundle.files) as folder:
        cases = 0
        bundle.files[bundle.example / "expected.yaml"] = b"as_of: 2026-11-30\n"
        (folder / bundle.example / "expected.yaml").write_bytes(b"as_of: 2026-11-30\n")
        found = findings_in(folder, bundle.files)
    faults = [(path, each) for path, each in found if each.level is Level.ERROR]
    if faults:
        told = "\n".join(f"  {path}: {placed(each, language)}" for path, each in faults)
        raise InputError(
            "new_routine_faulty",
            f"The answers made a routine that does not pass rutine check:\n{told}",
            "Answer otherwise where it says so.",
            faults=told,
        )
    return Proven([placed(each, language) for _, each in found], cases)
