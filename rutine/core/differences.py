"""What is put before a person: a difference with its rows, evidence and suggestion.

`refunds` makes these, `cases` stores them, `review` shows them. Nothing here is formatted;
texts are looked up by key in the reader's language.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from rutine.core.candidates import Rejected
from rutine.core.expected_days import DayStretch
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.service_record import RecordDraft


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Side(StrEnum):
    """Which list a row comes from."""

    LINE = "line"  # NAV's settlement line
    CLAIM = "claim"  # payroll's claim


class Outcome(StrEnum):
    """Where an input row ends. Every row ends in exactly one."""

    SETTLED = "settled"
    CASE = "case"
    CARRIED = "carried"  # a claim that NAV may still answer in time
    REJECTED = "rejected"  # the file was refused; the bytes are kept


class Action(StrEnum):
    """What a reviewer may decide."""

    SETTLE_AS_CLAIMED = "settle_as_claimed"
    ACCEPT_PAID = "accept_paid"
    ACCEPT_PART = "accept_part"  # the rest of the claim stays open
    CHANGE_CLAIM = "change_claim"  # raise or lower it
    SEND_TO_NAV = "send_to_nav"
    WAIT_UNTIL = "wait_until"
    WRITE_OFF = "write_off"
    WRONG_PERSON_OR_UNIT = "wrong_person_or_unit"
    CANNOT_DETERMINE = "cannot_determine"
    FETCH_AGAIN = "fetch_again"
    ACKNOWLEDGE = "acknowledge"
    HANDLED = "handled"  # somebody has seen to it; the case waits for what proves it
    EXEMPT = "exempt"  # this person need not, for a reason and until a day
    NOT_RELEVANT = "not_relevant"  # the rule does not fit here
    BELONGS_TOGETHER = "belongs_together"  # what was suggested is right
    GIVE_OFFER = "give_offer"  # assessed: qualified, and to be offered the vacancy
    NO_OFFER = "no_offer"  # assessed: not offered, and why
    CORRECT_LIST = "correct_list"  # the list is delivered with what the case suggests
    APPROVE_ANSWER = "approve_answer"  # employees may be shown this very text
    SIGN = "sign"  # the document is right as it stands; it is issued in the person's name
    MATCH_BY_HAND = "match_by_hand"  # rows that a person picked; never one of a case's own choices


class RowRef(_Frozen):
    """One input row, for ever: the file's hash and the row's place in it."""

    side: Side
    sha256: str
    row: int


class Evidence(_Frozen):
    """One field seen from both sides.

    `left` is claimed, `right` is paid, both as ISO dates, øre as digits, or plain text;
    `kind` says which (`day`, `ore`, `text`, `count`). Never a national id.
    """

    field: str
    kind: str
    left: str | None
    right: str | None
    equal: bool


class Proof(_Frozen):
    """One row of a list that a case of a known shape rests on, or that did not count.

    It is shown, and is no evidence: rows come and go with each export.

    Attributes:
        record: the kind of record.
        source: what the run called the file; never a person.
        sha256, row: the file, and the row's place in it.
        verdict: what became of it, as a key of the texts; empty when nothing is to be said.
        days: the first and the last day it speaks of.
        words: what it says, such as a code.
    """

    record: str
    source: str
    sha256: str
    row: int
    verdict: str = ""
    days: tuple[date | None, date | None] = (None, None)
    words: str = ""


class ExemptionChoice(_Frozen):
    """A reason for which somebody may be exempted, as the routine file has it."""

    reason: str
    title: dict[str, str]
    months: int | None = None


class Subject(_Frozen):
    """What a case of a known shape is about; the rule's own title goes with it.

    Attributes:
        key: names it within the routine, and is kept sealed: it may be an employee number.
        title: the rule in each language.
        why: what the rule or the matching says of it, in each language.
        exemptions: the reasons for which a person may be exempted.
        proofs: the rows it rests on.
        free: those who may be asked to step in: a name, or an employee number, and the unit.
        names: what codes of the evidence are called in each language, where they have a title.
        sides: what the two sides of the evidence are called: what was expected, what happened.
        record: the draft of a service record.
    """

    key: str
    title: dict[str, str] = {}
    why: dict[str, str] = {}
    exemptions: tuple[ExemptionChoice, ...] = ()
    proofs: tuple[Proof, ...] = ()
    free: tuple[tuple[str, str], ...] = ()
    names: dict[str, dict[str, str]] = {}
    sides: tuple[dict[str, str], dict[str, str]] | None = None
    record: RecordDraft | None = None


class Difference(_Frozen):
    """Something a person must look at, found by a run.

    Attributes:
        kind: family of the case: `group` (lines and claims), `report` (a whole file),
            `fetch` (what could not be seen), `arrival` (money or a month without its report);
            of the known shapes those of `rutine.cases.kinds`.
        reason: a code of `rutine.core.reasons`.
        person, sub_unit, employee_number, name, benefit: the subject, None for whole files.
        claimed, paid: sums in øre.
        rows: every row that hangs on this case.
        evidence: fields side by side.
        suggestion: the decision the program would propose, or None.
        reference: for the other kinds: NAV's report id, the file's hash, or the day or month.
        due: the day by which somebody must act, as it stood when it was found. It is no
            evidence: it moves with the calendar, and moving it undoes no decision.
        days: what the rules say of each day of the rows; empty where that can't be said. No
            evidence either: what of it speaks against a row is the reason's own evidence.
        rejected: the nearest rows of the person that are not of the case, the nearest first.
        about: what a case of a known shape is about: it is the same case whatever its reason.
    """

    kind: str
    reason: str
    employer: OrgNr
    person: Fnr | None = None
    name: str | None = None
    employee_number: str | None = None
    sub_unit: OrgNr | None = None
    benefit: str | None = None
    claimed: Ore = Ore(0)
    paid: Ore = Ore(0)
    rows: tuple[RowRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    suggestion: Action | None = None
    permitted: tuple[Action, ...] = Field(min_length=1)
    reference: str | None = None
    due: date | None = None
    days: tuple[DayStretch, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    about: Subject | None = None
