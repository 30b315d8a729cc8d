"""A survey in the routine file: one text a day, the lists it needs, and what a document says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rutine.routines.check.shape_check import shape_findings
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.document.blocks import Facts
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.document.survey_words import survey_sections
from rutine.routines.routine_file import RoutineFile, load_routine
from rutine.routines.survey_rule import SurveyPart, survey_rule

FILE = Path(__file__).parents[3] / "mappings" / "routines" / "survey_respondents.yaml"
GROUP = {"id": "all", "title": {"nb": "Alle"}}


def survey(*texts: dict[str, Any]) -> dict[str, Any]:
    rules = [{"include": [GROUP], **text} for text in texts]
    return {"id": "s", "title": {"nb": "Undersøkelse"}, "rules": rules}


def test_a_changed_rule_is_added_and_each_holds_on_its_own_days() -> None:
    part = SurveyPart.model_validate(
        survey({"to": "2026-06-30", "smallest_unit": 5}, {"from": "2026-07-01"})
    )
    sizes = [
        part.text_on(day).smallest_unit  # type: ignore[union-attr]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert sizes == [5, 3]
    assert (
        SurveyPart.model_validate(survey({"from": "2026-07-01"})).text_on(date(2026, 1, 1)) is None
    )
    with pytest.raises(ValidationError, match="two texts hold on the same day"):
        SurveyPart.model_validate(survey({}, {"from": "2026-07-01"}))


def test_the_shipped_rule_is_nord_aurdals() -> None:
    part = load_routine(FILE).survey
    assert part is not None
    text = part.text_on(date(2026, 11, 30))
    assert text is not None
    rule = survey_rule(text)
    tags = {tag for group in rule.groups for tag in group.tags}
    assert tags == {"permanent", "temporary_monthly", "on_call_regular", "apprentice"}
    assert (rule.while_away, rule.smallest_unit, rule.managers_above) == (True, 3, True)


def test_absence_is_read_only_where_the_rule_asks_for_it() -> None:
    read = load_routine(FILE)
    assert "time_away" not in read.sources
    assert list(shape_findings(read, Surroundings(FILE.parents[1]))) == []
    asks = SurveyPart.model_validate(survey({"while_away": "no"}))
    changed = read.model_copy(update={"survey": asks})
    (found,) = shape_findings(changed, Surroundings(FILE.parents[1]))
    assert found.words["record"] == "time_away"


def test_a_document_tells_who_takes_part() -> None:
    routine = RoutineFile.model_validate(
        {
            "version": 2,
            "name": "survey",
            "title": {"nb": "Undersøkelse"},
            "survey": survey(
                {
                    "include": [
                        {**GROUP, "tags": ["permanent", "apprentice"], "min_percent": 20},
                        GROUP,
                    ],
                    "while_away": "no",
                }
            ),
        }
    )
    (section,) = survey_sections(routine, DocumentTexts("nb"))
    (block,) = section.blocks
    assert isinstance(block, Facts)
    told = dict(block.rows)
    assert told["Er med"].splitlines() == [
        "Alle (merket: permanent eller apprentice; stilling på minst 20\u00a0%)",
        "Alle",
    ]
    assert told["Syke og de i permisjon er med"] == "nei"
