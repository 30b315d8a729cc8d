"""What `rutine proposals` says, and every proposal in words, in three languages.

To write the files anew: `RUTINE_GOLDEN=write pytest tests/golden/proposals`, and read the
difference before it is committed.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.proposals import ProposalState, ProposalView
from rutine.core.reason_texts import Language
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    FormatWord,
    LetSettle,
    ReasonNote,
    SettleBenefit,
    written,
)
from rutine.routines.proposals.weighing import Evidence
from rutine.steps.learning.accepting import Shown
from rutine.steps.learning.rehearsal import Rehearsal, Stop
from rutine.steps.learning.wording import (
    answer_said,
    effect,
    evidence_said,
    rehearsal_said,
    stops_said,
    title,
    word,
)
from tests.alike_cases import routine_of, settled_alike, strict_office
from tests.command_line import Answer, rutine

HERE = Path(__file__).parent
LANGUAGES = ("nb", "nn", "en")
PASSWORD = "et langt og fint passord"

EDITS = (
    AddPass(name="exact", method="exact"),
    AddPass(name="group_sum", method="group_sum"),
    AddPass(name="tolerance", method="unique", ore_per_day=40),
    LetSettle(name="near"),
    SettleBenefit(code="9"),
    BankWord(word="mentortilskudd"),
    ReasonNote(code="D09", note="x"),
    FormatWord(format="payroll_claims_csv", word="Pleiepenger", benefit="Y"),
)
EVIDENCE = Evidence(
    alike=12,
    people=3,
    first=date(2026, 8, 3),
    last=date(2026, 11, 20),
    undecided=2,
    cases=(1, 2, 3),
)
STOPPED = Rehearsal(
    months=("2026-08", "2026-10"), runs=5, settled=9, settled_lines=14, agreed=6, unsaid=2,
    against=(0, 7), to_review=1, otherwise=2, other_case=3, suggested=4, suggested_refused=1,
    stops=tuple(Stop),
)  # fmt: skip
PASSED = STOPPED.model_copy(update={"settled": 0, "stops": (), "other_case": 0, "suggested": 0})


def hold(name: str, language: str, found: str) -> None:
    file = HERE / f"{name}_{language}.txt"
    if os.environ.get("RUTINE_GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", Language)
def test_everything_that_is_said_of_proposals(language: Language) -> None:
    said = []
    for edit in EDITS:
        said.append(f"{word(f'kind.{edit.kind}', language)}: {title(edit, language)}")
        said.append(f"  {effect(edit, language)}")
    said += [*evidence_said(EVIDENCE, language)]
    for found in (STOPPED, PASSED):
        said += [*rehearsal_said(found, language), *stops_said(found, language)]
    for state in ProposalState:
        said.append(word(f"state.{state}", language))
        said += answer_said(_answered(state), language)
    hold("words", language.value, "".join(f"{line}\n" for line in said))


def _answered(state: ProposalState) -> Shown:
    view = ProposalView(
        number=1,
        routine="nav_refunds",
        kind="rule",
        file="routines/nav_refunds.yaml",
        edit=written(EDITS[0]),
        evidence=EVIDENCE.model_dump_json(),
        alike=12,
        base="0" * 64,
        state=state,
        found_at=datetime(2026, 11, 21, tzinfo=UTC),
        rehearsal=None,
        rehearsed_at=None,
        by_name=None if state is ProposalState.LAPSED else "Nina N",
        at=datetime(2026, 11, 22, tzinfo=UTC),
        why="" if state is ProposalState.LAPSED else "Ser riktig ut",
    )
    return Shown(view, EDITS[0], EVIDENCE, None, None)


class Desk:
    """A municipality with one proposal, at the command line."""

    def __init__(self, path: Path) -> None:
        self.home = path / "home"
        office = strict_office(path)
        settled_alike(office)
        with office.place.database.writing() as session:
            for name, role in (("kari", UserRole.REVIEWER), ("nina", UserRole.CONSULTANT)):
                add_user(session, name, name.title(), PASSWORD, [role], actor=COMMAND_LINE)
        office.close()
        settings = office.place.settings
        self.file = routine_of(office)
        self.environment = {
            "RUTINE_EMPLOYERS": f"[{settings.employers[0].model_dump_json()}]",
            "RUTINE_PROJECT": str(settings.project),
        }

    def __call__(self, *words: str, language: str = "nb") -> Answer:
        return rutine(
            *("proposals", *words),
            home=self.home,
            stdin=f"{PASSWORD}\n",
            RUTINE_LANGUAGE=language,
            **self.environment,
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


def said(answer: Answer, desk: Desk) -> str:
    lines = (answer.stdout + answer.stderr).replace(str(desk.file.parents[2]), "…").splitlines()
    found = "".join(f"{line.rstrip()}\n" for line in [*lines, f"[{answer.returncode}]"])
    return re.sub(r"\b\d{2}\.\d{2}\.2026\b", "DD.MM.2026", found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_listing_them_and_what_can_not_be_done(language: str, desk: Desk) -> None:
    told = [
        desk(*words, language=language)
        for words in (
            (),
            ("show", "9"),
            ("accept", "1", "--as", "kari", "--reason", "Ser riktig ut"),
            ("accept", "1", "--as", "nina", "--reason", " "),
        )
    ]
    hold("commands", language, "".join(said(each, desk) for each in told))


def test_from_a_proposal_to_a_changed_file(desk: Desk) -> None:
    shown = desk("show", "1")
    hold("show", "nb", said(shown, desk))
    before = desk.file.read_text("utf-8")
    assert "group_sum" not in before
    accepted = desk("accept", "1", "--as", "nina", "--reason", "Ser riktig ut")
    hold("accept", "nb", said(accepted, desk))
    after = desk.file.read_text("utf-8")
    added = "  - name: group_sum\n    method: group_sum\n    outcome: settle\n"
    assert after.replace(added, "") == before
    for words in ((), ("--all",), ("show", "1")):
        hold(f"after_{len(words)}", "nb", said(desk(*words), desk))
    again = desk("refuse", "1", "--as", "nina", "--reason", "For sent")
    assert (again.returncode, "venter ikke på svar" in again.stderr) == (2, True)
