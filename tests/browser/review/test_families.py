"""A case of each family, made by a run over the practice municipality, as reviewers meet it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import add_user, set_language
from rutine.cases.lists.queue import case_view
from rutine.cases.tables import Case
from rutine.cases.views import CaseView
from rutine.cli.review import review_app
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import (
    Language,
    action_text,
    amounts,
    claims,
    corrections,
    days,
    people,
    reason_text,
    reports,
    role_name,
)
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.review import ReviewServer
from tests.practice_home import Home

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FAMILIES = {
    module.__name__.rpartition(".")[2]: frozenset(module.REASONS)
    for module in (amounts, days, claims, corrections, people, reports)
}
LISTS = {
    "claims": "refusjonskrav.csv",
    "absences": "fravaer.csv",
    "income_reports": "inntektsmeldinger.csv",
    "employments": "arbeidsforhold.csv",
}
REVIEWER = Actor("user:0", "Kari", frozenset({UserRole.REVIEWER}))
PASSWORD = "et langt og fint passord"


@dataclass
class Office:
    """A settled month, its app, and who is signed in; languages are those of the people."""

    place: Installation
    url: str
    chromium: Browser
    tokens: dict[Language, str]

    def page(self, language: Language = Language.NB, **options) -> Page:
        """A browser of its own, signed in."""
        context: BrowserContext = self.chromium.new_context(**options)
        context.set_default_timeout(60_000)
        token = self.tokens[language]
        context.add_cookies([{"name": "rutine_session", "value": token, "url": self.url}])
        return context.new_page()

    def case(self, family: str) -> CaseView:
        """The first open case of a family, of one with a deadline where there is one."""
        reasons = FAMILIES[family]
        with self.place.database.reading() as session:
            found = session.execute(
                select(Case.id)
                .where(Case.reason.in_(reasons), Case.status == "open", ~Case.restricted)
                .order_by(Case.due.is_(None), Case.number)
            ).first()
            assert found is not None, f"the run found no case of {family}"
            return case_view(session, self.place.keys, found.id, REVIEWER)


def forgotten_claim(home: Home) -> None:
    """Put a claim in payroll's file that nobody has sent, for one whom NAV has never heard of."""
    path = home.folder.path / "payroll" / home.months[-1] / LISTS["claims"]
    lines = path.read_text("utf-8-sig").splitlines()
    stranger = next(n for n in (f"058185{i:05d}" for i in range(99_999)) if Fnr.is_valid(n))
    row = dict(zip(lines[0].split(";"), lines[1].split(";"), strict=True)) | {
        "Krav-id": "RK-GLEMT",
        "Ansattnr": "99001",
        "Fødselsnummer": stranger,
        "Navn": "Glemt Øvelse",
        "Ytelse": "4",
        "Fravær fra": "03.08.2026",
        "Periode fra": "19.08.2026",
        "Periode til": "28.08.2026",
        "Dager": "8",
        "Dagsats": "1 500,00",
        "Krav beløp": "12 000,00",
        "Sendt dato": "",
        "Utlignet beløp": "0,00",
    }
    path.write_text("\r\n".join([*lines, ";".join(row.values()), ""]), encoding="utf-8-sig")


@pytest.fixture(scope="module")
def office(tmp_path_factory, chromium) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("families"), PracticePlan(employees=250, sub_units=8))
    forgotten_claim(home)
    payroll = home.folder.path / "payroll" / "{period}"
    lists = {name: str(payroll / file) for name, file in LISTS.items()}
    home.employer = home.employer.model_copy(update=lists)
    place = home.open()
    scope = steps.begin(place, home.employer.orgnr.reveal(), home.months[-1])
    fetched = steps.fetch(place, scope, source=home.source)
    controlled = steps.control(place, scope, steps.read(place, scope))
    reconciled = steps.reconcile(place, scope, controlled)
    steps.settle(place, scope, fetched, reconciled)
    tokens = {}
    with place.database.writing() as session:
        for language in Language:
            name = f"leser-{language.value}"
            user = add_user(session, name, name, PASSWORD, [UserRole.REVIEWER], actor=COMMAND_LINE)
            set_language(session, user.user_id, language.value)
            tokens[language] = sessions.start(session, user).token
    server = ReviewServer(review_app(place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    yield Office(place, server.url, chromium, tokens)
    for context in chromium.contexts:
        context.close()
    server.stop()
    thread.join(10)
    place.database.close()


def read_case(page: Page, case: CaseView, language: Language) -> None:
    """Everything that a reviewer must be told stands on the page, in the reader's language."""
    text, reason = reason_text(case.reason, language), REASONS[case.reason]
    expect(page.get_by_role("heading", level=1)).to_have_text(text.title)
    body = page.locator("main").inner_text()
    assert text.action in body
    assert text.meaning in body
    assert role_name(reason.who, language) in body
    offered = page.locator("input[name=action]").evaluate_all("all => all.map(e => e.value)")
    assert offered == [action.value for action in case.permitted]
    for action in case.permitted:
        assert action_text(action, language).label in body
    if case.due is not None:
        assert f"{case.due:%d.%m.%Y}" in page.locator(".when").inner_text()
    if reason.deadline is not DeadlineRule.NONE:
        assert len(page.locator(".when .muted").inner_text()) > 20


def read_evidence(page: Page, case: CaseView) -> None:
    """Days times rate side by side, and the file's own line without the national id."""
    table = page.get_by_role("region", name="Krevd og utbetalt side om side").get_by_role("table")
    fields = {each.field for each in case.evidence}
    for field, label in (("days", "Dager"), ("day_rate", "Dagsats"), ("amount", "Beløp")):
        if field in fields:
            expect(table.get_by_role("row", name=re.compile(rf"^{label} [\d–−]"))).to_be_visible()
    assert {"days", "amount"} <= fields
    lines = page.get_by_role("region", name=re.compile("^Innholdet i linje"))
    assert lines.count() >= 1
    for line in lines.all_inner_texts():
        assert "***********" in line
        assert not [found for found in re.findall(r"\d{11}", line) if Fnr.is_valid(found)]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_case_of_the_family_is_understood_on_one_screen(office, family):
    case = office.case(family)
    page = office.page()
    page.goto(f"{office.url}/saker/{case.number}")
    read_case(page, case, Language.NB)
    if case.kind == "group":
        read_evidence(page, case)
    else:
        assert page.locator("table.compare tbody tr").count() == len(case.evidence) > 0


@pytest.mark.parametrize("language", [Language.NN, Language.EN])
def test_it_is_read_in_the_readers_own_language(office, language):
    case = office.case("claims")
    page = office.page(language)
    page.goto(f"{office.url}/saker/{case.number}")
    read_case(page, case, language)
    assert page.locator("html").get_attribute("lang") == language.value


def test_a_claim_that_was_never_sent_has_its_last_day(office):
    case = office.case("claims")
    assert case.reason == "D16"
    page = office.page()
    page.goto(f"{office.url}/saker?sort=due")
    row = page.get_by_role("row", name=re.compile(f"Sak {case.number} "))
    assert "30.11.2026" in row.inner_text()
    assert re.search("igjen|i dag|over fristen", row.inner_text())


def faults_of(page: Page, width: int, scheme: str) -> list[str]:
    """What axe finds on the page as it stands, seen this wide and in these colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    assert found["passes"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [
        f"{page.url} {width} {scheme}: {fault['id']} {node['target']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ] + ([f"{page.url}: {wide} points wide at {width}"] if wide > width else [])


@pytest.mark.parametrize("family", FAMILIES)
def test_no_case_of_the_family_breaks_a_rule_or_scrolls_sideways(office, family):
    page = office.page()
    page.goto(f"{office.url}/saker/{office.case(family).number}")
    page.wait_for_load_state()
    page.evaluate(AXE)
    faults = [
        fault
        for width in (1400, 320)
        for scheme in ("light", "dark")
        for fault in faults_of(page, width, scheme)
    ]
    assert faults == []


@pytest.mark.parametrize("address", ["saker?sort=due", "kjoringer", "risiko"])
def test_no_list_of_a_real_run_breaks_a_rule_or_scrolls_sideways(office, address):
    page = office.page()
    page.goto(f"{office.url}/{address}")
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert faults_of(page, 1400, "light") + faults_of(page, 320, "dark") == []


def test_one_is_decided_and_the_next_of_the_list_follows(office):
    case = office.case("claims")
    page = office.page()
    page.goto(f"{office.url}/saker/{case.number}?sort=due")
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_label("Kommentar").fill("Sendt i dag")
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    expect(page.get_by_role("status")).to_contain_text(
        f"Sak {case.number} er lagret: Ta det opp med NAV."
    )
    assert f"/saker/{case.number}" not in page.url
    page.get_by_role("link", name="Se saken").click()
    page.wait_for_load_state()
    history = page.get_by_role("region", name="Historikk")
    assert "leser-nb avgjorde: Ta det opp med NAV" in history.inner_text()
