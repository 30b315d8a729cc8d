"""Match files: a closed vocabulary, and every fault said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.matching import OpenReason
from rutine.matching.explanation import Gate
from rutine.routines.match_file import ListSide, MatchFile, load_match
from rutine.routines.match_texts import GATES, REASONS, WORDS, reason

MAPPINGS = Path(__file__).parents[3] / "mappings"
SHIPPED = sorted((MAPPINGS / "matches").glob("*.yaml"))
BANK = (MAPPINGS / "matches" / "bank_vouchers.yaml").read_text(encoding="utf-8")


def told(tmp_path: Path, old: str, new: str) -> str:
    assert old in BANK
    path = tmp_path / "bank_vouchers.yaml"
    path.write_text(BANK.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_match(path)
    assert error.value.code == "mapping_invalid"
    return error.value.message


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_match_file_is_right_and_has_examples(path: Path) -> None:
    plan = load_match(path)
    assert plan.name == path.stem
    assert set(plan.title) == {"nb", "nn", "en"}
    assert len(plan.sha256) == 64
    assert list((MAPPINGS / "examples" / path.stem).glob("*/expected.yaml"))


@pytest.mark.parametrize("model", [MatchFile, ListSide])
def test_every_key_is_described_for_those_who_write_it(model: type) -> None:
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_a_routine_that_settles_refunds_is_a_match_file_too() -> None:
    plan = load_match(MAPPINGS / "routines" / "nav_refunds.yaml")
    assert (plan.a.record, plan.b.record) == ("settlement_line", "claim")
    assert plan.a.faults == "refuse_file"
    assert plan.b.less == "settled"
    assert plan.signs == "together"


def test_without_settles_every_benefit_may_settle() -> None:
    plan = load_match(MAPPINGS / "matches" / "bank_vouchers.yaml")
    assert all(each.takes("whatever") for each in plan.passes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("identity: reference", "identity: referense", "did you mean 'reference'"),
        ("amount: amount", "amount: reference", "allowed: amount"),
        ("record: voucher", "record: vouchers", "did you mean 'voucher'"),
        ("signs: apart", "signs: split", "allowed: together, apart"),
        ("signs: apart", "sings: apart", "did you mean 'signs'"),
        ("formats: [vouchers_csv]", "formats: [camt.053]", "gives the record bank_entry"),
        ("name: bank_vouchers", "name: vouchers", "the file's own name"),
        ("  unit: account\n", "", "unit must be named for both lists"),
        ("name: group_sum", "name: exact", "two passes have the same name"),
        ("signs: apart", "signs: apart\nsettles: [x]", "settles needs benefit"),
        ("outcome: suggest", "outcome: settle", "may only suggest"),
    ],
)
def test_a_fault_is_said_with_what_is_allowed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    message = told(tmp_path, old, new)
    assert said in message
    assert "line " in message


def test_every_reason_has_words_in_every_language() -> None:
    assert set(REASONS) == {each.value for each in OpenReason}
    assert set(GATES) == {each.value for each in Gate}
    for texts in (*REASONS.values(), *GATES.values(), *WORDS.values()):
        assert set(texts) == {"nb", "nn", "en"}
        assert all(texts.values())


def test_a_reason_of_tomorrow_is_shown_as_it_is() -> None:
    assert reason("something_new") == "something_new"
