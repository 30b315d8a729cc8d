"""`make bench`: run the families, print one table and write `benchmarks/results.json`.

The explanation pages' tables are filled from it, so that no figure is copied by hand.

A figure is a ratio or a median; machines are noisy. `--only FAMILY` runs one of them and keeps
the others' figures in the file.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.matching_parts import page

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
FAMILIES = sorted(p.stem for p in FOLDER.glob("[a-z]*.py"))


def main() -> int:
    """Run what was asked for; exit code 1 when a figure misses its goal."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", choices=FAMILIES, help="one family")
    asked = parser.parse_args().only
    chosen = [asked] if asked else FAMILIES
    kept = [] if asked is None else [r for r in _results() if _family(r) != asked]
    console = Console()
    fresh: list[dict[str, Any]] = []
    for family in chosen:
        with console.status(f"{family} …"):
            fresh += importlib.import_module(f"benchmarks.{family}").run()
    RESULTS.write_text(json.dumps(kept + fresh, ensure_ascii=False, indent=1) + "\n", "utf-8")
    page.write()
    console.print(_table(fresh))
    return int(any(_reached(each) is False for each in fresh))


def _results() -> list[dict[str, Any]]:
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []


def _family(figure: dict[str, Any]) -> str:
    return str(figure["name"]).split(".", 1)[0]


def _reached(figure: dict[str, Any]) -> bool | None:
    """Whether the goal is met; None when there is none."""
    goal, value = figure.get("goal"), figure["value"]
    if goal is None:
        return None
    return bool(value <= goal if figure["better"] == "lower" else value >= goal)


def _table(figures: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("figure", "value", "unit", "goal", ""):
        table.add_column(column, no_wrap=True)
    table.add_column("context", overflow="fold")
    for each in figures:
        mark = {True: "✓", False: "✗", None: ""}[_reached(each)]
        goal = "" if each.get("goal") is None else f"{each['goal']:,}"
        table.add_row(
            each["name"], f"{each['value']:,.4g}", each["unit"], goal, mark, str(each["context"])
        )
    table.caption = f"{platform.machine()}, Python {platform.python_version()}"
    return table


if __name__ == "__main__":
    raise SystemExit(main())
