"""The one plain line, and the words of a run's page."""

from __future__ import annotations

import pytest

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.lists.small_counts import without_small
from rutine.cases.runs import Control, RunState, RunSummary
from rutine.steps.report_texts import TEXTS

OK = Control(name="lines_sum", status="ok")
FAILED = Control(name="total", status="failed")


def summary(**changes: object) -> RunSummary:
    return RunSummary(state=RunState.CASES, **changes)  # type: ignore[arg-type]


def said(language: str = "nb", **changes: object) -> str:
    return plain_line(summary(**changes), language).replace("\u00a0", " ")


def test_a_run_is_said_in_one_line() -> None:
    line = said(lines=1248, settled_lines=1140, new_cases=112, cases=112, files=3, controls=(OK,))
    assert line == "1 248 linjer, 91 % gjort opp, 112 nye saker, 3 filer, kontrollene stemmer"


def test_one_of_each_is_said_in_the_singular() -> None:
    line = said("en", lines=1, settled_lines=0, new_cases=1, cases=1, files=1, controls=(OK,))
    assert line == "1 line, 0 % settled, 1 new case, 1 file, controls balance"


def test_the_share_settled_is_never_rounded_up_to_all() -> None:
    assert "99 % gjort opp" in said(lines=1000, settled_lines=999, new_cases=1, cases=1)


def test_cases_of_earlier_runs_are_told_apart() -> None:
    assert "2 nye saker, 9 venter i alt" in said(lines=5, new_cases=2, cases=9)


def test_reopened_settlements_are_counted_and_none_is_not_said() -> None:
    assert "2 oppgjør åpnet igjen" in said(lines=5, reopened=2)
    assert "1 oppgjer opna igjen" in said("nn", lines=5, reopened=1)
    assert "1 settlement reopened, 1 file" in said("en", lines=5, reopened=1, files=1)
    assert "igjen" not in said(lines=5)


def test_nothing_new_is_said_as_proven_and_the_unseen_as_unseen() -> None:
    assert said(reason="nothing_new") == "ingenting nytt (bekreftet), 0 nye saker"
    assert said("nn", reason="inconclusive").startswith("kunne ikkje sjå")
    assert said(reason="known_file").startswith("filen er lest før")


def test_low_counts_about_health_are_told_only_with_the_right_to_the_cases() -> None:
    few = {"seen_by": "follow_up", "checked": 4, "new_cases": 1, "cases": 5}
    assert said(**few) == "under 5 vurderinger, under 5 nye saker, 5 venter i alt"
    assert said("nn", **few).startswith("under 5 vurderingar")
    assert said("en", seen_by="follow_up", new_cases=4, cases=4) == "fewer than 5 new cases"
    assert said(seen_by="follow_up") == "0 nye saker"
    every = plain_line(summary(**few), "nb", every_count=True).replace("\u00a0", " ")
    assert every == "4 vurderinger, 1 ny sak, 5 venter i alt"


def test_a_file_says_that_a_count_about_health_is_low_and_not_how_low() -> None:
    rows = [
        Control(name="list_rows", status="ok", kind="count", expected=text, found=text, label="l 1")
        for text in ("3", "120")
    ]
    late = [{"reason": "O02", "next": None, "late": 2}]
    run = summary(
        seen_by="follow_up",
        checked=9,
        new_cases=2,
        cases=7,
        controls=rows,
        reasons={"O01": 5, "O02": 2},
        deadlines=late,
    )
    told = without_small(run, run.model_dump(mode="json"))
    assert (told["checked"], told["new_cases"], told["cases"]) == (9, "<5", 7)
    assert told["reasons"] == {"O01": 5, "O02": "<5"}
    assert [each["late"] for each in told["deadlines"]] == ["<5"]
    assert [each["found"] for each in told["controls"]] == ["<5", "120"]
    open_to_all = run.model_copy(update={"seen_by": "all"})
    dumped = open_to_all.model_dump(mode="json")
    assert without_small(open_to_all, dumped) == dumped


def test_a_failed_control_is_said() -> None:
    assert said(lines=1, controls=(OK, FAILED)).endswith("kontrollene stemmer ikke")


def test_a_file_that_gave_way_is_told_and_says_nothing_of_the_controls() -> None:
    cut = Control(name="cut_file", status="taken_back", expected="3", found="2", kind="count")
    assert said(files=1, controls=(cut,)) == "0 nye saker, 1 fil, 1 kuttet fil tatt tilbake"
    assert said(controls=(cut, FAILED)).endswith("kontrollene stemmer ikke")
    assert said(controls=(cut, OK)).endswith("kontrollene stemmer")


@pytest.mark.parametrize("language", list(TEXTS))
def test_every_word_of_the_page_is_in_every_language(language: object) -> None:
    every = {key for words in TEXTS.values() for key in words}
    assert set(TEXTS[language]) == every  # type: ignore[index]
