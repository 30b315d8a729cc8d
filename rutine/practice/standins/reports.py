"""The reports that the stand-ins show: metadata from `reports.json`, bytes from `<id>.csv`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr

ReportType = Literal["ref-arbg", "trekk-kred", "trekk-hend"]
"""NAV's three report types; only `ref-arbg` concerns refunds."""

RESOURCES: dict[str, str] = {
    "ref-arbg": "nav_utbetaling_oppgjorsrapport-refusjon-arbeidsgiver",
    "trekk-kred": "nav_utbetaling_oppgjorsrapport-trekkoppgjor",
    "trekk-hend": "nav_utbetaling_oppgjorsrapport-trekkhendelser",
}
"""Report type -> the Altinn resource that gives access to it."""


class ListedReport(BaseModel):
    """One report as NAV lists it; field names are NAV's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: int = Field(gt=0)
    orgnr: OrgNr
    orgNavn: str  # noqa: N815 - NAV's field name
    type: ReportType
    datoValutert: date  # noqa: N815 - NAV's field name
    bankkonto: str
    belop: Annotated[Decimal, Field(decimal_places=2)]
    opprettet: datetime

    @property
    def file_name(self) -> str:
        """The name NAV gives the file (BestillingProsessor.kt), without its ending."""
        return f"{self.orgnr.value}_{self.type}_{self.datoValutert}_{self.id}"


_LIST = TypeAdapter(list[ListedReport])


class Shelf(Protocol):
    """Where a stand-in has its reports from."""

    def listed(self) -> tuple[ListedReport, ...]:
        """Every report, highest id first."""

    def content(self, report_id: int) -> bytes:
        """A report's CSV, byte for byte."""


class ReportFolder:
    """A folder with `reports.json` and `reports/<id>.csv`, read again when it changes.

    Raises:
        InputError: `practice_folder_missing` or `practice_folder_damaged`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp: tuple[int, int] | None = None
        self._reports: tuple[ListedReport, ...] = ()
        self.listed()

    def listed(self) -> tuple[ListedReport, ...]:
        """Every report, highest id first, as NAV sorts them."""
        path = self.folder / "reports.json"
        try:
            facts = path.stat()
            stamp = (facts.st_mtime_ns, facts.st_size)
            if stamp != self._stamp:
                found = _LIST.validate_json(path.read_bytes())
                self._reports = tuple(sorted(found, key=lambda report: report.id, reverse=True))
                self._stamp = stamp
        except OSError:
            raise InputError(
                "practice_folder_missing",
                f"The practice municipality has no list of reports at {path}.",
                "Make it first, for example with `rutine demo`.",
            ) from None
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise InputError(
                "practice_folder_damaged",
                f"{path} is not a list of reports (at {place or 'the start'}).",
                "Remove the practice folder and make it again.",
            ) from None
        return self._reports

    def find(self, report_id: int) -> ListedReport | None:
        """The report with this id, or None."""
        return next((report for report in self.listed() if report.id == report_id), None)

    def content(self, report_id: int) -> bytes:
        """The report's CSV, byte for byte.

        Raises:
            FileNotFoundError: the list names a report that has no file.
        """
        return (self.folder / "reports" / f"{report_id}.csv").read_bytes()
