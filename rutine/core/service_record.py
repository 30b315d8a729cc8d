"""A service record before it is signed: what each source says of somebody's positions.

Made by a run, sealed with its case, and read by the app and the document. Nothing is merged here:
`rutine.service_records` does, so that a choice between sources is only another order of them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

RecordLanguage = Literal["nb", "nn"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr__(self) -> str:
        """Only the type: the values are somebody's."""
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


class ToldPosition(_Frozen):
    """One position for some days, as one source tells it.

    Attributes:
        source: the system, as the routine file calls it.
        first, last: both included; `last` is None while it goes on.
        unit, code, title: where, the position's code, and what it is called.
        percent: hundredths, as in `Position`; None for somebody paid by the hour.
        hours: worked in all these days, in hundredths; for somebody paid by the hour.
    """

    source: str
    first: date
    last: date | None = None
    unit: str = ""
    code: str = ""
    title: str = ""
    percent: int | None = None
    hours: int | None = None


class ToldLeave(_Frozen):
    """A leave that affects seniority; `percent` in hundredths, None where nothing is said."""

    first: date
    last: date | None = None
    percent: int | None = None


class RecordFlag(_Frozen):
    """Something a person must look at before the record is signed.

    Attributes:
        code: a reason, `S02` to `S07`.
        first, last: the days it is about; `last` is None where they have no end.
        percent: hundredths, where it is about a sum.
        sources: whose word it is about.
    """

    code: str
    first: date
    last: date | None = None
    percent: int | None = None
    sources: tuple[str, ...] = ()


class Authority(_Frozen):
    """By whose decision a record may be issued without a person: a role, and the day it decided."""

    by: str
    on: date


class RecordDraft(_Frozen):
    """Everything that the document is made of, and what speaks against it.

    Attributes:
        language: of the document.
        asked: the day it was asked for; what begins later is not in it.
        name, born: of the person, as the list of employees has them.
        employer, orgnr: whose record it is.
        sources: their names in each language, in the order in which they count.
        units: unit -> what it is called.
        positions, leaves: as they were told.
        flags: what must be looked at.
        authority: by which it may be issued without a signature; None where a person must sign.
    """

    language: RecordLanguage
    asked: date
    name: str
    born: date | None
    employer: str
    orgnr: str
    sources: dict[str, dict[str, str]]
    units: dict[str, str] = {}
    positions: tuple[ToldPosition, ...] = ()
    leaves: tuple[ToldLeave, ...] = ()
    flags: tuple[RecordFlag, ...] = ()
    authority: Authority | None = None

    @property
    def contested(self) -> tuple[str, ...]:
        """The sources that disagree, in the order in which they count: a person must choose."""
        told = {source for flag in self.flags if flag.code == "S06" for source in flag.sources}
        return tuple(source for source in self.sources if source in told)
