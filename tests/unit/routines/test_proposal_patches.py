"""The least change of a text: what it says afterwards, and that nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.formats.format_file import load_format
from rutine.matching.passes import Decision
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    Edit,
    FormatWord,
    LetSettle,
    ReasonNote,
    SettleBenefit,
)
from rutine.routines.proposals.patches import diff, patched
from rutine.routines.routine_file import RoutineFile, load_routine
from tests.lived_history import routine_with
from tests.undone_diff import undone

ROUTINE = Path("mappings/routines/nav_refunds.yaml").read_text(encoding="utf-8")
FORMAT = Path("mappings/formats/payroll_claims_csv.yaml").read_text(encoding="utf-8")
SUGGESTING = routine_with(
    {"exact"}, "  - name: near\n    method: unique\n    unit: other\n    outcome: suggest\n"
)
TOLERANCE = AddPass(name="tolerance", method="unique", ore_per_day=40)
GROUPS = AddPass(name="group_sum", method="group_sum")
EXACT = AddPass(name="exact", method="exact")


def read(text: str, folder: Path) -> RoutineFile:
    file = folder / "nav_refunds.yaml"
    file.write_bytes(text.encode())
    return load_routine(file)


@pytest.mark.parametrize(
    ("edit", "text", "lines"),
    [
        (TOLERANCE, ROUTINE, 4),
        (GROUPS, routine_with({"exact"}), 3),
        (EXACT, routine_with({"group_sum"}), 3),
        (GROUPS, SUGGESTING, 3),
        (SettleBenefit(code="5"), ROUTINE, 1),
        (BankWord(word="mentortilskudd"), ROUTINE, 1),
        (ReasonNote(code="D09", note="Svaret: «x». Ja"), ROUTINE, 1),
    ],
    ids=lambda value: getattr(value, "do", None),
)
def test_the_change_and_no_other(edit: Edit, text: str, lines: int, tmp_path: Path) -> None:
    for before in (text, text.replace("\n", "\r\n")):
        after = patched(edit, before)
        told = diff(before, after, "f.yaml")
        assert sum(line.startswith("+") for line in told.splitlines()[2:]) == lines
        assert undone(after, told) == before
        assert ("\r\n" in after) == ("\r\n" in before)
        was, now = read(before, tmp_path), read(after, tmp_path)
        other = {
            name for name in RoutineFile.model_fields if getattr(was, name) != getattr(now, name)
        }
        assert len(other) == 1
        with pytest.raises(InputError, match="does not say"):
            patched(edit, after)


def test_a_rule_stands_where_it_belongs(tmp_path: Path) -> None:
    rules = read(patched(TOLERANCE, patched(GROUPS, SUGGESTING)), tmp_path).match
    assert rules is not None
    assert [each.name for each in rules] == ["exact", "group_sum", "near", "tolerance"]
    assert rules[-1].outcome is Decision.SUGGEST
    first = read(patched(EXACT, routine_with({"group_sum", "joint_search"})), tmp_path).match
    assert first is not None
    assert [each.name for each in first] == ["exact", "group_sum", "joint_search"]


def test_a_rule_that_suggests_settles(tmp_path: Path) -> None:
    text = routine_with({"exact"}).replace("outcome: settle", "outcome: suggest   # sett an")
    after = patched(LetSettle(name="exact"), text)
    assert "outcome: settle   # sett an" in after
    assert diff(text, after, "f").count("\n-") == 1
    read(after, tmp_path)


def test_lists_below_each_other_stay_so(tmp_path: Path) -> None:
    text = ROUTINE.replace(
        "  other: [tilskudd, lønnstilskudd, tilskot]",
        "  other:\n    - tilskudd   # alle slag\n    - tilskot\n",
    ).replace(
        "  - {code: D09, severity: normal}   # grade",
        "  - code: D09\n    severity: normal   # grade\n",
    )
    after = patched(
        ReasonNote(code="D09", note="x"), patched(BankWord(word="arbeidstrening"), text)
    )
    found = read(after, tmp_path)
    assert found.bank is not None
    assert found.bank.other == ("tilskudd", "tilskot", "arbeidstrening")
    assert next(each.note for each in found.exceptions if each.code == "D09") == "x"
    assert "# alle slag" in after
    assert 'severity: normal   # grade\n    note: "x"\n' in after


def test_a_word_of_a_format_becomes_another_benefit(tmp_path: Path) -> None:
    edit = FormatWord(format="payroll_claims_csv", word="Pleiepenger", benefit="Y")
    after = patched(edit, FORMAT)
    file = tmp_path / "payroll_claims_csv.yaml"
    file.write_text(after, encoding="utf-8")
    words = next(each.words for each in load_format(file).fields if each.into == "benefit")
    assert (words["Pleiepenger"], words["9"]) == ("Y", "9")
    assert undone(after, diff(FORMAT, after, "f")) == FORMAT


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (GROUPS, "match: [{name: exact, method: exact, outcome: settle}]\n"),
        (GROUPS, "name: x\n"),
        (LetSettle(name="other"), ROUTINE),
        (LetSettle(name="exact"), ROUTINE),
        (SettleBenefit(code="5"), "settles: []\n"),
        (BankWord(word="tilskudd"), ROUTINE),
        (ReasonNote(code="D99", note="x"), ROUTINE),
        (FormatWord(format="f", word="Ukjent", benefit="Y"), FORMAT),
        (FormatWord(format="f", word="Pleiepenger", benefit="9"), FORMAT),
        (GROUPS, "match: [\n"),
    ],
)
def test_what_can_not_be_followed_is_refused(edit: Edit, text: str) -> None:
    with pytest.raises(InputError) as refused:
        patched(edit, text)
    assert refused.value.code == "proposal_unpatchable"
