"""Trying files: what is otherwise than an example says, and why a row ended where it did."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rutine.core.candidates import Gate
from rutine.core.differences import Outcome as Ends
from rutine.core.differences import Side
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.settings import Settings
from rutine.steps.trial.example_files import EXPECTED
from rutine.steps.trial.expected import CaseFound, Group, Outcome, Shown, Told, unlike
from rutine.steps.trial.explaining import Told as Explained
from rutine.steps.trial.explaining import explain_row
from rutine.steps.trial.folder import Tried, try_folder
from rutine.steps.trial.listing import rows_of, unnamed
from tests.command_line import ROOT
from tests.small_office import PEOPLE

EXAMPLES = ROOT / "mappings" / "examples" / "nav_refunds"
GROUP = Group(pass_name="exact", lines=("1",), claims=("K1",), claimed=Ore(100), paid=Ore(100))
CASE = CaseFound(
    reason="D09", lines=("2",), claims=("K2",), evidence={"grade": Shown(claimed="100", paid="50")}
)
FOUND = Outcome(as_of=date(2026, 10, 31), settled=(GROUP,), cases=(CASE,), carried=("K3",))


def test_what_the_example_does_not_mention_is_not_held_against_it() -> None:
    told = FOUND.model_copy(
        update={
            "settled": (Group(pass_name="exact", lines=("1",), claims=("K1",)),),
            "cases": (CaseFound(reason="D09", lines=("2",), claims=("K2",)),),
            "example_of": ("D09",),
            "not_example_of": ("D02",),
        }
    )
    assert unlike(told, FOUND) == []


@pytest.mark.parametrize(
    ("told", "part", "both"),
    [
        ({"settled": (GROUP.model_copy(update={"reason": "D02"}),)}, "settled", True),
        ({"settled": (GROUP.model_copy(update={"paid": Ore(99)}),)}, "settled", True),
        ({"settled": ()}, "settled", False),
        ({"settled": (GROUP, GROUP)}, "settled", False),
        ({"cases": (CASE.model_copy(update={"reason": "D08"}),)}, "cases", True),
        (
            {"cases": (CASE.model_copy(update={"evidence": {"grade": Shown(claimed="80")}}),)},
            "cases",
            True,
        ),
        ({"cases": (CASE.model_copy(update={"evidence": {"rate": Shown()}}),)}, "cases", True),
        ({"closed": (CASE,)}, "closed", False),
        ({"carried": ()}, "carried", False),
        ({"carried": ("K3", "K4")}, "carried", False),
        ({"payroll": (Told(period="2026-09", claim="K1", settled=Ore(1)),)}, "payroll", False),
        ({"example_of": ("D02",)}, "example_of", False),
        ({"not_example_of": ("D09",)}, "not_example_of", False),
    ],
)
def test_what_it_mentions_is(told: dict[str, object], part: str, both: bool) -> None:
    (found,) = unlike(FOUND.model_copy(update=told), FOUND)
    assert found.part == part
    assert (None not in {found.told, found.found}) is both
    assert found.told != found.found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two equal payments, and a claim for one of them with a day less."""
    place = tmp_path / "måned"
    shutil.copytree(EXAMPLES / "paid_more_than_claimed", place)
    (place / EXPECTED).unlink()
    return place


def explained(folder: Path, row: str) -> Explained:
    with closing(try_folder(Settings(), "nav_refunds", folder)) as attempts:
        return explain_row(next(attempts).trial, row)


def test_a_case_tells_what_stopped_each_pass_and_the_nearest_row(folder: Path) -> None:
    for asked in ("1", "report:1", "K1", "claim:K1"):
        told = explained(folder, asked)
        assert told.ended is not None
        assert (told.ended.outcome, told.ended.reason) == (Ends.CASE, "D43")
        assert [each.each.name for each in told.tried] == ["exact", "group_sum", "joint_search"]
        assert [each.stopped_by for each in told.tried] == [Gate.AMOUNT, None, None]
        (near,) = told.near
        assert (near.row.side is Side.CLAIM) is (asked in {"1", "report:1"})
        assert near.failed == (Gate.AMOUNT,)
        assert told.open_reason == "sums_differ"
        assert told.case is not None
        assert "amount" in {each.field for each in told.case.evidence}


def test_a_settled_row_tells_the_other_side() -> None:
    told = explained(EXAMPLES / "equal_lines_pair_one_by_one", "2")
    assert told.ended is not None
    assert told.ended.by == "exact"
    assert [each.side for each in told.group] == [Side.CLAIM]
    assert told.tried == ()


def test_what_a_person_undid_is_told_to_be_undone() -> None:
    told = explained(EXAMPLES / "undone_by_a_person", "report-1:1")
    assert told.ended is not None
    assert told.undone or told.ended.outcome is Ends.CASE


def test_a_row_that_no_file_has_is_said(folder: Path) -> None:
    for asked in ("99", "report-1:1", "K99"):
        with pytest.raises(InputError) as unknown:
            explained(folder, asked)
        assert unknown.value.code == "row_missing"


def tried(folder: Path) -> Iterator[Tried]:
    return try_folder(Settings(), "nav_refunds", folder)


def test_the_list_adds_up_to_what_was_read(folder: Path) -> None:
    for each in tried(folder):
        rows = rows_of(each.trial)
        balance = each.trial.runs[-1][0].reconciled.balance
        for side, control in ((Side.LINE, balance.lines), (Side.CLAIM, balance.claims)):
            amounts = [row.facts.amount for row in rows if row.side is side and row.facts]
            assert sum(map(int, amounts)) == int(control.received.ore)
            assert len(amounts) == control.received.rows


def test_a_key_that_holds_a_national_id_is_hidden() -> None:
    assert unnamed("K1-2026") == "K1-2026"
    assert unnamed(f"{PEOPLE[0]}-1") == "***********-*"


def test_an_example_is_compared_with_what_it_says(tmp_path: Path) -> None:
    copy = tmp_path / "exact"
    shutil.copytree(EXAMPLES / "exact_match", copy)
    (found,) = [each.unlike for each in tried(copy)]
    assert found == ()
    text = (copy / EXPECTED).read_text(encoding="utf-8")
    (copy / EXPECTED).write_text(text.replace("pass: exact", "pass: group_sum"), encoding="utf-8")
    (found,) = [each.unlike for each in tried(copy)]
    assert found is not None
    assert [each.part for each in found] == ["settled"]


def test_two_reports_under_navs_names_are_two_months(folder: Path) -> None:
    report = (folder / "report.csv").read_bytes()
    (folder / "report.csv").unlink()
    employer = report.decode("latin-1").split(";")[1]
    (folder / f"{employer}_ref-arbg_2026-10-02.csv").write_bytes(report)
    earlier = report.replace(b"0003148200", b"0003148300")
    (folder / f"{employer}_ref-arbg_2026-09-02.csv").write_bytes(earlier)
    for each in tried(folder):
        assert [run.scope.month for run, _ in each.trial.runs] == ["2026-09", "2026-10"]
        assert {row.name for row in rows_of(each.trial)} == {"report-1:1", "1", "K1"}
    assert replace(each.trial).files.runs == 2
