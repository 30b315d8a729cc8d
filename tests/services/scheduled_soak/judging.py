"""What must be true when it is over, whatever was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select

from rutine.cases.books.posting_files import written_files
from rutine.cases.figures.standstill import standstill
from rutine.cases.reports.accounted import lines_with_outcome
from rutine.cases.reports.ledger import ReportState
from rutine.cases.runs import RunState
from rutine.cases.tables import Posting, Report, Run
from rutine.cases.trail.audit import verify
from rutine.cli.doctor.examination import Health
from rutine.cli.doctor.operation import examine_operation
from rutine.core import clock
from rutine.installation import installation
from rutine.settings import load_settings
from tests.services.scheduled_soak.grounds import ROOT, Grounds, told

_LATER = timedelta(hours=7)
"""What goes on for longer than six hours is said to be stuck."""


def faults(grounds: Grounds) -> Iterator[str]:
    """What is not as it must be; and prints what it counted."""
    yield from _reports(grounds)
    yield from _files()
    yield from _stuck()
    answer = subprocess.run(
        [sys.executable, "-m", "rutine.cli", "verify"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        cwd=ROOT,
        check=False,
    )
    print(f"rutine verify: {answer.stdout.strip()}")
    if answer.returncode:
        yield "rutine verify does not agree"
    held = {orgnr: taken for orgnr, taken in grounds.turns_taken().items() if taken}
    if held:
        yield f"turns are held: {told(held)}"


def _reports(grounds: Grounds) -> Iterator[str]:
    """Each report that came was settled once, each of its lines ended once."""
    came = {
        each.orgnr: sum(
            (each.folder / f"{report[0]}.csv").read_bytes().count(b"\n") for report in each.reports
        )
        for each in grounds.employers
    }
    with installation() as place, place.database.reading() as session:
        reports = session.execute(select(Report.employer, Report.sha256, Report.state)).all()
        ends = lines_with_outcome(session)
        uneven = session.execute(
            select(Posting.voucher)
            .where(Posting.target == "voucher")
            .group_by(Posting.voucher)
            .having(func.sum(Posting.amount) != 0)
        ).all()
        broken = verify(session)
    states = Counter(state for _, _, state in reports)
    print(f"reports: {told(dict(states))}")
    for each in grounds.employers:
        mine = [digest for orgnr, digest, _ in reports if orgnr == each.orgnr]
        if len(mine) != len(each.reports) or len(set(mine)) != len(mine):
            yield f"{each.orgnr}: {len(each.reports)} reports came, {len(mine)} are in the ledger"
        ended = sum(ends.get(digest, 0) for digest in mine)
        if ended != came[each.orgnr]:
            yield f"{each.orgnr}: {came[each.orgnr]} lines came, {ended} have an outcome"
    if set(states) - {ReportState.SETTLED, ReportState.STOPPED}:
        yield "a report waits"
    if uneven:
        yield f"{len(uneven)} vouchers do not add up"
    if broken is not None:
        yield f"the chain is broken at {broken.seq}"


def _files() -> Iterator[str]:
    """Each file of postings lies in its place as it was written, and none beside them."""
    with installation() as place, place.database.reading() as session:
        made = {f"{each.run_id}/{each.name}": each.sha256 for each in written_files(session)}
        folder = place.settings.output_folder
    there = {
        f"{path.parent.name}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*/postings_*.csv")
    }
    print(f"files of postings: {len(there)}")
    for name in sorted(made.keys() | there.keys()):
        if made.get(name) != there.get(name):
            yield f"{name} is not the file that the store has written"


def _stuck() -> Iterator[str]:
    """What began and never ended is named by `rutine doctor`, and nothing of it is left."""
    later = clock.now() + _LATER
    with installation() as place, place.database.reading() as session:
        states = Counter(session.scalars(select(Run.state)))
        begun = set(session.scalars(select(Run.number).where(Run.state == RunState.RUNNING)))
        still = standstill(session, later, timedelta(hours=6))
    print(
        f"runs in the store: {told(dict(states))}; killed and repeated by a later one: "
        f"{len(still.overtaken)}"
    )
    if begun != {*still.stuck, *still.overtaken}:
        yield "doctor does not name every run that was killed"
    if still.stuck:
        yield f"{len(still.stuck)} killed runs were not repeated"
    if not still.is_delivered:
        yield f"{still.files} files not written, {still.postings} postings in no file"
    with clock.stopped_at(later):
        # The clocks differ because ours was put on.
        found = [e for e in examine_operation(load_settings()) if e.what != "Database clock"]
    for each in found:
        if each.what == "Killed runs" or each.health is Health.BAD:
            print(f"rutine doctor, seven hours later: {each.health} {each.what}: {each.found}")
    if begun and not any(each.what == "Killed runs" for each in found):
        yield "doctor names no killed run"
