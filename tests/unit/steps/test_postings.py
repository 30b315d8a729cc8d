"""What a run posts, what people's decisions post, and how a month is closed."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.audit import verify
from rutine.cases.control_totals import DEBTOR, INCOME, INTERIM, PAYROLL, sums
from rutine.cases.decisions import approve, decide
from rutine.cases.outbox import Target
from rutine.cases.period_closing import close_period
from rutine.cases.runs import RunView, find_run
from rutine.cases.tables import Case, ClosedPeriod, Posting, Settlement
from rutine.cases.undoing import undo
from rutine.cases.users import add_user
from rutine.cli.books import close_month, undo_settlement
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.formats.reading import read
from rutine.installation import Installation
from rutine.postings.entry import EntryKind
from rutine.practice.municipality import PracticePlan
from rutine.steps.post import write_waiting
from rutine.steps.scope import load_rules
from tests.practice_home import Home

WORDS = "riktig hest batteri"
PLAN = PracticePlan(employees=120, sub_units=4)
LIV = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset({UserRole.APPROVER}))
PER = Actor("user:00000000-0000-0000-0000-00000000000b", "Per P", frozenset({UserRole.REVIEWER}))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, PLAN)


@pytest.fixture
def place(home: Home) -> Iterator[Installation]:
    opened = home.open()
    yield opened
    opened.database.close()


def run(place: Installation, home: Home, month: str) -> RunView:
    scope = steps.begin(place, home.folder.employer.reveal(), month)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
        steps.post(place, scope)
    steps.report(place, scope)
    with place.database.reading() as session:
        found = find_run(session, scope.run_id)
    assert found is not None
    return found


def written(place: Installation, target: Target) -> pd.DataFrame:
    """Every line of every file of a target, read back by its own format."""
    form = load_rules(place).posting_formats[target]
    frames = []
    for path in sorted(place.settings.output_folder.glob(f"*/postings_{target.value}_*.csv")):
        found = read(form, path.read_bytes(), source=path.name, identities="synthetic")
        assert found.errors == ()
        frames.append(found.frame)
    return pd.concat(frames, ignore_index=True)


def controls(seen: RunView) -> dict[str, str]:
    assert seen.summary is not None
    return {c.name: c.status for c in seen.summary.controls if c.name.startswith("a7_")}


def answer(place: Installation, case: Case, *actions: Action, actor: Actor = PER) -> None:
    """Decide a case with the first of the actions that it permits."""
    action = next(each for each in actions if each.value in case.permitted)
    with place.database.writing() as session:
        decide(
            session,
            place.keys,
            case.id,
            version=case.version,
            actor=actor,
            action=action,
            comment="prøve",
        )


def cases(place: Installation, status: str = "open") -> list[Case]:
    with place.database.reading() as session:
        query = select(Case).where(Case.status == status).order_by(Case.number)
        return list(session.scalars(query))


def on_hold(place: Installation) -> None:
    for case in cases(place):
        answer(place, case, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE)


def close(place: Installation, home: Home, month: str, actor: Actor = LIV) -> None:
    rules = load_rules(place).routine.postings
    assert rules is not None
    with place.database.writing() as session:
        closed = close_period(
            session, place.keys, rules.accounts, home.folder.employer, month, actor=actor
        )
    write_waiting(place, home.folder.employer, closed.run_id)


def refused(place: Installation, home: Home, month: str, actor: Actor = LIV) -> str:
    with pytest.raises((InputError, AccessDenied)) as error:
        close(place, home, month, actor)
    return error.value.code


def balance(place: Installation, account: str) -> int:
    """What the written vouchers come to on an account."""
    lines = written(place, Target.VOUCHER)
    return int(lines.loc[lines["account"] == account, "amount"].sum())


def test_every_settlement_is_posted_once_and_adds_up(place: Installation, home: Home) -> None:
    for month in home.months:
        seen = run(place, home, month)
        assert set(controls(seen).values()) == {"ok"}
        assert controls(seen).keys() == {INCOME, PAYROLL, INTERIM, DEBTOR}
    run(place, home, home.months[-1])

    with place.database.reading() as session:
        settlements = session.scalars(select(Settlement)).all()
        sources = Counter(
            session.scalars(
                select(Posting.source_id)
                .where(Posting.kind == EntryKind.SETTLEMENT, Posting.line == 1)
                .where(Posting.target == Target.PAYROLL)
            )
        )
        posted = sums(session, home.folder.employer)
    assert sources == Counter(each.id for each in settlements)
    vouchers, payroll = written(place, Target.VOUCHER), written(place, Target.PAYROLL)
    assert set(vouchers.groupby("voucher")["amount"].sum()) == {0}
    assert payroll["settled"].sum() == sum(each.claimed for each in settlements)
    assert payroll["paid"].sum() == sum(each.paid for each in settlements)
    assert payroll["settled"].sum() == posted.in_payroll == posted.in_ledger
    assert payroll["claim_id"].is_unique
    assert set(vouchers["voucher"]) >= set(payroll["voucher"])


def test_the_files_hold_employee_numbers_and_no_person(place: Installation, home: Home) -> None:
    run(place, home, home.months[0])
    claims = pd.read_csv(
        io.BytesIO(home.folder.claims_file(home.months[0], "csv").read_bytes()), sep=";", dtype=str
    )
    numbers = set(claims["Ansattnr"])
    assert set(written(place, Target.PAYROLL)["employee_number"]) <= numbers
    for path in place.settings.output_folder.glob("*/postings_*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in set(claims["Navn"]))
        assert not any(fnr in text for fnr in set(claims["Fødselsnummer"]))
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_decision_is_posted_by_the_next_run_and_a_hold_is_taken_back(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path, PracticePlan(employees=250, sub_units=8))
    place = home.open()
    for month in home.months:
        run(place, home, month)
    acceptable = [c for c in cases(place) if c.paid and "accept_paid" in c.permitted]
    kept, closed = acceptable[:2]
    answer(place, kept, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE)
    answer(place, closed, Action.ACCEPT_PAID)

    assert set(controls(run(place, home, home.months[-1])).values()) == {"ok"}
    assert balance(place, "2990") == -kept.paid
    (again,) = [case for case in cases(place, "waiting") if case.id == kept.id]
    answer(place, again, Action.ACCEPT_PAID)

    assert set(controls(run(place, home, home.months[-1])).values()) == {"ok"}
    assert balance(place, "2990") == 0
    with place.database.reading() as session:
        entries = {
            (p.kind, p.entry)
            for p in session.scalars(select(Posting))
            if p.kind in {EntryKind.DECISION, EntryKind.HOLD}
        }
    assert entries == {("hold", 1), ("hold", 2), ("decision", 1)}
    assert balance(place, "710") == kept.claimed - kept.paid + closed.claimed - closed.paid
    place.database.close()


def test_a_write_off_is_a_loss_once_the_second_person_has_agreed(
    place: Installation, home: Home
) -> None:
    run(place, home, home.months[0])
    case = next(c for c in cases(place) if "write_off" in c.permitted and c.claimed > c.paid)
    answer(place, case, Action.WRITE_OFF)
    run(place, home, home.months[0])
    assert balance(place, "470") == 0
    (proposed,) = cases(place, "approval")
    with place.database.writing() as session:
        approve(session, place.keys, proposed.id, version=proposed.version, actor=LIV)

    assert set(controls(run(place, home, home.months[0])).values()) == {"ok"}
    assert balance(place, "470") == case.claimed - case.paid


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
        undo(session, place.keys, settlement.id, actor=PER, why="prøve")

    again = run(place, home, first)  # settles the freed rows anew

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
        undo(session, place.keys, late.id, actor=PER, why="prøve")
    run(place, home, second)  # settles in the second month what came in the first
    on_hold(place)
    assert refused(place, home, second) == "period_earlier_open"

    close(place, home, first)
    close(place, home, second)

    with place.database.reading() as session:
        for month in (first, second):
            assert sums(session, home.folder.employer, month).interim == 0
        cut = session.scalars(select(Posting).where(Posting.kind == EntryKind.CUT_OFF)).all()
    assert {(p.entry, p.period, abs(p.amount)) for p in cut} == {
        (1, first, late.paid),
        (2, second, late.paid),
    }


def test_a_stopped_report_keeps_its_month_open(place: Installation, home: Home) -> None:
    report = next(r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[0])
    report.path.write_bytes(report.path.read_bytes()[:-40])
    run(place, home, home.months[0])
    for case in [c for c in cases(place) if c.kind == "group"]:
        answer(place, case, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE)
    assert refused(place, home, home.months[0]) == "period_reports_left"


def test_undone_rows_are_matched_again_by_the_next_run(place: Installation, home: Home) -> None:
    run(place, home, home.months[0])
    with place.database.reading() as session:
        one = session.scalars(select(Settlement)).first()
    assert one is not None
    with place.database.writing() as session:
        undo(session, place.keys, one.id, actor=PER, why="prøve")
    before = written(place, Target.PAYROLL)["settled"].sum()

    again = run(place, home, home.months[0])

    assert set(controls(again).values()) == {"ok"}
    assert written(place, Target.PAYROLL)["settled"].sum() == before
    with place.database.reading() as session:
        standing = session.scalars(select(Settlement).where(Settlement.undone_at.is_(None))).all()
    assert (one.paid, one.claimed) in {(s.paid, s.claimed) for s in standing}


def test_a_routine_without_accounts_posts_nothing(
    place: Installation, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = load_rules(place)
    silent = rules.routine.model_copy(update={"postings": None})
    monkeypatch.setattr("rutine.steps.scope.load_routine", lambda _: silent)
    seen = run(place, home, home.months[0])
    assert controls(seen) == {}
    assert list(place.settings.output_folder.glob("*/postings_*")) == []


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
    type_password(monkeypatch, WORDS)
    with pytest.raises(InputError, match="balance") as error:
        close_month(month, None, liv)  # its money is in no case before the next run
    assert error.value.code == "period_unbalanced"
    run(place, home, month)
    type_password(monkeypatch, WORDS)
    assert close_month(month, None, liv) == 0
    said = capsys.readouterr().out
    assert f"{month} is closed." in said
    assert "a7_interim: 0,00" in said


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
