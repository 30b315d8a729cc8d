"""Two-person control: which decisions are proposals until somebody else has agreed.

Source: refund rules §5 (kommuneloven § 25-1): proposer and approver differ for write-offs,
losses, account changes and manual matches; amount limits are configuration; the robot never
approves. Whole reasons that need two persons (an unknown account) say so in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from rutine.cases.deciding.effects import SETTLES
from rutine.cases.deciding.terms import TermsOf, no_terms
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.core.reasons import REASONS

_ALWAYS: Final = Ore(0)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which amount a second person must agree, in øre; 0 means always.

    The municipality's own rules decide; without any, two persons are asked for everything. A
    routine's file may ask for more, never for less: the lower amount counts.

    Attributes:
        write_off: what is written off as lost.
        loss: what is given up in other ways: by accepting a lower payment, or by lowering a
            claim.
        manual_match: the greater of both sides, when a person closes claims and lines against
            each other that the program would not. Picking them by hand always takes two.
        undo: the greater of both sides, when a person takes back what is in the books, or what
            two persons decided. The installation's alone: a routine's file says nothing of it.
        terms: what a routine's own file says.
    """

    write_off: Ore = _ALWAYS
    loss: Ore = _ALWAYS
    manual_match: Ore = _ALWAYS
    undo: Ore = _ALWAYS
    terms: TermsOf = field(default=no_terms, repr=False, compare=False, kw_only=True)

    def of(self, routine: str) -> Limits:
        """The limits of one routine: the stricter of the installation's and its file's."""
        terms = self.terms(routine)
        if terms is None:
            return self
        return replace(
            self,
            write_off=_stricter(self.write_off, terms.write_off),
            loss=_stricter(self.loss, terms.loss),
            manual_match=_stricter(self.manual_match, terms.manual_match),
            terms=lambda _routine: terms,
        )


def _stricter(installed: Ore, asked: Ore | None) -> Ore:
    return installed if asked is None else min(installed, asked)


STRICT: Final = Limits()


@dataclass(frozen=True, slots=True, repr=False)
class Stakes:
    """What a decision is about: the case's reason, its sums in øre, and which sides it has.

    `picked` says that a person put the rows together, and not the program; `routine` whose
    limits count.
    """

    reason: str
    claimed: Ore
    paid: Ore
    has_claims: bool
    has_lines: bool
    picked: bool = False
    routine: str = ""


def needs_second_person(
    stakes: Stakes, action: Action, limits: Limits = STRICT, *, amount: Ore | None = None
) -> bool:
    """Whether the decision is a proposal until another person has agreed.

    Args:
        stakes: the case.
        action: the decision.
        limits: the municipality's amounts.
        amount: what the claim is to be changed to, when that was said.
    """
    limits = limits.of(stakes.routine)
    known = REASONS.get(stakes.reason)
    if known is None or known.two_persons or (stakes.picked and action in SETTLES):
        return True
    if action is Action.SIGN:
        terms = limits.terms(stakes.routine)
        return terms is not None and terms.two_sign
    lost = _given_up(stakes, action, amount)
    if action is Action.WRITE_OFF:
        return lost >= limits.write_off
    matched = max(abs(stakes.claimed), abs(stakes.paid))
    by_hand = stakes.has_claims and stakes.has_lines and action in _MATCHES
    return (lost > 0 and lost >= limits.loss) or (by_hand and matched >= limits.manual_match)


_MATCHES: Final = frozenset({Action.SETTLE_AS_CLAIMED, Action.ACCEPT_PART})
"""Decisions by which a person says that lines and claims belong together."""


def _given_up(stakes: Stakes, action: Action, amount: Ore | None) -> Ore:
    """What of the claim nobody will ask NAV for any more, never below nothing."""
    if not stakes.has_claims:
        return Ore(0)
    if action is Action.CHANGE_CLAIM:
        left = stakes.claimed if amount is None else amount
        return max(Ore(0), stakes.claimed - left)
    if action in {Action.ACCEPT_PAID, Action.SETTLE_AS_CLAIMED, Action.WRITE_OFF}:
        return max(Ore(0), stakes.claimed - stakes.paid)
    return Ore(0)
