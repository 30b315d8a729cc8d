"""A service record in the app: what is shown, signed, made once, and had by whom."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user, set_roles
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.cli import review
from rutine.core.errors import InputError
from rutine.review.case import record_page
from tests.shape_home import ShapeHome

ROUTINE = "service_record"


@pytest.fixture
def home(tmp_path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "records")
    with home.place.database.writing() as session:
        for name, roles in (
            ("kari", [UserRole.REVIEWER]),
            ("rune", [UserRole.AUDITOR]),
        ):
            add_user(session, name, "Liv Leder", "et-langt-passord-1", roles, actor=COMMAND_LINE)
    yield home
    home.place.database.close()


class Press:
    """Stands for the browser: keeps each page that it is given, or has none to make it with."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.there = True

    def __call__(self, page: str) -> bytes:
        if not self.there:
            raise InputError("browser_missing", "No browser.", "Get one.")
        self.pages.append(page)
        return f"%PDF {len(self.pages)}".encode()


@pytest.fixture
def press(monkeypatch) -> Press:
    press = Press()
    monkeypatch.setattr(review, "_pdf", press)
    return press


@pytest.fixture
def visitor(home: ShapeHome, visitor_of, press: Press):
    visitor = visitor_of(review.review_app(home.place))
    visitor.store = SimpleNamespace(database=home.place.database)
    return visitor.sign_in()


def text_of(page) -> str:
    main = page.text.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def the_case(home: ShapeHome) -> Case:
    [case] = home.cases()
    return case


def sign(visitor, home: ShapeHome, **more: str):
    case = the_case(home)
    visitor.get(f"/saker/{case.number}")
    address = f"/saker/{case.number}/avgjor"
    return visitor.post(address, version=str(case.version), action="sign", **more)


def test_it_is_signed_made_once_and_the_same_for_ever(visitor, home, press) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    number = the_case(home).number
    said = text_of(visitor.get(f"/saker/{number}"))
    for words in ("01.03.2020–31.12.2023", "Sykehjem avdeling 1", "80 %", "01.01.2022–30.06.2022"):
        assert words in said, words
    draft = visitor.post(f"/saker/{number}/tjenestebevis")
    assert draft.headers["content-disposition"] == (
        f'attachment; filename="utkast-sak-{number}.pdf"'
    )
    assert "Utkast. Ikke signert" in press.pages[-1]

    answer = sign(visitor, home)
    assert the_case(home).status == CaseStatus.DONE
    assert answer.headers["location"].startswith(f"/saker/{number}?")
    assert "PDF-en er laget og arkivert" in text_of(visitor.get(f"/saker/{number}"))
    assert "Liv Leder, saksbehandler" in press.pages[-1]
    made = len(press.pages)
    documents = [visitor.post(f"/saker/{number}/tjenestebevis") for _ in range(2)]
    assert {each.content for each in documents} == {f"%PDF {made}".encode()}
    assert len(press.pages) == made
    name = documents[0].headers["content-disposition"]
    assert name == f'attachment; filename="tjenestebevis-sak-{number}.pdf"'
    assert documents[0].headers["content-type"] == "application/pdf"
    assert "laget og arkiverte tjenestebeviset" in text_of(visitor.get(f"/saker/{number}"))


def test_without_a_browser_the_signature_stands_and_the_document_comes_later(
    visitor, home, press
) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    press.there = False
    sign(visitor, home)
    assert the_case(home).status == CaseStatus.DONE
    said = text_of(visitor.get(f"/saker/{the_case(home).number}"))
    assert "PDF-en er ikke laget ennå" in said
    address = f"/saker/{the_case(home).number}/tjenestebevis"
    failed = visitor.post(address)
    assert failed.status_code == 503
    assert "rutine doctor --fix-browser" in text_of(failed)
    press.there = True
    visitor.get(f"/saker/{the_case(home).number}")
    assert visitor.post(address).content.startswith(b"%PDF")
    assert "PDF-en er laget og arkivert" in text_of(visitor.get(address.rpartition("/")[0]))


def test_a_document_that_comes_later_says_the_role_in_which_it_was_signed(
    visitor, home, press
) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    press.there = False
    sign(visitor, home)
    press.there = True
    with home.place.database.writing() as session:
        set_roles(session, "kari", [UserRole.APPROVER], actor=COMMAND_LINE)
    number = the_case(home).number
    visitor.get(f"/saker/{number}")
    visitor.post(f"/saker/{number}/tjenestebevis")
    assert "Liv Leder, saksbehandler" in press.pages[-1]


def test_sources_that_disagree_are_shown_side_by_side_and_one_is_chosen(
    visitor, home, press
) -> None:
    home.put(ROUTINE, "payroll_and_hr_disagree")
    home.run(ROUTINE)
    said = text_of(visitor.get(f"/saker/{the_case(home).number}"))
    assert "hvis dette gjelder: Lønnssystemet" in said
    assert "hvis dette gjelder: Personalsystemet" in said
    refused = sign(visitor, home, comment="Se avtalen")
    assert refused.status_code == 422
    assert "Velg hvilken kilde som skal gjelde." in text_of(refused)
    assert the_case(home).status == CaseStatus.OPEN
    sign(visitor, home, comment="Se avtalen", source_choice="hr")
    assert the_case(home).status == CaseStatus.DONE
    assert "100 %" in press.pages[-1]
    assert "80 %" not in press.pages[-1]


def test_an_auditor_reads_what_is_made_and_makes_nothing(visitor, visitor_of, home, press) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    press.there = False
    sign(visitor, home)
    press.there = True
    auditor = visitor_of(review.review_app(home.place))
    auditor.store = visitor.store
    auditor.sign_in("rune")
    address = f"/saker/{the_case(home).number}/tjenestebevis"
    auditor.get(address.rpartition("/")[0])
    assert auditor.post(address).status_code == 403
    visitor.get(address.rpartition("/")[0])
    made = visitor.post(address).content
    auditor.get(address.rpartition("/")[0])
    assert auditor.post(address).content == made


def test_a_case_without_a_document_says_so(visitor, home) -> None:
    home.put(ROUTINE, "a_request_of_nobody")
    home.run(ROUTINE)
    number = the_case(home).number
    visitor.get(f"/saker/{number}")
    assert visitor.post(f"/saker/{number}/tjenestebevis").status_code == 422


def test_nobody_chooses_a_source_after_it_was_signed(visitor, home, press, monkeypatch) -> None:
    chosen = []
    monkeypatch.setattr(
        record_page, "record_page", lambda _draft, **more: chosen.append(more["chosen"]) or "page"
    )
    home.put(ROUTINE, "equal_rows_follow_each_other")  # two sources, and no choice between them
    home.run(ROUTINE)
    press.there = False
    sign(visitor, home)
    press.there = True
    address = f"/saker/{the_case(home).number}/tjenestebevis"
    visitor.get(address.rpartition("/")[0])
    assert visitor.post(address, source="old_payroll").content.startswith(b"%PDF")
    assert set(chosen) == {None}
