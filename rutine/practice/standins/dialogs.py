"""The messages in the inbox that NAV makes for its reports (VarselService.kt)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from rutine.practice.standins.reports import RESOURCES, ListedReport

SUMMARY = "Ny rapport for utbetaling er tilgjengelig for nedlasting."
LINK_TEXT = "Gå til nedlastingsside på nav.no"
DOUBLE_RUN_ENDS = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
"""Until 15 June 2026 12:00 Norwegian time each message came twice, one of them marked."""

_TITLES = {
    "ref-arbg": "Oppgjørsrapport arbeidsgiver - refusjoner fra Nav (utbetalt {day})",
    "trekk-kred": "Oppgjørsrapport trekk - kreditor (utbetalt {day})",
    "trekk-hend": "Oppgjørsrapport trekk - hendelser (fremkjørt {day})",
}
_NAMESPACE = uuid.UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")


@dataclass(frozen=True, slots=True)
class PracticeDialog:
    """One message. Its id says nothing of the report's id, as at Dialogporten."""

    id: str
    report: ListedReport
    title: str

    @property
    def party(self) -> str:
        """The organisation that receives it, as Altinn writes it."""
        return f"urn:altinn:organization:identifier-no:{self.report.orgnr.value}"

    @property
    def service(self) -> str:
        """The service it belongs to, as Altinn writes it."""
        return f"urn:altinn:resource:{RESOURCES[self.report.type]}"


def dialogs_of(report: ListedReport) -> tuple[PracticeDialog, ...]:
    """The messages of one report: one, or two from the time of the double run."""
    title = _TITLES[report.type].format(day=f"{report.datoValutert:%d.%m.%Y}")
    dialogs = [PracticeDialog(str(uuid.uuid5(_NAMESPACE, f"{report.id}")), report, title)]
    if report.opprettet < DOUBLE_RUN_ENDS:
        twin = str(uuid.uuid5(_NAMESPACE, f"{report.id} ny"))
        dialogs.append(PracticeDialog(twin, report, f"Ny Altinn3 - {title}"))
    return tuple(dialogs)
