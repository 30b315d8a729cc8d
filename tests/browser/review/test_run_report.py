"""The run's page, as a file in a browser: WCAG 2.1 A and AA, light and dark, wide and narrow."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rutine.cases.figures.trend import MonthOfRuns
from rutine.cases.runs import AgedClaims, Control, RunState, RunSummary, RunView
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.steps.report_page import PageFacts, page

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SUMMARY = RunSummary(
    state=RunState.CASES, files=3, lines=1344, claims=1619, settled_lines=1255, rejected=14,
    settled_claims=1273, carried=620, cases=220, new_cases=101,
    reasons={"D00": 80, "D43": 77, "D14": 32, "D22": 4, "D28": 1},
    controls=(
        Control(name="file", status="ok", expected="44", found="44", kind="count"),
        Control(
            name="total", status="failed", expected="1", found="2", kind="ore", label="report 1"
        ),
        Control(name="bank", status="not_possible", expected="100", kind="ore", label="report 1"),
    ),
    ages=(
        AgedClaims(age="in_time", claims=554, amount=678_077_505),
        AgedClaims(age="late", claims=215, amount=244_150_455),
        AgedClaims(age="overdue", claims=65, amount=64_563_539),
        AgedClaims(age="old", claims=16, amount=8_525_273),
        AgedClaims(age="unknown", claims=0, amount=0),
    ),
)  # fmt: skip
EMPTY = RunSummary(state=RunState.CLEAN, reason="nothing_new")
MONTHS = tuple(MonthOfRuns(f"2026-{month:02d}", 300 + month, 280) for month in range(1, 13))


def written(folder: Path, summary: RunSummary, language: Language) -> str:
    moment = datetime(2026, 11, 2, 8, tzinfo=UTC)
    run = RunView(
        "6f1a2a34-0000-4000-8000-000000000000", 7, "nav_refunds", OrgNr("900000006"), None,
        summary.state, moment, moment, {"routines/nav_refunds.yaml": "a" * 64}, summary,
    )  # fmt: skip
    months = MONTHS if summary.lines else ()
    facts = PageFacts(run, summary, "Tenkt kommune", "2026-12", months, language)
    file = folder / f"{language}-{summary.lines}.html"
    file.write_text(page(facts), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 320])
def test_the_runs_page_breaks_no_rule_and_does_not_scroll_sideways(
    chromium, tmp_path, scheme, width
):
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    visited = context.new_page()
    asked, faults = [], []
    visited.on("request", lambda request: asked.append(request.url))
    addresses = [
        written(tmp_path, summary, language)
        for summary in (SUMMARY, EMPTY)
        for language in Language
    ]
    for address in addresses:
        visited.goto(address)
        visited.evaluate(AXE)
        found = visited.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
        )
        assert len(found["passes"]) > 10
        faults += [
            f"{address}: {fault['id']} {node['target']} {node.get('failureSummary', '')}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
        wide = visited.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{address}: {wide} points wide")
        # Text in a chart is never below 10 pixels on the screen.
        small = visited.evaluate(
            """() => [...document.querySelectorAll('svg text')]
                .filter(text => text.getBoundingClientRect().height < 10).length"""
        )
        assert small == 0
    context.close()
    assert faults == []
    assert asked == addresses
