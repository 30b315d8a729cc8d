"""The pictures in the docs show the procedure as the routine file says it now."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.routines.drawing.layout import arrange
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.drawing.svg import whole_picture
from rutine.routines.routine_file import load_routine

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "docs" / "reference" / "pictures"
CHARTS = {"nav_refunds_today": today_chart, "nav_refunds_to_be": to_be_chart}


@pytest.mark.parametrize("name", list(CHARTS))
def test_the_picture_is_not_stale(name: str) -> None:
    chart = CHARTS[name](load_routine(ROOT / "mappings" / "routines" / "nav_refunds.yaml"), "nb")
    assert chart is not None
    drawn = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn == whole_picture(arrange(chart)).svg, "run `make docs` and commit what it writes"


def test_no_picture_is_left_that_nothing_draws() -> None:
    assert {path.stem for path in PICTURES.iterdir()} == set(CHARTS)
    page = (ROOT / "docs" / "how-to" / "draw-and-document.md").read_text(encoding="utf-8")
    assert all(f"(../reference/pictures/{name}.svg)" in page for name in CHARTS)
