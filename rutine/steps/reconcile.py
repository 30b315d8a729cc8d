"""Find what belongs together in the controlled reports and payroll's claims."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
from sqlalchemy.orm import Session

from rutine.cases.lifecycle.open_rows import RowsOfCases, rows_of_cases
from rutine.cases.settling.applying import settled_in_part
from rutine.cases.settling.settlements import settled_claims
from rutine.core import watch
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.formats.reading import Reading
from rutine.installation import Installation
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.balance import Balance, Tally
from rutine.refunds.reconciliation import Reconciliation
from rutine.refunds.reconciliation import reconcile as reconcile_frames
from rutine.refunds.restraint import Restraint
from rutine.steps.control import Controlled
from rutine.steps.dividing import ByPasses, matcher
from rutine.steps.earlier_lines import received_by
from rutine.steps.frames import empty_frame
from rutine.steps.past import BroughtBack, bring_back_doubted
from rutine.steps.read import ReportAtHand
from rutine.steps.scope import Scope


class Reconciled:
    """What the rows came to. A plain class, so that Prefect does not walk its rows.

    Attributes:
        controlled: the reports and claims it came from.
        lines, claims: the frames that were reconciled, with `sha256` (and `report_id`).
        of_cases: what people's decisions said of earlier rows when they were read.
        brought_back: what earlier runs settled, as far as the run looked at it anew.
        result: settlements, differences and carried claims.
        balance: the control totals of the whole run, files that were stopped included.
    """

    __slots__ = (
        "balance",
        "brought_back",
        "claims",
        "controlled",
        "lines",
        "of_cases",
        "result",
    )

    def __init__(
        self,
        controlled: Controlled,
        brought_back: BroughtBack,
        result: Reconciliation,
        of_cases: RowsOfCases,
    ) -> None:
        self.of_cases = of_cases
        self.controlled = controlled
        self.brought_back = brought_back
        self.lines = lines = brought_back.lines
        self.claims = brought_back.claims
        self.result = result
        self.balance = _balance(controlled, result, lines)


@watch.step
def reconcile(
    place: Installation, scope: Scope, controlled: Controlled, by: ByPasses | None = None
) -> Reconciled:
    """Match lines with claims under the routine's rules, and explain what does not agree.

    Args:
        place: the installation.
        scope: the run.
        controlled: what may be matched.
        by: how; default: at once or in parts, as `[work]` says.

    Raises:
        InputError: the claims belong to another employer, or use a claim id twice.
        OutOfBalance: a row was lost or used twice; nothing is stored then.
    """
    at_hand = controlled.at_hand
    with place.database.reading() as session:
        of_cases = rows_of_cases(session, scope.employer)
        finished = {*settled_claims(session, scope.employer), *of_cases.finished_claims}
        parts = settled_in_part(session, place.keys, scope.employer)
    # Without payroll's claims nothing new can be said of what earlier runs left open.
    in_play = of_cases.lines_in_play if at_hand.claims else frozenset[tuple[str, int]]()
    lines = _stack([_lines_of(report, in_play) for report in controlled.passed], "settlement_line")
    claims = _stack([_claims_of(at_hand.claims, parts)] if at_hand.claims else [], "claim")
    seen = bring_back_doubted(place, scope, at_hand, of_cases, (lines, claims))
    employer = place.settings.employer(scope.employer)
    units = {OrgNr(number) for number in employer.sub_units} if employer else set()
    waiting = at_hand.rules.routine.waiting
    result = reconcile_frames(
        seen.lines,
        seen.claims,
        match=partial(by or matcher(place.settings.work), passes=at_hand.rules.routine.passes),
        employer=scope.employer,
        sub_units=units | {scope.employer} if units else (),
        as_of=scope.as_of,
        limits=AgeLimits(waiting.soft_weeks, waiting.hard_weeks),
        settled_claims=finished - seen.doubted_claims,
        restraint=Restraint(
            by_hand_lines=of_cases.by_hand_lines,
            by_hand_claims=of_cases.by_hand_claims,
            apart_lines=of_cases.apart_lines,
        ),
        settles=at_hand.rules.routine.settles,
        registers=at_hand.registers,
        past=seen.past,
        received=received_by(place, scope, controlled, lines),
    )
    return Reconciled(controlled, seen, result, of_cases)


def still_so(session: Session, scope: Scope, reconciled: Reconciled) -> bool:
    """Whether people's decisions still say the same of the rows as when they were reconciled."""
    return rows_of_cases(session, scope.employer) == reconciled.of_cases


def _lines_of(report: ReportAtHand, in_play: frozenset[tuple[str, int]]) -> pd.DataFrame:
    """A report's lines; of an earlier report only those that are still in play."""
    frame = _with_file(report.reading).assign(report_id=report.key)
    frame["received"] = pd.Series(report.entry.value_date, index=frame.index, dtype="datetime64[s]")
    if report.fresh:
        return frame
    sha256 = report.reading.sha256
    return frame[[(sha256, int(row)) in in_play for row in frame["row"]]]


def _claims_of(reading: Reading, parts: Mapping[str, Ore]) -> pd.DataFrame:
    """Payroll's claims; `settled` is payroll's figure or ours, whichever has come further."""
    frame = _with_file(reading)
    known = frame["claim_id"].isin(list(parts))
    if not known.any():
        return frame
    ours = frame.loc[known, "claim_id"].map({key: int(part) for key, part in parts.items()})
    settled = frame["settled"].copy()
    settled[known] = ours.astype("int64").where(ours > settled[known], settled[known])
    return frame.assign(settled=settled)


def _with_file(reading: Reading) -> pd.DataFrame:
    return reading.frame.assign(sha256=reading.sha256)


def _stack(frames: list[pd.DataFrame], record: str) -> pd.DataFrame:
    """One frame of them all; with the right columns when there is none."""
    if frames:
        return pd.concat(frames, ignore_index=True)
    none = empty_frame(record)
    return none.assign(report_id=pd.Series(dtype="int64")) if record == "settlement_line" else none


def _balance(controlled: Controlled, result: Reconciliation, lines: pd.DataFrame) -> Balance:
    """The whole run's totals: rows of stopped reports and refused rows are rejected."""
    stopped = [report.reading for report in controlled.stopped]
    claims = controlled.at_hand.claims
    out = Tally(
        sum(reading.rows_in for reading in stopped),
        Ore(sum(int(reading.total) for reading in stopped)),
    )
    refused_claims = Tally(claims.rows_in - len(claims.frame)) if claims else Tally()
    return result.balance.with_files(
        lines_received=Tally.of(lines["amount"]) + out,
        claims_received=result.balance.claims.received + refused_claims,
        lines_rejected=out,
        claims_rejected=refused_claims,
    )
