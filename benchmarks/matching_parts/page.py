"""Fill the tables of the pages under `docs/explanation/` from `benchmarks/results.json`.

`make bench` does it after every run; `python -m benchmarks.matching_parts.page` does it alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "explanation" / "matching.md"
PAGES = (
    PAGE,
    *(
        PAGE.with_name(f"{name}.md")
        for name in ("obligations", "cover", "reviewing-speed", "many-employers", "known-shapes")
    ),
)
RESULTS = PROJECT / "benchmarks" / "results.json"

_TABLE = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TOLD = {
    "speed": ("matching.all_passes_", "matching.growth", "matching.files_"),
    "floor": ("matching.floor_", "matching.exact_", "matching.two_passes_", "matching.lead_"),
    "peers": ("matching.peers.",),
    "worst": ("matching.worst.",),
    "quality": ("matching.quality.",),
    "obligations": (
        "obligations.lead_",
        "obligations.wrong_",
        "obligations.unlike_",
        "obligations.all_",
        "obligations.growth_",
    ),
    "cover": ("obligations.cover.",),
    "truths": ("truths.",),
    "operations": ("operations.",),
    "monthly": ("matching.monthly.", "matching.same_groups."),
}
_BY_SEED = re.compile(r"matching\.quality\.(\w+)\.seed(\d+)\.(\w+)")
_ON_ENGINE = re.compile(r"reviewing\.(sqlite|postgresql)\.(\w+)")
_RACE_ON_ENGINE = re.compile(r"reviewing\.race\.(sqlite|postgresql)\.(\w+)")
_BY_CAUSE = re.compile(r"matching\.quality\.(\w+)\.(D\d+)\.right")


def fill(page: str, figures: Iterable[dict[str, Any]]) -> str:
    """The page with its tables made anew; the rest of it is left as it is."""
    known = list(figures)

    def table(found: re.Match[str]) -> str:
        rows = {
            "kinds": _kinds,
            "quality": _quality,
            "reviewing": lambda some: _engines(some, _ON_ENGINE),
            "race": lambda some: _engines(some, _RACE_ON_ENGINE),
        }.get(found[2], lambda some: _plain(some, _TOLD[found[2]]))
        return "".join((found[1], *(f"{line}\n" for line in rows(known)), found[3]))

    return _TABLE.sub(table, page)


def write() -> None:
    """Fill the pages where they lie."""
    figures = json.loads(RESULTS.read_text("utf-8"))
    for page in PAGES:
        page.write_text(fill(page.read_text("utf-8"), figures), "utf-8")


def _plain(figures: list[dict[str, Any]], starts: tuple[str, ...]) -> Iterator[str]:
    yield "| figure | measured | goal | what |"
    yield "|---|---:|---:|---|"
    for each in figures:
        if not each["name"].startswith(starts):
            continue
        sign = "≤" if each["better"] == "lower" else "≥"
        goal = "" if each["goal"] is None else f"{sign} {each['goal']:g}"
        name = each["name"].removeprefix("matching.").removeprefix("obligations.")
        yield f"| `{name}` | {_number(each['value'])} {each['unit']} | {goal} | {each['context']} |"


def _engines(figures: list[dict[str, Any]], named: re.Pattern[str]) -> Iterator[str]:
    """Both engines beside each other."""
    yield "| figure | SQLite | PostgreSQL | goal |"
    yield "|---|---:|---:|---:|"
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for each in figures:
        if name := named.fullmatch(each["name"]):
            found.setdefault(name[2], {})[name[1]] = each
    for name, of in found.items():
        values = " | ".join(
            f"{_number(of[engine]['value'])} {of[engine]['unit']}" if engine in of else "–"
            for engine in ("sqlite", "postgresql")
        )
        any_of = next(iter(of.values()))
        sign = "≤" if any_of["better"] == "lower" else "≥"
        goal = "" if any_of["goal"] is None else f"{sign} {any_of['goal']:g}"
        yield f"| `{name}` | {values} | {goal} |"


def _quality(figures: list[dict[str, Any]]) -> Iterator[str]:
    yield "| profile | seed | precision | recall | groups |"
    yield "|---|---:|---:|---:|---|"
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for each in figures:
        if named := _BY_SEED.fullmatch(each["name"]):
            found.setdefault((named[1], named[2]), {})[named[3]] = each
    for (profile, seed), of in found.items():
        values = " | ".join(f"{of[name]['value']:.4f}" for name in ("precision", "recall"))
        told = f"{of['precision']['context']}; {of['recall']['context']} settled"
        yield f"| {profile} | {seed} | {values} | {told} |"


def _kinds(figures: list[dict[str, Any]]) -> Iterator[str]:
    yield "| cause | normal | hard |"
    yield "|---|---|---|"
    found: dict[str, dict[str, str]] = {}
    for each in figures:
        if named := _BY_CAUSE.fullmatch(each["name"]):
            found.setdefault(named[2], {})[named[1]] = str(each["context"])
    for cause, of in sorted(found.items()):
        yield f"| {cause} | {of.get('normal', '')} | {of.get('hard', '')} |"


def _number(value: float) -> str:
    """Three figures, and no more than the measurement bears."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three figures


if __name__ == "__main__":
    write()
