"""Employees and requirements of a large municipality, with the state each is meant to be in.

The truth is drawn first and the evidence made to fit, by hand-set days and never by the rules
that are measured: a test that should be running out is given the day it runs out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.obligations.frames import Frames
from rutine.obligations.needs import AllOf, AnyOf, Item, ItemType
from rutine.obligations.requirement import AppliesTo, Due, Requirement, Rule
from rutine.obligations.standings import NO_STATE
from rutine.obligations.states import State
from rutine.obligations.unit_tree import UnitTree

TODAY: Final = date(2026, 11, 30)
REQUIREMENTS: Final = 40
_SEED: Final = 20261130
_BRANCHES, _UNITS, _CODES = 8, 400, 25
_GRACE: Final = 20
_WARN: Final = 90
_DUE_DAYS: Final = 120
_NEW, _LEFT = 0.04, 0.03
_DAY: Final = np.timedelta64(1, "D")

_MEANT: Final = {
    "valid": (0.55, State.DONE),
    "valid_for_ever": (0.1, State.DONE),
    "renewed": (0.08, State.DONE),
    "running_out": (0.07, State.DUE_SOON),
    "in_grace": (0.03, State.DUE_SOON),
    "run_out": (0.05, State.OVERDUE),
    "failed": (0.02, State.OVERDUE),
    "course_only": (0.03, State.OVERDUE),
    "nothing": (0.04, State.OVERDUE),
    "exempt": (0.03, State.EXEMPT),
}
_NAMES: Final = tuple(_MEANT)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """The employees, what is asked of them, and the true state of each (a row a requirement)."""

    frames: Frames
    requirements: tuple[Requirement, ...]
    units: UnitTree
    truth: npt.NDArray[np.int8]


def requirements() -> tuple[Requirement, ...]:
    """Forty: a course once and a test that runs out, for a branch, some codes, or everybody."""
    found = []
    for number in range(REQUIREMENTS):
        applies = AppliesTo(min_percent=0)
        if number % 4 == 1:
            applies = AppliesTo(units=frozenset({f"branch{number % _BRANCHES}"}))
        elif number % 4 == 2:  # noqa: PLR2004 - each fourth
            codes = frozenset(f"code{(number + n) % _CODES}" for n in range(8))
            applies = AppliesTo(position_codes=codes)
        course = Item(type=ItemType.COURSE, code=f"course{number}", valid_months=1200)
        test = Item(type=ItemType.TEST, code=f"test{number}")
        either = AnyOf(
            any=(course, Item(type=ItemType.LICENCE, code=f"licence{number}", valid_months=1200))
        )
        rule = Rule(
            needs=AllOf(all=(either if number % 3 == 0 else course, test)),
            due=Due(days=_DUE_DAYS),
            valid_months=24 + 12 * (number % 3),
            grace_days=_GRACE,
        )
        found.append(Requirement(id=f"r{number}", applies_to=applies, rules=(rule,)))
    return tuple(found)


def make(employees: int, seed: int = _SEED) -> MadeUp:
    """So many employees, one in eight with a second position."""
    rng = np.random.default_rng(seed)
    tree = UnitTree(
        {"town": None}
        | {f"branch{n}": "town" for n in range(_BRANCHES)}
        | {f"unit{n}": f"branch{n % _BRANCHES}" for n in range(_UNITS)}
    )
    is_new, left = rng.random(employees) < _NEW, rng.random(employees) < _LEFT
    ago = np.where(is_new, rng.integers(0, 20, employees), rng.integers(400, 9000, employees))
    unit, code = rng.integers(0, _UNITS, employees), rng.integers(0, _CODES, employees)
    second = np.flatnonzero(rng.random(employees) < 1 / 8)
    more_unit, more_code = (rng.integers(0, n, second.size) for n in (_UNITS, _CODES))
    owner = np.concatenate([np.arange(employees), second])
    units, codes = np.concatenate([unit, more_unit]), np.concatenate([code, more_code])
    keys = np.array([f"e{number:06d}" for number in range(employees)], dtype=object)
    today = np.datetime64(TODAY, "D")
    ended = np.where(left, today - rng.integers(1, 300, employees) * _DAY, np.datetime64("NaT"))
    first = today - np.where(left, ago + 400, ago) * _DAY
    asked = requirements()
    applies = np.array([_applies(each, owner, units, codes, employees) for each in asked])
    meant = rng.choice(len(_NAMES), applies.shape, p=[_MEANT[name][0] for name in _NAMES])
    truth = np.array([_MEANT[name][1] for name in _NAMES], np.int8)[meant]
    truth[(truth == State.OVERDUE) & is_new] = State.NOT_DUE
    truth[(meant == _NAMES.index("in_grace")) & is_new] = State.NOT_DUE
    truth[(meant == _NAMES.index("running_out")) & is_new] = State.DONE  # held; the first is later
    truth[:, left] = State.ENDED
    truth[~applies] = NO_STATE
    rows, exempt = _evidence(rng, np.where(applies, meant, -1), asked)
    frames = Frames(
        subjects=pd.DataFrame({"key": keys, "ended": ended.astype("datetime64[s]")}),
        positions=pd.DataFrame(
            {
                "subject": keys[owner],
                "unit": np.array([f"unit{n}" for n in range(_UNITS)], object)[units],
                "code": np.array([f"code{n}" for n in range(_CODES)], object)[codes],
                "first": first[owner].astype("datetime64[s]"),
                "last": np.datetime64("NaT", "s"),
                "percent": rng.choice([20.0, 50.0, 80.0, 100.0], owner.size),
                "tags": "",
            }
        ),
        events=_none("events"),
        achievements=rows.assign(subject=keys[rows["subject"]]),
        absences=_none("absences"),
        exemptions=pd.DataFrame(
            {
                "subject": keys[exempt[1]],
                "requirement": np.array([each.id for each in asked], object)[exempt[0]],
                "reason": "other",
                "first": np.datetime64(TODAY - timedelta(days=30), "s"),
                "last": np.datetime64(TODAY + timedelta(days=30), "s"),
            }
        ),
    )
    return MadeUp(frames, asked, tree, truth)


def _none(name: str) -> pd.DataFrame:
    return getattr(Frames.of([]), name)


def _applies(
    asked: Requirement, owner: Any, units: Any, codes: Any, employees: int
) -> npt.NDArray[np.bool_]:
    found = np.zeros(employees, np.bool_)
    takes = np.ones(owner.size, np.bool_)
    if asked.applies_to.units:
        takes &= np.isin(units % _BRANCHES, [int(n[6:]) for n in asked.applies_to.units])
    if asked.applies_to.position_codes:
        takes &= np.isin(codes, [int(n[4:]) for n in asked.applies_to.position_codes])
    found[owner[takes]] = True
    return found


def _evidence(
    rng: np.random.Generator, meant: Any, asked: tuple[Requirement, ...]
) -> tuple[pd.DataFrame, tuple[Any, Any]]:
    """The rows that put everybody where they are meant to be, and who is exempt."""
    parts: list[dict[str, Any]] = []
    for number in range(len(asked)):
        of_row = {name: np.flatnonzero(meant[number] == n) for n, name in enumerate(_NAMES)}
        tested = [of_row[name] for name in _NAMES if name not in {"nothing", "exempt"}]
        held = np.concatenate(tested)
        by_licence = number % 3 == 0
        licensed = rng.random(held.size) < (0.3 if by_licence else 0)
        for some, code in ((held[~licensed], "course"), (held[licensed], "licence")):
            parts.append(_rows(some, f"{code}{number}", rng.integers(0, 700, some.size)))
        test = f"test{number}"
        months = int(asked[number].rules[0].valid_months or 0)
        safe = int(months * 30.4) - _WARN - 15  # days ago, and no warning is due yet
        for name in ("valid", "renewed"):
            some = of_row[name]
            parts.append(_rows(some, test, rng.integers(0, safe, some.size)))
        old = of_row["renewed"]
        parts.append(_rows(old, test, rng.integers(1500, 2500, old.size)))
        for name, lowest, highest in (
            ("valid_for_ever", 2_900_000, 2_900_001),
            ("running_out", 0, _WARN + 1),
            ("in_grace", -_GRACE, 0),
            ("run_out", -300, -_GRACE),
        ):
            some = of_row[name]
            ends = rng.integers(lowest, highest, some.size)
            parts.append(_rows(some, test, rng.integers(301, 900, some.size), ends))
        some = of_row["failed"]
        parts.append(_rows(some, test, rng.integers(0, 300, some.size), passed=False))
        beside = rng.choice(meant.shape[1], meant.shape[1] // 100, replace=False)
        parts.append(_rows(beside, "unheard_of", rng.integers(0, 300, beside.size)))
        parts.append(_rows(of_row["nothing"], test, rng.integers(-60, 0, of_row["nothing"].size)))
    frame = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
    order = rng.permutation(len(frame))
    frame = frame.iloc[order].reset_index(drop=True)
    frame["source"] = ""
    return frame, np.nonzero(meant == _NAMES.index("exempt"))


def _rows(
    subject: Any, code: str, days_ago: Any, ends: Any = None, *, passed: bool = True
) -> dict[str, Any]:
    today = np.datetime64(TODAY, "s")
    never = np.full(subject.size, np.datetime64("NaT", "s"))
    return {
        "subject": subject,
        "code": code,
        "day": today - days_ago * np.timedelta64(86_400, "s"),
        "passed": passed,
        "valid_to": never if ends is None else today + ends * np.timedelta64(86_400, "s"),
    }
