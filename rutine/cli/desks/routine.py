"""The desk at which the review app reads, grades and writes routine files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rutine.core import clock
from rutine.core.reason_texts import Language
from rutine.formats.yaml_source import MappingInvalid, parse_model, read_yaml
from rutine.review.modelling.routine_desk import Draft, FormShape, RankedRoutine, WrongRoutine
from rutine.routines.candidate_files import check_candidate, open_candidate, save_candidate
from rutine.routines.candidate_form import CHOICES, STEPS, SYSTEMS, read_form
from rutine.routines.check.wording import faults_said
from rutine.routines.graded_routine import GradedRoutine, graded
from rutine.routines.ranking import rank_folder
from rutine.routines.routine_file import RoutineFile
from rutine.routines.score_wording import ScoreWords
from rutine.routines.suitability_scale import load_scale


class MappingsDesk:
    """The routine files of a project folder."""

    shape = FormShape(SYSTEMS, STEPS, CHOICES)

    def __init__(self, mappings: Path) -> None:
        self._folder = mappings / "routines"
        self._tables = mappings / "tables"

    def ranking(self, language: Language) -> Sequence[RankedRoutine]:
        """Every routine file that can be read, best first."""
        words = self._words(language)
        found = rank_folder(self._folder, words.scale, clock.today())
        return [_told(each, words) for each in found.routines]

    def wrong(self, language: Language) -> Sequence[WrongRoutine]:
        """The routine files that can't be graded."""
        found = rank_folder(self._folder, self._words(language).scale, clock.today())
        return [WrongRoutine(e.path.stem, e.path.name, e.said(language.value)) for e in found.wrong]

    def draft(self, fields: Mapping[str, str], language: Language) -> Draft:
        """What a form comes to; faults of single fields first, then of the whole."""
        filled = read_form(fields)
        if filled.faults:
            return Draft(filled.faults)
        try:
            text = check_candidate(self._folder, filled)
        except MappingInvalid as fault:
            return Draft(wrong="\n".join(faults_said(fault, language.value)))
        name = f"{filled.data['name']}.yaml"
        routine = parse_model(read_yaml(Path(name), text, ""), RoutineFile)
        words = self._words(language)
        figures = _told(graded(routine, words.scale, clock.today()), words, in_form=True)
        return Draft(text=text, file_name=name, graded=figures)

    def opened(self, name: str) -> tuple[Mapping[str, str], str]:
        """A candidate that the form wrote."""
        found = open_candidate(self._folder, name)
        return found.fields, found.sha256

    def save(self, fields: Mapping[str, str], opened: str) -> str:
        """Write a sound form into the folder."""
        return save_candidate(self._folder, read_form(fields), opened=opened).stem

    def _words(self, language: Language) -> ScoreWords:
        return ScoreWords(language.value, load_scale(self._tables))


def _told(each: GradedRoutine, words: ScoreWords, *, in_form: bool = False) -> RankedRoutine:
    """One routine in words; in the form, what to do is said by the form's own fields."""
    found, remedy = each.verdict, "remedy_in_form" if in_form else "remedy"
    return RankedRoutine(
        name=each.routine.name,
        title=words.title(each),
        stage=words(f"stage.{each.routine.stage}"),
        points=words.points(each),
        hours=words.figure(each.stream.annual_hours),
        freed=words.freed(each),
        effort=words.effort(each),
        pay_back=words.pay_back(each),
        stops=[(words.stop(halt), words(f"{remedy}.{halt.stop}")) for halt in found.stops],
        grades=[
            (words(f"criterion.{e.criterion}"), words.percent(e.weight), words.grade(e))
            for e in found.grades
        ],
        stream=words.stream(each),
        missing=[(e.value, words(f"criterion.{e}"), words(f"fill.{e}")) for e in found.open],
        made_up=each.made_up,
    )
