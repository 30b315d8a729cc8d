"""The cases about answers to employees: what each says, and what tells it from the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rutine.cases.kinds import QUESTION
from rutine.core.differences import Difference, Evidence, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.questions.asked import AskedGroup
from rutine.questions.contradictions import Rivals
from rutine.questions.entry import Entry
from rutine.steps.shapes.list_cases import said

_NEW_LINE = " / "


def unapproved(employer: OrgNr, entry: Entry, proofs: Sequence[Proof] = ()) -> Difference:
    """Q01. Everything that employees see is evidence: changed, it must be approved anew."""
    return _case(employer, "Q01", entry, (*_texts(entry), *_days(entry)), proofs, own="approval")


def running_out(
    employer: OrgNr, entry: Entry, last: date, *, over: bool, proofs: Sequence[Proof] = ()
) -> Difference:
    """Q02 before the answer's last day, Q03 after it: the same case, which then says so."""
    evidence = (
        said("state", "state", "overdue" if over else "due_soon"),
        said("answer_to", "day", last.isoformat()),
        *_owner(entry),
    )
    reason = "Q03" if over else "Q02"
    return _case(employer, reason, entry, evidence, proofs, own="validity", due=last)


def lacking(employer: OrgNr, entry: Entry, reason: str, proofs: Sequence[Proof] = ()) -> Difference:
    """Q05 without an owner, Q06 without a source."""
    return _case(employer, reason, entry, _texts(entry), proofs, own=reason)


def contradicting(employer: OrgNr, pair: Rivals, proofs: Sequence[Proof] = ()) -> Difference:
    """Q04: both entries, side by side in one case."""
    one, other = pair.one, pair.other
    evidence = [said("rivals", "state", "answers_differ" if pair.differ else "said_twice")]
    for entry, place in ((one, "one"), (other, "other")):
        evidence += [
            said(f"answer_{place}_id", "text", entry.question_id),
            said(f"answer_{place}", "text", _plain(entry.answer)),
        ]
    return Difference(
        kind=QUESTION,
        reason="Q04",
        employer=employer,
        reference=one.question_id[:_LONGEST],
        evidence=tuple(evidence),
        permitted=ANSWERS["Q04"],
        about=Subject(
            key=f"rivals {one.key} | {other.key}",
            title={"nb": one.question},
            proofs=tuple(proofs),
        ),
    )


def unanswered(employer: OrgNr, group: AskedGroup) -> Difference:
    """Q07: a question as it was asked first, and how often it, or one like it, was asked."""
    first = group.first
    return Difference(
        kind=QUESTION,
        reason="Q07",
        employer=employer,
        evidence=(
            said("asked", "text", first.text),
            said("asked_times", "count", group.at_least),
            said("asked_language", "state", f"language_{first.language}"),
        ),
        permitted=ANSWERS["Q07"],
        about=Subject(
            key=f"asked {first.language} {first.text.casefold()}", title={"nb": first.text}
        ),
    )


_LONGEST = 60
"""Characters of an id that stand on the case; longer ones are cut, the key has them whole."""


def _case(
    employer: OrgNr,
    reason: str,
    entry: Entry,
    evidence: Sequence[Evidence],
    proofs: Sequence[Proof],
    *,
    own: str,
    due: date | None = None,
) -> Difference:
    return Difference(
        kind=QUESTION,
        reason=reason,
        employer=employer,
        reference=entry.question_id[:_LONGEST],
        evidence=tuple(evidence),
        permitted=ANSWERS[reason],
        due=due,
        about=Subject(key=f"{own} {entry.key}", title={"nb": entry.question}, proofs=tuple(proofs)),
    )


def _texts(entry: Entry) -> tuple[Evidence, ...]:
    return (
        said("answer_id", "text", entry.question_id),
        said("answer_language", "state", f"language_{entry.language}"),
        said("question", "text", entry.question),
        *(said("wording", "text", each) for each in entry.wordings),
        said("answer", "text", _plain(entry.answer)),
        *((said("answer_source", "text", entry.source),) if entry.source else ()),
        *_owner(entry),
        *((said("answer_units", "text", ", ".join(entry.units)),) if entry.units else ()),
    )


def _owner(entry: Entry) -> tuple[Evidence, ...]:
    return (said("answer_owner", "text", entry.owner),) if entry.owner else ()


def _days(entry: Entry) -> Iterator[Evidence]:
    if entry.valid_from is not None:
        yield said("answer_from", "day", entry.valid_from.isoformat())
    if entry.valid_to is not None:
        yield said("answer_to", "day", entry.valid_to.isoformat())


def _plain(text: str) -> str:
    """On one line: a case shows no line breaks, and a changed break is a changed text."""
    return _NEW_LINE.join(part.strip() for part in text.splitlines() if part.strip())
