"""The files that postings go out in: made once, written until they are, then noted as written.

A crash leaves a file that is made and not written, or written and not noted. The next run
writes it again with the same name and the same bytes, so nothing is lost and nothing doubled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.books.outbox import Target, opened
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Posting, PostingFile
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

_WRITTEN_SOMEWHERE = (Target.VOUCHER, Target.PAYROLL)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of postings. `sha256` is None until it was noted as written.

    Attributes:
        run_id: the run whose folder it lies in.
        number: counts an employer's files of one target, from 1.
        period: the month of every posting in it.
    """

    file_id: str
    run_id: str
    target: Target
    period: str
    number: int
    sha256: str | None

    @property
    def name(self) -> str:
        """The file's name, the same whenever it is written."""
        return f"postings_{self.target.value}_{self.period}_{self.number:04d}.csv"


@dataclass(frozen=True, slots=True, repr=False)
class FileLine:
    """One posting as a file shows it."""

    voucher: int
    line: int
    booked: date
    kind: str
    is_counter: bool
    account: str
    responsibility: str
    function: str
    amount: Ore
    paid: Ore
    claim_id: str
    employee_number: str
    position_id: str


def make_files(session: Session, employer: OrgNr, run_id: str) -> int:
    """Put every posting that has no file into one, by month and target; returns how many files."""
    waiting = session.execute(
        select(Posting.target, Posting.period)
        .where(
            Posting.employer == employer.value,
            Posting.file_id.is_(None),
            Posting.target.in_(_WRITTEN_SOMEWHERE),
        )
        .distinct()
        .order_by(Posting.target, Posting.period)
    ).all()
    for target, period in waiting:
        file = PostingFile(
            id=str(uuid4()),
            run_id=run_id,
            employer=employer.value,
            target=target,
            period=period,
            number=_next_number(session, employer, target),
            made_at=clock.now(),
        )
        session.add(file)
        session.flush()
        session.execute(
            update(Posting)
            .where(
                Posting.employer == employer.value,
                Posting.file_id.is_(None),
                Posting.target == target,
                Posting.period == period,
            )
            .values(file_id=file.id)
        )
    return len(waiting)


def unwritten_sources() -> Select[str]:
    """What was posted and is not noted as written: a settlement, a decision or a report."""
    return (
        select(Posting.source_id)
        .outerjoin(PostingFile, PostingFile.id == Posting.file_id)
        .where(Posting.target.in_(_WRITTEN_SOMEWHERE), PostingFile.sha256.is_(None))
    )


def unwritten_files(session: Session, employer: OrgNr) -> tuple[MadeFile, ...]:
    """The employer's files that are not noted as written, in the order they were made."""
    return _files(session, PostingFile.employer == employer.value, PostingFile.sha256.is_(None))


def written_files(session: Session) -> tuple[MadeFile, ...]:
    """Every file that was noted as written, of every employer."""
    return _files(session, PostingFile.sha256.is_not(None))


def lines_of(session: Session, keys: KeyRing, file_id: str) -> tuple[FileLine, ...]:
    """What a file holds, by voucher and line."""
    postings = session.scalars(
        select(Posting).where(Posting.file_id == file_id).order_by(Posting.voucher, Posting.line)
    )
    return tuple(_line(keys, posting) for posting in postings)


def note_written(session: Session, file_id: str, sha256: str) -> None:
    """Note that a file lies in its folder; noting the same again changes nothing.

    Raises:
        InputError: `posting_file_missing`, or `posting_file_differs` when it was noted with
            other bytes.
    """
    file = session.get(PostingFile, file_id)
    if file is None:
        raise InputError("posting_file_missing", "The store has no such file of postings.")
    if file.sha256 is not None:
        if file.sha256 != sha256:
            raise InputError(
                "posting_file_differs",
                f"File {file.number} of postings was written before with other bytes.",
                "Keep both, and report it with the run's number.",
            )
        return
    file.sha256, file.written_at = sha256, clock.now()
    data = {"file": file_id, "target": file.target, "number": file.number, "sha256": sha256}
    append(session, ROBOT, "postings_written", data=data)


def _files(session: Session, *conditions: ColumnElement[bool]) -> tuple[MadeFile, ...]:
    query = select(PostingFile).where(*conditions).order_by(PostingFile.target, PostingFile.number)
    return tuple(
        MadeFile(file.id, file.run_id, Target(file.target), file.period, file.number, file.sha256)
        for file in session.scalars(query)
    )


def _next_number(session: Session, employer: OrgNr, target: str) -> int:
    query = select(func.max(PostingFile.number)).where(
        PostingFile.employer == employer.value, PostingFile.target == target
    )
    return (session.scalar(query) or 0) + 1


def _line(keys: KeyRing, posting: Posting) -> FileLine:
    told = opened(keys, posting)
    return FileLine(
        voucher=posting.voucher,
        line=posting.line,
        booked=posting.booked,
        kind=posting.kind,
        is_counter=posting.entry % 2 == 0,
        account=posting.account or "",
        responsibility=posting.responsibility,
        function=posting.function,
        amount=Ore(posting.amount),
        paid=Ore(posting.paid or 0),
        claim_id=posting.claim_id or "",
        employee_number=told["employee_number"],
        position_id=told["position_id"],
    )
