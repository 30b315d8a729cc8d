"""Learning from the practice municipality: two months of decisions, and the third by the rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy import select

from rutine.cases.deciding.decisions import decide
from rutine.cases.proposals import proposals
from rutine.cases.tables import Case, Settlement
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus
from rutine.core import clock
from rutine.core.differences import Action
from rutine.installation import Installation
from rutine.routines.proposals.edits import AddPass, read_edit
from rutine.steps.learning.accepting import take
from rutine.steps.learning.looking import look_for_proposals
from tests.alike_cases import NINA
from tests.lived_history import KARI, OLA, STRICT, WholeHome, after_month, run_month
from tests.small_office import GENEROUS


def test_alike_decisions_become_a_rule_and_the_next_month_is_settled_by_it(tmp_path: Path) -> None:
    home = WholeHome(tmp_path, rules=STRICT)
    file = home.project / "mappings" / "routines" / "nav_refunds.yaml"
    file.write_text(
        file.read_text("utf-8").replace("learning: {decisions: 6,", "learning: {decisions: 5,"),
        encoding="utf-8",
    )
    place = home.open()
    learned_from, then = home.months[0], home.months[1]
    with clock.stopped_at(after_month(learned_from, days=4)):
        run_month(home, place, learned_from)
    agreeing = _that_agree(place)
    assert len(agreeing) >= 5
    with clock.stopped_at(after_month(learned_from, days=5)):
        for number, case_id in enumerate(agreeing):
            _settle(place, case_id, number)
    with clock.stopped_at(after_month(learned_from, days=6)):
        run_month(home, place, learned_from)
        assert look_for_proposals(place).new == 1
        with place.database.reading() as session:
            (view,) = proposals(session, place.keys, NINA)
        assert read_edit(view.edit) == AddPass(name="group_sum", method="group_sum")
        before = file.read_bytes()
        take(place, view.number, actor=NINA, why="Alle har gjort det samme")
    assert file.read_bytes() != before
    with clock.stopped_at(after_month(then, days=4)):
        run_month(home, place, then)
    with place.database.reading() as session:
        made = Counter(session.scalars(select(Settlement.pass_name)))
        assert verify(session) is None
    assert made["group_sum"] >= 3
    assert made["decision"] == len(agreeing)
    # What is left agrees in another way: some of it belongs to nothing that was claimed then.
    assert len(_that_agree(place)) < len(agreeing)
    place.database.close()


def _that_agree(place: Installation) -> list[str]:
    """The open cases of which the program would propose to settle them as claimed."""
    with place.database.reading() as session:
        query = select(Case.id).where(
            Case.status == CaseStatus.OPEN, Case.suggestion == Action.SETTLE_AS_CLAIMED
        )
        return list(session.scalars(query.order_by(Case.number)))


def _settle(place: Installation, case_id: str, number: int) -> None:
    with place.database.writing() as session:
        decide(
            *(session, place.keys, case_id),
            version=session.get_one(Case, case_id).version,
            actor=(KARI, OLA)[number % 2],
            action=Action.SETTLE_AS_CLAIMED,
            limits=GENEROUS,
        )
