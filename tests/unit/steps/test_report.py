"""What a run leaves in its folder: who may read it, what adds up, and who is not in it."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from sqlalchemy import func, select

from rutine import steps
from rutine.cases.figures.plain_line import plain_line
from rutine.cases.figures.trend import trend
from rutine.cases.runs import TAKEN_BACK, Control, RunState, RunSummary, RunView, find_run
from rutine.cases.tables import Case, Settlement, Subject
from rutine.cases.trail.audit import AuditHead, verify
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.steps.report_page import PageFacts, page
from rutine.steps.report_texts import TEXTS
from rutine.steps.scope import ROUTINE
from rutine.steps.settlement_list import settlement_list
from tests.practice_home import Home, without_hashes
from tests.unit.steps.test_recovery import run

FILES = {
    *("report.html", "control.json", "result.txt"),
    *("cases.xlsx", "settlements.csv", "audit.jsonl"),
}
ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"), PracticePlan(employees=250, sub_units=8))


@pytest.fixture(scope="module")
def place(home: Home) -> Iterator[Installation]:
    place = home.open()
    yield place
    place.database.close()


@pytest.fixture(scope="module")
def ended(place: Installation, home: Home) -> RunView:
    """Two months, the second of which is looked at."""
    run(place, home, home.months[0])
    return run(place, home, home.months[1])


@pytest.fixture(scope="module")
def folder(place: Installation, ended: RunView) -> Path:
    return place.settings.output_folder / ended.run_id


def table(folder: Path) -> list[dict[str, str]]:
    text = (folder / "settlements.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_file_is_there_for_its_owner_only(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= FILES
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_plain_line_is_said_the_same_everywhere(folder: Path, ended: RunView) -> None:
    assert ended.summary is not None
    line = plain_line(ended.summary, "nb")
    assert (folder / "result.txt").read_text() == f"{line}\n"
    assert json.loads((folder / "control.json").read_text())["line"] == line
    assert line in (folder / "report.html").read_text()


def test_settlements_are_listed_once_and_add_up(
    folder: Path, place: Installation, ended: RunView
) -> None:
    rows = table(folder)
    with place.database.reading() as session:
        stored = session.execute(
            select(func.count(), func.sum(Settlement.claimed), func.sum(Settlement.paid)).where(
                Settlement.run_id == ended.run_id
            )
        ).one()
    claimed, paid, difference = (
        [int(row[name].replace(",", "")) for row in rows]
        for name in ("Krevd", "Betalt", "Differanse")
    )
    assert (len(rows), sum(claimed), sum(paid)) == tuple(stored)
    assert difference == [one - other for one, other in zip(claimed, paid, strict=True)]
    assert len({row["Utligning"] for row in rows}) == len(rows)
    assert ended.summary is not None
    assert sum(int(row["Posteringer"]) for row in rows) >= ended.summary.settled_lines


def test_settlements_name_people_by_payrolls_own_number(folder: Path, home: Home) -> None:
    claims = home.folder.claims_file(home.months[1], "csv").read_text(encoding="utf-8-sig")
    numbers = {
        row["Krav-id"]: row["Ansattnr"]
        for row in csv.DictReader(claims.splitlines(), delimiter=";")
    }
    for row in table(folder):
        assert {numbers[claim] for claim in row["Krav"].split(", ")} == set(
            row["Ansattnummer"].split(", ")
        )


def test_a_protected_persons_settlements_are_summed_and_not_named(
    place: Installation, ended: RunView, folder: Path
) -> None:
    with place.database.writing() as session:
        marked, subject_id = session.execute(
            select(Settlement.id, Settlement.subject_id)
            .where(Settlement.run_id == ended.run_id)
            .order_by(Settlement.id)
            .limit(1)
        ).one()
        session.get_one(Subject, subject_id).restricted = True
        session.flush()
        data = settlement_list(place, session, ended.run_id, Language.NB)
        session.get_one(Subject, subject_id).restricted = False
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    before = {row["Utligning"]: row for row in table(folder)}
    after = {row["Utligning"]: row for row in csv.DictReader(text, delimiter=";")}
    row = after[marked]
    assert (row["Ansattnummer"], row["Underenhet"], row["Ytelse"], row["Krav"]) == (
        *("skjermet", "", "", ""),
    )
    assert before.keys() == after.keys()
    for column in ("Betalt", "Posteringer", "Regel"):
        assert [row[column] for row in after.values()] == [row[column] for row in before.values()]
    named = [row for row in after.values() if row["Ansattnummer"] != "skjermet"]
    assert 0 < len(named) < len(after)


def test_the_workbook_holds_the_cases_that_wait(folder: Path, place: Installation) -> None:
    sheet = load_workbook(folder / "cases.xlsx").worksheets[1]
    with place.database.reading() as session:
        numbers = set(session.scalars(select(Case.number).where(Case.status == "open")))
    assert {sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)} == numbers


def test_the_trail_is_the_runs_own_and_its_head_proves_the_store(
    folder: Path, place: Installation, ended: RunView
) -> None:
    events = [json.loads(text) for text in (folder / "audit.jsonl").read_text().splitlines()]
    assert (events[0]["action"], events[-1]["action"]) == ("run_started", "run_finished")
    assert {each["actor"] for each in events} == {"robot"}
    assert {each["data"].get("run", ended.run_id) for each in events} == {ended.run_id}
    assert sum(each["action"] == "report_added" for each in events) > 0
    assert all("sha256" not in each["data"] for each in events)
    kept = json.loads((folder / "control.json").read_text())["audit_head"]
    with place.database.reading() as session:
        assert verify(session, AuditHead(kept["seq"], kept["hash"])) is None


def test_no_person_is_in_what_is_about_no_person(folder: Path, home: Home) -> None:
    claims = home.folder.claims_file(home.months[1], "csv").read_text(encoding="utf-8-sig")
    people = list(csv.DictReader(claims.splitlines(), delimiter=";"))
    words = {row["Navn"] for row in people} | {row["Krav-id"] for row in people}
    for name in ("report.html", "control.json", "result.txt", "audit.jsonl"):
        text = without_hashes((folder / name).read_text())
        assert [n for n in ELEVEN.findall(text) if Fnr.is_valid(n)] == []
        assert [word for word in words if word in text] == []
        numbers = set(re.findall(r"(?<![\d.,-])\d{5}(?![\d.,-])", text))
        assert numbers & {row["Ansattnr"] for row in people} == set()


def test_no_national_id_or_name_is_in_the_lists_either(folder: Path, home: Home) -> None:
    claims = home.folder.claims_file(home.months[1], "csv").read_text(encoding="utf-8-sig")
    names = {row["Navn"] for row in csv.DictReader(claims.splitlines(), delimiter=";")}
    book = load_workbook(folder / "cases.xlsx")
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    cells |= {value for row in table(folder) for value in row.values()}
    assert names & cells == set()
    assert [cell for cell in cells for n in ELEVEN.findall(cell) if Fnr.is_valid(n)] == []


def test_writing_it_again_changes_no_figure(place: Installation, home: Home) -> None:
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[1])
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    written = []
    for _ in range(2):
        steps.report(place, scope)
        folder = place.settings.output_folder / scope.run_id
        written.append({n: (folder / n).read_bytes() for n in FILES - {"cases.xlsx"}})
    assert written[0] == written[1]


def test_ages_hold_every_open_claim_once(ended: RunView, place: Installation) -> None:
    assert ended.summary is not None
    with place.database.reading() as session:
        waiting = find_run(session, ended.run_id)
    assert waiting is not None
    (claims,) = [c for c in ended.summary.controls if c.name == "claims_rows"]
    before = int(claims.found or 0) - ended.summary.settled_claims
    counted = sum(each.claims for each in ended.summary.ages)
    assert ended.summary.carried <= counted <= before
    assert [each.age for each in ended.summary.ages] == [
        *("in_time", "late", "overdue", "old", "unknown"),
    ]


def test_the_months_count_each_line_once_however_often_they_are_run(
    place: Installation, home: Home, ended: RunView
) -> None:
    assert ended.summary is not None
    run(place, home, home.months[1])
    with place.database.reading() as session:
        months = trend(session, ROUTINE, home.folder.employer, home.months[1])
    assert [each.month for each in months] == list(home.months[:2])
    assert months[1].lines == ended.summary.lines
    assert months[1].settled == ended.summary.settled_lines


@pytest.mark.parametrize("language", list(Language))
def test_the_page_stands_alone_and_its_charts_have_words(
    ended: RunView, language: Language
) -> None:
    assert ended.summary is not None
    html = page(PageFacts(ended, ended.summary, "Tenkt kommune", "2026-09", (), language))
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert re.findall(r"""(?:src|href)\s*=|url\(|@import|https?://""", html) == []
    charts = re.findall(r'<svg role="img".*?</svg>', html, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        svg = fromstring(chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
        title, said = svg[0].text, svg[1].text
        assert title
        assert said
    assert html.count("<caption>") == html.count("<table>")


@pytest.mark.parametrize("language", list(Language))
def test_a_file_that_gave_way_is_not_said_to_agree(ended: RunView, language: Language) -> None:
    cut = Control(name="cut_file", status=TAKEN_BACK, expected="3", found="2", kind="count")
    summary = RunSummary(state=RunState.CLEAN, controls=(cut,))
    html = page(PageFacts(ended, summary, "Tenkt kommune", "2026-09", (), language))
    said = TEXTS[language]["taken_back"]
    assert f'<td class="taken_back">{said}</td><td class="number">3</td>' in html
    assert f">{TEXTS[language]['ok']}<" not in html


def test_every_language_has_every_word() -> None:
    assert TEXTS[Language.NN].keys() == TEXTS[Language.NB].keys() == TEXTS[Language.EN].keys()
