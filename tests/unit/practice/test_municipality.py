from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.practice import municipality
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate

SMALL = PracticePlan(seed=3, employees=60, sub_units=4, months=("2026-08",))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(SMALL, tmp_path / "one")
    generate(SMALL, tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_other_people_and_reports(tmp_path: Path) -> None:
    one = generate(SMALL, tmp_path / "one")
    two = generate(SMALL.model_copy(update={"seed": 4}), tmp_path / "two")
    assert one.employer != two.employer
    first, second = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert not set(first.values()) & set(second.values())


def test_a_second_start_writes_nothing(tmp_path: Path) -> None:
    generate(SMALL, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    said: list[str] = []
    generate(SMALL, tmp_path, said.append)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert said == []


def test_another_plan_replaces_what_is_there(tmp_path: Path) -> None:
    generate(SMALL, tmp_path)
    other = SMALL.model_copy(update={"months": ("2026-09",)})
    folder = generate(PracticePlan(**other.model_dump()), tmp_path)
    assert folder.plan.months == ("2026-09",)
    assert not (tmp_path / "payroll" / "2026-08").exists()


def test_a_generation_cut_short_is_done_again(tmp_path: Path, monkeypatch) -> None:
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(municipality, "_write_bank", killed)
        with pytest.raises(KeyboardInterrupt):
            generate(SMALL, tmp_path / "cut")
    with pytest.raises(InputError) as refused:
        PracticeFolder(tmp_path / "cut")
    assert refused.value.code == "practice_incomplete"
    generate(SMALL, tmp_path / "cut")
    generate(SMALL, tmp_path / "whole")
    assert digests(tmp_path / "cut") == digests(tmp_path / "whole")


def test_a_damaged_description_is_no_reason_to_stop(tmp_path: Path) -> None:
    generate(SMALL, tmp_path)
    (tmp_path / "plan.json").write_text("{", encoding="utf-8")
    assert generate(SMALL, tmp_path).plan == SMALL


def test_files_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mine.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        generate(SMALL, tmp_path)
    assert refused.value.code == "practice_folder_in_use"
    assert (tmp_path / "reports" / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        generate(SMALL, tmp_path / "file" / "practice")
    assert refused.value.code == "practice_folder_not_writable"
    assert refused.value.remedy


def test_a_folder_without_a_municipality_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        PracticeFolder(tmp_path)
    assert refused.value.code == "practice_incomplete"


def test_the_folder_describes_the_municipality(folder: PracticeFolder) -> None:
    assert folder.name == "Øvelsesvik kommune"
    assert len(folder.accounts) == 2
    assert len(folder.sub_units) == folder.plan.sub_units
    assert all(report.orgnr == folder.employer for report in folder.reports)
    assert {report.account for report in folder.reports} == set(folder.accounts)


def test_the_list_of_reports_is_written_as_nav_writes_it(folder: PracticeFolder) -> None:
    listed = json.loads((folder.path / "reports.json").read_text(encoding="utf-8"))
    for found in listed:
        assert set(found) == {
            "id", "orgnr", "orgNavn", "type", "datoValutert", "bankkonto", "belop", "opprettet",
        }  # fmt: skip
        assert found["type"] == "ref-arbg"
        assert found["opprettet"].endswith("Z")
        assert found["belop"].rpartition(".")[2].isdigit()


def test_files_that_disappeared_are_asked_to_be_made_again(tmp_path: Path) -> None:
    folder = generate(SMALL, tmp_path)
    (tmp_path / "truth" / "2026-08.csv").unlink()
    with pytest.raises(InputError) as refused:
        folder.truth()
    assert refused.value.code == "practice_incomplete"


def test_a_large_municipality_has_no_workbook(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(municipality, "WORKBOOK_EMPLOYEES", 10)
    folder = generate(SMALL, tmp_path)
    assert folder.claims_file("2026-08", "csv").exists()
    with pytest.raises(InputError) as refused:
        folder.claims_file("2026-08", "xlsx")
    assert refused.value.code == "practice_no_workbook"


def test_the_ordinary_plan_takes_less_than_five_seconds(tmp_path: Path) -> None:
    begun = time.process_time()
    generate(PracticePlan(), tmp_path)
    assert time.process_time() - begun < 5


def test_progress_is_told_in_sentences(tmp_path: Path) -> None:
    said: list[str] = []
    generate(SMALL, tmp_path, said.append)
    assert said[0].startswith("Øvelsesvik kommune: 60 ansatte")
    assert said[-1].endswith("oppgjørsrapporter er skrevet.")
