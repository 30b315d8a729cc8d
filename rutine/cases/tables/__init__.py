"""The tables, one noun per file. Importing this package makes all of them known."""

from rutine.cases.tables.accounts import (
    FirstAdminLink,
    ProviderAccount,
    SecondFactor,
    SignInAttempts,
    SignInJourney,
    UserAccount,
    WebSessionRow,
)
from rutine.cases.tables.assignments import Assignment
from rutine.cases.tables.audit import AuditEntry
from rutine.cases.tables.base import Base
from rutine.cases.tables.calendar import CalendarLink, ComingDeadline
from rutine.cases.tables.cases import Case, CaseChange, CaseRowEntry
from rutine.cases.tables.claims import ClaimEntry, ClaimPart
from rutine.cases.tables.decisions import AppliedDecision, DecisionEntry
from rutine.cases.tables.deliveries import Delivery
from rutine.cases.tables.home import Home
from rutine.cases.tables.keeping import CaseText, DeletedOriginal, LegalHold, RetentionPlan
from rutine.cases.tables.matched_rows import MatchedRow
from rutine.cases.tables.notices import NoticeChoice, NoticeSent
from rutine.cases.tables.people import NameLookup, Subject
from rutine.cases.tables.picked_rows import CarriedClaim, PickedRowEntry
from rutine.cases.tables.postings import ClosedPeriod, Posting, PostingFile
from rutine.cases.tables.proposals import Proposal
from rutine.cases.tables.questions import QuestionEntry, UnansweredQuestion
from rutine.cases.tables.reports import NO_REPORT, Report
from rutine.cases.tables.rows import InputFile, RowOutcomeEntry
from rutine.cases.tables.runs import Run
from rutine.cases.tables.saved_views import SavedView
from rutine.cases.tables.settlements import SettledRow, Settlement, UndoneRow, UndoRequest

__all__ = [
    "NO_REPORT",
    "AppliedDecision",
    "Assignment",
    "AuditEntry",
    "Base",
    "CalendarLink",
    "CarriedClaim",
    "Case",
    "CaseChange",
    "CaseRowEntry",
    "CaseText",
    "ClaimEntry",
    "ClaimPart",
    "ClosedPeriod",
    "ComingDeadline",
    "DecisionEntry",
    "DeletedOriginal",
    "Delivery",
    "FirstAdminLink",
    "Home",
    "InputFile",
    "LegalHold",
    "MatchedRow",
    "NameLookup",
    "NoticeChoice",
    "NoticeSent",
    "PickedRowEntry",
    "Posting",
    "PostingFile",
    "Proposal",
    "ProviderAccount",
    "QuestionEntry",
    "Report",
    "RetentionPlan",
    "RowOutcomeEntry",
    "Run",
    "SavedView",
    "SecondFactor",
    "SettledRow",
    "Settlement",
    "SignInAttempts",
    "SignInJourney",
    "Subject",
    "UnansweredQuestion",
    "UndoRequest",
    "UndoneRow",
    "UserAccount",
    "WebSessionRow",
]
