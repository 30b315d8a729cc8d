"""What should run when, for many employers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rutine.cli.scheduling import run_plan
from rutine.core.identifiers import OrgNr
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes import scope

NUMBERS = [f"{n}" for n in range(310_000_000, 310_000_100) if OrgNr.is_valid(f"{n}")]


def test_a_routines_file_is_not_read_again_for_each_employer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    employers = tuple(Employer(orgnr=OrgNr(each), name=f"Kommune {each}") for each in NUMBERS)
    asked: Counter[str] = Counter()
    is_shape = scope.is_shape

    def counted(mappings: Path, routine: str) -> bool:
        asked[routine] += 1
        return is_shape(mappings, routine)

    monkeypatch.setattr("rutine.cli.scheduling.run_plan.is_shape", counted)
    settings = Settings(home=tmp_path, mode=Mode.PRACTICE, employers=employers)
    planned = run_plan.run_plan(settings)

    assert len(employers) > 1
    assert len(planned) == len(asked) * len(employers)
    assert any(each.empty for each in planned)
    assert set(asked.values()) == {1}
