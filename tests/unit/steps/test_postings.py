"""What a run posts, and what people's decisions post."""

from __future__ import annotations

import errno
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from rutine.cases.books.control_totals import DEBTOR, INCOME, INTERIM, PAYROLL, sums
from rutine.cases.books.outbox import Target
from rutine.cases.deciding.decisions import approve
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Posting, Settlement
from rutine.cli.texts.error_texts import said
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.installation import Installation
from rutine.postings.entry import EntryKind
from rutine.practice.municipality import PracticePlan
from rutine.steps.scope import load_rules
from tests.posting_home import (
    LIV,
    PER,
    answer,
    balance,
    cases,
    controls,
    run,
    settle_undone,
    written,
)
from tests.practice_home import Home
from tests.small_office import GENEROUS, RATE, Claimed, Office, Paid
from tests.what_stands import paid_to_claims, settled


def test_every_settlement_is_posted_once_and_adds_up(place: Installation, home: Home) -> None:
    for month in home.months:
        seen = run(place, home, month)
        assert set(controls(seen).values()) == {"ok"}
        assert controls(seen).keys() == {INCOME, PAYROLL, INTERIM, DEBTOR}
    run(place, home, home.months[-1])

    with place.database.reading() as session:
        settlements = session.scalars(select(Settlement)).all()
        standing = [each for each in settlements if each.undone_at is None]
        sources = Counter(
            session.scalars(
                select(Posting.source_id)
                .where(Posting.kind == EntryKind.SETTLEMENT, Posting.line == 1)
                .where(Posting.target == Target.PAYROLL, Posting.entry == 1)
            )
        )
        posted = sums(session, home.folder.employer)
    assert sources == Counter(each.id for each in settlements)
    vouchers, payroll = written(place, Target.VOUCHER), written(place, Target.PAYROLL)
    assert set(vouchers.groupby("voucher")["amount"].sum()) == {0}
    assert payroll["settled"].sum() == sum(each.claimed for each in standing)
    assert payroll["paid"].sum() == sum(each.paid for each in standing)
    assert payroll["settled"].sum() == posted.in_payroll == posted.in_ledger
    # A claim is told again only when its settlement was reopened, and taken back in between.
    told = payroll.groupby("claim_id")["settled"].agg(lambda each: (each > 0).sum() * 2 - each.size)
    assert set(told) <= {0, 1}
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


def test_of_a_claim_that_was_settled_in_part_only_the_rest_is_posted(office: Office) -> None:
    """One absence over two positions: each claim gets what was open of it, not half of all."""
    week = Claimed("K1", 0, date(2026, 8, 3), 5 * RATE, date(2026, 9, 1))
    office.claims("2026-09", replace(week, settled=2 * RATE), replace(week, key="K2"))
    office.pays("2026-09", Paid(0, week.first, 8 * RATE))
    office.run("2026-09")
    assert settled(office).keys() == {"K1", "K2"}
    assert paid_to_claims(office) == {"K1": 3 * RATE, "K2": 5 * RATE}


def test_postings_that_could_not_be_written_wait_for_the_next_run(
    place: Installation, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, *, replace: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("rutine.formats.private_file.write_whole", full)
        with pytest.raises(InputError) as refused:
            run(place, home, home.months[0])
    assert "may be written to" in refused.value.remedy
    assert "run again" in refused.value.remedy.lower()
    assert "kjør på nytt" in said(refused.value, "nb").remedy
    assert "køyr på nytt" in said(refused.value, "nn").remedy

    assert set(controls(run(place, home, home.months[0])).values()) == {"ok"}
    with place.database.reading() as session:
        posted = sums(session, home.folder.employer)
    assert written(place, Target.PAYROLL)["settled"].sum() == posted.in_payroll


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


def test_undone_rows_are_a_case_and_posted_again_when_a_person_has_decided(
    place: Installation, home: Home
) -> None:
    run(place, home, home.months[0])
    with place.database.reading() as session:
        one = session.scalars(select(Settlement)).first()
    assert one is not None
    with place.database.writing() as session:
        undo(session, place.keys, one.id, actor=PER, why="prøve", limits=GENEROUS)
    before = written(place, Target.PAYROLL)["settled"].sum()

    assert set(controls(run(place, home, home.months[0])).values()) == {"ok"}
    assert written(place, Target.PAYROLL)["settled"].sum() == before - one.claimed
    settle_undone(place)
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
    monkeypatch.setattr("rutine.steps.scope.load_refund_routine", lambda _: silent)
    seen = run(place, home, home.months[0])
    assert controls(seen) == {}
    assert list(place.settings.output_folder.glob("*/postings_*")) == []
