"""Every example beside the routine ends as its `expected.yaml` says. Added without Python."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rutine.core.differences import RowRef, Side
from rutine.core.identifiers import OrgNr
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.formats.yaml_source import load_yaml
from rutine.matching import match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.reconciliation import Reconciliation, reconcile
from rutine.routines.registers import Lists, look_up
from rutine.routines.routine_file import load_routine
from rutine.routines.tables import load_tables
from tests.golden.examples.stated import Stated

MAPPINGS = Path(__file__).parents[3] / "mappings"
EXAMPLES = sorted((MAPPINGS / "examples" / "nav_refunds").iterdir())
TABLES = load_tables(MAPPINGS / "tables").tables
ROUTINE = load_routine(MAPPINGS / "routines" / "nav_refunds.yaml")


def frame(path: Path, form: str) -> pd.DataFrame:
    reading = read(
        load_format(MAPPINGS / "formats" / f"{form}.yaml"),
        path.read_bytes(),
        source=path.name,
        identities="synthetic",
    )
    assert reading.errors == ()
    return reading.frame.assign(sha256=form)


def reconciled(
    folder: Path, as_of: date, sub_units: tuple[OrgNr, ...]
) -> tuple[Reconciliation, dict[RowRef, str]]:
    lines = frame(folder / "report.csv", "nav_settlement").assign(report_id=1)
    claims = frame(folder / "claims.csv", "payroll_claims_csv")
    lists = Lists(
        **{
            name: frame(folder / f"{name}.csv", f"{name}_csv")
            for name in Lists.__slots__
            if (folder / f"{name}.csv").exists()
        }
    )
    result = reconcile(
        lines,
        claims,
        match=partial(match, passes=ROUTINE.passes),
        employer=OrgNr(lines["employer"].iloc[0]),
        sub_units=sub_units,
        as_of=as_of,
        limits=AgeLimits(ROUTINE.waiting.soft_weeks, ROUTINE.waiting.hard_weeks),
        registers=partial(look_up, lists, TABLES) if lists else None,
    )
    ids = {
        RowRef(side=Side.CLAIM, sha256="payroll_claims_csv", row=int(row)): str(claim_id)
        for row, claim_id in zip(claims["row"], claims["claim_id"], strict=True)
    }
    return result, ids


def rows(refs: tuple[RowRef, ...], ids: dict[RowRef, str]) -> dict[str, list[str]]:
    lines = sorted(str(ref.row) for ref in refs if ref.side is Side.LINE)
    claims = sorted(ids[ref] for ref in refs if ref.side is Side.CLAIM)
    return {**({"lines": lines} if lines else {}), **({"claims": claims} if claims else {})}


def by_rows(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: (each.get("lines", []), each.get("claims", [])))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path) -> None:
    expected = load_yaml(folder / "expected.yaml").data
    stated = Stated.taken_from(expected)
    units = tuple(OrgNr(number) for number in expected.pop("sub_units", []))
    result, ids = reconciled(folder, date.fromisoformat(expected.pop("as_of")), units)
    settled = [{"pass": s.pass_name, **rows(s.rows, ids)} for s in result.settlements]
    cases = [{"reason": d.reason, **rows(d.rows, ids)} for d in result.differences]
    carried = sorted(each.claim_id for each in result.carried)
    assert by_rows(settled) == by_rows(expected.pop("settled", []))
    assert by_rows(cases) == by_rows(expected.pop("cases", []))
    assert carried == expected.pop("carried", [])
    assert expected == {}
    stated.check({*(case["reason"] for case in cases), *("D01" for _ in settled)})
