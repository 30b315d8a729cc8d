"""The engine's speed, memory and rightness, beside the floor and the peers, in one run.

Sizes run one after the other, each in a process of its own. The largest, ten million rows a
side, takes 4 GB and a few minutes: `BENCH_LARGE=1 make bench ONLY=matching`.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import figure
from benchmarks.matching_parts import (
    environments,
    floor,
    hostile,
    made_up,
    peer_data,
    quality,
    same_groups,
)
from benchmarks.matching_parts.every_pass import every_pass
from benchmarks.matching_parts.measuring import PROJECT, apart, peak_bytes, timed
from rutine.matching import Method, match
from rutine.matching.coding import code
from rutine.matching.engine import shards
from rutine.matching.solving import apply
from rutine.matching.words import read_words

Figures = list[dict[str, Any]]

SIZES = (10_000, 100_000, 1_000_000)
MILLION, LARGE = 1_000_000, 10_000_000
REPEATS = {10_000: 9, 100_000: 5, MILLION: 3, LARGE: 1}
MOST_BYTES_A_ROW = 100
_CPU_GOALS = {MILLION: 1.5, LARGE: 22.0}
_PEER_LEAD = 2.5
_FLOOR_RATIO = 1.5
_FILES_GOAL = 4.0
_IDENTICAL_GOAL, _SINGLE_GOAL = 0.2, 0.02


def run() -> Figures:
    """Everything, in under five minutes; the largest size only when asked for."""
    sizes = SIZES + ((LARGE,) if os.environ.get("BENCH_LARGE") else ())
    measured = {size: apart(f"benchmarks.matching.measure({size})") for size in sizes}
    exact = apart("benchmarks.matching.measure_exact()")
    return [
        *_speed(measured),
        *_against_the_floor(exact),
        *_from_files(apart("benchmarks.matching.measure_files()")),
        *_peers(exact["settling"], exact["coded"]),
        *_worst_components(),
        *quality.quality(),
        *quality.months(),
        same_groups.unequal(apart("benchmarks.matching_parts.same_groups.count_unequal()")),
    ]


def measure(size: int) -> dict[str, float]:
    """All passes on so many rows a side, in this process."""
    made = made_up.make(size)
    lines, claims = (made_up.frame(rows, made.fnrs) for rows in (made.lines, made.claims))
    rows = len(lines) + len(claims)
    del made
    work = partial(match, lines, claims, every_pass())
    peak = peak_bytes(work)
    found = timed(work, REPEATS[size])
    return {**found, "rows": rows, "bytes_a_row": peak / rows if peak is not None else -1}


def measure_exact(size: int = MILLION) -> dict[str, float]:
    """The exact pass alone and the bare floor, on the same rows."""
    made = made_up.make(size)
    lines, claims = (made_up.frame(rows, made.fnrs) for rows in (made.lines, made.claims))
    exact, sums = (
        next(each for each in every_pass() if each.method is method)
        for method in (Method.EXACT, Method.GROUP_SUM)
    )
    words = read_words(lines, claims)

    def pass_alone() -> None:
        for places in shards(words):
            coded = code(words, places)
            apply(coded, [(0, exact)], {0: np.ones(len(coded), dtype=np.bool_)})

    return {
        "floor": timed(partial(floor.equal_neighbours, floor.usable(made)), 5)["cpu_s"],
        "pass": timed(pass_alone, 5)["cpu_s"],
        "frames": timed(partial(match, lines, claims, [exact]), 3)["cpu_s"],
        "settling": timed(partial(match, lines, claims, [exact, sums]), 3)["cpu_s"],
        "coded": timed(partial(match, *_coded(made), [exact, sums]), 3)["cpu_s"],
    }


def _coded(made: made_up.MadeUp) -> list[pd.DataFrame]:
    """Both sides with whole numbers for persons and units, and categories for benefits."""
    return [
        made_up.frame(rows, made.fnrs).assign(
            person=made.fnrs[rows.person],
            unit=rows.unit,
            benefit=pd.Categorical.from_codes(rows.benefit, list(made_up.BENEFITS)),
        )
        for rows in (made.lines, made.claims)
    ]


def measure_files() -> dict[str, float]:
    """From a report and a claims file to one outcome and reason for each of their rows."""
    from benchmarks.matching_parts import files  # noqa: PLC0415 - this process only
    from rutine.formats.format_file import load_format  # noqa: PLC0415
    from rutine.formats.reading import read  # noqa: PLC0415
    from rutine.routines.match_file import load_match  # noqa: PLC0415
    from rutine.routines.two_lists import reconcile_files  # noqa: PLC0415

    mappings = PROJECT / "mappings"
    made = made_up.make(MILLION)
    with tempfile.TemporaryDirectory() as folder:
        report, claims = Path(folder) / "report.csv", Path(folder) / "claims.csv"
        files.write_report(made, report)
        files.write_claims(made, claims)
        del made
        plan = load_match(mappings / "routines" / "nav_refunds.yaml")
        found: list[Any] = []

        def work() -> None:
            found.clear()
            found.append(
                reconcile_files(
                    plan, report, claims, formats=mappings / "formats", identities="synthetic"
                )
            )

        def reading(path: Path, name: str) -> dict[str, float]:
            form = load_format(mappings / "formats" / f"{name}.yaml")

            def alone() -> None:
                found[:] = [read(form, path.read_bytes(), source=path.name, identities="synthetic")]

            peak = peak_bytes(alone)
            rows = found.pop().rows_in
            bytes_a_row = peak / rows if peak is not None else -1
            return {"cpu_s": timed(alone, 3)["cpu_s"], "bytes_a_row": bytes_a_row}

        of_report = reading(report, "nav_settlement")
        of_claims = reading(claims, "payroll_claims_csv")
        seconds = timed(work, 3)
        size = report.stat().st_size + claims.stat().st_size
    done = found[0]
    matching = timed(partial(match, done.a.rows, done.b.rows, plan.passes), 3)
    return {
        **seconds,
        "report": of_report["cpu_s"],
        "report_bytes_a_row": of_report["bytes_a_row"],
        "claims": of_claims["cpu_s"],
        "claims_bytes_a_row": of_claims["bytes_a_row"],
        "matching": matching["cpu_s"],
        "rows": len(done.matching.lines) + len(done.matching.claims),
        "refused": done.a.refused + done.b.refused,
        "megabytes": size / 1e6,
    }


def measure_component(name: str) -> dict[str, float]:
    """All passes on one component that is made to be hard."""
    made = next(made for found, _, made in hostile.components() if found == name)
    lines, claims = (made_up.frame(rows, made.fnrs) for rows in (made.lines, made.claims))
    work = partial(match, lines, claims, every_pass())
    work()  # what the first call of all costs is not the component's
    return timed(work, 5)


def _speed(measured: dict[int, dict[str, float]]) -> Figures:
    found: Figures = []
    for size, of in measured.items():
        name, rows = f"matching.all_passes_{_short(size)}", f"{of['rows']:.0f} rows in all"
        found += [
            figure(f"{name}.cpu_s", of["cpu_s"], "s", goal=_CPU_GOALS.get(size), context=rows),
            figure(f"{name}.wall_s", of["wall_s"], "s", context=rows),
            figure(f"{name}.ns_a_row", of["cpu_s"] / of["rows"] * 1e9, "ns", context=rows),
        ]
        if of["bytes_a_row"] >= 0:
            goal = MOST_BYTES_A_ROW if size == LARGE else None
            context = "highest memory of the matching beyond its input, a row of either side"
            found.append(
                figure(f"{name}.bytes_a_row", of["bytes_a_row"], "B", goal=goal, context=context)
            )
    small, large = measured[100_000], measured[max(measured)]
    growth = (large["cpu_s"] / large["rows"]) / (small["cpu_s"] / small["rows"])
    allowed = np.log2(large["rows"]) / np.log2(small["rows"])
    context = f"CPU a row at {_short(max(measured))} over 100k; the goal is what n log n gives"
    found.append(
        figure("matching.growth", growth, "x", goal=round(float(allowed), 3), context=context)
    )
    return found


def _against_the_floor(of: dict[str, float]) -> Figures:
    floor_is = "sort + mix + verify of the same six coded key words, numpy only"
    alone = "from coded words: order them, survey the components, pair equal rows"
    frames = "`match` with that pass only: read the texts, order, pair, a reason for each row"
    ratio = of["pass"] / of["floor"]
    return [
        figure("matching.floor_1m.cpu_s", of["floor"], "s", context=floor_is),
        figure("matching.exact_1m.cpu_s", of["pass"], "s", context=alone),
        figure("matching.exact_frames_1m.cpu_s", of["frames"], "s", context=frames),
        figure("matching.two_passes_1m.cpu_s", of["settling"], "s", context="exact and group_sum"),
        figure(
            "matching.two_passes_coded_1m.cpu_s",
            of["coded"],
            "s",
            context="the same on columns that are coded already, as a peer's own memory is",
        ),
        figure(
            "matching.exact_over_floor", ratio, "x", goal=_FLOOR_RATIO, context="1 M rows a side"
        ),
    ]


def _from_files(of: dict[str, float]) -> Figures:
    context = (
        f"read, code, match, reasons: {of['rows']:.0f} rows, {of['megabytes']:.0f} MB of CSV, "
        f"{of['refused']:.0f} refused"
    )
    name, found = "matching.files_1m", []
    for part, what in (("report", "NAV's report"), ("claims", "the claims, quoted nowhere")):
        told = f"{what}: bytes checked, cut, every value of every row read"
        peak = f"{what}: highest memory of reading it, the file's own bytes among them"
        bytes_a_row = of[f"{part}_bytes_a_row"]
        found.append(figure(f"{name}.{part}_cpu_s", of[part], "s", context=told))
        if bytes_a_row >= 0:
            found.append(figure(f"{name}.{part}_bytes_a_row", bytes_a_row, "B", context=peak))
    told = "the same rows, as they were read, matched again"
    return [
        figure(f"{name}.cpu_s", of["cpu_s"], "s", goal=_FILES_GOAL, context=context),
        figure(f"{name}.wall_s", of["wall_s"], "s", context=context),
        *found,
        figure(f"{name}.matching_cpu_s", of["matching"], "s", context=told),
    ]


def _peers(from_text: float, coded: float) -> Figures:
    found: Figures = []
    loading: dict[str, float] = {}
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        save_for_peers(Path(folder))
        for peer in ("pandas", *environments.PEERS):
            name = f"matching.peers.{peer}"
            try:
                python = None if peer == "pandas" else environments.python_with(peer)
                of = apart(
                    f"benchmarks.matching_parts.peer_{peer}.measure({folder!r})", python=python
                )
            except (environments.PeerMissingError, subprocess.SubprocessError) as error:
                found.append(figure(f"{name}.missing", 1, "peers", context=_plain(error)))
                continue
            context = f"{peer} {of['version']}: {of['pairs']} pairs, {of['groups']} groups"
            found += [
                figure(f"{name}.cpu_s", of["cpu_s"], "s", context=context),
                figure(f"{name}.wall_s", of["wall_s"], "s", context=context),
                figure(f"{name}.exact_cpu_s", of["exact_cpu_s"], "s", context="exact 1:1 only"),
            ]
            if of.get("load_cpu_s"):
                told = "from columns of text to its own memory"
                found.append(figure(f"{name}.load_cpu_s", of["load_cpu_s"], "s", context=told))
            if "tolerance_cpu_s" in of:
                found.append(
                    figure(
                        f"{name}.tolerance_cpu_s", of["tolerance_cpu_s"], "s", context="1:1 only"
                    )
                )
            else:
                seconds[peer] = of["cpu_s"]
                loading[peer] = of["cpu_s"] + of["load_cpu_s"]
    if seconds:
        told = "CPU of {} over ours, the same two passes on 1 M rows a side, "
        found += [
            _lead("text", loading, from_text, told + "from frames of text, loading too"),
            _lead("own_memory", seconds, coded, told + "each from its own coded memory"),
        ]
    return found


def _lead(name: str, peers: dict[str, float], ours: float, told: str) -> dict[str, Any]:
    best = min(peers, key=peers.__getitem__)
    return figure(
        f"matching.lead_over_best_peer.{name}",
        peers[best] / ours,
        "x",
        goal=_PEER_LEAD,
        better="higher",
        context=told.format(best),
    )


def save_for_peers(folder: Path) -> None:
    """The same million rows a side, for every peer to read."""
    made = made_up.make(MILLION)
    texts = {
        "person": np.array([b"%011d" % number for number in made.fnrs]),
        "unit": np.array(made_up.unit_numbers(), dtype="S9"),
        "benefit": np.array(made_up.BENEFITS, dtype="S1"),
    }
    for side, rows in zip(peer_data.SIDES, (made.lines, made.claims), strict=True):
        columns = {name: table[getattr(rows, name)] for name, table in texts.items()}
        columns |= {name: getattr(rows, name) for name in ("first", "last", "amount")}
        peer_data.save(folder, side, {"row_id": np.arange(len(rows)), **columns})


def _plain(error: Exception) -> str:
    return (
        str(error) if isinstance(error, environments.PeerMissingError) else "it ended in an error"
    )


def _worst_components() -> Figures:
    found: Figures = []
    for name, what, _ in hostile.components():
        of = apart(f"benchmarks.matching.measure_component({name!r})")
        goal = _SINGLE_GOAL if name in hostile.SINGLE else None
        goal = _IDENTICAL_GOAL if name == "identical" else goal
        found.append(
            figure(f"matching.worst.{name}.cpu_s", of["cpu_s"], "s", goal=goal, context=what)
        )
    return found


def _short(size: int) -> str:
    return f"{size // MILLION}m" if size >= MILLION else f"{size // 1000}k"
