"""What is kept no longer is deleted, and neither the books nor the trail come to harm."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from rutine.cases.access import Actor, UserRole
from rutine.cases.backup.checking import check_backup
from rutine.cases.backup.making import keeping, make_backup
from rutine.cases.deciding.remarks import remark
from rutine.cases.lists.case_view import case_view
from rutine.cases.retention.holds import lift_hold, place_hold
from rutine.cases.retention.plans import confirm, waiting_plan
from rutine.cases.retention.rules import Kind, Term, Terms
from rutine.cases.retention.wiping import NOBODY
from rutine.cases.settling.settled_list import settled_by_program
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import (
    AppliedDecision,
    AuditEntry,
    Case,
    DecisionEntry,
    LegalHold,
    Posting,
    PostingFile,
    Settlement,
    Subject,
)
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.installation import Installation
from rutine.routines.check.checker import findings_of
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.retention_file import Retention, load_terms, require_confirmed
from rutine.settings import load_settings
from rutine.steps import retention_turn as job
from rutine.steps.retention import carry_out, plan
from tests.small_books import Books, rows_of

BEFORE, AFTER = date(2031, 12, 31), date(2032, 1, 1)
LIV = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset(UserRole))
MAPPINGS = load_settings().mappings


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Two months of 2026; every case is decided."""
    books = Books(tmp_path_factory.mktemp("lived") / "home")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(clock, "now", lambda: datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
        books.september()
        books.october()
    return books


@pytest.fixture
def books(lived: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    shutil.copytree(lived.path, tmp_path / "home")
    monkeypatch.setattr(clock, "now", lambda: datetime(2032, 1, 1, 3, 0, tzinfo=UTC))
    return Books(tmp_path / "home")


@pytest.fixture
def place(books: Books):
    place = books.open()
    yield place
    place.database.close()


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(MAPPINGS)[0]


def test_it_says_what_is_due_on_the_day_it_is_and_touches_nothing(
    place: Installation, terms: Terms
) -> None:
    rows = rows_of(place.database)
    assert {k: plan(place, terms, BEFORE).count(k) for k in (Kind.CASES, Kind.SETTLEMENTS)} == {
        Kind.CASES: 0,
        Kind.SETTLEMENTS: 0,
    }
    due = plan(place, terms, AFTER)
    assert (due.count(Kind.CASES), due.count(Kind.SETTLEMENTS)) == (2, 5)
    assert rows_of(place.database) == rows
    assert carry_out(place, terms, AFTER)[0] == due  # what it says is what it does


def test_afterwards_nobody_is_in_the_store_and_everything_adds_up(
    books: Books, place: Installation, terms: Terms, tmp_path: Path
) -> None:
    before = books.told()
    place = books.open()
    done, people = carry_out(place, terms, AFTER)
    assert (done.count(Kind.CASES), done.count(Kind.SETTLEMENTS), people) == (2, 5, 3)
    assert done.count(Kind.ORIGINALS) == 3
    with place.database.reading() as session:
        assert verify(session) is None
        assert set(session.scalars(select(Settlement.subject_id))) == {NOBODY}
        assert all(each.erased_at for each in session.scalars(select(Subject)))
        assert set(session.scalars(select(Posting.sealed))) == {None}
        for case in session.scalars(select(Case)).all():
            view = case_view(session, place.keys, case.id, LIV)
            assert (view.subject, view.benefit, view.evidence, view.reference) == (None,) * 2 + (
                (),
                None,
            )
            assert all(row.facts is None for row in (*view.claims, *view.lines))
            assert {entry.comment for entry in view.history} == {None}
        assert settled_by_program(session, place.keys, LIV).rows == ()
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert newest is not None
        assert newest.action == "retention_done"
        assert json.loads(newest.data)["items"]["people"] == 3
    rows = rows_of(place.database)
    assert "name_lookups" not in rows
    assert not [path for path in books.settings.evidence_folder.rglob("*") if path.is_file()]
    made = make_backup(place.database, books.path, tmp_path / "after.backup")
    assert check_backup(made.file, place.keys).originals == 0
    place.database.close()
    after = books.told()
    same = ("settlements", "cases", "postings", "settled_rows", "undone_rows", "closed", "claims")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["trail"]


def test_only_what_a_person_has_confirmed_is_deleted_by_the_clock(
    place: Installation, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turn(*, confirmed: bool = True, each: bool = True) -> job.Turn:
        rules = Retention(terms, confirmed, each)
        monkeypatch.setattr(job, "load_retention", lambda _: rules)
        with clock.stopped_at(datetime(2032, 1, 1, 3, 0, tzinfo=UTC)):
            return job.retention_turn(place)

    whole = {kind: plan(place, terms, AFTER).count(kind) for kind in Kind}
    due = {kind: count for kind, count in whole.items() if count}
    assert turn(confirmed=False) == job.Turn(due, {}, 0, job.Next.TERMS)
    assert turn() == turn() == job.Turn(due, {}, 0, job.Next.PERSON)
    with place.database.writing() as session:
        waits = waiting_plan(session)
        assert waits is not None
        assert dict(waits.counts) == due
        with pytest.raises(AccessDenied):
            confirm(session, waits.id, actor=Actor(LIV.id, "L", frozenset({UserRole.REVIEWER})))
        with pytest.raises(InputError) as refused:
            confirm(session, "another", actor=LIV)
        assert refused.value.code == "retention_plan_gone"
        confirm(session, waits.id, actor=LIV)
    with place.database.writing() as session:  # somebody complains before it is done
        place_hold(session, place.keys, 1, actor=LIV, why="klage")
    done = turn()
    assert done.deleted[Kind.CASES] == 1
    with place.database.writing() as session:
        assert [each.wiped_at is None for each in session.scalars(select(Case))] == [True, False]
        lift_hold(session, 1, actor=LIV)
    # What is free again was confirmed once, with another plan: it is told anew, and waits.
    again = turn()
    assert (again.due[Kind.CASES], again.deleted, again.next) == (1, {}, job.Next.PERSON)
    rest = turn(each=False)
    assert (rest.deleted[Kind.CASES], rest.due, rest.next) == (1, {}, job.Next.NOTHING)
    with place.database.reading() as session:
        assert waiting_plan(session) is None
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
        assert verify(session) is None
    assert actions.count("retention_confirmed") == 1
    assert actions.count("retention_proposed") == 2


def test_a_report_that_comes_again_after_deletion_is_not_settled_again(
    books: Books, place: Installation, terms: Terms
) -> None:
    carry_out(place, terms, AFTER)
    place.database.close()
    before = books.told()
    books.september_again()
    after = books.told()
    for name in ("settlements", "settled_rows", "postings", "decisions"):
        assert after[name] == before[name], name


def test_a_second_time_there_is_nothing_to_do(place: Installation, terms: Terms) -> None:
    carry_out(place, terms, AFTER)
    rows = rows_of(place.database)
    done, people = carry_out(place, terms, AFTER)
    assert (set(map(done.count, Kind)), people) == ({0}, 0)
    assert rows_of(place.database) == rows


def test_an_open_case_keeps_itself_its_person_and_what_was_settled_of_its_rows(
    place: Installation, terms: Terms
) -> None:
    with place.database.writing() as session:
        case = session.scalars(select(Case).order_by(Case.number)).first()
        assert case is not None
        case.status = "open"
        person, case_id = case.subject_id, case.id
        of_person = set(
            session.scalars(select(Settlement.id).where(Settlement.subject_id == person))
        )
    done, _ = carry_out(place, terms, AFTER)
    assert case_id not in done.due[Kind.CASES]
    assert done.count(Kind.CASES) == 1
    assert of_person
    assert of_person.isdisjoint(done.due[Kind.SETTLEMENTS])
    with place.database.reading() as session:
        view = case_view(session, place.keys, case_id, LIV)
        assert view.subject is not None
        assert view.subject.name
        assert view.lines
        assert view.lines[0].facts is not None
    assert len([p for p in place.settings.evidence_folder.rglob("*") if p.is_file()]) > 0


def test_what_is_not_written_to_a_file_yet_is_kept(place: Installation, terms: Terms) -> None:
    with place.database.writing() as session:
        files = select(Posting.file_id).where(Posting.target == "payroll")
        session.execute(
            update(PostingFile)
            .where(PostingFile.id.in_(files))
            .values(sha256=None, written_at=None)
        )
    assert plan(place, terms, AFTER).count(Kind.SETTLEMENTS) == 0
    with place.database.writing() as session:
        session.execute(update(PostingFile).values(sha256="0" * 64))
    assert plan(place, terms, AFTER).count(Kind.SETTLEMENTS) == 5


def test_a_case_that_no_run_carries_out_is_deleted_too(place: Installation, terms: Terms) -> None:
    with place.database.writing() as session:
        decided = session.scalars(select(DecisionEntry)).all()
        session.execute(delete(AppliedDecision))
        for each in decided:
            each.action = Action.ACKNOWLEDGE.value
    assert plan(place, terms, AFTER).count(Kind.CASES) == 2


def test_a_legal_hold_keeps_a_case_until_it_is_lifted(place: Installation, terms: Terms) -> None:
    with place.database.writing() as session:
        place_hold(session, place.keys, 1, actor=LIV, why="klage til Sivilombudet")
        with pytest.raises(InputError, match="held already"):
            place_hold(session, place.keys, 1, actor=LIV, why="en gang til")
    assert plan(place, terms, AFTER).count(Kind.CASES) == 1
    with place.database.writing() as session:
        lift_hold(session, 1, actor=LIV)
        with pytest.raises(InputError, match="not held"):
            lift_hold(session, 1, actor=LIV)
    assert plan(place, terms, AFTER).count(Kind.CASES) == 2
    carry_out(place, terms, AFTER)
    with place.database.reading() as session:
        hold = session.scalars(select(LegalHold)).one()
        assert place.keys.decrypt(hold.why, f"hold:{hold.id}") == b""
    with place.database.writing() as session, pytest.raises(InputError, match="deleted already"):
        place_hold(session, place.keys, 1, actor=LIV, why="for sent")


def test_what_a_killed_job_left_is_deleted_by_the_next(
    place: Installation, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(type(place.archive), "discard", killed)
        with pytest.raises(KeyboardInterrupt):
            carry_out(place, terms, AFTER)
    files = [path for path in place.settings.evidence_folder.rglob("*") if path.is_file()]
    assert files
    carry_out(place, terms, AFTER)
    assert not [path for path in files if path.exists()]


def test_an_original_that_comes_again_is_kept_as_any_other(
    place: Installation, terms: Terms
) -> None:
    data = place.archive.get(str(rows_of(place.database)["input_files"][0][-1]))
    carry_out(place, terms, AFTER)
    sha256 = place.archive.put(data, kind="nav_settlement", label="report at hand")
    file = next(path for path in place.settings.evidence_folder.rglob("*") if path.is_file())
    later = datetime(2032, 1, 2, tzinfo=UTC).timestamp()
    os.utime(file, (later, later))
    carry_out(place, terms, date(2031, 1, 1))
    assert sha256 in place.archive


def test_neither_a_backup_nor_a_deletion_disturbs_the_other(
    place: Installation, terms: Terms
) -> None:
    with keeping(place.settings.home_folder), pytest.raises(InputError, match="under way"):
        carry_out(place, terms, AFTER)


def test_what_was_deleted_can_not_be_undone(place: Installation, terms: Terms) -> None:
    carry_out(place, terms, AFTER)
    with place.database.writing() as session:
        standing = session.scalars(select(Settlement.id).where(Settlement.undone_at.is_(None)))
        with pytest.raises(InputError) as refused:
            undo(session, place.keys, standing.all()[0], actor=LIV, why="feil")
    assert refused.value.code == "settlement_wiped"


def test_what_people_wrote_goes_with_the_case_and_the_trail_stays_whole(
    place: Installation, terms: Terms
) -> None:
    with place.database.writing() as session:
        case = session.scalars(select(Case)).first()
        assert case is not None
        remark(session, place.keys, case.id, actor=LIV, text="Ringte på mandag")
        session.execute(update(Case).values(changed_at=datetime(2026, 11, 30, tzinfo=UTC)))
        case_id = case.id
    with place.database.reading() as session:
        told = case_view(session, place.keys, case_id, LIV).history[-1]
        assert (told.action, told.comment) == ("remarked", "Ringte på mandag")
    carry_out(place, terms, AFTER)
    with place.database.reading() as session:
        assert verify(session) is None
        told = case_view(session, place.keys, case_id, LIV).history[-1]
        assert (told.action, told.comment) == ("remarked", None)
    assert "case_texts" not in rows_of(place.database)


def test_the_terms_are_the_municipalitys_and_must_be_confirmed(tmp_path: Path) -> None:
    terms, confirmed = load_terms(MAPPINGS)
    assert not confirmed
    with pytest.raises(InputError) as refused:
        require_confirmed(MAPPINGS, confirmed=confirmed)
    assert refused.value.code == "retention_unconfirmed"
    assert set(terms.general) == set(Kind)
    assert all(term.source for term in terms.general.values())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("kind: cases\n", "unit"),
        ("  - kind: sessions", "sessions has no row"),
        ("kind: outputs\n    keep: 1", "sessions stands twice"),
        ("kind: nav_lists\n", "can't differ"),
    ],
)
def test_faults_in_the_terms_are_named(tmp_path: Path, change: str, said: str) -> None:
    text = (MAPPINGS / "retention.yaml").read_text("utf-8")
    wrong = {
        "unit": text.replace("unit: days", "unit: weeks"),
        "sessions has no row": text[: text.index("  - kind: sessions")],
        "sessions stands twice": text + text[text.index("  - kind: sessions") :],
        "can't differ": text.replace(change, f"{change}    routine: nav_refunds\n", 1)
        + "  - kind: nav_lists\n    keep: 1\n    unit: days\n    source: x law\n"
        "    checked: 2026-11-30\n",
    }[said]
    (tmp_path / "retention.yaml").write_text(wrong, "utf-8")
    with pytest.raises(InputError) as refused:
        load_terms(tmp_path)
    assert refused.value.code == "mapping_invalid"
    assert said in str(refused.value)


def test_a_routine_may_have_a_term_of_its_own() -> None:
    general = {kind: Term(5, "years_after_year", "law") for kind in Kind}
    terms = Terms(general, {("nav_refunds", Kind.CASES): Term(30, "days", "law")})
    assert terms.of(Kind.CASES, "nav_refunds").keep == 30
    assert terms.of(Kind.CASES, "other").keep == 5
    assert terms.latest(Kind.CASES, AFTER) == terms.of(Kind.CASES, "nav_refunds").before(AFTER)
    assert terms.of(Kind.CASES).until(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(
        2033, 1, 1
    )  # the new year has begun in Oslo


def test_rutine_check_reads_the_terms(tmp_path: Path) -> None:
    around = Surroundings(mappings=MAPPINGS, project=None, two_persons={}, today=date(2026, 12, 1))
    file = tmp_path / "retention.yaml"
    text = (MAPPINGS / "retention.yaml").read_text("utf-8")
    assert findings_of(MAPPINGS / "retention.yaml", around) == []
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "shift_cover.yaml").touch()
    file.write_text(text.replace("checked: 2026-11-30", "checked: 2024-11-30"), "utf-8")
    found = {(each.code, each.words.get("name")) for each in findings_of(file, around)}
    assert ("term_of_no_routine", "competence_renewal") in found
    assert ("term_of_no_routine", "shift_cover") not in found
    assert ("fact_old", "settlements") in found
    file.write_text(text.replace("kind: nav_lists", "kind: sessions"), "utf-8")
    codes = {each.code for each in findings_of(file, around)}
    assert codes == {"term_missing", "term_twice"}
