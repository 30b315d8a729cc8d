"""What the app was made with, shared by every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment

from rutine.cases.accounts.sign_in import Provider, Way
from rutine.cases.database import Database
from rutine.cases.deciding.control import Limits
from rutine.cases.figures.gains import Baseline
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.reports.uploads import Receiver
from rutine.cases.sealing.keys import KeyRing
from rutine.core.reason_texts import Language
from rutine.core.reasons import DeadlineRule
from rutine.formats.format_file import FormatFile
from rutine.refunds.at_risk import RiskView
from rutine.review.catalogue import Catalogue
from rutine.review.guards.pace import KeptPace, Pace
from rutine.review.modelling.editor_desk import EditorDesk
from rutine.review.modelling.gain_cards import GainCards
from rutine.review.modelling.proposal_desk import ProposalDesk
from rutine.review.modelling.routine_desk import RoutineDesk
from rutine.review.operation.on_watch import OnWatch
from rutine.review.operation.timetable_desk import TimetableDesk
from rutine.review.oversight.access_desk import AccessDesk
from rutine.review.questions.question_desk import QuestionDesk
from rutine.review.standings.standings_desk import StandingsDesk


@dataclass(frozen=True, eq=False, repr=False)
class Site:
    """One app: its store, its evidence, and how it presents itself.

    Attributes:
        formats: from the kind an original is archived under to its format file, or None.
        secure: served over TLS: cookies are then marked `Secure` and named `__Host-…`.
        explain: from the last word of a fetch's reference, its reason, to what it means and what
            to do; None when there is nothing to say. The connectors own these sentences.
        units: organisation number -> name, for the sub-units whose names are known.
        risks: each employer's name and its money at risk, made anew when asked.
        limits: from which amounts a second person must agree.
        deadline_rule: a rule in words, with the numbers of the dated tables; empty where they
            are not at hand.
        uploads: takes in reports that a person hands in.
        report: from a run's id to the page that it left, None when it left none.
        baseline: from a routine to what a line took before it was automated, None when nobody
            has said.
        gain_cards: a routine's gain cards against the months, in words.
        desk: reads, grades and writes routine files.
        proposals: what decisions speak for, and the change of what is accepted.
        note: what a routine's file says to the reviewer of a reason; empty when it says nothing.
        editor: checks, simulates and keeps routine files that are edited.
        access: everything about one person, for who may take it out.
        timetable: what runs when, and ways to stop and start it.
        standings: how everybody stood in the latest run of a routine that asks something of them.
        routine_title: what people call a routine, in a language.
        mails: whether there is a mail server, so that people may choose to be told.
        address: what people type to open the app; None on loopback, where it is as asked for.
        local: whether accounts with a password may sign in.
        local_code: whether they must set up a one-time code before anything else.
        providers: where else people may sign in.
        watch: how the installation is watched, and what should run when.
        questions: the approved answers to employees.
        question_pace: how often one address may ask without having signed in.
        kept_pace: how many questions they may leave for HR.
        pdf: makes a PDF of a page that holds all that it shows.
        pace: how often one address may try to; None where all have the same address.
    """

    database: Database
    archive: EvidenceArchive
    keys: KeyRing
    formats: Callable[[str], FormatFile | None]
    today: Callable[[], date]
    secure: bool
    title: str
    units: Mapping[str, str]
    language: Language
    explain: Callable[[str, Language], tuple[str, str] | None]
    templates: Environment
    risks: Callable[[], Sequence[tuple[str, RiskView]]]
    limits: Limits
    deadline_rule: Callable[[DeadlineRule, Language], str]
    uploads: Receiver
    report: Callable[[str], Path | None]
    baseline: Callable[[str], Baseline | None]
    gain_cards: GainCards
    desk: RoutineDesk
    proposals: ProposalDesk
    note: Callable[[str, str], str]
    editor: EditorDesk
    timetable: TimetableDesk
    access: AccessDesk
    standings: StandingsDesk
    routine_title: Callable[[str, Language], str]
    mails: bool
    address: str | None
    local: bool
    local_code: bool
    providers: Mapping[Way, Provider]
    watch: OnWatch
    questions: QuestionDesk
    question_pace: Pace
    kept_pace: KeptPace
    pdf: Callable[[str], bytes]
    pace: Pace | None

    def lets_in(self, way: Way) -> bool:
        """Whether people may sign in this way now."""
        return self.local if way is Way.LOCAL else way in self.providers

    def cookie(self, name: str) -> str:
        """The cookie's full name: under TLS a browser then refuses it from anyone else."""
        return f"__Host-rutine_{name}" if self.secure else f"rutine_{name}"

    def routine_name(self, name: str, t: Catalogue) -> str:
        """What people call a routine: the app's own word, or else its file's."""
        return t.texts.get(f"routine.{name}") or self.routine_title(name, t.language)

    def unit_name(self, sub_unit: str) -> str | None:
        """The sub-unit's name, where the settings give it one."""
        return self.units.get(sub_unit)
