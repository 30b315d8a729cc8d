"""What comes of the answers is a routine file that is right, whatever is in the answers."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.formats.yaml_source import parse_model, read_yaml
from rutine.routines.candidate_form import read_form
from rutine.routines.new_routine.flow_text import flow_text
from rutine.routines.new_routine.page_text import page_text
from rutine.routines.new_routine.reading import Span
from rutine.routines.new_routine.routine_text import completed, routine_text
from rutine.routines.routine_file import RoutineFile
from tests.command_line import CANDIDATE

ROOT = Path(__file__).parents[4]
SOURCES = {"employee": "e_csv"}
ABOUT: dict[str, Any] = {
    "name": "cards",
    "title": "Kort: fornyelse, og «mer»",
    "owner": "HR-sjef",
    "purpose": "Alle har kort",
    "legal_basis": "Loven § 3-1; forskriften",
    "team": "HR",
    "runs": "every_working_day",
    "at": "06:30",
}
OBLIGATION: dict[str, Any] = {
    **ABOUT,
    "kind": "obligation",
    "requirement": "Gyldig kort: B",
    "proof": "licence",
    "codes": ("B", "BE, ny"),
    "together": "any",
    "positions": ("007", "no"),
    "event": "applies",
    "deadline": Span(weeks=8),
    "valid_months": 48,
    "warn_days": (90, 14),
    "blocking": True,
}
COVER: dict[str, Any] = {
    **ABOUT,
    "kind": "cover",
    "place": "Nord, 2. etg.",
    "weekdays": ("sat", "sun"),
    "begins": "22:00",
    "ends": "07:00",
    "need": (("legemiddel", 1), ("sykepleier", 2)),
    "horizon_weeks": 4,
}


def read(text: str) -> RoutineFile:
    return parse_model(read_yaml(Path("cards.yaml"), text, ""), RoutineFile)


def test_an_obligation_says_what_was_answered() -> None:
    routine = read(routine_text(OBLIGATION, {"employee": "e_csv"}))
    (rule,) = routine.obligations
    (text,) = rule.rules
    assert routine.title == {"nb": "Kort: fornyelse, og «mer»"}
    assert rule.applies_to.position_codes == ("007", "no")
    assert [each.code for each in text.needs.any or ()] == ["B", "BE, ny"]
    assert (text.due.weeks, text.valid_months, text.warn_days) == (8, 48, (90, 14))
    assert rule.blocking
    assert routine.formats_of("employee") == ("e_csv",)
    assert routine.review is not None
    assert routine.review.seen_by == "all"


def test_a_cover_rule_says_what_was_answered() -> None:
    (rule,) = read(routine_text(COVER, {"shift": "s_csv"})).cover_rules
    assert rule.place.unit == "Nord, 2. etg."
    assert (rule.window.begins, rule.window.ends) == ("22:00", "07:00")
    assert [(each.competence, each.min) for each in rule.need] == [
        ("legemiddel", 1),
        ("sykepleier", 2),
    ]


def test_what_tells_of_health_is_seen_by_few_and_old_evidence_does_not_count() -> None:
    absence = {**OBLIGATION, "event": "absence_start"}
    routine = read(routine_text(absence, SOURCES))
    assert routine.review is not None
    assert routine.review.seen_by == "follow_up"
    assert routine.obligations[0].rules[0].since_event
    standing = read(routine_text(OBLIGATION, SOURCES))
    assert not standing.obligations[0].rules[0].since_event


@pytest.mark.parametrize(
    ("runs", "key", "value"),
    [("weekly", "weekdays", ("tue",)), ("days_of_month", "days", (15,)), ("every_day", "days", ())],
)
def test_the_calendar_is_when_it_runs(runs: str, key: str, value: tuple[Any, ...]) -> None:
    when = {**COVER, "runs": runs, "weekday": "tue", "month_day": 15}
    (time,) = read(routine_text(when, SOURCES)).calendar
    assert (time.when, getattr(time, key)) == (runs, value)


words = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=120
)


@settings(deadline=None, max_examples=25)
@drawn(words, words, words)
def test_any_words_come_back_as_they_were_said(title: str, owner: str, code: str) -> None:
    said = {**OBLIGATION, "title": title, "owner": owner, "codes": (code,), "team": None}
    routine = read(routine_text(said, SOURCES))
    assert routine.title["nb"] == title
    assert routine.identity.owner == owner
    assert routine.obligations[0].rules[0].needs.code == code
    ast.parse(flow_text(said))
    assert page_text(routine)


@pytest.mark.parametrize("name", ["a", "x" * 20, "x" * 21, "x" * 40])
def test_a_flow_is_about_fifty_lines_none_too_long(name: str) -> None:
    lines = flow_text({**OBLIGATION, "name": name}).splitlines()
    assert 35 <= len(lines) <= 55
    assert max(map(len, lines)) <= 100


def test_a_candidate_keeps_what_it_says_with_its_comments() -> None:
    before = CANDIDATE.read_text("utf-8")
    said = {**OBLIGATION, "name": "service_records"}
    after = completed(before, said, {"employee": "e_csv"})
    kept = [line for line in before.splitlines() if line != "stage: candidate"]
    lines = iter(after.splitlines())
    assert all(line in lines for line in kept)  # each behind the one before
    routine = parse_model(read_yaml(Path("service_records.yaml"), after, ""), RoutineFile)
    assert (routine.stage, routine.kind) == ("pilot", "obligation")
    assert len(routine.procedure.today) == 6
    assert [step.flow_step for step in routine.procedure.to_be][:2] == [
        "collect_lists",
        "read_lists",
    ]
    assert routine.identity.owner == "HR-sjef"


@pytest.mark.parametrize(
    "text",
    [
        "version: 2\nname: cards\ntitle: {nb: Kort}\n",
        "version: 2\nname: cards\ntitle: {nb: Kort}\nstage: candidate\nidentity:\n  owner: Sjef\n",
        "version: 2\nname: cards\nkind: cover\nstage: candidate\ntitle:\n  nb: Kort",
        "# Æ\r\nversion: 2\r\nname: cards\r\nstage: candidate # x\r\ntitle: {nb: Kort}\r\n",
    ],
)
def test_a_candidate_of_few_words_is_gone_on_with(text: str) -> None:
    routine = read(completed(text, OBLIGATION, SOURCES))
    assert (routine.stage, routine.kind) == ("pilot", "obligation")
    assert routine.identity.legal_basis == "Loven § 3-1; forskriften"
    assert routine.obligations


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Kort", "name": "cards"},
        {"title": "Kort", "name": "cards", "owner": "Sjef"},
        {"title": "Kort", "name": "cards", "purpose": "x" * 110, "units": "HR\nLønn"},
        {
            "title": "Kort",
            "name": "cards",
            "system1_name": "E-post",
            "case": "et kort",
            "cases_a_month": "12",
            "step1_nb": "Les",
            "step1_actor": "HR",
            "step1_touch_minutes": "2",
            "step1_becomes": "by_hand",
            "step1_system": "1",
        },
    ],
)
def test_what_the_apps_form_wrote_is_gone_on_with(fields: dict[str, str]) -> None:
    filled = read_form(fields)
    assert not filled.faults
    routine = read(completed(filled.text, OBLIGATION, SOURCES))
    assert (routine.stage, routine.kind) == ("pilot", "obligation")
    assert routine.identity.legal_basis == "Loven § 3-1; forskriften"
    assert routine.identity.owner == fields.get("owner", "HR-sjef")
    assert len(routine.procedure.today) == ("step1_nb" in fields)


@pytest.mark.parametrize(
    "text",
    [
        "{version: 2, name: cards, stage: candidate, title: {nb: Kort}}",
        "version: 2\nname: cards\nstage: candidate\ntitle: {nb: Kort}\nidentity: x\n",
    ],
)
def test_a_candidate_in_one_line_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        completed(text, OBLIGATION, SOURCES)
    assert caught.value.code == "candidate_unlike"
