"""Match files: a closed vocabulary, and every fault said with its line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.core.records import RECORD_TYPES
from rutine.matching import OpenReason
from rutine.matching.explanation import Gate
from rutine.matching.passes import Method
from rutine.routines.match_file import PERSONAL, ListSide, MatchFile, load_match
from rutine.routines.match_texts import (
    GATES,
    LOOSENED,
    METHODS,
    REASONS,
    WORDS,
    pass_title,
    reason,
)

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


def test_a_routine_takes_names_along_only_where_a_pass_reads_them(tmp_path: Path) -> None:
    routine = MAPPINGS / "routines" / "nav_refunds.yaml"
    assert load_match(routine).a.name is None
    near = (
        "  - {name: near, method: unique, identity: near, outcome: suggest}\n\n# Ytelseskoder som"
    )
    text = routine.read_text(encoding="utf-8").replace("\n# Ytelseskoder som", near, 1)
    (tmp_path / routine.name).write_text(text, encoding="utf-8")
    assert load_match(tmp_path / routine.name).b.name == "name"


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
        ("key: voucher_id", "key: text", "'text' can't be used here; allowed: row"),
        ("key: voucher_id", "key: account", "'account' can't be used here"),
        ("key: voucher_id", "key: reference", "'reference' can't be used here"),
        ("  first: posted\n  last: posted\n", "", "no row can ever be settled"),
        ("  last: posted\n", "", "first and last go together"),
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
    assert set(METHODS) == {each.value for each in Method}
    for texts in (
        *REASONS.values(),
        *GATES.values(),
        *METHODS.values(),
        *LOOSENED.values(),
        *WORDS.values(),
    ):
        assert set(texts) == {"nb", "nn", "en"}
        assert all(texts.values())


def test_a_reason_of_tomorrow_is_shown_as_it_is() -> None:
    assert reason("something_new") == "something_new"


@pytest.mark.parametrize("record", RECORD_TYPES)
def test_no_field_that_holds_a_person_or_an_account_may_be_a_key(record: str) -> None:
    types = {field.name: str(field.type) for field in fields(RECORD_TYPES[record])}
    held = {name for name, kind in types.items() if kind in {"Fnr", "AccountNumber"}}
    assert held | ({"name", "counterparty"} & set(types)) <= PERSONAL


@pytest.mark.parametrize("key", ["person", "name"])
def test_a_claim_is_not_named_by_its_person(tmp_path: Path, key: str) -> None:
    text = (MAPPINGS / "matches" / "nav_claims.yaml").read_text(encoding="utf-8")
    path = tmp_path / "nav_claims.yaml"
    path.write_text(text.replace("key: claim_id", f"key: {key}"), encoding="utf-8")
    with pytest.raises(InputError, match=f"'{key}' can't be used here"):
        load_match(path)


def test_a_list_without_days_may_be_used_where_every_pass_looks_past_them(tmp_path: Path) -> None:
    head, _, _ = BANK.partition("match:\n")
    text = head.replace("  first: posted\n  last: posted\n", "") + (
        "match:\n  - {name: undated, method: unique, period: missing, outcome: suggest}\n"
    )
    path = tmp_path / "bank_vouchers.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_match(path).b.first is None


def test_a_pass_is_called_by_its_title_else_by_what_it_does() -> None:
    plan = load_match(MAPPINGS / "matches" / "nav_claims.yaml")
    passes = {each.name: each for each in plan.passes}
    assert pass_title(passes["exact"], {}, "nn") == "ein mot ein, alt likt"
    assert pass_title(passes["missing_period"], {}) == "den eneste som passer, en dato mangler"
    assert pass_title(passes["exact"], {"nb": "alt likt"}, "en") == "alt likt"
    told = [pass_title(each, {}) for each in plan.passes]
    assert len(set(told)) == len(told)


def test_every_shipped_pass_has_a_title_in_all_languages_or_none() -> None:
    for path in SHIPPED:
        for title in load_match(path).titles.values():
            assert set(title) in (set(), {"nb", "nn", "en"})
