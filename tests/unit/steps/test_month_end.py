"""How a month is closed, and what a person does to the books at the command line."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.books.control_totals import sums
from rutine.cases.books.outbox import Target
from rutine.cases.settling.undo_requests import approve_undo, undo_requests
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import ClosedPeriod, Posting, Settlement
from rutine.cases.trail.audit import verify
from rutine.cli.keeping.verify import verify_all
from rutine.cli.running.books import close_month, undo_settlement
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.installation import Installation
from rutine.postings.entry import EntryKind
from tests.posting_home import (
    LIV,
    PER,
    answer,
    cases,
    close,
    controls,
    on_hold,
    refused,
    run,
    settle_undone,
)
from tests.practice_home import Home
from tests.small_office import GENEROUS

WORDS = "riktig hest batteri"


def test_a_month_closes_only_when_nothing_is_undecided(place: Installation, home: Home) -> None:
    month = home.months[0]
    assert refused(place, home, month) == "period_without_run"
    run(place, home, month)
    assert refused(place, home, month) == "period_undecided"
    assert refused(place, home, month, actor=PER) == "role_missing"
    assert refused(place, home, "2026-13") == "period_invalid"
    assert refused(place, home, "2062-01") == "period_not_over"
    on_hold(place)

    close(place, home, month)

    with place.database.reading() as session:
        (closed,) = session.scalars(select(ClosedPeriod))
        assert sums(session, home.folder.employer, month).interim == 0
        assert verify(session) is None
    assert (closed.period, closed.by_name) == (month, LIV.name)
    assert refused(place, home, month) == "period_closed"


def test_after_closing_what_comes_later_is_posted_in_the_next_month(
    place: Installation, home: Home
) -> None:
    first, second = home.months[:2]
    run(place, home, first)
    on_hold(place)
    close(place, home, first)
    before = _posted(place, first)
    with place.database.reading() as session:
        settlement = session.scalars(select(Settlement)).first()
    assert settlement is not None
    with place.database.writing() as session:
        undo(session, place.keys, settlement.id, actor=PER, why="prøve", limits=GENEROUS)

    run(place, home, first)  # puts the freed rows before a person
    settle_undone(place)
    again = run(place, home, first)

    assert set(controls(again).values()) == {"ok"}
    assert _posted(place, first) == before
    assert sum(_posted(place, second).values()) == 0
    with place.database.reading() as session:
        kinds = Counter(
            session.scalars(select(Posting.entry).where(Posting.period == second)).all()
        )
    assert kinds[1] == kinds[2] > 0


def test_what_was_settled_a_month_late_is_cut_off_at_the_months_end(
    place: Installation, home: Home
) -> None:
    first, second = home.months[:2]
    run(place, home, first)
    with place.database.reading() as session:
        late = session.scalars(select(Settlement)).first()
    assert late is not None
    with place.database.writing() as session:
        undo(session, place.keys, late.id, actor=PER, why="prøve", limits=GENEROUS)
    run(place, home, second)
    settle_undone(place)
    run(place, home, second)  # settles in the second month what came in the first
    on_hold(place)
    assert refused(place, home, second) == "period_earlier_open"

    close(place, home, first)
    close(place, home, second)

    with place.database.reading() as session:
        for month in (first, second):
            assert sums(session, home.folder.employer, month).interim == 0
        cut = session.scalars(select(Posting).where(Posting.kind == EntryKind.CUT_OFF)).all()
        reopened = session.scalars(
            select(Settlement).where(Settlement.undone_by_id == ROBOT.id)
        ).all()
    # So is what the second month's run has reopened of the first.
    amount = late.paid + sum(each.paid for each in reopened)
    assert {(p.entry, p.period, abs(p.amount)) for p in cut} == {
        (1, first, amount),
        (2, second, amount),
    }


def test_a_stopped_report_keeps_its_month_open(place: Installation, home: Home) -> None:
    report = next(r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[0])
    report.path.write_bytes(report.path.read_bytes()[:-40])
    run(place, home, home.months[0])
    for case in [c for c in cases(place) if c.kind == "group"]:
        answer(place, case, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE)
    assert refused(place, home, home.months[0]) == "period_reports_left"


@pytest.fixture
def liv(place: Installation, home: Home, monkeypatch: pytest.MonkeyPatch) -> str:
    """An account that may approve, for a command line in this home."""
    home.be_current(monkeypatch)
    with place.database.writing() as session:
        add_user(
            session,
            "liv",
            "Liv L",
            WORDS,
            [UserRole.APPROVER],
            actor=COMMAND_LINE,
        )
    return "liv"


OLA = Actor("user:00000000-0000-0000-0000-00000000000f", "Ola O", frozenset({UserRole.APPROVER}))


def type_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


def test_a_person_undoes_and_closes_at_the_command_line(
    place: Installation,
    home: Home,
    liv: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    month = home.months[0]
    run(place, home, month)
    on_hold(place)
    with place.database.reading() as session:
        one = session.scalars(select(Settlement)).first()
    assert one is not None
    type_password(monkeypatch, WORDS)
    assert undo_settlement(one.id, "Feil stilling", liv) == 0
    assert "Another person must agree" in capsys.readouterr().out
    with place.database.writing() as session:
        assert session.get_one(Settlement, one.id).undone_at is None
        (asked,) = undo_requests(session, place.keys, OLA)
        approve_undo(session, place.keys, asked.request_id, actor=OLA)
    type_password(monkeypatch, WORDS)
    with pytest.raises(InputError, match="balance") as error:
        close_month(month, None, liv)  # its money is in no case before the next run
    assert error.value.code == "period_unbalanced"
    run(place, home, month)
    settle_undone(place)
    type_password(monkeypatch, WORDS)
    assert close_month(month, None, liv) == 0
    said = capsys.readouterr().out
    assert f"{month} is closed." in said
    assert "Ax-D: interimskonto = saker ingen har avgjort: 0,00" in said


def test_a_file_that_was_changed_afterwards_is_noticed_and_one_that_is_gone_is_not(
    place: Installation,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home.be_current(monkeypatch)
    run(place, home, home.months[0])
    assert verify_all() == 0
    assert "2 files of postings" in capsys.readouterr().out
    vouchers, payroll = (
        next(place.settings.output_folder.glob(f"*/postings_{target.value}_*.csv"))
        for target in (Target.VOUCHER, Target.PAYROLL)
    )
    payroll.unlink()  # imported and moved away
    vouchers.write_bytes(vouchers.read_bytes().replace(b",00;", b",01;", 1))
    assert verify_all() == 2
    assert f"{vouchers.name} was changed after it was written" in capsys.readouterr().out


def test_a_wrong_password_undoes_nothing(
    place: Installation, home: Home, liv: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, home, home.months[0])
    with place.database.reading() as session:
        one = session.scalars(select(Settlement)).first()
    assert one is not None
    type_password(monkeypatch, "gjettet passord")
    with pytest.raises(AccessDenied):
        undo_settlement(one.id, "Feil stilling", liv)
    with place.database.reading() as session:
        assert session.get_one(Settlement, one.id).undone_at is None


def _posted(place: Installation, month: str) -> Counter[str]:
    with place.database.reading() as session:
        found: Counter[str] = Counter()
        for posting in session.scalars(select(Posting).where(Posting.period == month)):
            if posting.target != Target.PAYROLL:
                found[posting.key] += posting.amount
        return found
