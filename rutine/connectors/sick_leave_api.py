"""NAV's API for the employer's sick leave: requests, answers and applications, page by page.

Source: altinn-and-apis §5 (navikt/sykepenger-im-lps-api, August 2026). One call concerns one
sub-unit. Rows have a running number, `loepenr`; a page holds the lowest thousand above the one
asked from, and a header tells that there are more.

Every fetch begins at the start of its window and keeps its place by the pages themselves. A
place kept from one fetch to the next would hide what matters: a request keeps its number when
it is answered. An end is believed only when a page with nothing on it says so: the header may
be lost on its way, and a page may be cut.

Sick notes (`/v1/sykmeldinger`) are not asked for. The grade stands in the application too,
with what was really worked, and a sick note holds the doctor's name and words that no refund
needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from rutine.connectors.api_error import ApiError
from rutine.connectors.authorised import AuthorisedCalls
from rutine.connectors.calls import Answer, Calls
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Maskinporten, Party
from rutine.core.identifiers import OrgNr

SCOPE: Final = "nav:helseytelser/sykepenger"
"""NAV compares the token's scope with equality: this one and no other."""

LIMIT_HEADER: Final = "X-Warning-limit-reached"
_OK, _FORBIDDEN, _NOT_FOUND = 200, 403, 404
_MOST_PAGES: Final = 1000
"""A million rows of one sub-unit in one list: an answer that never ends."""


class NavList(StrEnum):
    """A list, by the last part of its path. In the order they are fetched.

    A request that is answered while we ask is then seen as open, with its answer beside it.
    """

    REQUESTS = "forespoersler"
    SUBMISSIONS = "inntektsmeldinger"
    APPLICATIONS = "sykepengesoeknader"


class Question(BaseModel):
    """A search. NAV refuses fields it does not know, so none is written by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    orgnr: OrgNr
    fom: date
    fraLoepenr: Annotated[int, Field(ge=0)] | None = None  # noqa: N815 - NAV's field name

    def json_fields(self) -> dict[str, Any]:
        """What is sent; absent fields are left out."""
        return self.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, byte for byte: it names people, so it is kept encrypted or not at all."""

    nav_list: NavList
    sub_unit: OrgNr
    data: bytes = field(repr=False)


class _Head(BaseModel):
    """What paging needs of a row."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    loepenr: int
    orgnr: Annotated[
        OrgNr, Field(validation_alias=AliasChoices("orgnr", AliasPath("arbeidsgiver", "orgnr")))
    ]


_HEADS: Final = TypeAdapter(list[_Head])


class SickLeaveApi:
    """The API on behalf of one employer. Safe to use from several threads."""

    def __init__(self, calls: Calls, maskinporten: Maskinporten, party: Party) -> None:
        self._calls = AuthorisedCalls(calls, maskinporten, SCOPE, party)

    def pages(self, nav_list: NavList, sub_unit: OrgNr, since: date) -> Iterator[Page]:
        """A sub-unit's whole list, lowest `loepenr` first; an empty list gives no page.

        Args:
            nav_list: which.
            sub_unit: whose.
            since: the first day that NAV received or made what is listed.

        Raises:
            ApiError: LISTS_NO_ACCESS also when the access service is down; API_CHANGED also when
                an answer shows that the question was not read as asked; API_UNREACHABLE or
                REQUEST_REFUSED.
        """
        after: int | None = None
        for _ in range(_MOST_PAGES):
            question = Question(orgnr=sub_unit, fom=since, fraLoepenr=after)
            answer = self._ask(f"/v1/{nav_list.value}", question)
            heads = _heads(answer)
            if not heads:
                if LIMIT_HEADER in answer.headers:
                    raise ApiError(FetchReason.API_CHANGED, "limit reached by nothing")
                return
            last = max(head.loepenr for head in heads)
            misread = any(head.orgnr != sub_unit for head in heads)
            if misread or (after is not None and last <= after):
                raise ApiError(FetchReason.API_CHANGED, "question misread")
            yield Page(nav_list, sub_unit, answer.content)
            after = last
        raise ApiError(FetchReason.API_CHANGED, "endless list")

    def _ask(self, path: str, question: Question) -> Answer:
        """An answer that is a list; any other is never asked for again here."""
        try:
            answer = self._calls.send("POST", path, json=question.json_fields())
        except ApiError as error:
            # NAV says 401 for a sub-unit one may not see, too: a new token changes nothing.
            if error.reason is FetchReason.TOKEN_REJECTED:
                raise ApiError(FetchReason.LISTS_NO_ACCESS, error.detail) from None
            raise
        if answer.status == _OK:
            return answer
        if answer.status in {_FORBIDDEN, _NOT_FOUND}:
            reason = FetchReason.LISTS_NO_ACCESS
        else:
            refused = 400 <= answer.status < 500  # noqa: PLR2004 - the class of HTTP statuses
            reason = FetchReason.REQUEST_REFUSED if refused else FetchReason.API_CHANGED
        raise ApiError(reason, f"HTTP {answer.status}")


def _heads(answer: Answer) -> list[_Head]:
    try:
        return _HEADS.validate_python(answer.json(), strict=False)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ApiError(FetchReason.API_CHANGED, f"answer at {place or 'the start'}") from None
