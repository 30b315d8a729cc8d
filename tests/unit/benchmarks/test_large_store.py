"""The large store that the review app is measured with: its cases can be decided, as real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.reviewing_parts.large_store import make, settings
from rutine.cases.accounts.users import find_user
from rutine.cases.deciding import decisions
from rutine.cases.reports.money_in import money_in
from rutine.cases.tables import Case, CaseRowEntry
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action, Side
from rutine.formats.format_file import load_format
from rutine.formats.raw_lines import raw_lines
from rutine.installation import Installation, open_installation

CASES = 900


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    home: Path = tmp_path_factory.mktemp("large")
    make(home, CASES, 1)
    return open_installation(settings(home, None))


def test_no_row_is_in_two_cases_that_a_run_has_not_closed(place: Installation) -> None:
    with place.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == CASES
        shared = (
            select(CaseRowEntry.sha256)
            .join(Case, Case.id == CaseRowEntry.case_id)
            .where(Case.status != CaseStatus.AUTO_CLOSED)
            .group_by(CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row)
            .having(func.count() > 1)
        )
        assert session.execute(shared).all() == []


def test_every_open_copy_can_be_decided(place: Installation) -> None:
    with place.database.writing() as session:
        user = find_user(session, "reviewer0")
        assert user is not None
        found = session.scalars(
            select(Case).where(
                Case.status == CaseStatus.OPEN,
                Case.version == 1,
                Case.permitted.contains(f'"{Action.ACCEPT_PAID.value}"'),
            )
        ).all()
        assert len(found) > CASES / 40
        for case in found:
            taken = decisions.decide(
                session,
                place.keys,
                case.id,
                version=1,
                actor=user.actor,
                action=Action.ACCEPT_PAID,
                comment="Kontrollert",
            )
            assert taken.state in {DecisionState.EFFECTIVE, DecisionState.PROPOSED}
        session.rollback()


def test_a_copy_has_the_lines_and_the_report_of_its_model(place: Installation) -> None:
    mappings = place.settings.mappings
    with place.database.reading() as session:
        user = find_user(session, "reviewer0")
        assert user is not None
        seen: dict[tuple[str, int, int], list[str]] = {}
        for case in session.scalars(select(Case).order_by(Case.number)):
            lines = session.scalars(
                select(CaseRowEntry).where(
                    CaseRowEntry.case_id == case.id, CaseRowEntry.side == Side.LINE
                )
            ).all()
            texts = []
            for entry in lines:
                original, data = place.archive.read(entry.sha256)
                form = load_format(mappings / "formats" / f"{original.kind}.yaml")
                texts.append(raw_lines(form, data, original.label)(entry.row))
            about = (case.reason, case.claimed, case.paid)
            assert seen.setdefault(about, sorted(texts)) == sorted(texts)
            assert len(money_in(session, case.id, user.actor)) == len({e.sha256 for e in lines})
            if case.number > CASES / 5:
                break
