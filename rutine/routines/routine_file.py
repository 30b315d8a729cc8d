"""The routine file as a typed model: whose it is, what is done, and what may be decided how.

One file for one routine, written by a process consultant. A candidate has identity, procedure
and volume only; what runs has sources, rules, review and calendar too, and a flow of the same
name. The parts have a module each beside this one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from rutine.core.records import RECORD_TYPES
from rutine.formats.yaml_source import YamlDocument, did_you_mean, mapping_invalid, parse_model
from rutine.matching.passes import Pass
from rutine.routines.assessment import Assessment
from rutine.routines.baseline import MeasuredBefore
from rutine.routines.cover_rule import CoverRule
from rutine.routines.exception_rule import ExceptionRule
from rutine.routines.gain_card import GainCard
from rutine.routines.identity import Identity
from rutine.routines.learning_rule import LearningRule
from rutine.routines.list_side import TwoSides
from rutine.routines.match_rule import MatchRules
from rutine.routines.obligation_rule import ObligationRule
from rutine.routines.procedure import Procedure
from rutine.routines.question_rules import QuestionRules
from rutine.routines.redeployment_rule import RedeploymentRule
from rutine.routines.refund_rules import POSTED_RECORDS, BankText, PostingRules, Waiting
from rutine.routines.review_rule import ReviewRules
from rutine.routines.run_calendar import RunTime
from rutine.routines.service_record_rule import ServiceRecordRule
from rutine.routines.source import Source
from rutine.routines.survey_rule import SurveyPart
from rutine.routines.versions import LATEST, load_latest
from rutine.routines.vocabulary import Label, Name, Part, Titles
from rutine.routines.volume import Volume

__all__ = ["POSTED_RECORDS", "RefundRoutine", "RoutineFile", "load_refund_routine", "load_routine"]

Kind = Literal[
    "match",
    "obligation",
    "cover",
    "registers",
    "redeployment",
    "survey",
    "questions",
    "service_record",
]
ShiftCode = Literal["present", "busy", "free"]
Stage = Literal["candidate", "pilot", "running", "retired"]


def _known_records(sources: dict[str, Source]) -> dict[str, Source]:
    for record in sources:
        if record not in RECORD_TYPES:
            allowed, meant = ", ".join(RECORD_TYPES), did_you_mean(record, RECORD_TYPES)
            raise ValueError(f"no record '{record}'; allowed: {allowed}{meant}")
    return sources


Sources = Annotated[dict[str, Source], AfterValidator(_known_records)]


class RoutineFile(Part):
    """A routine, as its consultant wrote it."""

    version: int = Field(
        ge=LATEST, le=LATEST, description="The version of this vocabulary; earlier ones are read."
    )
    name: Name = Field(
        description="Also the name of the file, the flow and the examples.",
        examples=["service_records"],
    )
    kind: Kind | None = Field(
        default=None,
        description="match: two lists held against each other; obligation: who must have or do "
        "what, by when; cover: competence on every shift; registers: the lists of employees, "
        "positions and units that routines share; redeployment: preferential rights and "
        "vacancies; survey: a list of respondents held against the registers; questions: approved "
        "answers to what employees ask; service_record: positions of several systems as a document "
        "to be signed. Left out while nobody knows.",
    )
    stage: Stage = Field(
        default="candidate",
        description="candidate: described, not automated; pilot and running: has a flow; retired: "
        "kept for those who look back.",
    )
    title: Titles = Field(description="The routine's title in each language.")
    identity: Identity = Field(default=Identity(), description="Whose it is, and what it runs on.")
    volume: Volume | None = Field(default=None, description="How much of it there is.")
    procedure: Procedure = Field(
        default=Procedure(), description="The written procedure, as it is and as it will be."
    )
    assessment: Assessment = Field(
        default=Assessment(),
        description="Grades a person gives for `rutine score`; the rest is counted from the file.",
    )
    baseline: MeasuredBefore | None = Field(
        default=None,
        description="What a case took before, measured; the page Gains counts saved time from it.",
    )
    sources: Sources = Field(
        default_factory=dict,
        description="Record type -> where it comes from and in which formats.",
        json_schema_extra={"propertyNames": {"enum": list(RECORD_TYPES)}},
    )
    match: MatchRules | None = Field(
        default=None, description="How two lists are held against each other, pass by pass."
    )
    lists: TwoSides | None = Field(
        default=None, description="The two lists that match holds together; not for refunds."
    )
    settles: tuple[str, ...] = Field(
        default=(),
        description="The benefit codes that may be settled without a person; all others are cases.",
    )
    waiting: Waiting | None = Field(
        default=None, description="How long a claim may stand unanswered; refunds only."
    )
    bank: BankText | None = Field(
        default=None,
        description="How money from NAV is known on the bank statement; refunds only.",
    )
    postings: PostingRules | None = Field(
        default=None, description="Accounts and files; left out where nothing is posted."
    )
    obligations: tuple[ObligationRule, ...] = Field(
        default=(), description="Who must have or do what, and by when."
    )
    shift_codes: dict[Label, ShiftCode] | None = Field(
        default=None,
        description="What each shift code of the rota means: present, busy (at a course, or "
        "elsewhere) or free. Left out: every shift counts.",
    )
    cover_rules: tuple[CoverRule, ...] = Field(
        default=(), description="Which competence must be present where, and when."
    )
    redeployment: RedeploymentRule | None = Field(
        default=None, description="What the law says of the preferential right, and when to remind."
    )
    survey: SurveyPart | None = Field(
        default=None, description="Whom the list of respondents of a survey must have."
    )
    questions: QuestionRules | None = Field(
        default=None, description="How answers to employees are looked after."
    )
    service_record: ServiceRecordRule | None = Field(
        default=None, description="Which systems tell of positions, and how a record is signed."
    )
    exceptions: tuple[ExceptionRule, ...] = Field(
        default=(), description="The reasons that a case of this routine may have."
    )
    review: ReviewRules | None = Field(
        default=None, description="How people decide what the robot may not."
    )
    learning: LearningRule = Field(
        default=LearningRule(),
        description="How much must lie behind a change that is proposed from decisions.",
    )
    calendar: tuple[RunTime, ...] = Field(default=(), description="When the routine runs.")
    gains: tuple[GainCard, ...] = Field(
        default=(), description="What gets better, for whom, and who answers for it."
    )
    examples: tuple[Label, ...] = Field(
        default=(),
        description="Folders under mappings/examples/<name> that show the routine best; the "
        "process document shows them. All examples are run, named here or not.",
    )
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """The hash of the file that was read: stored with everything it decides."""
        return self._sha256

    @property
    def seen_by(self) -> Literal["all", "follow_up"]:
        """Who may see the routine's cases."""
        return self.review.seen_by if self.review is not None else "all"

    @property
    def automated(self) -> bool:
        """Whether the routine has a flow, and so must have all that goes with one."""
        return self.stage in {"pilot", "running"}

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The passes, as the matching understands them; none without `match`."""
        return tuple(rule.as_pass(self.settles) for rule in self.match or ())

    def formats_of(self, record: str) -> tuple[str, ...]:
        """The format files that a kind of record may come in, in order."""
        source = self.sources.get(record)
        return source.formats if source else ()

    def sealed(self, sha256: str) -> RoutineFile:
        """The same routine, knowing the hash of the file it was read from."""
        self._sha256 = sha256
        return self


class RefundRoutine(RoutineFile):
    """A routine that settles refunds: it has what the settlement can't do without."""

    match: MatchRules
    settles: tuple[str, ...] = Field(min_length=1)
    waiting: Waiting
    bank: BankText


def load_routine(path: Path) -> RoutineFile:
    """Read and check one routine file.

    Raises:
        InputError: `mapping_invalid`, naming file, line, what is wrong and what is allowed.
    """
    document = load_latest(path)
    routine = parse_model(document, RoutineFile)
    _same_name(document, routine)
    return routine.sealed(document.sha256)


def load_refund_routine(path: Path) -> RefundRoutine:
    """Read and check the file of a routine that settles refunds.

    Raises:
        InputError: `mapping_invalid`, as `load_routine`, or a key that refunds need is missing.
    """
    document = load_latest(path)
    routine = parse_model(document, RefundRoutine)
    _same_name(document, routine)
    routine.sealed(document.sha256)
    return routine


def _same_name(document: YamlDocument, routine: RoutineFile) -> None:
    path = document.path
    if routine.name != path.stem:
        what = f"name must be the file's own name, {path.stem}"
        raise mapping_invalid(path, [(document.line_of(("name",)), what)])
