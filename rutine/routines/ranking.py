"""Every routine file of a folder graded and ranked, those that can't be read told beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import MappingInvalid
from rutine.routines.check.wording import faults_said
from rutine.routines.graded_routine import GradedRoutine, graded, ranked
from rutine.routines.routine_file import load_routine
from rutine.routines.suitability import Scale


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A routine file that can't be graded."""

    path: Path
    error: InputError

    def said(self, language: Language) -> list[str]:
        """What is wrong, line by line."""
        if isinstance(self.error, MappingInvalid):
            return faults_said(self.error, language)
        return [self.error.message]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The routines, best first, and the files that are not among them."""

    routines: list[GradedRoutine]
    wrong: list[WrongFile]


def rank_folder(folder: Path, scale: Scale, today: date) -> Ranking:
    """Grade what can be read; one wrong file keeps nobody from seeing the others."""
    found: list[GradedRoutine] = []
    wrong: list[WrongFile] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(graded(load_routine(path), scale, today))
        except InputError as error:
            wrong.append(WrongFile(path, error))
    return Ranking(ranked(found), wrong)
