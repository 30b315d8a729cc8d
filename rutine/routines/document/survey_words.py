"""Who takes part in a survey, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.routines.document.blocks import Facts, Section, facts
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.document.obligation_words import held
from rutine.routines.routine_file import RoutineFile
from rutine.routines.survey_rule import SurveyGroup, SurveyPart, SurveyText
from rutine.routines.vocabulary import said


def survey_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """A section of who takes part, where the file has a survey."""
    survey = routine.survey
    if survey is not None:
        parts = tuple(_text(survey, each, texts) for each in survey.rules)
        yield Section("survey", texts("h_survey"), parts)


def _text(survey: SurveyPart, text: SurveyText, texts: DocumentTexts) -> Facts:
    dated = text.first is not None or text.last is not None
    return facts(
        (
            (texts("holds"), held(text, texts) if dated else None),
            (texts("takes_part"), "\n".join(_group(each, texts) for each in text.include)),
            (texts("while_away"), texts("yes" if text.while_away else "no")),
            (texts("smallest_unit"), str(text.smallest_unit)),
            (texts("managers_above"), texts("yes" if text.managers_above else "no")),
            (texts("legal_basis"), survey.legal_ref),
            (texts("owner"), survey.owner),
        ),
        said(survey.title, texts.language),
    )


def _group(group: SurveyGroup, texts: DocumentTexts) -> str:
    lists = (("in_positions", group.position_codes), ("with_tags", group.tags))
    parts = [texts(key, names=texts.several(names, "or")) for key, names in lists if names]
    if group.min_percent:
        parts.append(texts("least_percent", share=texts.drawn.share(group.min_percent)))
    title = said(group.title, texts.language)
    return f"{title} ({'; '.join(parts)})" if parts else title
