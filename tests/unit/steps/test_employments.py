"""The list of employments says whose cases few may see, so it is read whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings
from rutine.steps.registers import read_employments
from rutine.steps.scope import load_rules
from tests.unit.routines.test_employments import HEADINGS, NEW, OTHER, UNIT

GOOD = f"{OTHER};{UNIT};7;{NEW};7-1;01.03.2019;;;;;Nei\r\n"


def place(folder: Path, content: str | None) -> Installation:
    file = folder / "arbeidsforhold.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    employer = {"orgnr": OTHER, "name": "Kommunen", "employments": str(file)}
    return open_installation(Settings(home=folder, mode=Mode.PRACTICE, employers=[employer]))


def test_the_list_is_read_and_kept(tmp_path: Path) -> None:
    here = place(tmp_path, HEADINGS + GOOD)
    frame = read_employments(here, load_rules(here), here.settings.employers[0], "2026-10")
    assert frame is not None
    assert list(frame["person"]) == [NEW]


def test_one_row_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    here = place(tmp_path, HEADINGS + GOOD * 50 + GOOD.replace("Nei", "?"))
    with pytest.raises(InputError) as stopped:
        read_employments(here, load_rules(here), here.settings.employers[0], "2026-10")
    assert stopped.value.code == "employments_damaged"
    assert NEW not in str(stopped.value)


def test_a_list_that_is_configured_must_be_there(tmp_path: Path) -> None:
    here = place(tmp_path, None)
    with pytest.raises(InputError) as stopped:
        read_employments(here, load_rules(here), here.settings.employers[0], "2026-10")
    assert stopped.value.code == "employments_missing"


def test_without_the_setting_there_is_no_list(tmp_path: Path) -> None:
    here = place(tmp_path, None)
    bare = here.settings.employers[0].model_copy(update={"employments": None})
    assert read_employments(here, load_rules(here), bare, "2026-10") is None
