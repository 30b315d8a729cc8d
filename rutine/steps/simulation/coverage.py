"""What each match rule is worth: what it settled or suggested, and how often people said no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.core.differences import Outcome, Side
from rutine.core.identifiers import OrgNr
from rutine.matching.passes import Decision, Pass
from rutine.refunds.items import claim_items, line_items
from rutine.refunds.reconciliation import BY_EXPECTED
from rutine.steps.outcomes import Outcomes
from rutine.steps.rehearsed import Rehearsed
from rutine.steps.simulation.verdicts import Opinion, People, Settling


@dataclass(slots=True)
class RuleUse:
    """One rule of the routine file, or the expected refund, which comes after them.

    Attributes:
        name: the rule's.
        suggests: whether it suggests to a person instead of settling.
        groups, lines: how many it settled, or suggested.
        paid: øre of those lines.
        refused: groups that a person had refused, undone or settled otherwise.
    """

    name: str
    suggests: bool
    groups: int = 0
    lines: int = 0
    paid: int = 0
    refused: int = 0

    @property
    def refused_share(self) -> float:
        """How many of its groups people said no to, 0 to 1."""
        return self.refused / self.groups if self.groups else 0.0


@dataclass(slots=True, eq=False)
class Coverage:
    """Counts as runs are done over again; a group that is suggested each month counts once."""

    people: People
    lines_received: int = 0
    _uses: dict[str, RuleUse] = field(default_factory=dict)
    _suggested: set[frozenset[RowKey]] = field(default_factory=set)

    @property
    def uses(self) -> list[RuleUse]:
        """Every rule, in the routine file's order; unused ones too."""
        return list(self._uses.values())

    def count(self, run: Rehearsed, now: Outcomes, lines_received: int) -> None:
        """Add what the rules did in one run."""
        self.lines_received += lines_received
        for rule in run.heard.passes:
            self._use(rule.name, suggests=rule.decision is Decision.SUGGEST)
        self._use(BY_EXPECTED)
        finished = run.finished
        for each in now.groups:
            if each.outcome is Outcome.SETTLED:
                settling = Settling(each.rows, each.reason, each.claimed, each.paid, finished)
                self._add(self._use(each.by), settling)
        names = {each.name for each in run.heard.passes if each.decision is Decision.SUGGEST}
        for name, settling in suggestions(run, names):
            if settling.rows not in self._suggested:
                self._suggested.add(settling.rows)
                self._add(self._uses[name], settling)

    def _use(self, name: str, *, suggests: bool = False) -> RuleUse:
        return self._uses.setdefault(name, RuleUse(name, suggests))

    def _add(self, use: RuleUse, settling: Settling) -> None:
        use.groups += 1
        use.lines += sum(row[0] == Side.LINE for row in settling.rows)
        use.paid += settling.paid
        use.refused += self.people.verdict(settling).opinion is Opinion.OTHERWISE


def suggestions(run: Rehearsed, names: set[str]) -> Iterator[tuple[str, Settling]]:
    """The groups that suggesting passes found in a run."""
    matching = run.heard.matching
    if matching is None or not names:
        return
    table = matching.groups
    wanted = table[table["pass_name"].astype("object").isin(names)]
    rows: dict[int, set[RowKey]] = defaultdict(set)
    for side, outcome in ((Side.LINE, matching.lines), (Side.CLAIM, matching.claims)):
        taken = outcome[outcome["group"].isin(wanted["group"])]
        known = row_keys(run, side, taken["row_id"].tolist())
        for key, group in zip(known, taken["group"].tolist(), strict=True):
            rows[int(group)].add(key)
    columns = ("group", "pass_name", "line_sum", "claim_sum")
    for group, name, paid, claimed in zip(*(wanted[c].tolist() for c in columns), strict=True):
        found = frozenset(rows[group])
        yield str(name), Settling(found, None, int(claimed), int(paid), run.finished)


def row_keys(run: Rehearsed, side: Side, row_ids: Sequence[int]) -> list[RowKey]:
    """The keys of rows that the matching was asked about, by their numbers there."""
    employer = run.scope.employer
    frame = ordered(run, side).loc[list(row_ids)]
    claim_ids = frame["claim_id"] if side is Side.CLAIM else [None] * len(frame)
    return [
        row_key(side, sha256, int(row), employer.value, claim_id)
        for sha256, row, claim_id in zip(frame["sha256"], frame["row"], claim_ids, strict=True)
    ]


def ordered(run: Rehearsed, side: Side) -> pd.DataFrame:
    """The run's rows of one side, in the order and with the index that the matching has."""
    employer: OrgNr = run.scope.employer
    if side is Side.LINE:
        return line_items(run.reconciled.lines, employer).rows
    return claim_items(run.reconciled.claims, employer).rows


def unused(uses: Sequence[RuleUse], passes: Sequence[Pass]) -> list[str]:
    """The rules of the file that nothing came of."""
    found = {use.name for use in uses if use.groups}
    return [each.name for each in passes if each.name not in found]
