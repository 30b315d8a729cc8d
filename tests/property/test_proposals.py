"""Of proposals, whatever was decided: contradiction silences them, and a change can be undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.differences import Action
from rutine.matching.passes import Decision
from rutine.routines.proposals.decided_case import CLOSES, UNTOLD, DecidedCase, Standing
from rutine.routines.proposals.edits import AddPass, BankWord, Edit, ReasonNote, SettleBenefit
from rutine.routines.proposals.learning import learn
from rutine.routines.proposals.patches import diff, patched
from rutine.routines.routine_file import load_routine
from tests.decided import FULL, TODAY, decided, pair, split
from tests.undone_diff import undone

ROUTINE = Path("mappings/routines/nav_refunds.yaml")
WHOLE = load_routine(ROUTINE)
_RULES = WHOLE.match or ()
STRICT = WHOLE.model_copy(update={"match": _RULES[:1], "settles": ("4",)})

ROWS = st.sampled_from([split(), pair(), pair(paid=FULL - 1_00), split(paid=FULL - 90), ()])


@st.composite
def cases(draw: st.DrawFn) -> list[DecidedCase]:
    count = draw(st.integers(0, 25))
    return [
        decided(
            number,
            draw(ROWS),
            reason=draw(st.sampled_from(["D00", "D01", "D02", "D09"])),
            action=draw(st.sampled_from([*sorted(CLOSES), *Action])),
            standing=draw(st.sampled_from([*[Standing.STANDS] * 6, *Standing])),
            people=frozenset(draw(st.sets(st.sampled_from("abc"), min_size=1))),
            day=TODAY - timedelta(days=draw(st.integers(0, 500))),
            restricted=draw(st.integers(0, 9)) == 0,
        )
        for number in range(1, count + 1)
    ]


@settings(max_examples=50)
@given(cases())
def test_what_is_proposed_has_its_evidence_and_nothing_against_it(found: list[DecidedCase]) -> None:
    by_number = {each.number: each for each in found}
    for each in learn(found, STRICT, TODAY):
        behind = [by_number[number] for number in each.evidence.cases]
        assert len(behind) == each.evidence.alike >= STRICT.learning.decisions
        assert {case.standing for case in behind} == {Standing.STANDS}
        assert not any(case.restricted for case in behind)
        answers = {case.action for case in behind}
        assert answers <= CLOSES if isinstance(each.edit, AddPass) else len(answers) == 1
        assert each.evidence.people >= STRICT.learning.people
        if isinstance(each.edit, AddPass) and each.edit.suggests:
            assert all(case.claimed != case.paid for case in behind)
        elif isinstance(each.edit, AddPass):
            assert all(case.claimed == case.paid for case in behind)


@settings(max_examples=50)
@given(cases(), st.sampled_from(sorted({*Action} - CLOSES - UNTOLD)), ROWS)
def test_a_contradiction_silences_what_it_is_about(
    found: list[DecidedCase], against: Action, rows: tuple[object, ...]
) -> None:
    number = len(found) + 1
    other = decided(number, rows, action=against)  # type: ignore[arg-type]
    before = {each.edit for each in learn(found, STRICT, TODAY)}
    after = {each.edit for each in learn([*found, other], STRICT, TODAY)}
    assert after <= before
    assert not any(_is_about(edit, other) for edit in after if isinstance(edit, AddPass))


def _is_about(edit: AddPass, case: DecidedCase) -> bool:
    return (
        case.in_order
        and edit.suggests == (case.claimed != case.paid)
        and (edit.suggests or (edit.method == "exact") == case.is_pair)
    )


PRINTED = st.characters(
    min_codepoint=32,
    exclude_characters="\x7f\x85\u2028\u2029\ufeff",
    exclude_categories=["Cs", "Cc", "Cn", "Co"],
)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(
        AddPass,
        name=st.from_regex("[a-z][a-z_]{2,20}", fullmatch=True),
        method=st.sampled_from(["unique", "group_sum"]),
        ore_per_day=st.integers(1, 50),
    ),
    st.builds(SettleBenefit, code=st.sampled_from("58AEFGHIJKM")),
    st.builds(BankWord, word=st.sampled_from(["arbeidstrening", "varig tilrettelagt arbeid"])),
    st.builds(
        ReasonNote,
        code=st.sampled_from([f"D{n:02d}" for n in range(2, 46)]).filter(lambda c: c != "D01"),
        note=st.text(PRINTED, min_size=1, max_size=60).filter(str.strip),
    ),
)  # fmt: skip
TEXTS = (
    """# først
match:
  - name: exact        # sikkert
    method: exact
    outcome: settle

settles: ["4", Y]   # og ikke flere
bank:
  other: [tilskudd]
exceptions:
"""
    + "".join(f"  - {{code: D{n:02d}}}   # {n}\n" for n in range(2, 46)),
    """exceptions:
"""
    + "".join(f"- code: D{n:02d}\n  severity: low\n" for n in range(2, 46))
    + """bank:
    other:
    - tilskudd
settles:
    - Y
match:

    - name: exact
      method: exact
      outcome: settle
    # til slutt
""",
)


@settings(max_examples=60)
@given(EDITS, st.sampled_from(TEXTS), st.booleans(), st.booleans())
def test_a_change_taken_back_gives_the_same_bytes(
    edit: Edit, text: str, crlf: bool, cut: bool
) -> None:
    before = text.replace("\n", "\r\n") if crlf else text
    before = before.rstrip() if cut else before
    after = patched(edit, before)
    assert after != before
    assert undone(after, diff(before, after, "f.yaml")) == before


def test_no_proposal_settles_what_differs() -> None:
    """Every rule that can be proposed with a tolerance only suggests."""
    assert AddPass(name="x", method="unique", ore_per_day=1).suggests
    assert Decision.SUGGEST.value in patched(
        AddPass(name="x", method="unique", ore_per_day=1), TEXTS[0]
    )
