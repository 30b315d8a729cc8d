"""The stop controls of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from rutine.core.differences import Action
from rutine.core.identifiers import AccountNumber
from rutine.core.money import Ore
from rutine.refunds.controls import (
    ControlName,
    ControlStatus,
    ReportFigures,
    check_reports,
    failed,
    stopped_report,
)

OK, FAILED, NOT_POSSIBLE = ControlStatus.OK, ControlStatus.FAILED, ControlStatus.NOT_POSSIBLE
PAID = date(2026, 9, 1)


def _account(serial: int) -> AccountNumber:
    numbers = (f"1234560{n:04d}" for n in range(1000))
    return [AccountNumber(n) for n in numbers if AccountNumber.is_valid(n)][serial]


@pytest.fixture
def report(orgnrs) -> ReportFigures:
    return ReportFigures(
        report_id=1128,
        asked=orgnrs[0],
        value_date=PAID,
        page_total=Ore(909_300),
        faults=0,
        line_total=Ore(909_300),
        owners=(orgnrs[0],),
        accounts=(_account(0),),
    )


def _statement(*entries: tuple[date, int], account: AccountNumber | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(entries, columns=["value_date", "amount"])
    frame["value_date"] = pd.to_datetime(frame["value_date"]).astype("datetime64[s]")
    return frame.assign(account=(account or _account(0)).reveal()).astype({"amount": "int64"})


def _status(report, *, statement=None, registered=None) -> dict[str, ControlStatus]:
    accounts = {_account(0)} if registered is None else registered
    controls = check_reports([report], registered=accounts, statement=statement)
    return {control.name.value: control.status for control in controls[report.report_id]}


def test_a_good_report_passes_every_control(report) -> None:
    assert _status(report, statement=_statement((PAID, 909_300))) == dict.fromkeys(
        ["file", "owner", "total", "account", "bank"], OK
    )


@pytest.mark.parametrize(
    ("change", "control"),
    [
        ({"faults": 2}, "file"),
        ({"page_total": Ore(909_301)}, "total"),
        ({"line_total": Ore(0)}, "total"),
        ({"accounts": (_account(1),)}, "account"),
        ({"accounts": (_account(0), _account(1))}, "account"),
    ],
)
def test_each_fault_fails_its_own_control(report, change, control) -> None:
    status = _status(replace(report, **change))
    assert [name for name, each in status.items() if each is FAILED] == [control]


def test_a_report_of_another_employer_fails(report, orgnrs) -> None:
    assert _status(replace(report, owners=(orgnrs[1],)))["owner"] is FAILED
    assert _status(replace(report, owners=(orgnrs[0], orgnrs[1])))["owner"] is FAILED


def test_what_is_not_at_hand_makes_a_control_impossible(report) -> None:
    bare = replace(report, page_total=None, owners=(), value_date=None)
    status = _status(bare, registered=set(), statement=_statement((PAID, 909_300)))
    assert status == {"file": OK} | dict.fromkeys(
        ["owner", "total", "account", "bank"], NOT_POSSIBLE
    )


@pytest.mark.parametrize(("days", "status"), [(0, OK), (3, OK), (4, FAILED)])
def test_the_bank_may_value_the_credit_a_few_days_later(report, days, status) -> None:
    later = date(2026, 9, 1 + days)
    statement = _statement((PAID, 5), (later, 909_300))
    assert _status(report, statement=statement)["bank"] is status


def test_a_credit_of_another_amount_or_account_is_not_the_credit(report) -> None:
    assert _status(report, statement=_statement((PAID, 909_299)))["bank"] is FAILED
    elsewhere = _statement((PAID, 909_300), account=_account(1))
    assert _status(report, statement=elsewhere)["bank"] is NOT_POSSIBLE


def test_a_statement_that_ends_before_the_day_proves_nothing(report) -> None:
    assert _status(report, statement=_statement((date(2026, 8, 31), 5)))["bank"] is NOT_POSSIBLE


def test_a_statement_that_begins_after_the_day_proves_nothing(report) -> None:
    assert _status(report, statement=_statement((date(2026, 9, 5), 5)))["bank"] is NOT_POSSIBLE


def test_one_credit_proves_one_report(report) -> None:
    twins = [report, replace(report, report_id=1129)]
    statement = _statement((PAID, 909_300), (date(2026, 9, 30), 1))
    found = check_reports(twins, registered=[_account(0)], statement=statement)
    assert [found[number][-1].status for number in (1128, 1129)] == [OK, FAILED]
    statement = _statement((PAID, 909_300), (date(2026, 9, 2), 909_300))
    found = check_reports(twins, registered=[_account(0)], statement=statement)
    assert [found[number][-1].status for number in (1128, 1129)] == [OK, OK]


def test_a_report_that_nets_to_nothing_brings_no_credit(report) -> None:
    nothing = replace(report, page_total=Ore(0), line_total=Ore(0))
    assert _status(nothing, statement=_statement((PAID, 5)))["bank"] is NOT_POSSIBLE


def test_controls_come_in_their_order(report) -> None:
    controls = check_reports([report], registered=[], statement=None)[1128]
    assert [control.name for control in controls] == list(ControlName)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"faults": 1, "line_total": Ore(1)}, "D40"),
        ({"line_total": Ore(1)}, "D37"),
        ({"accounts": (_account(1),)}, "D36"),
    ],
)
def test_a_stopped_report_is_one_case_with_the_first_failed_control(report, change, reason) -> None:
    stopped = replace(report, **change)
    controls = check_reports([stopped], registered=[_account(0)], statement=None)[1128]
    case = stopped_report(stopped, controls)
    assert case is not None
    assert (case.kind, case.reason, case.reference) == ("report", reason, "1128")
    assert case.suggestion is None or case.suggestion in case.permitted
    shown = {each.field for each in case.evidence if not each.equal}
    assert shown == {control.name.value for control in failed(controls)}


def test_an_unknown_account_is_never_waved_through_by_suggestion(report) -> None:
    stopped = replace(report, accounts=(_account(1),))
    controls = check_reports([stopped], registered=[_account(0)], statement=None)[1128]
    case = stopped_report(stopped, controls)
    assert case is not None
    assert case.suggestion is None
    assert Action.ACCEPT_PAID not in case.permitted


def test_a_report_that_passed_is_no_case(report) -> None:
    controls = check_reports([report], registered=[], statement=None)[1128]
    assert stopped_report(report, controls) is None
