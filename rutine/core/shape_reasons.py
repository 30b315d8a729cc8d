"""The reasons that routines of the known shapes give: obligation, cover, match, questions, lists.

The letter tells the family: O an obligation, C cover of shifts, M a match, H lists of
employees, positions and units that disagree, R a preferential right, U the respondents of a
survey (*undersøkelse*), Q questions and answers, L a list that is read; S, service records, stands
in `record_reasons`.
What may be decided of each stands beside it, the most likely first. `WAIT_UNTIL` goes with all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rutine.core.differences import Action
from rutine.core.reason import DeadlineRule, Reason, Role
from rutine.core.record_reasons import RECORD_ANSWERS

SHAPE_REASONS: Final[tuple[Reason, ...]] = (
    Reason("O01", "requirement_due", Role.MANAGER, DeadlineRule.REQUIREMENT),
    Reason("O02", "requirement_missing", Role.MANAGER, DeadlineRule.REQUIREMENT),
    Reason("O03", "requirement_expiring", Role.MANAGER, DeadlineRule.REQUIREMENT),
    Reason("O04", "requirement_expired", Role.MANAGER, DeadlineRule.REQUIREMENT),
    Reason("O05", "requirement_part_missing", Role.MANAGER, DeadlineRule.REQUIREMENT),
    Reason("O06", "no_manager", Role.PERSONNEL),
    Reason("O07", "manager_away", Role.PERSONNEL),
    Reason("O08", "note_gap", Role.PERSONNEL),
    Reason("O09", "grade_mismatch", Role.PERSONNEL),
    Reason("O10", "orgnr_mismatch", Role.PERSONNEL),
    Reason("O11", "returned_but_absent", Role.MANAGER),
    Reason("C01", "not_covered", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C02", "covered_by_expiring", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C03", "single_point", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C04", "expired_on_shift", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C05", "vacant_shift", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C06", "overlapping_shifts", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C07", "short_rest", Role.MANAGER, DeadlineRule.SHIFT),
    Reason("C08", "unknown_shift_code", Role.PERSONNEL),
    Reason("M01", "match_suggested", Role.PERSONNEL),
    Reason("M02", "nothing_to_match", Role.PERSONNEL),
    Reason("M03", "several_would_match", Role.PERSONNEL),
    Reason("M04", "changed_after_match", Role.PERSONNEL),
    Reason("H01", "two_managers", Role.PERSONNEL),
    Reason("H02", "unit_without_manager", Role.PERSONNEL),
    Reason("H03", "manager_not_here", Role.PERSONNEL),
    Reason("H04", "unit_not_listed", Role.PERSONNEL),
    Reason("H05", "unit_above_not_listed", Role.PERSONNEL),
    Reason("H06", "away_after_end", Role.PERSONNEL),
    Reason("H07", "position_after_end", Role.PERSONNEL),
    Reason("H08", "names_differ", Role.PERSONNEL),
    Reason("R01", "vacancy_not_assessed", Role.PERSONNEL, DeadlineRule.PREFERENTIAL_RIGHT),
    Reason("R02", "right_expires_soon", Role.PERSONNEL, DeadlineRule.PREFERENTIAL_RIGHT),
    Reason("R03", "offer_not_accepted", Role.PERSONNEL, DeadlineRule.PREFERENTIAL_RIGHT),
    Reason("R04", "equal_candidates", Role.PERSONNEL, DeadlineRule.PREFERENTIAL_RIGHT),
    Reason("R05", "right_in_doubt", Role.PERSONNEL),
    Reason("Q01", "answer_unapproved", Role.PERSONNEL),
    Reason("Q02", "answer_expiring", Role.PERSONNEL, DeadlineRule.ANSWER),
    Reason("Q03", "answer_expired", Role.PERSONNEL, DeadlineRule.ANSWER),
    Reason("Q04", "answers_contradict", Role.PERSONNEL),
    Reason("Q05", "answer_without_owner", Role.PERSONNEL),
    Reason("Q06", "answer_without_source", Role.PERSONNEL),
    Reason("Q07", "question_unanswered", Role.PERSONNEL),
    Reason("L01", "rows_unreadable", Role.PERSONNEL),
    Reason("L02", "person_not_found", Role.PERSONNEL),
    Reason("L03", "unknown_code", Role.PERSONNEL),
    Reason("L04", "day_ahead", Role.PERSONNEL),
    Reason("L05", "contradicting_rows", Role.PERSONNEL),
    Reason("U01", "respondent_missing", Role.PERSONNEL),
    Reason("U02", "respondent_ended", Role.PERSONNEL),
    Reason("U03", "respondent_not_included", Role.PERSONNEL),
    Reason("U04", "respondent_twice", Role.PERSONNEL),
    Reason("U05", "respondent_without_email", Role.PERSONNEL),
    Reason("U06", "email_shared", Role.PERSONNEL),
    Reason("U07", "respondent_in_wrong_unit", Role.PERSONNEL),
    Reason("U08", "survey_unit_unknown", Role.PERSONNEL),
    Reason("U09", "survey_unit_too_small", Role.PERSONNEL),
    Reason("U10", "manager_in_own_unit", Role.PERSONNEL),
    Reason("U11", "respondent_protected", Role.PERSONNEL),
)

_OF_OBLIGATION: Final = (Action.HANDLED, Action.EXEMPT, Action.NOT_RELEVANT)
_OF_SHIFT: Final = (Action.HANDLED, Action.ACKNOWLEDGE, Action.NOT_RELEVANT)
_OF_LIST: Final = (Action.HANDLED, Action.ACKNOWLEDGE)
_OF_SURVEY: Final = (Action.CORRECT_LIST, Action.HANDLED, Action.ACKNOWLEDGE)

ANSWERS: Final[Mapping[str, tuple[Action, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("O01", "O02", "O03", "O04", "O05"), _OF_OBLIGATION),
        **dict.fromkeys(
            ("O06", "O07", "O08", "O09", "O10", "O11"), (Action.HANDLED, Action.ACKNOWLEDGE)
        ),
        **dict.fromkeys(("C01", "C02", "C04", "C05"), _OF_SHIFT),
        **dict.fromkeys(("C03", "C06", "C07"), (Action.ACKNOWLEDGE, *_OF_SHIFT[::2])),
        "M01": (Action.BELONGS_TOGETHER, Action.NOT_RELEVANT, Action.HANDLED),
        **dict.fromkeys(("M02", "M03"), (Action.HANDLED, Action.ACKNOWLEDGE)),
        **dict.fromkeys(
            ("H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08"),
            (Action.HANDLED, Action.ACKNOWLEDGE, Action.NOT_RELEVANT),
        ),
        "M04": (Action.ACKNOWLEDGE, Action.HANDLED),
        "R01": (Action.GIVE_OFFER, Action.NO_OFFER, Action.NOT_RELEVANT),
        **dict.fromkeys(("R02", "R04", "R05"), (Action.HANDLED, Action.ACKNOWLEDGE)),
        "R03": (Action.HANDLED, Action.ACKNOWLEDGE, Action.NOT_RELEVANT),
        "Q01": (Action.APPROVE_ANSWER, Action.NOT_RELEVANT, Action.HANDLED),
        **dict.fromkeys(("Q02", "Q03", "Q05", "Q06"), (Action.HANDLED, Action.ACKNOWLEDGE)),
        "Q04": (Action.HANDLED, Action.NOT_RELEVANT),
        "Q07": (Action.HANDLED, Action.NOT_RELEVANT),
        **dict.fromkeys(("C08", "L01", "L02", "L03", "L04", "L05"), _OF_LIST),
        **dict.fromkeys([f"U{number:02}" for number in range(1, 11)], _OF_SURVEY),
        "U11": _OF_LIST,
        **RECORD_ANSWERS,
    }
)
"""What a reviewer may decide for each reason."""

DOCUMENTED: Final = frozenset({"R01", "R03", "R04", "R05"})
"""Reasons of which every decision needs a word of why: that a right was assessed, and on what
ground, must be documented (Sivilombudet).
"""

OF_ABSENCE: Final = frozenset({"H06", "O07", "O08", "O09", "O10", "O11"})
"""Reasons that tell of somebody's absence, whichever routine gives them."""

ABSENCE_LISTS: Final = ("time_away", "absence")
"""Records of which a row tells the same: what is wrong with such a list is shown with its rows."""
