"""The soak's judge sees what is wrong; the soak itself is `make soak`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import delete, select

from benchmarks.operations_parts import ways
from benchmarks.operations_parts.made_up_employers import MadeUpEmployer, make
from rutine.cases.runs import open_run
from rutine.cases.tables import InputFile, RowOutcomeEntry
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.settings import load_settings
from tests.services.scheduled_soak import judging
from tests.services.scheduled_soak.kills import BAG, at_work, planned


class Grounds(SimpleNamespace):
    """An employer settled without a fault."""

    employers: list[MadeUpEmployer]
    place: Installation

    def turns_taken(self) -> dict[str, int]:
        return {self.employers[0].orgnr: 0}


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Grounds]:
    employers = make(tmp_path / "files", 1, 40)
    settings = ways.settings_of(tmp_path / "home", None, employers)
    list(ways.work_through("one", settings, employers))
    monkeypatch.setenv("RUTINE_HOME", str(settings.home))
    monkeypatch.setenv("RUTINE_EMPLOYERS", f"[{settings.employers[0].model_dump_json()}]")
    place = open_installation(load_settings())
    yield Grounds(employers=employers, place=place)
    place.database.close()


def test_every_kind_is_killed_often_and_the_same_seed_kills_the_same() -> None:
    kills = planned(100, 1)
    counts = Counter(each.what for each in kills)
    assert set(counts) == set(BAG)
    assert min(counts.values()) >= 100 // len(BAG)
    assert planned(100, 1) == kills
    assert planned(100, 2) != kills


def test_a_run_with_the_store_open_is_told_from_one_that_is_still_loading(server: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(b"CREATE DATABASE rutine")
    ours, other = os.getpid(), os.getppid()
    assert at_work([ours, other], server) == []
    with psycopg.connect(f"{server}/rutine"):
        assert at_work([ours, other], server) == [ours]


def test_what_is_as_it_must_be_has_no_fault_and_what_is_not_is_named(ground: Grounds) -> None:
    assert list(judging.faults(ground)) == []  # type: ignore[arg-type]
    (each,) = ground.employers
    with ground.place.database.writing() as session:
        open_run(session, "nav_refunds", OrgNr(each.orgnr), None, {})
        file = session.scalars(select(InputFile.number).where(InputFile.side == "line")).first()
        lost = (RowOutcomeEntry.file_number == file, RowOutcomeEntry.row == 1)
        session.execute(delete(RowOutcomeEntry).where(*lost))
    file, *_ = ground.place.settings.output_folder.glob("*/postings_*.csv")
    file.with_name("postings_voucher_2026-09_0099.csv").write_bytes(file.read_bytes())
    found = list(judging.faults(ground))  # type: ignore[arg-type]
    assert any("postings_voucher_2026-09_0099.csv is not the file" in fault for fault in found)
    assert any("have an outcome" in fault for fault in found)
    assert "1 killed runs were not repeated" in found
    assert "rutine verify does not agree" in found
