"""Impossible input is refused with the field and the reason, and never with its values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rutine.core.errors import InputError
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
from tests.expected_people import EMPLOYER, account, basis, job, report, tables

NOTE = {"kind": "sick_note", "from": "2018-01-01", "to": "2018-01-31"}
PAY = {"absence_from": "2018-01-01", "monthly_income": "31 000", "monthly_refund": "31 000"}


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
        ({**NOTE, "to": "9999-12-31"}, "basis", "is the last day missing"),
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
            {"employer": EMPLOYER, "from": "2018-01-01", "to": "2018-01-02", "hours": "4"},
            "a part day is one day",
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
