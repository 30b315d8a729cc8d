"""Keys of the app's texts that are put together while it runs: family -> what may follow."""

from __future__ import annotations

import ast
from pathlib import Path

import rutine.review
from rutine.cases.access import UserRole
from rutine.cases.accounts.sign_in import Stop, Way
from rutine.cases.figures.gains import Waited
from rutine.cases.figures.operation import Standing
from rutine.cases.kinds import SHAPES
from rutine.cases.lifecycle.closing import Cause
from rutine.cases.lifecycle.revisiting import Why
from rutine.cases.lists.agenda import DueKind
from rutine.cases.reports.giving_way import GAVE_WAY
from rutine.cases.reports.ledger import REPORT_ADDED, REPORT_REPLACED
from rutine.cases.retention.rules import Kind
from rutine.cases.runs import RUN_STARTED, RunState
from rutine.cases.trail.audit_search import DETAILS, Who
from rutine.cases.views import CaseStatus, HoldReason, Property, Sort
from rutine.core.candidates import Gate
from rutine.core.expected_days import DayMark
from rutine.core.redeployment_records import PERMANENT, TEMPORARY
from rutine.obligations.code_change import Effect, Fate
from rutine.obligations.evidence import Verdict as Weighed
from rutine.obligations.needs import ItemType
from rutine.obligations.states import Cause as Lack
from rutine.questions.entry import LANGUAGES
from rutine.redeployment.offers import Answered
from rutine.redeployment.overlap import FACTS, State
from rutine.redeployment.rights import Answer
from rutine.refunds.expected.day_types import Why as WhyUnpaid
from rutine.refunds.looking_back.holiday_pay import Verdict
from rutine.refunds.looking_back.holiday_pay import Why as WhyUntold
from rutine.refunds.looking_back.recovery import How
from rutine.review.calendars.calendar_files import COLUMNS
from rutine.review.calendars.calendar_page import SPANS
from rutine.review.case import case_page, unmatching
from rutine.review.case.background import FIELDS as BACKGROUND
from rutine.review.lists import matching_page, settled_page
from rutine.review.lists.saving import MENDABLE
from rutine.review.modelling import draft_page, proposals_page
from rutine.review.operation.notice import Alarm
from rutine.review.oversight import access_page
from rutine.review.standings.standings_cells import NOT_ASKED, STATES
from rutine.routines.candidate_form import CHOICES
from rutine.routines.suitability import Criterion
from rutine.steps.shapes import reading

FOLDER = Path(rutine.review.__file__).parent
HR_RECORDS = (
    *("employee", "position", "unit", "time_away", "achievement", "event"),
    *("requirement_exemption", "shift", "respondent", "question_answer", "asked_question"),
    *("preferential_right", "vacancy", "offer", "vacancy_assessment"),
    *("seniority_leave", "service_record_request"),
)


def events() -> list[str]:
    """Every action that the program writes in the audit trail, as its code says."""
    found = {"decided", "proposed", "updated", "parted"}  # chosen among while it runs
    found |= {"assigned", "taken", "forwarded", "taken_over", "released", RUN_STARTED, GAVE_WAY}
    found |= {REPORT_ADDED, REPORT_REPLACED}
    for path in FOLDER.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "")
                place = {"append": 2, "_note": 1, "Event": 0}.get(name)
                given = node.args[place : place + 1] if place is not None else []
                found |= {
                    each.value
                    for each in given
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    assert len(found) > 30
    return sorted(found)


FAMILIES = {
    "status": [status.value for status in CaseStatus],
    "kind": ["group", "report", "fetch", "arrival", *SHAPES],
    "runs": [state.value for state in RunState],
    "operation.overall": ["well", "look", "stopped", "unknown"],
    "operation.standing": [each.value for each in Standing],
    "operation.todo": [
        each.value for each in Standing if each not in {Standing.WELL, Standing.GOING_ON}
    ],
    **{
        f"operation.{what}": ["one", "many"]
        for what in (
            *("waiting.open", "waiting.mine", "waiting.approval"),
            *("missing", "stuck", "files", "postings"),
            *(f"deletion.{kind.value}" for kind in Kind),
        )
    },
    "told.error": sorted(access_page.SAID),
    "month": [str(month) for month in range(1, 13)],
    "direction": ["equal", "unpaid", "unclaimed", "deducted", "more", "less"],
    "case.sentence": [
        *("equal", "unpaid", "unclaimed", "deducted", "more", "less"),
        *("report", "fetch", "arrival"),
        *SHAPES,
    ],
    "history": [
        *("created", "updated", "parted", "resumed", "applied", "until", "amount"),
        *("assigned", "taken", "forwarded", "taken_over", "released", "retracted"),
        *("decided", "proposed", "approved", "returned", "revealed", "looked", "remarked"),
        "issued",
        *("rows_taken", "split"),
    ],
    "history.auto_closed": [*(cause.value for cause in Cause), "unknown"],
    "history.reopened": [*(why.value for why in Why), "unknown"],
    "decision.closed": [*(cause.value for cause in Cause), "unknown"],
    "change": [
        *("both", "added", "gone", "left", "right", "report"),
        *(
            f"{side}_{what}.{count}"
            for side in ("lines", "claims")
            for what in ("added", "gone")
            for count in ("one", "many")
        ),
    ],
    "alarm": [what.value for what in Alarm],
    "reveal": ["reason_required", "comment_too_long", "comment_national_id"],
    "decision": [
        *("comment_required", "comment_too_long", "comment_national_id"),
        *("action_not_permitted", "until_required", "until_past"),
        *("until_too_far", "until_invalid", "amount_invalid", "hold_reason_required"),
        *("hold_reason_unknown", "exempt_reason_required"),
        "source_choice_required",
    ],
    "field": [
        *("first", "last", "days", "amount", "day_rate", "grade", "sent"),
        *("file", "owner", "total", "account", "bank", "nav_lists", "cut_file"),
        *("lines_sum", "lines_rows", "claims_sum", "claims_rows"),
        *("period", "benefit", "claim_id", "report", "sub_unit", "settled_before"),
        *("reopened", "undone", "decided", "decided_case", "claim_then", "claim_now"),
        *("rows", "fault", "claims_read", "bank_read"),
        *("a7_income", "a7_payroll", "a7_debtor", "a7_interim"),
        *("paid_days", "first_paid_day", "last_paid_day", "six_g", "jobs", "absence"),
        *("absence_from", "monthly_income", "last_benefit_day", "claims_listed", "taken_back"),
        *sorted(BACKGROUND),
        *("applied", "asked", "nav_answer", "income_report", "holiday_days", "exemption"),
        *("value_date", "counterparty", "bank_text", "bank_reference", "money_expected"),
        *("match_rows", "match_identity", "match_unit", "match_first", "match_last", "rule"),
    ],
    "shape.item": [each.value for each in ItemType],
    "shape.held": [f"{how}{to}" for how in ("valid", "expired", "missing") for to in ("", "_to")],
    "shape.state": [
        *("due_soon", "overdue", "blocking"),
        *(f"offer_{each.value}" for each in Answered if each.is_open),
        *(f"employed_{each.value}" for each in Answer if each is not Answer.YES),
        *("received_unknown", "on_day_of_rest", "some_hidden", "nothing_listed"),
        *("no_correction", "on_list", "not_on_list", "answers_differ", "said_twice"),
        *(f"language_{language}" for language in LANGUAGES),
    ],
    "shape.weighed": [
        *(each.value for each in State if each is not State.UNKNOWN),
        *(f"unknown_{side}" for side in ("vacancy", "person", "both")),
    ],
    "shape.contract": [PERMANENT, TEMPORARY],
    "record.language": ["nb", "nn"],
    "record.made": ["draft", "signed", "issued"],
    "record.get": ["draft", "signed", "issued"],
    "deadlines": [
        *(f"{kind}.{count}" for kind in (*DueKind, "risk") for count in ("one", "many")),
        *(f"weekday.{day}" for day in range(7)),
        *(f"span.{weeks}" for weeks in SPANS),
        *(f"column.{name}" for name in COLUMNS),
    ],
    "shape_field": [
        *("left", "parent", "people"),
        *(f"record_{what}" for what in ("asked", "language", "born", "row", "leave")),
        *(f"record_S0{number}" for number in range(2, 8)),
        *("state", "deadline", "warned", "blocking", "span", "units", "shift_code", "minutes"),
        *("rows", "rows_refused", "rows_unmatched", "rows_of_two"),
        *("rows_ahead", "rows_contradicting"),
        *("first_day", "registered_percent", "noted_percent", "noted_number", "own_numbers"),
        *("codes_unknown", "numbers_of_two_names", "code", "fault", "row", "unit", "manager"),
        *FACTS,
        *("right_until", "employed", "employed_months", "accepted", "in_common", "offer_answer"),
        *("assessed_qualified", "employee_number", "candidates", "offered", "received"),
        *("answer_by", "answered", "day_of_rest"),
        *("listed_unit", "right_unit", "survey_unit", "last_day", "respondents", "times"),
        *("persons", "new_email", "has_email", "can_correct", "protected_on_list", "who"),
        *("answer_id", "answer_language", "question", "wording", "answer", "answer_source"),
        *("answer_owner", "answer_units", "answer_from", "answer_to", "rivals"),
        *("answer_one_id", "answer_one", "answer_other_id", "answer_other"),
        *("asked", "asked_times", "asked_language"),
        *(
            f"row_{what}"
            for what in (
                *(reading.DAY_IMPOSSIBLE, reading.DAYS_REVERSED, reading.FIELD_EMPTY),
                *(reading.TIME_IMPOSSIBLE, reading.STATUS_UNKNOWN),
                *(reading.ID_IN_TEXT, reading.LANGUAGE_UNKNOWN),
            )
        ),
    ],
    "shape_record": [*HR_RECORDS, "absence", "bank_entry", "voucher"],
    "shape.verdict": [each.value for each in Weighed],
    "word": [
        *(word.value for word in Verdict),
        *(why.value for why in WhyUntold),
        *(how.value for how in How),
    ],
    "background.taken": [how.value for how in How],
    "background.corrected": [how.value for how in How],
    "background.why": [why.value for why in WhyUntold],
    "verdict.day": ["later.one", "later.many", "earlier.one", "earlier.many"],
    "side": ["claim_title", "line_title", "claim_none", "line_none"],
    "row": ["file_claim", "file_line"],
    "age": ["one", "many"],
    "queue.summary": ["one", "many"],
    "queue.hidden": ["one", "many"],
    "list.chip": ["any", "must", "must_not"],
    "list.family": ["property", "reason", "unit"],
    "property": [each.value for each in Property],
    "hold": [each.value for each in HoldReason],
    "view.error": [*MENDABLE],
    "assign.done": ["one", "many"],
    "assign.released": ["one", "many"],
    "assign.error": [
        *("case_not_open", "assignee_unfit", "comment_too_long", "comment_national_id")
    ],
    "undo": ["decision_final", "case_held"],
    "settled.error": [*settled_page.MENDABLE, *settled_page.GONE, *unmatching.GONE],
    "settled.done": [*settled_page.DONE],
    "settled.waiting": ["one", "many"],
    "unmatch": [*case_page.DONE],
    "match.blocked": ["held", "proposed"],
    "match.error": [*matching_page.SAID, *matching_page.BY_WHOM],
    "shortcut.family": ["everywhere", "list", "case", "match"],
    "shortcut.key": [
        *("help", "z", "search", "j", "k", "x", "digit", "v", "c", "m", "h", "n", "l"),
        "sum",
    ],
    "queue.sort": [sort.value for sort in Sort],
    "deadline.left": ["one", "many"],
    "runs.late": ["one", "many"],
    "runs.agreeing": ["one", "many"],
    "deadline.late": ["one", "many"],
    "workbook": [
        *("file_missing", "not_xlsx"),
        *("workbook_unknown", "workbook_unreadable", "workbook_too_large"),
        *(f"{what}.{count}" for what in ("count", "blocked") for count in ("one", "many")),
    ],
    "upload": ["file_missing", "new", "known", "refused"],
    "routines.field": [
        *("title", "name", "nb", "actor", "system", "system_name", "reached_by", "replaced_on"),
        *("rule_changes_a_year", "same_elsewhere", "case", "cases_a_month", "exception_percent"),
        *("staff", "kroner_per_hour", "figures", "has_api", "touch_minutes", "wait_hours"),
        *("share_percent", "error_percent", "input_form", "decided_by", "waste", "becomes"),
    ],
    "routines.wrong": ["missing", "name", "number", "range", "day", "choice", "system"],
    "routines.fault": [
        *("name_taken", "candidate_changed", "candidate_by_hand", "mappings_read_only"),
        "routine_unknown",
    ],
    "proposals.fault": [*proposals_page.FAULTS, "other"],
    "editor.fault": [
        *draft_page.HINDRANCES,
        *draft_page.MENDABLE,
        *("draft_changed", "draft_same", "draft_unsound", "drafts_read_only"),
    ],
    "editor.state": ["waiting", "running", "impossible", "stopped"],
    "editor.column": ["groups", "lines", "kroner", "share", "said_no"],
    "routines.answer": ["yes", "no"],
    "routines.fill": [each.value for each in Criterion],
    **{f"routines.{family}": list(words) for family, words in CHOICES.items()},
    "routines": ["step_row", "system_row"],
    "questions": [
        *("no_ids", "empty", "no_consent", "too_many", "kept", "not_kept"),
        *("found.one", "found.many"),
        *("keep_later.one", "keep_later.many"),
    ],
    "error": [
        f"{code}.{part}"
        for code in (
            *("bad_request", "forbidden", "denied", "whole", "not_found", "method", "conflict"),
            *("too_large", "unprocessable", "busy", "unreachable", "internal"),
        )
        for part in ("title", "text")
    ],
    "stop": [
        *("claims_missing", "header_missing", "browser_missing"),
        *("employments_missing", "employments_damaged"),
        *("portal_unreachable", "out_of_balance"),
    ],
    "calendar": [
        *(f"weekday.{day}" for day in range(1, 8)),
        *(f"letter.{mark.value}" for mark in DayMark if mark is not DayMark.WEEKEND),
        *(f"mark.{mark.value}" for mark in DayMark),
        *(f"short.{side}" for side in ("same", "claimed", "paid", "taken")),
        *(f"verdict.{word}" for word in ("fine", "claimed", "paid", "neither")),
        *(f"verdict.{word}" for word in ("not_due", "unfounded", "other_rate", "taken")),
        *(f"why.{why.value}" for why in WhyUnpaid),
    ],
    "money.bank": ["ok", "failed", "not_possible", "unknown"],
    "nearest.failed": [*(gate.value for gate in Gate), "none"],
    "nearest.gate": [gate.value for gate in Gate],
    "similar": [
        f"{what}.{count}"
        for what in ("count", "link", "decided", "proposed", "needs_second", "undone")
        for count in ("one", "many")
    ],
    "similar.refused": [
        *("case_changed", "case_held", "case_in_match", "case_not_open", "case_missing"),
        *("rows_contested", "role_missing"),
        *("store_busy", "other"),
    ],
    "similar.stands": [
        *("case_changed", "case_held", "decision_final", "store_busy", "other"),
    ],
    "trail": ["all", "people", "words", "robot", "person"],
    "remark": ["comment_required", "comment_too_long", "comment_national_id"],
    "gains": [
        *(f"{what}.{count}" for what in ("days", "median_about") for count in ("one", "many")),
        *(f"waited.{waited.value}" for waited in Waited),
    ],
    "account.done": ["password", "code_on", "code_off", "notices_on", "notices_off"],
    "notice": [
        f"{part}.{count}"
        for part in ("new", "due", "overdue", "missing", "undo")
        for count in ("one", "many")
    ],
    "audit": ["first", "last"],
    "audit.who": [who.value for who in Who],
    "audit.column": [
        *("number", "when", "who", "name", "what", "code", "case", "details"),
    ],
    "audit.detail": list(DETAILS),
    "audit_role": [role.value for role in UserRole],
    "audit_action": events(),
    "sign_in_way": [
        *(f"{way.value}.name" for way in Way),
        *(f"{way.value}.button" for way in Way if way is not Way.LOCAL),
    ],
    "sign_in_stop": [
        f"{stop.value}.{part}" for stop in Stop for part in ("title", "text", "now")
    ],
    "standings": [
        *(f"state.{state}" for state in (*STATES, NOT_ASKED)),
        *(f"means.{state}" for state in (*STATES, NOT_ASKED)),
        *(f"cause.{cause.name.lower()}" for cause in Lack if cause is not Lack.VALID),
        *("filter.now", "filter.open", "filter.all"),
        *("column.name", "column.number", "column.unit"),
        *("trouble.lists_gone", "trouble.rules_wrong"),
        *("no_room.rows", "no_room.units"),
    ],
    "code_change": [
        *(f"fate.{fate.value}" for fate in Fate),
        *(f"about.{fate.value}" for fate in Fate),
        *(f"effect.{effect.value}" for effect in Effect),
    ],
    "about": ["title", "lead"],
    "accessibility": ["title", "lead"],
}  # fmt: skip
