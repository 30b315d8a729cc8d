"""Rows of NAV's sick-leave lists as canonical records.

Field names are NAV's (altinn-and-apis §5). Fields we do not use are left alone, whether new or
removed: rows from before 2026 still have `refusjon.sluttdato` and `agp.egenmeldinger`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from rutine.connectors.api_error import ApiError
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.sick_leave_api import NavList
from rutine.core.clock import OSLO
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.records import IncomeRequest, IncomeSubmission, SicknessApplication

Record = IncomeRequest | IncomeSubmission | SicknessApplication

SICK: Final = "SYKDOM"
"""The word of `SicknessApplication.part` for days applied for."""


def _norwegian_day(moment: datetime) -> date:
    """The day in Norway; NAV writes some moments with a zone and some without."""
    return (moment.astimezone(OSLO) if moment.tzinfo else moment).date()


_Day = Annotated[datetime, AfterValidator(_norwegian_day)]
_Orgnr = Annotated[
    OrgNr, Field(validation_alias=AliasChoices("orgnr", AliasPath("arbeidsgiver", "orgnr")))
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Days(_Row):
    fom: date
    tom: date

    @model_validator(mode="after")
    def _in_order(self) -> _Days:
        if self.tom < self.fom:
            msg = "tom before fom"
            raise ValueError(msg)
        return self


class _Request(_Row):
    loepenr: int
    key: Annotated[str, Field(validation_alias="navReferanseId", min_length=1)]
    orgnr: _Orgnr
    fnr: Fnr
    status: Literal["AKTIV", "BESVART", "FORKASTET"]
    sykmeldingsperioder: Annotated[list[_Days], Field(min_length=1)]
    opprettetTid: _Day  # noqa: N815 - NAV's field name

    def records(self) -> Iterable[Record]:
        yield IncomeRequest(
            row=self.loepenr,
            request_id=self.key,
            sub_unit=self.orgnr,
            person=self.fnr,
            status=self.status,
            first=min(each.fom for each in self.sykmeldingsperioder),
            last=max(each.tom for each in self.sykmeldingsperioder),
            created=self.opprettetTid,
        )


class _Fault(_Row):
    feilkode: str


class _Submission(_Row):
    loepenr: int
    key: Annotated[str, Field(validation_alias="id", min_length=1)]
    navReferanseId: str | None = None  # noqa: N815 - NAV's field name
    orgnr: _Orgnr
    sykmeldtFnr: Fnr  # noqa: N815 - likewise
    status: Literal["MOTTATT", "FEILET", "GODKJENT"]
    valideringsfeil: _Fault | None = None
    innsendtTid: _Day  # noqa: N815 - likewise

    def records(self) -> Iterable[Record]:
        yield IncomeSubmission(
            row=self.loepenr,
            submission_id=self.key,
            request_id=self.navReferanseId or "",
            sub_unit=self.orgnr,
            person=self.sykmeldtFnr,
            status=self.status,
            error=self.valideringsfeil.feilkode if self.valideringsfeil else "",
            sent=self.innsendtTid,
        )


_Grade = Annotated[int, Field(ge=0, le=100)]


class _Sick(_Days):
    sykmeldingsgrad: _Grade | None = None
    faktiskGrad: _Grade | None = None  # noqa: N815 - NAV's field name


class _Off(_Row):
    fom: date
    tom: date | None = None
    type: str


class _Application(_Row):
    loepenr: int
    key: Annotated[str, Field(validation_alias="soeknadId", min_length=1)]
    orgnr: _Orgnr
    fnr: Fnr
    mottatt: Annotated[_Day, Field(validation_alias=AliasChoices("mottatTid", "mottattTid"))]
    korrigerer: str | None = None
    soeknadsperioder: list[_Sick] = []
    fravaer: list[_Off] = []

    def records(self) -> Iterable[Record]:
        for sick in self.soeknadsperioder:
            yield self._part(SICK, sick.fom, sick.tom, sick.sykmeldingsgrad, sick.faktiskGrad)
        for off in self.fravaer:
            # Without an end only the first day is certain.
            yield self._part(off.type, off.fom, max(off.fom, off.tom or off.fom), None, None)

    def _part(
        self, part: str, first: date, last: date, grade: int | None, actual: int | None
    ) -> SicknessApplication:
        return SicknessApplication(
            row=self.loepenr,
            application_id=self.key,
            sub_unit=self.orgnr,
            person=self.fnr,
            received=self.mottatt,
            part=part,
            first=first,
            last=last,
            grade=grade,
            actual_grade=actual,
        )


_MODELS: Final[dict[NavList, type[_Request | _Submission | _Application]]] = {
    NavList.REQUESTS: _Request,
    NavList.SUBMISSIONS: _Submission,
    NavList.APPLICATIONS: _Application,
}


def records_of(nav_list: NavList, pages: Iterable[bytes]) -> list[Record]:
    """One sub-unit's list as records, each thing once: as its highest `loepenr` tells it.

    A row that came twice counts as it came last. An application that another one corrects is
    left out: NAV goes by the correction.

    Raises:
        ApiError: API_CHANGED when a row is not as documented; then nothing of the list is
            certain, since what is missing from it would be taken for never sent.
    """
    newest: dict[str, Any] = {}
    for row in (_read(nav_list, each) for page in pages for each in json.loads(page)):
        known = newest.get(row.key)
        if known is None or row.loepenr >= known.loepenr:
            newest[row.key] = row
    corrected = {getattr(row, "korrigerer", None) for row in newest.values()}
    kept = (row for row in newest.values() if row.key not in corrected)
    return [record for row in sorted(kept, key=lambda row: row.loepenr) for record in row.records()]


def _read(nav_list: NavList, row: Any) -> _Request | _Submission | _Application:
    try:
        return _MODELS[nav_list].model_validate(row)
    except ValidationError as error:
        # Only names of fields we know: a stranger's key could hold anything.
        place = error.errors()[0]["loc"][:1]
        raise ApiError(FetchReason.API_CHANGED, f"{nav_list.value} at {place}") from None
