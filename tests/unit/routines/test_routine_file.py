"""The parts of a routine file: what they hold, and what they refuse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from rutine.core.errors import InputError
from rutine.routines.cover_rule import CoverRule
from rutine.routines.gain_card import GainCard
from rutine.routines.obligation_rule import ObligationRule
from rutine.routines.procedure import Procedure, TodayStep
from rutine.routines.routine_file import load_refund_routine, load_routine
from rutine.routines.vocabulary import said
from rutine.routines.volume import Volume
from tests.command_line import CANDIDATE

MAPPINGS = Path(__file__).parents[3] / "mappings"
ROUTINES = sorted((MAPPINGS / "routines").glob("*.yaml"))

PLAN = {
    "id": "follow_up_plan",
    "title": {"nb": "Oppfølgingsplan"},
    "applies_to": {"unit_subtree": ["4200"], "min_absence_percent": "100"},
    "event": "absence_start",
    "rules": [
        {"to": "2011-06-30", "needs": {"type": "action", "code": "PLAN"}, "due": {"weeks": "6"}},
        {
            "from": "2011-07-01",
            "needs": {"any": [{"type": "action", "code": "PLAN"}]},
            "due": {"weeks": "4"},
            "warn_days": ["7"],
        },
    ],
    "exemptions": [{"reason": "too_ill", "title": {"nb": "For syk"}}],
    "legal_ref": "aml § 4-6",
    "owner": "HR-sjef",
}
EVENING = {
    "id": "evening",
    "title": {"nb": "Kveld"},
    "place": {"unit": "Sone nord"},
    "weekdays": ["mon", "sun"],
    "window": {"begins": "22:00", "ends": "07:00"},
    "need": [{"competence": "medication", "min": "1", "or_higher": ["nurse"]}],
}
IT = {"type": "test", "code": "x"}
STEP = {"no": "1", "nb": "Les", "actor": "HR", "touch_minutes": "2.5"}


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_every_file_that_ships_is_right(path: Path) -> None:
    routine = load_routine(path)
    assert routine.identity.owner
    assert routine.volume
    assert routine.procedure.today


def test_a_candidate_has_identity_procedure_and_volume_only() -> None:
    shipped = [r for r in map(load_routine, ROUTINES) if r.stage == "candidate"]
    candidates = [*shipped, load_routine(CANDIDATE)]
    for each in candidates:
        keys = {"version", "name", "stage", "title", "identity", "volume", "procedure"}
        assert each.model_fields_set == keys
        assert not each.automated
        assert each.passes == ()


def test_refunds_without_what_they_need_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="the key 'waiting' is missing"):
        load_refund_routine(CANDIDATE)


def test_a_requirement_holds_from_day_to_day() -> None:
    rule = ObligationRule.model_validate(PLAN)
    weeks = [rule.text_on(date(2011, month, 1)).due.weeks for month in (6, 7)]
    assert weeks == [6, 4]
    ended = PLAN["rules"][:1]
    assert ObligationRule.model_validate(PLAN | {"rules": ended}).text_on(date(2012, 1, 1)) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rules": []}, "at least 1"),
        ({"rules": [{"needs": {}}]}, "type and code, or all, or any"),
        ({"rules": [{"needs": {"type": "test"}}]}, "type and code, or all, or any"),
        ({"rules": [{"needs": {"all": [IT], "any": [IT]}}]}, "type and code, or all, or any"),
        ({"rules": [{"needs": {"all": [IT], "code": "x"}}]}, "type and code, or all, or any"),
        ({"rules": [{"needs": {"all": []}}]}, "at least 1"),
        ({"rules": [{"needs": IT, "due": {"on": "2026-01-01", "days": "1"}}]}, "either on"),
        ({"rules": [{"needs": IT, "warn_days": ["-1"]}]}, "0 to 3660"),
        ({"rules": [{"needs": IT, "warn_days": ["7", "7"]}]}, "each one once"),
        ({"rules": [{"needs": IT, "from": "20260101"}]}, "yyyy-mm-dd"),
        ({"rules": [{"needs": IT, "from": "2026-02-01", "to": "2026-01-01"}]}, "before from"),
        ({"rules": [{"needs": IT}, {"needs": IT, "from": "2026-01-01"}]}, "on the same day"),
        ({"id": "No"}, "pattern"),
        ({"title": {"en": "Plan"}}, "bokmål"),
        ({"title": {"nb": " "}}, "bokmål"),
    ],
)
def test_a_requirement_that_makes_no_sense_is_refused(change, told) -> None:
    with pytest.raises(ValidationError, match=told):
        ObligationRule.model_validate(PLAN | change)


def test_a_window_may_end_the_next_morning() -> None:
    assert CoverRule.model_validate(EVENING).window.ends == "07:00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"place": {"unit": "a", "office": "b"}}, "one of unit, vehicle and office"),
        ({"place": {}}, "one of unit, vehicle and office"),
        ({"window": {"begins": "07:00", "ends": "07:00"}}, "are the same"),
        ({"window": {"begins": "24:00", "ends": "07:00"}}, "pattern"),
        ({"need": []}, "at least 1"),
        ({"weekdays": ["monday"]}, "mon"),
    ],
)
def test_a_cover_rule_that_makes_no_sense_is_refused(change, told) -> None:
    with pytest.raises(ValidationError, match=told):
        CoverRule.model_validate(EVENING | change)


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        ({"today": [STEP, STEP]}, "step 1 stands after step 1"),
        ({"today": [STEP | {"share_percent": "5", "times_a_month": "2"}]}, "not both"),
        ({"today": [STEP | {"touch_minutes": "nan"}]}, "finite"),
        ({"to_be": [{"step": "a", "nb": "b", "becomes": "by_hand"}]}, "needs an actor"),
        ({"to_be": [{"step": "a", "nb": "b", "becomes": "removed", "actor": "c"}]}, "no actor"),
        (
            {"to_be": [{"step": "a", "nb": "b", "becomes": "removed", "flow_step": "c"}]},
            "only a step that becomes automated",
        ),
        (
            {"to_be": [{"step": "a", "nb": "b", "becomes": "automated"}] * 2},
            "two steps are named a",
        ),
    ],
)
def test_a_procedure_that_makes_no_sense_is_refused(procedure, told) -> None:
    with pytest.raises(ValidationError, match=told):
        Procedure.model_validate(procedure)


def test_a_step_in_a_language_it_is_not_written_in_is_told_in_bokmal() -> None:
    assert TodayStep.model_validate(STEP).words("nn") == "Les"


def test_a_peak_below_the_ordinary_month_is_refused() -> None:
    with pytest.raises(ValidationError, match="peak_a_month"):
        Volume.model_validate({"case": {"nb": "sak"}, "cases_a_month": "5", "peak_a_month": "4"})


def test_saved_minutes_may_be_written_before_their_use_is_named() -> None:
    card = {"id": "time", "title": {"nb": "Tid"}, "type": "other_use", "unit": "minutter"}
    assert GainCard.model_validate(card | {"indicator": "saved_minutes"}).status == "planned"


def test_a_title_falls_back_to_bokmal() -> None:
    assert said({"nb": "Tid"}, "en") == "Tid"
    assert said({}, "en") == ""
