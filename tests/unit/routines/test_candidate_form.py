"""The form of a candidate: what it writes, what it refuses, and that it can be opened again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rutine.formats.yaml_source import load_yaml
from rutine.routines.candidate_form import as_fields, read_form, slug
from rutine.routines.routine_file import load_routine

FILLED = {
    "title": "Foreldrepermisjon på papir",
    "purpose": "Permisjonen blir registrert før den begynner",
    "owner": "HR-sjef",
    "units": "HR-seksjonen\nLønn",
    "legal_basis": "Arbeidsmiljøloven § 12-5",
    "legal_duty": "yes",
    "rule_changes_a_year": "0,5",
    "same_elsewhere": "356",
    "case": "én permisjon",
    "cases_a_month": "1 250",
    "exception_percent": "12,5",
    "figures": "estimated",
    "system1_name": "Lønn & personal",
    "system1_reached_by": "screen",
    "system1_has_api": "no",
    "system1_replaced_on": "31.12.2028",
    "system3_name": "Regneark",
    "step1_nb": "Les skjemaet",
    "step1_actor": "HR",
    "step1_touch_minutes": "4,5",
    "step1_input_form": "paper",
    "step1_waste": "double_entry",
    "step1_becomes": "removed",
    "step4_nb": "Før det inn: i «lønn»",
    "step4_actor": "Lønn",
    "step4_system": "1",
    "step4_touch_minutes": "6",
    "step4_becomes": "automated",
    "step5_nb": "Vurder",
    "step5_actor": "HR",
    "step5_system": "3",
    "step5_touch_minutes": "10",
    "step5_decided_by": "judgement",
    "step5_becomes": "by_hand",
}


def written(folder: Path, fields: dict[str, str]) -> Path:
    """The file that the form writes."""
    filled = read_form(fields)
    assert filled.faults == {}
    path = folder / f"{filled.data['name']}.yaml"
    path.write_text(filled.text, "utf-8")
    return path


def test_the_file_is_a_routine_file_with_what_was_filled_in(tmp_path: Path) -> None:
    routine = load_routine(written(tmp_path, FILLED))
    assert routine.name == "foreldrepermisjon_pa_papir"
    assert routine.stage == "candidate"
    assert routine.identity.units == ("HR-seksjonen", "Lønn")
    assert routine.identity.legal_duty is True
    assert routine.identity.rule_changes_a_year == 0.5
    assert routine.identity.systems[0].replaced_on == date(2028, 12, 31)
    assert routine.volume is not None
    assert routine.volume.cases_a_month == 1_250
    assert [each.no for each in routine.procedure.today] == [1, 2, 3]
    assert [each.system for each in routine.procedure.today] == [None, "lonn_personal", "regneark"]
    assert [each.becomes for each in routine.procedure.to_be] == [
        "removed",
        "automated",
        "by_hand",
    ]
    assert routine.procedure.to_be[2].actor == "HR"


def test_what_the_form_wrote_can_be_opened_and_is_written_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, FILLED)
    again = as_fields(load_yaml(path).data)
    assert read_form(again).text == path.read_text("utf-8")


def test_what_somebody_added_by_hand_is_seen_as_not_the_forms(tmp_path: Path) -> None:
    path = written(tmp_path, FILLED)
    path.write_text(path.read_text("utf-8") + "# Husk ferien\n", "utf-8")
    again = as_fields(load_yaml(path).data)
    assert read_form(again).text != path.read_text("utf-8")


def test_a_title_is_enough(tmp_path: Path) -> None:
    routine = load_routine(written(tmp_path, {"title": "Årsplan"}))
    assert (routine.name, routine.volume) == ("arsplan", None)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("title", "", "missing"),
        ("name", "Med Store", "name"),
        ("cases_a_month", "mange", "number"),
        ("cases_a_month", "", "missing"),
        ("exception_percent", "101", "range"),
        ("exception_percent", "-1", "range"),
        ("staff", "NaN", "range"),
        ("system1_replaced_on", "31.02.2028", "day"),
        ("step1_touch_minutes", "", "missing"),
        ("step1_actor", "", "missing"),
        ("step5_system", "2", "system"),
        ("step1_waste", "sløsing", "choice"),
        ("system1_reached_by", "duer", "choice"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field: str, text: str, code: str) -> None:
    assert read_form(FILLED | {field: text}).faults == {field: code}


def test_a_system_told_of_without_a_name_is_asked_for_and_not_dropped() -> None:
    filled = read_form(FILLED | {"system2_reached_by": "mail"})
    assert filled.faults == {"system2_name": "missing"}


def test_a_title_of_signs_only_needs_a_name() -> None:
    assert read_form({"title": "???"}).faults == {"name": "name"}


def test_two_systems_of_one_name_are_two(tmp_path: Path) -> None:
    twice = {"title": "To", "system1_name": "Lønn", "system2_name": "LØNN"}
    systems = load_routine(written(tmp_path, twice)).identity.systems
    assert len({each.id for each in systems}) == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [("Blåbær & søt crème", "blabaer_sot_creme"), ("2026: ny", "2026_ny"), ("—", "")],
)
def test_a_title_gives_a_plain_name(title: str, name: str) -> None:
    assert slug(title) == name
