"""Years that the tables do not hold are said to be unknown, in every benefit and table."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute
from rutine.refunds.expected.basis import CareDays, Exemption, PaidDay, Uptake
from rutine.refunds.expected.batch.columns import columns_of
from rutine.refunds.expected.batch.computing import compute
from rutine.refunds.expected.tables import Unknown, UnknownNumberError
from rutine.routines.tables import load_tables
from tests.expected_people import EMPLOYER, MAPPINGS, ask, basis, job, kroner, report, tables

OLD = (date(2016, 3, 1), date(2016, 3, 31))


def test_a_number_is_not_stretched_backwards():
    day = date(2016, 12, 31)
    unknown = Unknown("days_a_year", day, "before_first_row")
    assert tables().row_at("days_a_year", day) == unknown
    with pytest.raises(UnknownNumberError, match="days_a_year on 2016-12-31") as caught:
        tables().count("days_a_year", day)
    assert (caught.value.code, caught.value.unknown) == ("unknown_year", unknown)
    assert tables().number("days_a_year", date(2017, 1, 1)) == Decimal(260)


@pytest.mark.parametrize("benefit", ["4", "6", "7", "1", "2", "3", "9", "Y", "Z"])
def test_a_period_before_the_tables_is_an_unknown_year(benefit: str):
    days = {"employer": EMPLOYER, "from": OLD[0], "to": OLD[1]}
    decision = {"kind": "chronic", "from": OLD[0], "to": OLD[1]}
    known = basis(
        job("31S", start=OLD[0], incomes=(report(OLD[0]),)),
        uptake=(Uptake.model_validate(days),),
        care_days=(CareDays.model_validate(days),),
        exemptions=(Exemption.model_validate(decision),),
    )
    found = ask(known, *OLD, benefit=benefit)
    assert isinstance(found, CannotCompute)
    assert found.code == "unknown_year"
    assert all(m.field.startswith("tables.") for m in found.missing)


def test_an_exemption_in_the_first_months_without_g_is_an_unknown_year():
    start = date(2017, 2, 1)
    decision = {"kind": "chronic", "from": start, "to": date(2017, 12, 31)}
    known = basis(
        job("31S", start=start, incomes=(report(start),)),
        exemptions=(Exemption.model_validate(decision),),
    )
    found = ask(known, start, date(2017, 2, 28), benefit="6")
    assert isinstance(found, CannotCompute)
    assert (found.code, found.missing[0].field) == ("unknown_year", "tables.g")


@pytest.mark.parametrize("known_paid", [True, False])
def test_holiday_pay_earned_before_the_tables_is_an_unknown_year(*, known_paid: bool):
    day = PaidDay(day=OLD[0], employer=EMPLOYER, benefit="4", to_employer=kroner("1 000"))
    known = basis(
        job("31S", start=OLD[0], incomes=(report(OLD[0]),)),
        paid_days=(day,) if known_paid else None,
    )
    found = ask(known, date(2017, 5, 1), date(2017, 5, 31), benefit="H")
    assert isinstance(found, CannotCompute)
    assert found.code == "unknown_year"


def test_the_batch_path_refuses_a_period_before_the_tables():
    with pytest.raises(InputError) as caught:
        compute(columns_of([basis()]), Period(*OLD), tables())
    assert caught.value.code == "unknown_year"


def test_a_year_of_g_left_out_is_refused(tmp_path: Path):
    folder = shutil.copytree(MAPPINGS / "tables", tmp_path / "tables")
    path = folder / "g.yaml"
    head, *rows = path.read_text(encoding="utf-8").split("  - from: ")
    kept = [row for row in rows if not row.startswith("2021-05-01")]
    assert len(kept) == len(rows) - 1
    path.write_text("  - from: ".join([head, *kept]), encoding="utf-8")
    with pytest.raises(InputError, match="from 2020-05-01 to 2022-05-01") as caught:
        load_tables(folder)
    assert caught.value.code == "table_incomplete"
