"""What the review app and the command line read: frozen, complete, and never printed.

None of these has a `repr` of its own: they hold names, employee numbers and amounts.
Texts are looked up by code in the reader's language, so there are none here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rutine.cases.lifecycle.facts import Change, RowFacts
from rutine.core import clock
from rutine.core.candidates import Rejected
from rutine.core.differences import Action, Evidence, RowRef, Subject
from rutine.core.expected_days import DayStretch
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    """To do: nobody has decided."""
    WAITING = "waiting"
    """Decided to wait: for NAV, payroll, missing facts or a day; may be decided again."""
    APPROVAL = "approval"
    """One person has proposed; another must approve."""
    DONE = "done"
    """Decided by people."""
    AUTO_CLOSED = "auto_closed"
    """The cause was gone, before anybody decided."""


UNDECIDED = (CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.APPROVAL)
"""Statuses in which a case still holds its rows."""


class DecisionState(StrEnum):
    """What became of a decision."""

    PROPOSED = "proposed"
    EFFECTIVE = "effective"
    RETURNED = "returned"
    """The second person did not agree."""
    OVERTAKEN = "overtaken"
    """The evidence changed afterwards, or somebody decided again."""
    EXPIRED = "expired"
    """The day that was waited for has come, or the robot tried again in vain."""
    RETRACTED = "retracted"
    """Taken back before anything came of it."""


class HoldReason(StrEnum):
    """What a case on hold waits for."""

    NAV = "nav"
    PAYROLL = "payroll"
    LEADER = "leader"
    EMPLOYEE = "employee"
    OTHER = "other"
    """Something else, which the comment must say."""


class Sort(StrEnum):
    """In which order a list stands."""

    NUMBER = "number"
    """Oldest case first."""
    DUE = "due"
    """The first deadline first; cases without one last, oldest first."""
    STAKE = "stake"
    """What concerns most money first."""
    NEWEST = "newest"
    """The newest case first."""


class Property(StrEnum):
    """One thing that a case is or is not."""

    OVERDUE = "overdue"
    """Its deadline has passed."""
    SOON = "soon"
    """Its deadline is today or within a week."""
    ASSIGNED = "assigned"
    """Somebody has it."""
    DECIDED_BEFORE = "decided_before"
    """Somebody decided or proposed something that no longer stands."""
    RETURNED = "returned"
    """A proposal was sent back."""
    UNPAID = "unpaid"
    """Claimed, and nothing paid."""
    UNCLAIMED = "unclaimed"
    """Paid, and nothing claimed."""
    LESS = "less"
    """Less was paid than claimed, but something."""
    MORE = "more"
    """More was paid than claimed."""
    TAKEN_BACK = "taken_back"
    """NAV took money back."""
    BY_HAND = "by_hand"
    """Somebody could not determine it."""
    WHOLE = "whole"
    """About a whole report or fetch, not one person."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Properties, reasons and units, as a list wants them or does without them."""

    properties: frozenset[Property] = frozenset()
    reasons: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Filters:
    """Which cases the reader wants, and in which order; None means any.

    Attributes:
        undecided: only cases that still wait for somebody.
        assignee: who has the case, as `Actor.id`.
        changed_since: cases whose status has changed at this moment or later.
        must, must_not: what the cases are, and are not.
        search: an employee number or a case number, whole, or whole words of a name.
        today: the day that deadlines are seen from.

    A restricted case has the reason D41 here and no unit, and is not found by its employee
    number or a name.
    """

    status: CaseStatus | None = CaseStatus.OPEN
    undecided: bool = False
    assignee: str | None = None
    changed_since: datetime | None = None
    reason: str | None = None
    sub_unit: str | None = None
    routine: str | None = None
    must: Traits = Traits()
    must_not: Traits = Traits()
    search: str | None = None
    sort: Sort = Sort.NUMBER
    today: date = field(default_factory=clock.today)


@dataclass(frozen=True, slots=True, repr=False)
class Colleague:
    """Somebody who may have a case: `id` as `Actor.id`, and the person's own name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class QueueRow:
    """One line of the queue. Of a restricted case it tells that it is there, and no more."""

    case_id: str
    number: int
    status: CaseStatus
    kind: str
    reason: str
    has_person: bool
    employee_number: str | None
    sub_unit: str | None
    benefit: str | None
    claimed: Ore
    paid: Ore
    suggestion: Action | None
    reference: str | None
    found_at: datetime
    resume_on: date | None
    due: date | None
    restricted: bool
    version: int
    holder: Colleague | None

    @property
    def difference(self) -> Ore:
        """Paid less claimed, in øre: negative when NAV paid too little."""
        return self.paid - self.claimed


@dataclass(frozen=True, slots=True, repr=False)
class QueuePage:
    """One page of the queue, in its order. Pages count from 1.

    `at_stake` is what all cases of the list are about, in øre; restricted ones count nothing.
    """

    rows: tuple[QueueRow, ...]
    total: int
    at_stake: Ore
    page: int
    pages: int


@dataclass(frozen=True, slots=True, repr=False)
class SubjectView:
    """The person a case is about. The national id is not here: see `people.reveal`."""

    subject_id: str
    name: str | None
    employee_number: str | None


@dataclass(frozen=True, slots=True, repr=False)
class CaseRow:
    """One input row of a case: where it stands in which file, and what it says."""

    ref: RowRef
    claim_id: str | None
    facts: RowFacts | None


@dataclass(frozen=True, slots=True, repr=False)
class DecisionView:
    """What somebody decided, and who agreed or returned it.

    `until` is the day the case comes back on, `hold_reason` what it waits for, `amount` what the
    claim is to be changed to, and `exempt_reason` why somebody need not.
    `source_choice` is the source that counts first in a document that is signed.
    """

    decision_id: str
    action: Action
    state: DecisionState
    comment: str
    by_id: str
    by_name: str
    at: datetime
    second_name: str | None
    second_at: datetime | None
    second_comment: str | None
    until: date | None
    amount: Ore | None
    hold_reason: str | None
    exempt_reason: str | None = None
    source_choice: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class HistoryEntry:
    """One thing that happened to a case, oldest first.

    Attributes:
        action: `created`, `updated`, `parted`, `reopened`, `resumed`, `auto_closed`,
            `applied`, `decided`, `proposed`, `approved`, `returned`, `retracted`, `revealed`,
            `looked`, `remarked`, `rows_taken`, `split`, or `assigned`, `taken`, `forwarded`,
            `taken_over` and `released`.
        by_name: the person's name; None for the robot.
        choice: the decision, for those that are about one.
        comment: what the person wrote: the comment, the remark, or the reason for revealing.
        cause: why it closed by itself (`closing.Cause`) or was opened again (`recording.Why`).
        joined: the number of the case that took over its rows, when one did.
        changes: how the evidence differed from what it was.
        until: the day a decision waits for.
        amount: what a claim is to be changed to.
        hold_reason: what is waited for.
        to_name, from_name: who was given the case, and who had it before.
        ticked: fields of the discrepancies that were ticked off with it.
    """

    at: datetime
    action: str
    by_name: str | None
    choice: Action | None
    comment: str | None
    cause: str | None = None
    joined: int | None = None
    changes: tuple[Change, ...] = ()
    until: date | None = None
    amount: Ore | None = None
    hold_reason: str | None = None
    to_name: str | None = None
    from_name: str | None = None
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class CaseView:
    """Everything about one case for the one who reads it.

    Attributes:
        number: what people call the case; also in the address.
        version: goes back with the decision; an older one is refused.
        days: what the rules say of each day of the rows, as the run found it.
        rejected: the nearest rows of the person that are not of the case, in units that the
            reader may see.
        claims, lines: the first rows of each side in file order, of so many as the counts say.
        resume_on: the day a waiting case comes back on.
        due: the day by which somebody must act, None when there is none or it is not known.
        restricted: the person is protected: no name, and no national id for anybody.
        by_hand: somebody could not determine it: no run settles it by itself.
        news: how the evidence differs from what the last decision was made on; empty once
            somebody has decided again.
        holder: who has the case, if anybody.
        may_assign: whether this reader may take it, or give it to somebody.
        colleagues: those who may have it.
        may_retract: whether this reader may take the decision, or an own proposal, back.
        permitted: what this reader may decide now; empty for one who only reads, and while
            somebody else has the case.
        comment_required: decisions that need a comment.
        second_person_for: decisions that need a second person.
        proposal: the decision that awaits approval.
        may_approve, may_return: whether this reader may approve the proposal, or send it back.
        decision: the last decision that took effect.
        may_remark: whether this reader may say something of the case without deciding it.
        may_reveal: whether this reader may see the national id, giving a reason.
        about: what a case of a known shape is about; None for every other.
        rules: name -> sha256 of the rules of the run that found it last.
        wiped_at: when its personal data was deleted, because its time was over.
        issued: the sha256 of the document that was made of it; None while there is none.
    """

    case_id: str
    number: int
    routine: str
    employer: OrgNr
    run_id: str
    kind: str
    reason: str
    status: CaseStatus
    version: int
    found_at: datetime
    changed_at: datetime
    subject: SubjectView | None
    sub_unit: str | None
    benefit: str | None
    claimed: Ore
    paid: Ore
    reference: str | None
    evidence: tuple[Evidence, ...]
    days: tuple[DayStretch, ...]
    rejected: tuple[Rejected, ...]
    claims: tuple[CaseRow, ...]
    lines: tuple[CaseRow, ...]
    claim_count: int
    line_count: int
    resume_on: date | None
    due: date | None
    restricted: bool
    by_hand: bool
    news: tuple[Change, ...]
    suggestion: Action | None
    permitted: tuple[Action, ...]
    comment_required: frozenset[Action]
    second_person_for: frozenset[Action]
    proposal: DecisionView | None
    may_approve: bool
    may_return: bool
    decision: DecisionView | None
    may_remark: bool
    holder: Colleague | None
    may_assign: bool
    colleagues: tuple[Colleague, ...]
    may_retract: bool
    may_reveal: bool
    about: Subject | None
    history: tuple[HistoryEntry, ...]
    rules: Mapping[str, str]
    wiped_at: datetime | None = None
    issued: str | None = None

    @property
    def difference(self) -> Ore:
        """Paid less claimed, in øre: negative when NAV paid too little."""
        return self.paid - self.claimed
