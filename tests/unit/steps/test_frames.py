"""A frame made from records is the frame that a reader gives of the same rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.records import COLUMNS, IncomeRequest, SicknessApplication
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.steps.frames import empty_frame, frame_of

FNR, UNIT = "14829000017", "310000027"
FORMATS = Path(__file__).parents[3] / "mappings" / "formats"


def _read(name: str, text: str) -> pd.DataFrame:
    form = load_format(FORMATS / f"{name}.yaml")
    return read(form, text.encode(), source="x", identities="synthetic").frame


def test_requests() -> None:
    days = (date(2026, 5, 15), date(2026, 6, 30), date(2026, 6, 5))
    made = IncomeRequest(2, "r1", OrgNr(UNIT), Fnr(FNR), "AKTIV", *days)
    given = _read(
        "income_requests_csv",
        "navReferanseId;orgnr;fnr;status;sykmeldingFom;sykmeldingTom;opprettetTid\r\n"
        f"r1;{UNIT};{FNR};AKTIV;2026-05-15;2026-06-30;2026-06-05\r\n",
    )
    columns = list(COLUMNS["income_request"])
    pd.testing.assert_frame_equal(frame_of("income_request", [made]), given[columns])


def test_applications_with_and_without_grades() -> None:
    first, last, came = date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 2)
    about = ("s1", OrgNr(UNIT), Fnr(FNR), came)
    made = [
        SicknessApplication(2, *about, "SYKDOM", first, last, 80, None),
        SicknessApplication(3, *about, "FERIE", first, first, None, None),
    ]
    given = _read(
        "sickness_applications_csv",
        "soeknadId;orgnr;fnr;mottatTid;del;fom;tom;sykmeldingsgrad;faktiskGrad\r\n"
        f"s1;{UNIT};{FNR};2026-07-02;SYKDOM;2026-06-01;2026-06-30;80;\r\n"
        f"s1;{UNIT};{FNR};2026-07-02;FERIE;2026-06-01;2026-06-01;;\r\n",
    )
    columns = list(COLUMNS["sickness_application"])
    pd.testing.assert_frame_equal(frame_of("sickness_application", made), given[columns])


@pytest.mark.parametrize("record", ["income_request", "income_submission", "sickness_application"])
def test_no_records_give_an_empty_frame_of_the_same_kinds(record: str) -> None:
    empty = empty_frame(record).drop(columns="sha256")
    pd.testing.assert_frame_equal(frame_of(record, []), empty)
