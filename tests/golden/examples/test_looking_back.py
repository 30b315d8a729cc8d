"""Examples of what earlier reports say of holiday pay, recoveries and corrections.

A folder holds reports named by their value dates, the last of them the one that is settled, and
`expected.yaml`: since when every month has a report, the reason of the case, and the sentences
that the reviewer reads. `claims.csv` lies beside them where payroll claims something.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from pydantic import BaseModel, ConfigDict

from rutine.core.differences import Action, RowRef, Side
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.matching import match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.looking_back.received import Received, ReceivedLine
from rutine.refunds.reconciliation import Reconciliation, reconcile
from rutine.review.case.background import background
from rutine.review.catalogue import catalogue
from rutine.routines.routine_file import load_refund_routine
from rutine.routines.tables import load_tables
from rutine.steps.frames import empty_frame
from tests.golden.examples.stated import FOLDER, Stated

MAPPINGS = FOLDER.parent
EXAMPLES = sorted((FOLDER / "looking_back").iterdir())
ROUTINE = load_refund_routine(MAPPINGS / "routines" / "nav_refunds.yaml")
TABLES = load_tables(MAPPINGS / "tables").tables


class Expected(BaseModel):
    """What the example shows."""

    model_config = ConfigDict(extra="forbid")

    reports_from: date
    reason: str
    suggests: Action | None = None
    says: tuple[str, ...]
    payments: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    example_of: tuple[str, ...] = ()
    not_example_of: tuple[str, ...] = ()


def _read(path: Path, form: str) -> pd.DataFrame:
    reading = read(
        load_format(MAPPINGS / "formats" / f"{form}.yaml"),
        path.read_bytes(),
        source=path.name,
        identities="synthetic",
    )
    assert reading.errors == ()
    return reading.frame.assign(sha256=path.stem)


def _received(frames: dict[date, pd.DataFrame], since: date, persons: frozenset[str]) -> Received:
    lines: dict[str, list[ReceivedLine]] = {}
    for value_date, frame in frames.items():
        for row in frame[frame["person"].isin(list(persons))].to_dict("records"):
            first, last = (
                None if pd.isna(row[name]) else row[name].date() for name in ("first", "last")
            )
            line = ReceivedLine(
                RowRef(side=Side.LINE, sha256=row["sha256"], row=int(row["row"])),
                f"{value_date:%y%m}",
                value_date,
                row["person"],
                row["sub_unit"],
                row["benefit"],
                first,
                last,
                Ore(int(row["amount"])),
            )
            lines.setdefault(line.person, []).append(line)
    return Received(TABLES, lines, frozenset(_months(since, max(frames))))


def _months(since: date, until: date) -> Iterator[str]:
    month = since.replace(day=1)
    while month <= until:
        yield f"{month:%Y-%m}"
        month = months_before(month, -1)


def settled(folder: Path, since: date) -> Reconciliation:
    frames = {
        date.fromisoformat(path.stem): _read(path, "nav_settlement")
        for path in sorted(folder.glob("2*.csv"))
    }
    as_of = max(frames)
    claims = folder / "claims.csv"
    return reconcile(
        frames[as_of].assign(report_id=1),
        _read(claims, "payroll_claims_csv") if claims.exists() else empty_frame("claim"),
        match=partial(match, passes=ROUTINE.passes),
        employer=OrgNr(frames[as_of]["employer"].iloc[0]),
        sub_units=(),
        as_of=as_of,
        limits=AgeLimits(ROUTINE.waiting.soft_weeks, ROUTINE.waiting.hard_weeks),
        received=partial(_received, frames, since),
    )


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_says_what_it_should(folder: Path) -> None:
    told = parse_model(load_yaml(folder / "expected.yaml"), Expected)
    found = settled(folder, told.reports_from)
    assert found.settlements == ()
    (case,) = found.differences
    shown = background(catalogue(Language.NB), case.reason, case.evidence)
    assert shown is not None
    assert shown.sentences == told.says
    assert shown.payments == told.payments
    assert shown.after == told.after
    assert (case.reason, case.suggestion) == (told.reason, told.suggests)
    Stated(told.example_of, told.not_example_of).check({case.reason})


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", [Language.NN, Language.EN])
def test_other_languages_say_as_much(folder: Path, language: Language) -> None:
    told = parse_model(load_yaml(folder / "expected.yaml"), Expected)
    (case,) = settled(folder, told.reports_from).differences
    shown = background(catalogue(language), case.reason, case.evidence)
    assert shown is not None
    counts = [len(part) for part in (shown.sentences, shown.payments, shown.after)]
    assert counts == [len(part) for part in (told.says, told.payments, told.after)]
    assert not (language is Language.EN and set(shown.sentences) & set(told.says))
