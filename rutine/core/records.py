"""The canonical records that every file is read into, whatever it looked like.

A format file maps a file's own fields to these names. Readers give frames whose columns are
the fields below (`COLUMNS`); one row of such a frame is one of these dataclasses.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final

from rutine.core.hr_records import (
    Achievement,
    Employee,
    Event,
    Position,
    RequirementExemption,
    Respondent,
    SeniorityLeave,
    ServiceRecordRequest,
    Shift,
    TimeAway,
    Unit,
)
from rutine.core.identifiers import AccountNumber, Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.question_records import AskedQuestion, QuestionAnswer
from rutine.core.redeployment_records import (
    Offer,
    PreferentialRight,
    Vacancy,
    VacancyAssessment,
)


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line (*postering*) of NAV's settlement report. Two equal lines can both be genuine.

    Source: nav-reports §3, columns A-L. `row` is the line number in the file, from 1.
    """

    row: int
    nav_unit: int
    employer: OrgNr
    sub_unit: OrgNr
    benefit: str
    person: Fnr
    first: date | None
    account: AccountNumber
    name: str
    last: date | None
    amount: Ore
    last_benefit_day: date | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One open refund claim (*refusjonskrav*) as payroll knows it.

    `claim_id` is payroll's own key and unique within an employer. `first` and `last` are the
    days claimed; `amount` is what was claimed, `settled` what payroll has already matched.
    `responsibility` and `function` are the dimensions payroll posted it on, where its file
    tells.
    """

    row: int
    claim_id: str
    employer: OrgNr
    sub_unit: OrgNr
    employee_number: str
    person: Fnr
    name: str
    position_id: str
    benefit: str
    absence_from: date | None
    first: date | None
    last: date | None
    grade: int
    monthly_income: Ore
    monthly_refund: Ore
    days: int | None
    day_rate: Ore | None
    amount: Ore
    sent: date | None
    settled: Ore
    responsibility: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class IncomeReport:
    """What the employer told NAV about income and refund (*inntektsmelding*)."""

    row: int
    employer: OrgNr
    sub_unit: OrgNr
    person: Fnr
    absence_from: date
    monthly_income: Ore
    monthly_refund: Ore
    refund_ends: date | None
    sent: date


@dataclass(frozen=True, slots=True)
class Absence:
    """One stretch of registered absence: a sick note, self-certification, holiday or leave."""

    row: int
    employer: OrgNr
    sub_unit: OrgNr
    person: Fnr
    kind: str
    first: date
    last: date
    grade: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """NAV's decision that the employer period is refunded (ftrl § 8-20), as HR has filed it.

    It follows the person, not the job. `kind` is `chronic` or `pregnancy`.
    """

    row: int
    employer: OrgNr
    person: Fnr
    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Employment:
    """One position (*stilling*) as payroll's list of employments has it.

    A person may have several, at one sub-unit or at more. `last` is None while it goes on, and
    `death` unless payroll knows of one. `previous` is the person's former national id, such as
    a D-number, only where payroll itself has kept it. `restricted` is `yes` or `no`: `yes` for
    those HR has marked as protected, or as a colleague of the reviewers' own. `monthly_income`
    is the fixed pay, where payroll lists it: of a job without absence nobody reports any.
    """

    row: int
    employer: OrgNr
    sub_unit: OrgNr
    employee_number: str
    person: Fnr
    position_id: str
    first: date
    last: date | None
    restricted: str
    death: date | None = None
    previous: Fnr | None = None
    monthly_income: Ore | None = None


@dataclass(frozen=True, slots=True)
class IncomeRequest:
    """NAV's request to the employer for an income report (*forespørsel om inntektsmelding*).

    Source: sykepenger-im-lps-api `Forespoersel`, whose field each is named after here.
    `request_id` is `navReferanseId`, `sub_unit` is `orgnr`; `first` and `last` are the ends of
    `sykmeldingsperioder`; `status` is AKTIV (not answered), BESVART or FORKASTET (withdrawn);
    `created` is `opprettetTid`.
    """

    row: int
    request_id: str
    sub_unit: OrgNr
    person: Fnr
    status: str
    first: date
    last: date
    created: date


@dataclass(frozen=True, slots=True)
class IncomeSubmission:
    """What became of an income report at NAV (*inntektsmelding*): sent, and accepted or not.

    Source: sykepenger-im-lps-api `Inntektsmelding`. `submission_id` is `id`, `request_id` is
    `navReferanseId`; `status` is MOTTATT, FEILET or GODKJENT; `error` is
    `valideringsfeil.feilkode`, empty unless it failed; `sent` is `innsendtTid`. What it says of
    income stands in payroll's own list (`IncomeReport`).
    """

    row: int
    submission_id: str
    request_id: str
    sub_unit: OrgNr
    person: Fnr
    status: str
    error: str
    sent: date


@dataclass(frozen=True, slots=True)
class SicknessApplication:
    """One part of an employee's application for sickness benefit (*sykepengesøknad*).

    Source: sykepenger-im-lps-api `Sykepengesoeknad`. One row for each of `soeknadsperioder`
    (`part` SYKDOM) and of `fravaer` (FERIE, PERMISJON, UTLANDSOPPHOLD). `received` is
    `mottatTid`; `grade` is `sykmeldingsgrad` and `actual_grade` is `faktiskGrad`, what the
    employee says was really not worked; both are missing for the other parts.
    """

    row: int
    application_id: str
    sub_unit: OrgNr
    person: Fnr
    received: date
    part: str
    first: date
    last: date
    grade: int | None
    actual_grade: int | None


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One booked entry of a bank statement (camt.053) or notification (camt.054).

    `text` is what the payer wrote, or the bank's own words for the entry. `reversal` is
    `reversal` where the bank says that the entry takes another one back, else empty: money in
    is then money that had gone out before, and no payment.
    """

    row: int
    account: AccountNumber
    booked: date
    value_date: date
    amount: Ore
    reference: str
    counterparty: str
    text: str
    reversal: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher (*bilag*) as the ledger posted it on a bank account; money in is positive.

    `reference` is what the bank repeats on its statement, such as a KID number.
    """

    row: int
    voucher_id: str
    account: AccountNumber
    posted: date
    amount: Ore
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One line of a voucher on its way to the ledger; debit is positive, credit negative.

    `voucher` is the same on all lines of one voucher, which add up to zero. The person is an
    employee number, never a name or a national id.
    """

    row: int
    employer: OrgNr
    voucher: int
    line: int
    booked: date
    account: str
    responsibility: str
    function: str
    amount: Ore
    employee_number: str
    claim_id: str
    text: str


@dataclass(frozen=True, slots=True)
class PayrollEntry:
    """What payroll is to do to one claim: `settled` closes it, `paid` is what NAV paid of that.

    `voucher` is the ledger's voucher of the same settlement.
    """

    row: int
    employer: OrgNr
    voucher: int
    line: int
    booked: date
    claim_id: str
    employee_number: str
    position_id: str
    settled: Ore
    paid: Ore
    difference: Ore


class ColumnKind(StrEnum):
    """How a field lies in a frame."""

    INTEGER = "integer"  # int64
    OPTIONAL_INTEGER = "optional_integer"  # Int64, <NA> when missing
    TEXT = "text"  # str
    IDENTIFIER = "identifier"  # str of digits, checked; never a number; empty when missing
    DAY = "day"  # datetime64[s], NaT when missing
    ORE = "ore"  # int64 øre
    OPTIONAL_ORE = "optional_ore"  # Int64 øre, <NA> when missing


RECORD_TYPES: Final = {
    "settlement_line": SettlementLine,
    "claim": Claim,
    "income_report": IncomeReport,
    "absence": Absence,
    "exemption": Exemption,
    "employment": Employment,
    "income_request": IncomeRequest,
    "income_submission": IncomeSubmission,
    "sickness_application": SicknessApplication,
    "bank_entry": BankEntry,
    "voucher": Voucher,
    "voucher_line": VoucherLine,
    "payroll_entry": PayrollEntry,
    "employee": Employee,
    "position": Position,
    "unit": Unit,
    "time_away": TimeAway,
    "achievement": Achievement,
    "event": Event,
    "requirement_exemption": RequirementExemption,
    "shift": Shift,
    "preferential_right": PreferentialRight,
    "vacancy": Vacancy,
    "offer": Offer,
    "vacancy_assessment": VacancyAssessment,
    "respondent": Respondent,
    "question_answer": QuestionAnswer,
    "asked_question": AskedQuestion,
    "seniority_leave": SeniorityLeave,
    "service_record_request": ServiceRecordRequest,
}
"""What a format file may say under `record`."""

_KINDS: Final = {
    "int": ColumnKind.INTEGER,
    "int | None": ColumnKind.OPTIONAL_INTEGER,
    "str": ColumnKind.TEXT,
    "OrgNr": ColumnKind.IDENTIFIER,
    "OrgNr | None": ColumnKind.IDENTIFIER,
    "Fnr": ColumnKind.IDENTIFIER,
    "Fnr | None": ColumnKind.IDENTIFIER,
    "AccountNumber": ColumnKind.IDENTIFIER,
    "date": ColumnKind.DAY,
    "date | None": ColumnKind.DAY,
    "Ore": ColumnKind.ORE,
    "Ore | None": ColumnKind.OPTIONAL_ORE,
    "Percent | None": ColumnKind.OPTIONAL_ORE,
}

COLUMNS: Final[dict[str, dict[str, ColumnKind]]] = {
    name: {f.name: _KINDS[str(f.type)] for f in fields(record)}
    for name, record in RECORD_TYPES.items()
}
"""Record type -> column -> how it lies in a frame."""

OPTIONAL: Final[dict[str, frozenset[str]]] = {
    name: frozenset(f.name for f in fields(record) if f.default is not MISSING)
    for name, record in RECORD_TYPES.items()
}
"""Record type -> columns that a format may leave out, and then its frames lack."""
