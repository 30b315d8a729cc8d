"""A person is told everything and nothing of others, and erased as far as the law lets it."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.backup.making import make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.deciding.remarks import remark
from rutine.cases.people.register import known_subjects, reveal
from rutine.cases.person.erasing import erase, erase_again
from rutine.cases.person.telling import Told, tell
from rutine.cases.retention.holds import place_hold
from rutine.cases.retention.rules import Terms
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import AuditEntry, Case, Settlement, Subject
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.routines.retention_file import load_terms
from rutine.settings import load_settings
from rutine.steps.person import own_lines
from tests.command_line import rutine
from tests.crash_points import _AKSEL, _LIV, _PER
from tests.small_books import Books, rows_of

PER, AKSEL, LIV = Fnr(_PER[0]), Fnr(_AKSEL[0]), Fnr(_LIV[0])
APPROVER = Actor("user:00000000-0000-0000-0000-00000000000c", "A", frozenset({UserRole.APPROVER}))
ADMIN = Actor("user:00000000-0000-0000-0000-00000000000e", "B", frozenset({UserRole.ADMINISTRATOR}))
AUDITOR = Actor("user:00000000-0000-0000-0000-00000000000f", "C", frozenset({UserRole.AUDITOR}))
LIV_L = Actor("user:00000000-0000-0000-0000-00000000001c", "L", frozenset(UserRole))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = datetime(2032, 1, 1, 3, 0, tzinfo=UTC)
PASSWORD = "et langt og fint passord"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(tmp_path_factory.mktemp("lived") / "home")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(clock, "now", lambda: NOW)
        books.september()
        books.october()
    return books


@pytest.fixture
def books(lived: Books, tmp_path: Path) -> Books:
    shutil.copytree(lived.path, tmp_path / "home")
    return Books(tmp_path / "home")


@pytest.fixture
def place(books: Books, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    place = books.open()
    yield place
    place.database.close()


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(load_settings().mappings)[0]


def told(place: Installation, person: Fnr) -> Told:
    with place.database.writing() as session:
        return tell(session, place.keys, person, actor=AUDITOR, reference="26/12")


def test_a_person_is_told_everything_and_nothing_of_others(place: Installation) -> None:
    with place.database.writing() as session:
        case = session.scalars(select(Case).order_by(Case.number)).first()
        assert case is not None
        assert case.subject_id is not None
        reveal(
            session,
            place.keys,
            case.subject_id,
            actor=APPROVER,
            reason="ringte NAV",
            case_id=case.id,
        )
        remark(session, place.keys, case.id, actor=LIV_L, text="Ringte i går")
        place_hold(session, place.keys, case.number, actor=LIV_L, why="klage")
        mine = select(Settlement).where(Settlement.subject_id == case.subject_id)
        settlement = session.scalars(mine.order_by(Settlement.paid)).all()[-1]
        undo(session, place.keys, settlement.id, actor=LIV_L, why="ført feil")
    found = told(place, PER)
    assert sorted(found.cases[0]["written"]) == ["Ringte i går", "klage", "ringte NAV"]
    assert ["ført feil"] in [each["written"] for each in found.settlements]
    assert found.name == "Prøve Øvelsesen"
    assert [case["number"] for case in found.cases] == [1]
    assert {row["side"] for row in found.cases[0]["rows"]} == {"claim", "line"}
    assert found.cases[0]["decisions"][0]["action"] == "accept_paid"
    assert {each["paid"] for each in found.settlements} == {2_862_000, 3_148_200}
    assert {each["claim_id"] for each in found.claims} == {"K1", "K3"}
    assert found.postings
    assert "revealed" in {each["action"] for each in found.log}
    assert {each["who"] for each in found.log} <= {"user", "robot", "command_line"}
    whole = json.dumps([found.cases, found.settlements, found.claims, found.log], default=str)
    for other in (*_AKSEL, *_LIV, "K2", "K4"):
        assert other not in whole
    with place.database.reading() as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert newest is not None
        assert (newest.action, PER.reveal() in newest.data) == ("person_told", False)


def test_their_own_lines_are_found_in_the_originals_and_nobody_elses(place: Installation) -> None:
    found = own_lines(place, PER)
    assert {kind for kind, _, _ in found.lines} == {"nav_settlement", "payroll_claims_csv"}
    assert len(found.lines) == 4  # two payments, two claims
    assert all(_PER[0] in line for _, _, line in found.lines)
    assert not any(_AKSEL[0] in line or _LIV[0] in line for _, _, line in found.lines)
    assert (found.unread, found.unnamed, found.contested) == (0, 0, 0)
    assert len(found.originals) == 3  # September's report, and each month's claims


@pytest.mark.parametrize(
    ("who", "reference", "code"),
    [
        (APPROVER, "26/1", "role_missing"),
        (COMMAND_LINE, "26/1", "not_a_person"),
        (AUDITOR, "Prøve Øvelsesen", "reference_invalid"),
        (AUDITOR, "03817310086", "reference_invalid"),
    ],
)
def test_not_everybody_and_not_without_a_reference(
    place: Installation, who: Actor, reference: str, code: str
) -> None:
    with (
        place.database.writing() as session,
        pytest.raises((AccessDenied, InputError)) as refused,
    ):
        tell(session, place.keys, PER, actor=who, reference=reference)
    assert refused.value.code == code


def test_a_protected_person_needs_the_right_to_restricted_cases(place: Installation) -> None:
    with place.database.writing() as session:
        person = known_subjects(session, place.keys, [PER])[PER]
        session.get_one(Subject, person).restricted = True
    with pytest.raises(AccessDenied) as refused:
        told(place, PER)
    assert refused.value.code == "restricted_missing"
    both = Actor(AUDITOR.id, "C", AUDITOR.roles | {UserRole.RESTRICTED})
    with place.database.writing() as session:
        assert tell(session, place.keys, PER, actor=both, reference="26/12").protected


def erased(place: Installation, person: Fnr, terms: Terms, second: Actor = ADMIN):
    with place.database.writing() as session:
        return erase(
            session,
            place.keys,
            person,
            terms,
            actor=APPROVER,
            second=second,
            reference="26/13",
        )


def test_what_documents_the_accounts_stays_until_its_term_is_over(
    place: Installation, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = erased(place, AKSEL, terms)
    assert (done.kept, done.until, done.cases) == (2, date(2032, 1, 1), 0)
    assert told(place, AKSEL).settlements
    monkeypatch.setattr(clock, "now", lambda: LATER)
    done = erased(place, AKSEL, terms)
    assert (done.settlements, done.kept, done.until) == (2, 0, None)
    with pytest.raises(InputError) as unknown:
        told(place, AKSEL)
    assert unknown.value.code == "person_unknown"
    assert told(place, PER).settlements  # others are as they were
    with place.database.reading() as session:
        assert verify(session) is None
        assert known_subjects(session, place.keys, [AKSEL, PER]).keys() == {PER}


def test_an_open_case_is_named_and_nothing_is_erased(place: Installation, terms: Terms) -> None:
    with place.database.writing() as session:
        case = session.scalars(select(Case).order_by(Case.number)).first()
        assert case is not None
        case.status = "open"
    rows = rows_of(place.database)
    with pytest.raises(InputError) as refused:
        erased(place, PER, terms)
    assert (refused.value.code, refused.value.details["cases"]) == ("person_open", "1")
    assert rows_of(place.database) == rows


@pytest.mark.parametrize("second", [APPROVER, AUDITOR, COMMAND_LINE])
def test_it_takes_an_approver_and_an_administrator(
    place: Installation, terms: Terms, second: Actor
) -> None:
    with pytest.raises(AccessDenied):
        erased(place, AKSEL, terms, second)
    alone = Actor(APPROVER.id, "A", frozenset({UserRole.APPROVER, UserRole.ADMINISTRATOR}))
    with place.database.writing() as session, pytest.raises(AccessDenied) as refused:
        erase(session, place.keys, AKSEL, terms, actor=alone, second=alone, reference="26/13")
    assert refused.value.code == "second_needed"


def test_whom_an_older_backup_brings_back_is_erased_again(
    books: Books,
    place: Installation,
    terms: Terms,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make_backup(place.database, books.path, tmp_path / "before.backup")
    monkeypatch.setattr(clock, "now", lambda: LATER)
    gone = erased(place, AKSEL, terms).subject_id
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(books.path / "keys.json", new / "keys.json")
    restore(
        made.file, url=f"sqlite:///{new / 'rutine.db'}", home=new, keys=place.keys, mode="practice"
    )
    other = Books(new).open()
    assert told(other, AKSEL).settlements
    with other.database.writing() as session:
        assert erase_again(session, other.keys, gone, terms) is not None
        assert erase_again(session, other.keys, gone, terms) is None
        assert erase_again(session, other.keys, "no-such-id", terms) is None
    with pytest.raises(InputError):
        told(other, AKSEL)
    with other.database.reading() as session:
        assert verify(session) is None
    other.database.close()


def test_a_run_after_somebody_is_erased_settles_nothing_twice(
    books: Books, place: Installation, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    erased(place, AKSEL, terms)
    place.database.close()
    before = books.told()
    books.september_again()
    after = books.told()
    for name in ("settlements", "settled_rows", "postings"):
        assert after[name] == before[name], name


def test_the_commands_ask_for_the_number_and_tell_nobody(
    books: Books, place: Installation, tmp_path: Path
) -> None:
    roles = {"rita": UserRole.AUDITOR, "anne": UserRole.APPROVER, "adam": UserRole.ADMINISTRATOR}
    with place.database.writing() as session:
        for name, role in roles.items():
            add_user(session, name, name.title(), PASSWORD, [role], actor=COMMAND_LINE)
    place.database.close()
    page, number = tmp_path / "innsyn.html", tmp_path / "number"
    number.write_text(PER.reveal())
    export = ("person", "export", "--as", "rita", "--reference", "26/12")
    typed = f"{PASSWORD}\n\n"
    done = rutine(*export, "--out", page, home=books.path, stdin=f"{typed}{PER.reveal()}\n")
    assert done.returncode == 0, done.stderr
    assert PER.reveal() not in done.stdout + done.stderr
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    text = page.read_text("utf-8")
    assert "Innsyn i egne personopplysninger" in text
    assert "28620,00 kr" in text
    assert "Sykepenger" in text
    assert "src=" not in text
    as_json = tmp_path / "innsyn.json"
    asked = (*export, "--out", as_json, "--id-file", number)
    assert rutine(*asked, home=books.path, stdin=typed).returncode == 0
    assert json.loads(as_json.read_text("utf-8"))["national_id"] == PER.reveal()
    twice = rutine(*asked, home=books.path, stdin=typed)
    assert twice.returncode == 2
    wrong = rutine(*export, "--out", tmp_path / "x", home=books.path, stdin=f"{typed}12345678901\n")
    assert "ikke et fødselsnummer" in wrong.stderr
    assert "12345678901" not in wrong.stderr

    erase_ = ("person", "erase", "--as", "anne", "--agreed", "adam", "--reference", "26/13")
    refused = rutine(*erase_, home=books.path, stdin=typed * 2 + PER.reveal())
    assert "ikke bekreftet" in refused.stderr
    shown = rutine("retention", home=books.path)
    assert "ikke bekreftet av arkivet" in shown.stdout
    missing = rutine("person", "erase-again", home=books.path)
    assert "ingen liste over slettede" in missing.stderr
