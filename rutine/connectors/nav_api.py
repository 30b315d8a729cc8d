"""NAV's API for settlement reports: search, metadata and content.

Source: altinn-and-apis §1.4 and nav-reports §2 (navikt/sokos-oppgjorsrapporter,
`rapport-v1.yaml` 1.1.2). What the caller must know: unknown fields in a question are ignored
silently, a question without dates covers this year only, and "no access" is a missing row or
404, as an outage of the access service is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from email.message import Message
from typing import Annotated, Any, Final, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rutine.connectors.api_error import ApiError
from rutine.connectors.authorised import AuthorisedCalls
from rutine.connectors.calls import Answer, Calls
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Maskinporten, Party
from rutine.connectors.source import Listed
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore

SCOPE: Final = "nav:utbetaling/oppgjorsrapporter"
"""NAV compares the token's scope with equality: this one and no other."""

REFUNDS: Final = "ref-arbg"
"""The report type that concerns refunds."""

PATH: Final = "/api/rapport/v1"
_OK, _NOT_FOUND = 200, 404


class _Row(BaseModel):
    """One report in an answer; field names are NAV's. Fields we do not use are left alone."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: Annotated[int, Field(gt=0, lt=2**63)]
    orgnr: Annotated[OrgNr, Field(validation_alias=AliasChoices("orgnr", "orgNr"))]
    type: str
    datoValutert: date  # noqa: N815 - NAV's field name
    bankkonto: AccountNumber | None = None
    belop: Annotated[Decimal, Field(max_digits=17, decimal_places=2)] | None = None

    def listed(self) -> Listed:
        """The row as every source tells it."""
        total = None if self.belop is None else Ore(int(self.belop * 100))
        return Listed(self.id, self.datoValutert, total, self.bankkonto)


_ROWS: Final = TypeAdapter(list[_Row])


class Question(BaseModel):
    """A search. A field that is misspelt in JSON would be ignored, so none is written by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    orgnr: OrgNr
    etterId: Annotated[int, Field(ge=0)] | None = None  # noqa: N815 - NAV's field name
    fraDato: date | None = None  # noqa: N815 - likewise
    tilDato: date | None = None  # noqa: N815 - likewise
    rapportTyper: tuple[Literal["ref-arbg"], ...] = (REFUNDS,)  # noqa: N815 - likewise
    inkluderArkiverte: bool = True  # noqa: N815 - likewise

    def json_fields(self) -> dict[str, Any]:
        """What is sent; absent fields are left out."""
        return self.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True, slots=True)
class Content:
    """A report's bytes as they came, with what the answer said of them."""

    data: bytes
    media_type: str
    file_name: str | None


class NavApi:
    """The API on behalf of one employer. Safe to use from several threads."""

    def __init__(self, calls: Calls, maskinporten: Maskinporten, party: Party) -> None:
        self._calls = AuthorisedCalls(calls, maskinporten, SCOPE, party)

    def search(self, question: Question) -> tuple[Listed, ...]:
        """The refund reports that fit, lowest id first.

        Raises:
            ApiError: API_CHANGED also when an answer shows that the question was not read as
                asked: another employer's report, another type, or an id that was excluded.
        """
        answer = self._calls.send("POST", PATH, json=question.json_fields())
        _expect(answer, _OK)
        rows = _parsed(answer)
        for row in rows:
            misread = (
                row.orgnr != question.orgnr
                or row.type not in question.rapportTyper
                or (question.etterId is not None and row.id <= question.etterId)
                or (question.fraDato is not None and row.datoValutert < question.fraDato)
            )
            if misread:
                raise ApiError(FetchReason.API_CHANGED, "question misread")
        return tuple(row.listed() for row in sorted(rows, key=lambda row: row.id))

    def shows(self, report_id: int) -> bool:
        """Whether NAV shows this report; False is no access, an access outage, or no report."""
        answer = self._calls.send("GET", f"{PATH}/{report_id}")
        if answer.status == _NOT_FOUND:
            return False
        _expect(answer, _OK)
        return True

    def content(self, report_id: int) -> Content | None:
        """The report as CSV, unchecked; None where NAV does not show it."""
        # `*/*` is answered 406, and both types at once give the PDF.
        answer = self._calls.send("GET", f"{PATH}/{report_id}/innhold", accept="text/csv")
        if answer.status == _NOT_FOUND:
            return None
        _expect(answer, _OK)
        return Content(answer.content, answer.media_type, _file_name(answer))


def _expect(answer: Answer, status: int) -> None:
    """Any other status is our own bug (400, 406) or a change at NAV: never tried again."""
    if answer.status != status:
        refused = 400 <= answer.status < 500  # noqa: PLR2004 - the class of HTTP statuses
        reason = FetchReason.REQUEST_REFUSED if refused else FetchReason.API_CHANGED
        raise ApiError(reason, f"HTTP {answer.status}")


def _parsed(answer: Answer) -> list[_Row]:
    with _as_documented():
        return _ROWS.validate_python(answer.json(), strict=False)


@contextmanager
def _as_documented() -> Iterator[None]:
    """An answer that is not as documented is a change, not a crash."""
    try:
        yield
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ApiError(FetchReason.API_CHANGED, f"answer at {place or 'the start'}") from None


def _file_name(answer: Answer) -> str | None:
    message = Message()
    message["content-disposition"] = answer.headers.get("content-disposition", "")
    return message.get_filename()
