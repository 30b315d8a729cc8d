"""From settlement lines and claims to settlements, cases and claims to wait for.

Every row ends in exactly one of them, or was settled before; `Balance` proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

import pandas as pd

from rutine.core.differences import Difference, RowRef, Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.refunds.ageing import AgeLimits, CarriedClaim
from rutine.refunds.agreement import agreement
from rutine.refunds.balance import Balance, SideBalance, Tally
from rutine.refunds.benefits import ORDINARY
from rutine.refunds.claiming import EXACT, ROUNDING
from rutine.refunds.differences import Ages, Employer, find_cases
from rutine.refunds.items import Items, claim_items, line_items
from rutine.refunds.knowledge import NOTHING_KNOWN, Knowledge, Registers
from rutine.refunds.looking_back.received import ReceivedBy
from rutine.refunds.looking_back.tracing import look_back
from rutine.refunds.open_groups import KnownClaims
from rutine.refunds.past import (
    NOTHING_BEFORE,
    Past,
    Standing,
    confirmed,
    hold_mixed,
    is_of,
)
from rutine.refunds.restraint import FREE, Restraint, apart_components, hold, line_frame
from rutine.refunds.rows import LineRow, claim_rows, line_rows, refs
from rutine.refunds.settled_before import changed_claims
from rutine.refunds.three_ledgers import hull, three_ledgers

T = TypeVar("T")
K = TypeVar("K", int, tuple[str, str, str])

BY_EXPECTED: Final = "expected"
"""What settled a group whose sides differ: not a pass, but the expected refund beside both."""


class Matched(Protocol):
    """What the matching must answer (`rutine.matching.Matching` does)."""

    @property
    def groups(self) -> pd.DataFrame:
        """One row per group, with `group` and `pass_name`."""

    @property
    def lines(self) -> pd.DataFrame:
        """One row per line, with `row_id`, `outcome`, `group` and `component`."""

    @property
    def claims(self) -> pd.DataFrame:
        """The same of every claim."""


Matcher = Callable[[pd.DataFrame, pd.DataFrame], Matched]
"""Takes lines and claims with `row_id`, `person`, `unit`, `benefit`, `first`, `last`, `amount`."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Lines and claims that certainly belong together.

    Attributes:
        pass_name: the pass that found them, or `expected` where the sides differ.
        reason: why they may settle: D01 when the sides agree to the øre, else D02, D03 or D04.
        claimed, paid: the sums of the claims and of the lines, in øre.
    """

    pass_name: str
    reason: str
    person: Fnr
    sub_unit: OrgNr
    benefit: str
    rows: tuple[RowRef, ...]
    claim_ids: tuple[str, ...]
    claimed: Ore
    paid: Ore

    @property
    def difference(self) -> Ore:
        """Claimed minus paid, in øre: what the settlement leaves to be posted."""
        return self.claimed - self.paid


class Reconciliation:
    """All that came out of a reconciliation.

    A plain class, so that Prefect does not walk its thousands of rows when a task returns it.

    Attributes:
        settlements: groups settled by this run.
        differences: cases for people.
        carried: claims that NAV may still answer in time.
        settled_before: rows that were settled already, and took no part or came out the same.
        reopened: keys of settlements of the program's own that do not hold any more.
        balance: the control totals of all of it, in rows and øre.
    """

    __slots__ = (
        "balance",
        "carried",
        "differences",
        "reopened",
        "settled_before",
        "settlements",
    )

    def __init__(
        self,
        *,
        settlements: tuple[Settlement, ...],
        differences: tuple[Difference, ...],
        carried: tuple[CarriedClaim, ...],
        settled_before: tuple[RowRef, ...],
        reopened: tuple[str, ...],
        balance: Balance,
    ) -> None:
        self.settlements = settlements
        self.differences = differences
        self.carried = carried
        self.settled_before = settled_before
        self.reopened = reopened
        self.balance = balance


def reconcile(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    *,
    match: Matcher,
    employer: OrgNr,
    sub_units: Collection[OrgNr],
    as_of: date,
    limits: AgeLimits,
    settled_lines: Collection[tuple[str, int]] = (),
    settled_claims: Collection[str] = (),
    restraint: Restraint = FREE,
    settles: Collection[str] = ORDINARY,
    registers: Registers | None = None,
    past: Past = NOTHING_BEFORE,
    received: ReceivedBy | None = None,
) -> Reconciliation:
    """Settle what is certain and say of everything else why it is not.

    Args:
        lines: `SettlementLine` columns and `sha256`, `report_id`: the run's reports and what
            earlier runs left open. `received`, the value date of each, may be there too.
        claims: `Claim` columns and `sha256`: all that payroll lists.
        match: the matching with the routine's passes, e.g.
            `partial(rutine.matching.match, passes=routine.passes)`.
        employer: whose rows they are.
        sub_units: the employer's own units, itself included; empty when they are not known.
        as_of: the day on which claims are aged.
        limits: how long a claim may stand unanswered.
        settled_lines: (sha256, row) of lines settled by earlier runs.
        settled_claims: claim ids settled by earlier runs.
        restraint: what people have said of open rows.
        settles: the benefits that may settle without a person.
        registers: looks people up in payroll's absences and income reports. Without it only
            what agrees to the øre is settled, and fewer causes can be told.
        past: settlements that the rows touch. Rows of a doubted one are among the frames, and
            not among the settled: they take part, and come out as they were, or it is reopened.
        received: looks up what reports have brought for people, these ones included. Without
            it nothing is said of what holiday pay, recoveries and corrections rest on.

    Raises:
        InputError: rows of another employer, or a claim id on several rows.
        OutOfBalance: a row was lost or used twice.
    """
    line_side = line_items(lines, employer, settled_lines)
    claim_side = claim_items(claims, employer, settled_claims)
    matched = match(line_frame(line_side, restraint), claim_side.match_frame())
    own_units = frozenset(unit.reveal() for unit in sub_units)
    paid = _with_outcome(line_side, matched.lines, own_units)
    claimed = _with_outcome(claim_side, matched.claims, own_units)
    hold(paid, claimed, restraint)
    knowledge = _look_up(registers, paid, claimed)
    known, groups = _settle_by_expected(paid, claimed, matched.groups, knowledge, settles)
    doubted = [each for each in past.earlier if each.standing is Standing.DOUBTED]
    same = confirmed(past, paid, claimed)
    unmoved = is_of(paid, claimed, [each for each in doubted if each.key in same])
    line_side, paid = _as_before(line_side, paid, unmoved[0])
    claim_side, claimed = _as_before(claim_side, claimed, unmoved[1])
    hold_mixed(paid, claimed)
    left = paid[paid["outcome"] != "settled"]
    unpaid = claimed[claimed["outcome"] != "settled"]
    cases, carried = find_cases(
        _gather(left["component"], line_rows(left)),
        _gather(unpaid["component"], claim_rows(unpaid.assign(is_settled=False))),
        employer=Employer(employer, frozenset(sub_units)),
        known=KnownClaims(claim_rows(_claims_of(left, claim_side, unpaid)), knowledge.employed),
        ages=Ages(as_of, limits),
        suggested=set(left.loc[left["outcome"] == "suggested", "component"]),
        apart=apart_components(left, restraint),
        knowledge=knowledge,
        all_lines=line_rows(
            paid[paid["subject"].isin({*left["subject"].unique(), *unpaid["subject"].unique()})]
        ),
        past=past,
    )
    settlements = tuple(_settlements(paid, claimed, groups, known))
    return Reconciliation(
        settlements=settlements,
        differences=look_back(
            [
                *(case.difference for case in cases),
                *changed_claims(past, claim_side.rows, employer),
            ],
            received,
            {*claim_side.rows["subject"], *knowledge.registered},
        ),
        carried=tuple(carried.values()),
        settled_before=(
            *refs(Side.LINE, _settled_before(line_side)),
            *refs(Side.CLAIM, _settled_before(claim_side)),
        ),
        reopened=tuple(each.key for each in doubted if each.key not in same),
        balance=Balance(
            lines=_balance("lines", line_side, paid, [n for c in cases for n in c.lines]),
            claims=_balance(
                "claims", claim_side, claimed, [n for c in cases for n in c.claims], carried
            ),
            differences=sum((each.difference for each in settlements), start=Ore(0)),
        ),
    )


def _look_up(registers: Registers | None, lines: pd.DataFrame, claims: pd.DataFrame) -> Knowledge:
    """What is registered about the persons with open rows."""
    if registers is None:
        return NOTHING_KNOWN
    rows = (lines, claims)
    persons = {p for side in rows for p in side.loc[side["outcome"] != "settled", "subject"]}
    return registers(frozenset(persons - {""}))


def _settle_by_expected(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    groups: pd.DataFrame,
    knowledge: Knowledge,
    settles: Collection[str],
) -> tuple[dict[int, str], pd.DataFrame]:
    """Settle the open components whose difference is fully known, in both frames.

    Returns:
        The reason of each such group, and the groups with these added.
    """
    found = _agreements(lines, claims, knowledge, settles)
    start = int(groups["group"].max()) + 1 if len(groups) else 0
    number = {component: start + place for place, component in enumerate(found)}
    for side in (lines, claims):
        taken = (side["outcome"] != "settled") & side["component"].isin(list(number))
        side["outcome"] = side["outcome"].astype("object").mask(taken, "settled")
        side["group"] = side["group"].mask(taken, side["component"].map(number).astype("Int64"))
    added = pd.DataFrame({"group": list(number.values()), "pass_name": BY_EXPECTED})
    reasons = {number[component]: reason for component, reason in found.items()}
    return reasons, pd.concat([groups[["group", "pass_name"]].astype("object"), added])


def _agreements(
    lines: pd.DataFrame, claims: pd.DataFrame, knowledge: Knowledge, settles: Collection[str]
) -> dict[int, str]:
    """The reasons of the open components that may settle although their sums differ."""
    if knowledge.tables is None:
        return {}
    opened = lines[(lines["outcome"] == "open") & lines["benefit"].isin(list(settles))]
    asked = claims[(claims["outcome"] == "open") & claims["component"].isin(opened["component"])]
    opened = opened[opened["component"].isin(asked["component"])]
    doubtful = _undated(lines)
    paid = _gather(opened["component"], line_rows(opened))
    claimed = _gather(asked["component"], claim_rows(asked.assign(is_settled=False)))
    found = {}
    for component, rows in paid.items():
        one = rows[0]
        days = hull((*rows, *claimed[component]))
        lost = doubtful.get((one.person, one.sub_unit, one.benefit), ())
        if days is None or any(line.may_be_for(days) for line in lost):
            continue
        reason = agreement(three_ledgers(rows, claimed[component], knowledge))
        if reason not in {None, EXACT}:
            found[component] = reason
    return found


def _undated(lines: pd.DataFrame) -> dict[tuple[str, str, str], list[LineRow]]:
    """The lines that lack a date, by whose they are: each may be for more days than it says."""
    lost = lines[(lines["outcome"] != "settled") & (lines["first"].isna() | lines["last"].isna())]
    return _gather(
        zip(lost["subject"], lost["sub_unit"], lost["benefit"], strict=True), line_rows(lost)
    )


def _with_outcome(items: Items, outcome: pd.DataFrame, own_units: Collection[str]) -> pd.DataFrame:
    """The open rows with what the matching said of them.

    What was paid for a sub-unit that is not the employer's is never settled without a person
    (D23), however well it agrees: there it counts as a suggestion.
    """
    rows = items.open.merge(outcome, on="row_id", how="inner", validate="one_to_one")
    rows = rows.set_index("row_id", drop=False).sort_index()
    if own_units:
        strange = (rows["outcome"] == "settled") & ~rows["sub_unit"].isin(list(own_units))
        rows["outcome"] = rows["outcome"].mask(strange, "suggested")
    return rows


def _claims_of(lines: pd.DataFrame, claims: Items, left: pd.DataFrame) -> pd.DataFrame:
    """All claims of the persons that have open lines, and of those born when they were.

    With `is_settled`. A D-number that became a national id kept its birth date.
    """
    theirs = claims.rows[claims.rows["subject"].str[1:6].isin(lines["subject"].str[1:6].unique())]
    return theirs.assign(is_settled=~theirs.index.isin(left.index))


def _as_before(items: Items, rows: pd.DataFrame, unmoved: pd.Series) -> tuple[Items, pd.DataFrame]:
    """Set rows aside that an earlier run settled, and that came out the same."""
    there = items.rows["settled_before"] | items.rows.index.isin(rows.index[unmoved])
    return Items(items.rows.assign(settled_before=there)), rows[~unmoved]


def _settled_before(items: Items) -> pd.DataFrame:
    return items.rows[items.rows["settled_before"]]


def _settlements(
    lines: pd.DataFrame, claims: pd.DataFrame, groups: pd.DataFrame, reasons: dict[int, str]
) -> Iterable[Settlement]:
    """The settled groups. Plain loops over columns: a frame per group costs 50 times more."""
    paid, claimed = _settled(lines), _settled(claims)
    line_refs = _gather(paid["group"], refs(Side.LINE, paid))
    claim_refs = _gather(claimed["group"], refs(Side.CLAIM, claimed))
    claim_ids = _gather(claimed["group"], claimed["claim_id"])
    firsts = paid.drop_duplicates("group")
    names = dict(zip(groups["group"], groups["pass_name"], strict=True))
    line_sums, claim_sums = (side.groupby("group")["open_amount"].sum() for side in (paid, claimed))
    subjects = zip(
        firsts["group"], firsts["person"], firsts["sub_unit"], firsts["benefit"], strict=True
    )
    for group, person, sub_unit, benefit in subjects:
        yield Settlement(
            pass_name=names[group],
            # A pass settles what differs only within what rounding comes to (`gates.Tolerance`).
            reason=reasons.get(group)
            or (EXACT if claim_sums[group] == line_sums[group] else ROUNDING),
            person=Fnr(person),
            sub_unit=OrgNr(sub_unit),
            benefit=benefit,
            rows=(*line_refs[group], *claim_refs[group]),
            claim_ids=tuple(claim_ids[group]),
            claimed=Ore(int(claim_sums[group])),
            paid=Ore(int(line_sums[group])),
        )


def _settled(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["outcome"] == "settled"].sort_values("group", kind="stable")


def _gather(keys: Iterable[K], values: Iterable[T]) -> dict[K, list[T]]:
    """The values of each key, in their order; keys in theirs."""
    found: dict[K, list[T]] = {}
    for key, value in zip(keys, values, strict=True):
        found.setdefault(key, []).append(value)
    return {key: found[key] for key in sorted(found)}


def _balance(
    side: str,
    items: Items,
    rows: pd.DataFrame,
    in_cases: Collection[int],
    carried: Collection[int] = (),
) -> SideBalance:
    def tally(row_ids: Collection[int]) -> Tally:
        return Tally.of(rows.loc[list(row_ids), "open_amount"])

    return SideBalance(
        side=side,
        received=Tally.of(items.rows["open_amount"]),
        settled=Tally.of(rows.loc[rows["outcome"] == "settled", "open_amount"]),
        cases=tally(in_cases),
        carried=tally(carried),
        settled_before=Tally.of(_settled_before(items)["open_amount"]),
    )
