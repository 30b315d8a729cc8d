"""A routine file as a process document: every part of it, in the order a reader asks."""

from __future__ import annotations

from collections.abc import Mapping

from rutine.formats.sentences import Language
from rutine.routines.document.about import about_sections, source_sections
from rutine.routines.document.blocks import ProcessDocument
from rutine.routines.document.case_words import case_sections
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.document.match_words import match_sections
from rutine.routines.document.obligation_words import obligation_sections
from rutine.routines.document.plan_words import plan_sections
from rutine.routines.document.steps import step_sections
from rutine.routines.document.survey_words import survey_sections
from rutine.routines.routine_file import RoutineFile
from rutine.routines.vocabulary import said


def process_document(
    routine: RoutineFile, shown: Mapping[str, str], language: Language
) -> ProcessDocument:
    """The whole document.

    Args:
        routine: the routine.
        shown: what each of its examples shows, by the name of the example's folder.
        language: the reader's.
    """
    texts = DocumentTexts(language)
    return ProcessDocument(
        title=said(routine.title, language),
        kind=texts("process_document"),
        language=language,
        sections=(
            *about_sections(routine, texts),
            *step_sections(routine, texts),
            *source_sections(routine, texts),
            *match_sections(routine, texts),
            *obligation_sections(routine, texts),
            *survey_sections(routine, texts),
            *case_sections(routine, texts),
            *plan_sections(routine, shown, texts),
        ),
        made=texts("made", file=f"{routine.name}.yaml", sha256=routine.sha256),
    )
