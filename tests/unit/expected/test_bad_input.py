"""Impossible input is refused with the field and the reason, and never with its values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rutine.core.errors import InputError
from rutine.formats.identifier_columns import Identities
from rutine.refunds.expected.basis import (
    AbsencePeriod,
    Basis,
    CareDays,
    IncomeReported,
    Job,
    Uptake,
    refused,
)
from rutine.routines.expected_case import load_case
from tests.expected_people import EMPLOYER, OTHER, PERSON, account, basis, job, report, tables

NOTE = {"kind": "sick_note", "from": "2018-01-01", "to": "2018-01-31"}
PAY = {"absence_from": "2018-01-01", "monthly_income": "31 000", "monthly_refund": "31 000"}

STATED = {"employer": EMPLOYER, "from": "2018-01-01", "to": "2018-01-05"}


def refusal(model: Any, **fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields)
    return refused(caught.value).message


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({**NOTE, "grade": 110}, "grade", "less than or equal to 100"),
        ({**NOTE, "grade": -1}, "grade", "greater than or equal to 0"),
        ({**NOTE, "to": "2017-12-31"}, "basis", "`to` is before `from`"),
        ({**NOTE, "to": "2060-12-31"}, "basis", "is the last day missing"),
        ({**NOTE, "to": "9999-12-31"}, "to", "the year must be from 1900 to 2100"),
        ({**NOTE, "from": "0002-01-01"}, "from", "the year must be from 1900 to 2100"),
        ({**NOTE, "kind": "tired"}, "kind", "sick_note"),
        ({**NOTE, "from": "31.01.2018"}, "from", "date"),
        ({"kind": "holiday", "from": "2018-01-01"}, "to", "required"),
        ({**NOTE, "colour": "red"}, "colour", "not permitted"),
    ],
)
def test_an_absence_that_cannot_be(fields: dict[str, Any], field: str, reason: str):
    told = refusal(AbsencePeriod, **fields)
    assert f"{field}: " in told
    assert reason in told


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({k: v for k, v in PAY.items() if k != "monthly_income"}, "monthly_income", "required"),
        ({**PAY, "monthly_income": "-1"}, "monthly_income", "greater than or equal"),
        ({**PAY, "monthly_income": "31.5"}, "monthly_income", "amount in kroner"),
        ({**PAY, "monthly_income": 31000.5}, "monthly_income", "valid integer"),
        ({**PAY, "refund_ends": "never"}, "refund_ends", "date"),
        (
            {**PAY, "changes": [{"from": "2018-02-01", "monthly_refund": "0"}] * 2},
            "changes",
            "two changes on the same day",
        ),
        ({**PAY, "sent": "2222-01-01"}, "sent", "the year must be from 1900 to 2100"),
    ],
)
def test_an_income_report_that_cannot_be(fields: dict[str, Any], field: str, reason: str):
    told = refusal(IncomeReported, **fields)
    assert f"{field}: " in told
    assert reason in told


def test_overlapping_sick_notes_in_one_job_are_refused():
    told = refusal(
        Job,
        employer=EMPLOYER.reveal(),
        absences=[NOTE, {**NOTE, "from": "2018-01-31", "to": "2018-02-02"}],
    )
    assert "two periods of sick notes and self-certifications overlap" in told
    two_free = [{**NOTE, "kind": "holiday"}, {**NOTE, "kind": "leave"}]
    assert "two periods of free days overlap" in refusal(
        Job, employer=EMPLOYER.reveal(), absences=two_free
    )


def test_holiday_over_a_sick_note_is_allowed():
    both = [NOTE, {"kind": "holiday", "from": "2018-01-08", "to": "2018-01-12"}]
    assert len(Job.model_validate({"employer": EMPLOYER.reveal(), "absences": both}).absences) == 2


@pytest.mark.parametrize(
    ("model", "fields", "reason"),
    [
        (Job, {"employer": "900000007"}, "control digit"),
        (
            Job,
            {
                "employer": "900000006",
                "employed_from": "2018-02-01",
                "employed_to": "2018-01-01",
            },
            "employed_to is before employed_from",
        ),
        (
            Job,
            {"employer": "900000006", "employed_from": "9999-12-31"},
            "employed_from: the year must be from 1900 to 2100",
        ),
        (
            Job,
            {"employer": "900000006", "incomes": [PAY, {**PAY, "monthly_income": "1"}]},
            "incomes: two reports with the same absence_from and sent",
        ),
        (
            Basis,
            {"jobs": [job()], "birth_date": "1990-01-01", "death": "1989-12-31"},
            "death: death is before birth_date",
        ),
        (
            Basis,
            {"jobs": [job()], "uptake": [STATED, {**STATED, "from": "2018-01-05"}]},
            "uptake: two periods for one employer overlap",
        ),
        (
            Basis,
            {"jobs": [job()], "care_days": [STATED, {**STATED, "hours": "3"}]},
            "care_days: a day is stated twice for one employer",
        ),
        (
            Basis,
            {"jobs": [job()], "paid_days": [{"day": "2018-01-01", "employer": EMPLOYER}] * 2},
            "paid_days: a day is stated twice for one employer",
        ),
        (Basis, {"jobs": []}, "at least 1 item"),
        (Basis, {"jobs": [job(), job()]}, "one for each sub-unit"),
        (Basis, {"jobs": [job()], "cover": 90}, "cover is 80 or 100"),
        (
            Uptake,
            {"employer": EMPLOYER, "from": "2018-01-01", "to": "2018-01-31", "position": 0},
            "greater than 0",
        ),
        (
            CareDays,
            {"employer": EMPLOYER, "from": "2018-01-01", "to": "2018-01-01", "hours": "4.2"},
            "whole and half hours",
        ),
        (
            CareDays,
            {"employer": EMPLOYER, "from": "2018-01-01", "to": "2018-01-01", "hours": "8"},
            "less than or equal to 7.5",
        ),
    ],
)
def test_other_input_that_cannot_be(model: Any, fields: dict[str, Any], reason: str):
    assert reason in refusal(model, **fields)


def test_a_refusal_repeats_no_value():
    told = refusal(IncomeReported, **{**PAY, "monthly_income": "98 765x"})
    assert "98" not in told
    assert "765" not in told


def test_an_account_shows_neither_person_nor_income_in_its_repr():
    shown = repr(account(basis(job("31S", incomes=(report(income="98 765"),)))))
    assert "01819000049" not in shown
    assert "9876500" not in shown


def test_a_yaml_case_names_file_line_and_meaning(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text(
        """\
person: "01819000049"
employer: "900000006"
period: {from: 2018-01-01, to: 2018-01-31}
basis:
  jobs:
    - employer: "900000006"
      absences:
        - {kind: sick_note, from: 2018-01-01, to: 2018-01-31, grade: 110}
      income: []
""",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_case(path)
    told = str(caught.value)
    assert caught.value.code == "mapping_invalid"
    assert "line 8: basis.jobs.1.absences.1.grade" in told
    assert "line 9: unknown key 'income'" in told
    assert "did you mean 'incomes'" in told


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text(
        """\
person: "01819000049"
employer: "900000006"
period: {from: 2018-02-01, to: 2018-01-31}
basis: {jobs: [{employer: "900000006"}]}
""",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="period"):
        load_case(path).answer(tables())


def test_the_same_days_in_two_jobs_are_possible():
    elsewhere = {**STATED, "employer": OTHER}
    fields = {"jobs": [job()], "uptake": [STATED, elsewhere], "care_days": [STATED, elsewhere]}
    assert len(Basis.model_validate(fields).uptake) == 2


def test_a_day_may_be_paid_with_two_benefits():
    paid = [{"day": "2018-01-01", "employer": EMPLOYER, "benefit": code} for code in "49"]
    assert len(Basis.model_validate({"jobs": [job()], "paid_days": paid}).paid_days or ()) == 2


CASE = """\
person: "{person}"
employer: "900000006"
period: {{from: 2018-01-01, to: 2018-01-31}}
basis:
  jobs:
    - employer: "900000006"
      incomes:
        - {{absence_from: 2018-01-01, monthly_income: "{income}", monthly_refund: "1"}}
"""


def case_error(tmp_path: Path, identities: Identities = "synthetic", **fields: str) -> InputError:
    path = tmp_path / "case.yaml"
    path.write_text(
        CASE.format(**{"person": PERSON.reveal(), "income": "1", **fields}), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        load_case(path, identities)
    return caught.value


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"income": "-1"},
            "line 8: basis.jobs.1.incomes.1.monthly_income: input should be greater than or",
        ),
        ({"person": "01819000048"}, "line 1: person: not a national id: the control digits"),
    ],
)
def test_a_fault_of_a_case_is_told_once_with_its_own_remedy(
    tmp_path: Path, fields: dict[str, str], fault: str
):
    error = case_error(tmp_path, **fields)
    assert "has 1 fault:" in error.message
    assert fault in error.message
    assert error.remedy == "Correct the case file, and run `rutine expected` again."


def test_an_empty_list_of_jobs_is_still_a_fault(tmp_path: Path):
    path = tmp_path / "case.yaml"
    head = CASE.format(person=PERSON.reveal(), income="1").partition("basis:")[0]
    path.write_text(f"{head}basis: {{jobs: []}}\n", encoding="utf-8")
    with pytest.raises(InputError, match="at least 1 item"):
        load_case(path)


def test_a_case_is_of_the_mode_it_is_used_in(tmp_path: Path):
    error = case_error(tmp_path, "real")
    assert error.code == "case_person_synthetic"
    assert PERSON.reveal() not in str(error)
    may_live = "".join(map(str, made_up_real_id()))
    error = case_error(tmp_path, person=may_live)
    assert error.code == "case_person_real"
    assert may_live not in str(error)


def made_up_real_id() -> list[int]:
    """Digits that a living person could have, computed here so that none is written down."""
    for serial in range(1000):
        digits = [0, 1, 0, 1, 9, 0, *map(int, f"{serial:03d}")]
        for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
            digits.append(-sum(d * w for d, w in zip(digits, weights, strict=True)) % 11)
        if max(digits) < 10:
            return digits
    raise AssertionError
