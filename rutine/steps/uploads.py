"""Take in reports that a person uploads: the checks and the ledger of every other way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rutine.cases.access import Actor, require
from rutine.cases.reports.uploads import ROUTINE, UPLOADS, Outcome, Receipt, Upload
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.trail.audit import append
from rutine.connectors.content import EMPLOYER_FIELD, ContentFinding
from rutine.connectors.fetch_texts import refusal_remedy, refusal_text
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.steps.hand_in import Checked, check_again, check_file, enter


class Uploads:
    """Takes in uploaded files for one installation (`rutine.cases.reports.uploads.Receiver`)."""

    def __init__(self, place: Installation) -> None:
        self._place = place

    def __call__(
        self, actor: Actor, uploads: Sequence[Upload], language: Language
    ) -> tuple[Receipt, ...]:
        """Check each file and enter it; what is refused is not kept.

        Raises:
            AccessDenied: the actor may not hand in reports, or does not see whole ones.
        """
        require(actor, UPLOADS)
        if not actor.sees(None):
            raise AccessDenied("role_missing", "You see some sub-units only; a report holds all.")
        return tuple(self._one(actor, upload, language) for upload in uploads)

    def _one(self, actor: Actor, upload: Upload, language: Language) -> Receipt:
        checked = check_file(self._place, self._employer(upload.data), upload.data)
        if checked.finding is None:
            return self._enter(actor, checked, upload.name, language)
        with self._place.database.writing() as session:
            return _refused(session, actor, checked.finding, language)

    def _enter(self, actor: Actor, checked: Checked, name: str, language: Language) -> Receipt:
        """Enter a file that passed the checks, as a small run of its own."""
        month = Period.month(f"{clock.today():%Y-%m}")
        with self._place.database.writing() as session:
            run_id = open_run(session, ROUTINE, checked.employer, month, {})
        try:
            with self._place.database.writing() as session:
                still = check_again(self._place, session, checked)
                if still.finding is not None:
                    finish_run(session, run_id, RunSummary(state=RunState.CLEAN, files=0))
                    return _refused(session, actor, still.finding, language)
                result = enter(self._place, session, run_id, still, name=name, how="upload")
                told = {"report": result.entry.entry_id, "run": run_id, "new": result.new}
                append(session, actor, "report_uploaded", data=told)
                summary = RunSummary(state=RunState.CLEAN, files=int(result.new))
                finish_run(session, run_id, summary)
        except BaseException as error:
            failed = RunSummary(state=RunState.FAILED, reason=type(error).__name__)
            with self._place.database.writing() as session:
                finish_run(session, run_id, failed)
            raise
        return Receipt(Outcome.NEW if result.new else Outcome.KNOWN)

    def _employer(self, data: bytes) -> OrgNr:
        """Whose report it says it is; any of ours where it says none, to find what is wrong.

        Raises:
            InputError: `no_employer`: none is configured.
        """
        employers = [each.orgnr for each in self._place.settings.employers]
        if not employers:
            raise InputError("no_employer", "No employer is configured.")
        fields = data.partition(b"\r\n")[0].split(b";")
        named = fields[EMPLOYER_FIELD].decode("ascii", "replace") if len(fields) > 1 else ""
        return next((each for each in employers if each.reveal() == named), employers[0])


def _refused(
    session: Session, actor: Actor, finding: ContentFinding, language: Language
) -> Receipt:
    """Note that somebody's file was refused, and say why; nothing of the file is kept."""
    append(session, actor, "upload_refused", data={"reason": finding.fault.value})
    return Receipt(
        Outcome.REFUSED,
        refusal_text(finding, language),
        refusal_remedy(finding.fault, language),
    )
