"""Saving the form of a candidate: nobody's file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.routines.candidate_files import check_candidate, open_candidate, save_candidate
from rutine.routines.candidate_form import read_form
from rutine.routines.routine_file import load_routine
from tests.unit.routines.test_candidate_form import FILLED

ANYTHING = st.text(max_size=40) | st.sampled_from(
    ["yes", "no", "1", "3", "1,5", "-2", "2027-01-05", "x" * 200, "a: b", "# c", "'", '"', "\u2028"]
)


def save(folder: Path, opened: str = "", **changes: str) -> Path:
    """The form saved."""
    return save_candidate(folder, read_form(FILLED | {"name": "leave"} | changes), opened=opened)


def test_a_saved_candidate_opens_with_what_was_filled_in(tmp_path: Path) -> None:
    save(tmp_path)
    fields = open_candidate(tmp_path, "leave").fields
    assert fields["step2_nb"] == FILLED["step4_nb"]
    assert fields["rule_changes_a_year"] == "0.5"


def test_a_new_one_never_takes_another_files_place(tmp_path: Path) -> None:
    before = save(tmp_path).read_bytes()
    with pytest.raises(InputError) as caught:
        save(tmp_path, title="En annen")
    assert caught.value.code == "name_taken"
    assert (tmp_path / "leave.yaml").read_bytes() == before


def test_of_two_who_opened_it_the_second_is_told(tmp_path: Path) -> None:
    save(tmp_path)
    opened = open_candidate(tmp_path, "leave").sha256
    save(tmp_path, opened, title="Den første")
    with pytest.raises(InputError) as caught:
        save(tmp_path, opened, title="Den andre")
    assert caught.value.code == "candidate_changed"
    assert load_routine(tmp_path / "leave.yaml").title["nb"] == "Den første"


def test_what_was_edited_by_hand_is_left_alone(tmp_path: Path) -> None:
    path = save(tmp_path)
    opened = open_candidate(tmp_path, "leave").sha256
    path.write_text(path.read_text("utf-8") + "# Husk\n", "utf-8")
    for attempt in (lambda: open_candidate(tmp_path, "leave"), lambda: save(tmp_path, opened)):
        with pytest.raises(InputError) as caught:
            attempt()
        assert caught.value.code == "candidate_by_hand"
    assert "# Husk" in path.read_text("utf-8")


def test_the_shipped_routines_are_more_than_the_form_holds() -> None:
    for path in Path("mappings/routines").glob("*.yaml"):
        with pytest.raises(InputError) as caught:
            open_candidate(path.parent, path.stem)
        assert caught.value.code == "candidate_by_hand"


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "routines").mkdir()
    save(tmp_path)
    with pytest.raises(InputError) as caught:
        open_candidate(tmp_path / "routines", "../leave")
    assert caught.value.code == "routine_unknown"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        save(tmp_path / "gone")
    assert caught.value.code == "mappings_read_only"


@pytest.mark.parametrize(
    "fields",
    [
        {"system1_name": "Lønn", "system6_name": "Lønn", "step1_system": "6"},
        {"system5_name": "@@", "step1_system": "5"},
        {"step1_share_percent": "1E-400"},
    ],
)
def test_rows_left_empty_and_numbers_near_nought_open_again(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    told = {"step1_nb": "Les", "step1_actor": "HR", "step1_touch_minutes": "3"}
    filled = read_form({"title": "Permisjon"} | told | fields)
    assert filled.faults == {}
    save_candidate(tmp_path, filled)
    assert read_form(open_candidate(tmp_path, "permisjon").fields).text == filled.text


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(st.dictionaries(st.sampled_from(sorted(FILLED)), ANYTHING))
def test_whatever_is_filled_in_is_told_to_be_wrong_or_opens_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str]
) -> None:
    filled = read_form(FILLED | changes)
    if filled.faults:
        return
    folder = tmp_path_factory.mktemp("routines")
    try:
        text = check_candidate(folder, filled)
    except InputError as fault:
        if fault.code != "mapping_invalid":
            raise
        return
    save_candidate(folder, filled)
    opened = open_candidate(folder, filled.data["name"])
    assert read_form(opened.fields).text == text
