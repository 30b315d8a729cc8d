"""Gather what is at risk for an employer: payroll's lists, NAV's reports and the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from rutine.cases.lifecycle.open_rows import rows_of_cases
from rutine.cases.reports.accounted import archived_reports, is_settled
from rutine.cases.retention.originals import deleted_originals, lookup
from rutine.cases.runs import latest_period
from rutine.cases.settling.settlements import settled_claims
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.records import Claim, Exemption, IncomeRequest, IncomeSubmission
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import Reading
from rutine.formats.reading import read as read_format
from rutine.formats.typed_rows import records, records_in
from rutine.installation import Installation
from rutine.refunds.at_risk.claiming import Absent, absences_not_claimed, claims_not_sent
from rutine.refunds.at_risk.endings import LastDay, exemptions_expiring, last_days_near
from rutine.refunds.at_risk.requests import requests_unanswered, waiting_requests
from rutine.refunds.at_risk.view import RiskView, in_order
from rutine.refunds.at_risk.window import AtRisk, NotKnown, RiskKind, Window
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.asking import SICKNESS, expected
from rutine.refunds.expected.day_counting import month_end, months_before
from rutine.refunds.expected.tables import Tables
from rutine.routines.expected_files import JoinedFiles, join
from rutine.routines.tables import load_tables
from rutine.settings import Employer
from rutine.steps.list_files import choose_format, identities
from rutine.steps.nav_lists import read_nav_lists
from rutine.steps.protected import Everybody, protected_people
from rutine.steps.read import label
from rutine.steps.scope import ROUTINE, load_rules

_CARE = "Z"
_LISTS = {
    "absence": "absences_csv",
    "income_report": "income_reports_csv",
    "exemption": "exemptions_csv",
    "income_request": "income_requests_csv",
    "income_submission": "income_submissions_csv",
}


def money_at_risk(
    place: Installation, employer: Employer, today: Callable[[], date] = clock.today
) -> RiskView:
    """Everything at risk for one employer, as of today, from what is at hand.

    Payroll's lists are those of the latest month that a run has finished. A list that is not
    configured, not there, or not what its format says, is said under `not_known`.
    """
    return _Gathering(place, employer, today()).view()


def books(place: Installation, employer: Employer) -> str:
    """The month that payroll's lists are read from: the latest that a run has finished."""
    with place.database.reading() as session:
        latest = latest_period(session, ROUTINE, employer.orgnr)
    return f"{latest.first if latest else clock.today():%Y-%m}"


class _Gathering:
    """The lists of one employer, read once, and what they come to."""

    def __init__(self, place: Installation, employer: Employer, as_of: date) -> None:
        self._place = place
        self._employer = employer
        self._tables: Tables = load_tables(place.settings.mappings / "tables").tables
        self._window = Window.at(self._tables, as_of)
        with place.database.reading() as session:
            decided = rows_of_cases(session, employer.orgnr).finished_claims
            self._finished = {*settled_claims(session, employer.orgnr), *decided}
        self._books = books(place, employer)
        self._gaps: list[NotKnown] = []
        found = protected_people(place, load_rules(place), employer, self._books)
        if found is None:
            self._gap("protected_unknown")
        self._protected: Container[str] = Everybody() if found is None else found
        self._claims = self._read_claims()
        self._of_person = _by_person(self._claims)

    def view(self) -> RiskView:
        """All kinds, in order."""
        lines = self._lines()
        joined = self._joined()
        waiting = self._waiting()
        numbers = {person: claims[-1].employee_number for person, claims in self._of_person.items()}
        items = [
            *self._not_sent(),
            *self._not_claimed(joined, lines, waiting),
            *requests_unanswered(
                waiting,
                self._window,
                numbers,
                self._protected,
                of_file=not self._employer.nav_lists,
            ),
            *self._last_days(joined, lines),
            *self._exemptions(),
        ]
        return RiskView(
            self._employer.orgnr, self._books, self._window, in_order(items), tuple(self._gaps)
        )

    def _gap(
        self, code: str, *hides: RiskKind, count: int | None = None, file: str | None = None
    ) -> None:
        self._gaps.append(NotKnown(code, frozenset(hides), count, file))

    # What payroll has made and not sent

    def _not_sent(self) -> list[AtRisk]:
        if self._claims is None:
            self._gap("no_claims", RiskKind.NOT_SENT)
            return []
        found, gaps = claims_not_sent(
            self._claims, self._tables, self._window, self._finished, self._protected
        )
        self._gaps += gaps
        return found

    def _read_claims(self) -> list[Claim] | None:
        forms = load_rules(self._place).formats_for("claim")
        reading = self._file(
            self._employer.claims_file(self._books), lambda data: choose_format(forms, data)
        )
        return None if reading is None else list(records(reading, Claim))

    # What nobody has claimed

    def _joined(self) -> JoinedFiles | None:
        absences = self._list("absence", self._employer.absences_file(self._books))
        reports = self._list("income_report", self._employer.income_reports_file(self._books))
        if absences is None or reports is None:
            self._gap(
                "no_absences" if absences is None else "no_income_reports", RiskKind.NOT_CLAIMED
            )
            return None
        joined = join(absences.frame, reports.frame)
        if joined.refused:
            self._gap("people_refused", count=len(joined.refused))
        return joined

    def _waiting(self) -> list[tuple[IncomeRequest, Period]]:
        """NAV's requests that wait for an answer; without NAV's list none are known."""
        asked, told = self._nav_lists()
        if asked is None:
            self._gap("no_requests", RiskKind.NOT_ANSWERED)
            return []
        return waiting_requests(
            records_in(asked, IncomeRequest),
            () if told is None else records_in(told, IncomeSubmission),
            self._window,
            self._tables.count("income_request_days", self._window.as_of),
        )

    def _nav_lists(self) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
        """NAV's requests and answers: as rutine fetched them, else as another system has."""
        if self._employer.nav_lists:
            fetched = read_nav_lists(self._place, self._employer)
            return fetched.income_requests, fetched.income_submissions
        asked = self._list("income_request", self._employer.income_requests_file(self._books))
        told = self._list("income_submission", self._employer.income_submissions_file(self._books))
        return None if asked is None else asked.frame, None if told is None else told.frame

    def _not_claimed(
        self,
        joined: JoinedFiles | None,
        lines: pd.DataFrame | None,
        waiting: Iterable[tuple[IncomeRequest, Period]],
    ) -> list[AtRisk]:
        if joined is None:
            return []
        covered = self._covered(lines)
        for request, days in waiting:  # told of as a request: the same days are no second thing
            covered[request.person.reveal(), request.sub_unit.reveal(), SICKNESS].append(days)
        absent = list(self._absent(joined))
        if any(each.benefit == _CARE for each in absent):
            self._gap("care_days")
        asked = [each for each in absent if each.benefit != _CARE]
        return absences_not_claimed(asked, covered, self._tables, self._window, self._protected)

    def _absent(self, joined: JoinedFiles) -> Iterator[Absent]:
        for known in joined.people:
            own = self._of_person.get(known.person.reveal(), ())
            number = own[-1].employee_number if own else None
            for unit, benefit in known.benefits:
                yield Absent(known.person, unit, benefit, known.basis[benefit], known.row, number)

    def _covered(self, lines: pd.DataFrame | None) -> dict[tuple[str, str, str], list[Period]]:
        """The days that payroll has claimed, sent or not, or that NAV has paid."""
        found: dict[tuple[str, str, str], list[Period]] = defaultdict(list)
        for claim in self._claims or ():
            if claim.first and claim.last and claim.first <= claim.last:
                key = (claim.person.reveal(), claim.sub_unit.reveal(), claim.benefit)
                found[key].append(Period(claim.first, claim.last))
        if lines is not None:
            columns = ("person", "sub_unit", "benefit", "first", "last")
            for person, unit, benefit, first, last in zip(
                *(lines[name] for name in columns), strict=True
            ):
                if not pd.isna(first) and not pd.isna(last) and first <= last:
                    found[person, unit, benefit].append(Period(first.date(), last.date()))
        return found

    # What runs out

    def _last_days(self, joined: JoinedFiles | None, lines: pd.DataFrame | None) -> list[AtRisk]:
        stated = _stated(lines)
        if lines is None:
            self._gap("no_reports")
        away = _away_until(self._claims or (), joined)
        since = Period.month(self._books).first
        last_days = [
            LastDay(person, unit, day, away[person])
            for person, (unit, day) in stated.items()
            if person in away
        ]
        computed, unsure = self._computed(joined, stated.keys(), away, since)
        if unsure:
            self._gap("last_days_unsure", count=unsure)
        if lines is None and joined is None:
            self._gap("no_last_days", RiskKind.LAST_BENEFIT_DAY)
        return last_days_near(
            [*last_days, *computed], self._of_person, self._window, since, self._protected
        )

    def _computed(
        self,
        joined: JoinedFiles | None,
        stated: Iterable[str],
        away: dict[str, date],
        since: date,
    ) -> tuple[list[LastDay], int]:
        """Last benefit days of those still away that NAV has stated none for."""
        found: list[LastDay] = []
        unsure = 0
        month = Period(since, month_end(since))
        told = set(stated)
        for known in joined.people if joined else ():
            person = known.person.reveal()
            units = [unit for unit, benefit in known.benefits if benefit == SICKNESS]
            if person in told or not units or away.get(person, date.min) < since:
                continue
            basis = known.basis[SICKNESS]
            answer = expected(known.person, units[0], month, basis, self._tables)
            if not isinstance(answer, ExpectedRefund) or answer.last_benefit_day is None:
                unsure += 1
            elif answer.paid_days:
                day = answer.last_benefit_day
                found.append(LastDay(person, units[0], day, away[person], is_computed=True))
        return found, unsure

    def _exemptions(self) -> list[AtRisk]:
        reading = self._list("exemption", self._employer.exemptions_file(self._books))
        if reading is None:
            self._gap("no_exemptions", RiskKind.EXEMPTION)
            return []
        listed = list(records(reading, Exemption))
        return exemptions_expiring(listed, self._of_person, self._window, self._protected)

    # Files

    def _lines(self) -> pd.DataFrame | None:
        """The lines of the reports of the months that a claim still reaches, oldest first."""
        with self._place.database.reading() as session:
            gone = deleted_originals(session)  # a report without a value date may be of any age
            entries = [
                entry
                for entry in archived_reports(session)
                if entry.employer == self._employer.orgnr
                and lookup(self._place.keys, entry.sha256) not in gone
            ]
        (form,) = load_rules(self._place).formats_for("settlement_line")
        earliest = months_before(self._window.as_of, self._window.claim_months)
        frames = [
            self._reading(form, self._place.archive.get(entry.sha256), label(entry)).frame
            for entry in sorted(entries, key=lambda e: (e.value_date or date.min, e.report_id or 0))
            if is_settled(entry) and (entry.value_date is None or entry.value_date >= earliest)
        ]
        return pd.concat(frames, ignore_index=True) if frames else None

    def _list(self, record: str, path: Path | None) -> Reading | None:
        """One of payroll's lists; None when it is not configured, not there or not usable."""
        form = load_format(self._place.settings.mappings / "formats" / f"{_LISTS[record]}.yaml")
        return self._file(path, lambda _data: form)

    def _file(self, path: Path | None, choose: Callable[[bytes], FormatFile]) -> Reading | None:
        if path is None or not path.is_file():
            return None
        try:
            data = path.read_bytes()
            return self._reading(choose(data), data, path.name)
        except (InputError, OSError):
            self._gap("file_unusable", file=path.name)
            return None

    def _reading(self, form: FormatFile, data: bytes, source: str) -> Reading:
        reading = read_format(form, data, source=source, identities=identities(self._place))
        unread = reading.rows_in - len(reading.frame)
        if unread:
            self._gap("rows_unreadable", count=unread, file=source)
        return reading


def _by_person(claims: Sequence[Claim] | None) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims or ():
        found[claim.person.reveal()].append(claim)
    return found


def _stated(lines: pd.DataFrame | None) -> dict[str, tuple[OrgNr, date]]:
    """The last benefit day that NAV stated last for each person (column L)."""
    if lines is None:
        return {}
    told = lines[(lines["benefit"] == SICKNESS) & lines["last_benefit_day"].notna()]
    return {
        person: (OrgNr(unit), day.date())
        for person, unit, day in zip(
            told["person"], told["sub_unit"], told["last_benefit_day"], strict=True
        )
    }


def _away_until(claims: Iterable[Claim], joined: JoinedFiles | None) -> dict[str, date]:
    """The last day of sickness absence that payroll knows, by person."""
    found: dict[str, date] = {}
    for claim in claims:
        if claim.benefit == SICKNESS and claim.last is not None:
            person = claim.person.reveal()
            found[person] = max(found.get(person, date.min), claim.last)
    for known in joined.people if joined else ():
        lasts = [a.last for job in known.basis[SICKNESS].jobs for a in job.absences]
        if lasts:
            person = known.person.reveal()
            found[person] = max(found.get(person, date.min), *lasts)
    return found
