"""Speed and quality figures: `make bench`. Each family is a module with `run() -> list[dict]`."""

from __future__ import annotations

from typing import Any


def figure(
    name: str,
    value: float,
    unit: str,
    *,
    context: str,
    better: str = "lower",
    goal: float | None = None,
) -> dict[str, Any]:
    """One line of `results.json`; the name is dotted by family."""
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "goal": goal,
        "better": better,
        "context": context,
    }
