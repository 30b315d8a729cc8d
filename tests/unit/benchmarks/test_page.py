"""The explanation's tables say what was measured, and nothing that was not."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.matching_parts import page


@pytest.mark.parametrize("path", page.PAGES, ids=lambda path: path.stem)
def test_the_page_holds_the_figures_of_the_results_file(path) -> None:
    text = path.read_text("utf-8")
    assert "<!-- figures: " in text
    assert page.fill(text, json.loads(page.RESULTS.read_text("utf-8"))) == text


def test_only_the_tables_are_made_anew() -> None:
    text = "before\n<!-- figures: speed -->\nold\n<!-- end -->\nafter\n"
    figure = {
        "name": "matching.growth",
        "value": 1.2345,
        "unit": "x",
        "goal": 1.5,
        "better": "lower",
        "context": "grows",
    }
    filled = page.fill(text, [figure, {**figure, "name": "settlement.other"}])
    assert filled.startswith("before\n<!-- figures: speed -->\n| figure")
    assert "| `growth` | 1.23 x | ≤ 1.5 | grows |" in filled
    assert "other" not in filled
    assert "old" not in filled
    assert filled.endswith("<!-- end -->\nafter\n")


def test_both_engines_stand_beside_each_other() -> None:
    text = "<!-- figures: reviewing -->\n<!-- end --><!-- figures: race -->\n<!-- end -->"
    shared = {"unit": "ms", "goal": 150.0, "better": "lower", "context": "at once"}
    figures = [
        {"name": "reviewing.sqlite.case_p99", "value": 101.4, **shared},
        {"name": "reviewing.postgresql.case_p99", "value": 98.7, **shared},
        {"name": "reviewing.race.sqlite.decided_once", "value": 3, **shared, "better": "higher"},
    ]
    filled = page.fill(text, figures)
    assert "| `case_p99` | 101 ms | 98.7 ms | ≤ 150 |" in filled
    assert "| `decided_once` | 3 ms | – | ≥ 150 |" in filled


@pytest.mark.parametrize(("path", "count"), list(zip(page.PAGES, (7, 1, 0, 0, 0, 0), strict=True)))
def test_every_picture_is_there_and_has_a_description(path, count) -> None:
    shown = re.findall(r"!\[(.+?)\]\((pictures/.+?)\)", path.read_text("utf-8"))
    assert len(shown) == count
    for told, picture in shown:
        drawn = (page.PAGE.parent / picture).read_text("utf-8")
        assert told
        assert "<title" in drawn
        assert "<desc" in drawn
