"""A small store for the review app's tests: synthetic people, one case of each kind.

Loaded by path from both `tests/unit/review` and `tests/browser/review`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.database import Database
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.people.protection import protect
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.runs import Control, ReasonDeadline, RunState, RunSummary, finish_run, open_run
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case
from rutine.cli.desks.access import InstallationAccess
from rutine.cli.desks.editor import DraftsDesk
from rutine.cli.desks.gain import GainDesk
from rutine.cli.desks.routine import MappingsDesk
from rutine.core import clock
from rutine.core.differences import Action, Difference, Evidence, RowRef, Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.core.reasons import DeadlineRule
from rutine.formats.format_file import FormatFile, load_format
from rutine.refunds.deadline_words import deadline_words
from rutine.refunds.expected.tables import Tables
from rutine.review import create_app
from rutine.routines.tables import load_tables
from tests.edited_routine import Played, ended, installation, project
from tests.money_at_risk import at_risk
from tests.october_days import SICK_TO_THE_16TH, near
from tests.review_timetable import SomeTimetable

MAPPINGS = Path(__file__).parent.parent / "mappings" / "formats"
PASSWORD = "et langt og fint passord"
ACCOUNT = "15062222007"


def synthetic_fnr(start: int) -> Fnr:
    """The first valid synthetic id (month + 80) at or after an individual number."""
    for individual in range(start, 1000):
        for control in range(100):
            text = f"018190{individual:03d}{control:02d}"
            if Fnr.is_valid(text):
                return Fnr(text)
    raise AssertionError


def organisation(start: int) -> OrgNr:
    """The first valid organisation number at or after a number."""
    return next(OrgNr(str(n)) for n in range(start, start + 20) if OrgNr.is_valid(str(n)))


EMPLOYER = organisation(910000000)
SCHOOL = organisation(911000000)
HOME = organisation(912000000)
UNITS = {SCHOOL.value: "Bjørkelia skole", HOME.value: "Solvang sykehjem"}
PEOPLE = [synthetic_fnr(start) for start in (100, 200, 300, 400, 500, 600)]
NAMES = [
    "Åse Prøvesen",
    "Ola Eksempel",
    "Kari Oppdiktet",
    "Mons Øvelse",
    "Liv Tenkt",
    "Per Påfunn",
]


@dataclass(eq=False)
class Store:
    """Everything a test needs to know about the store."""

    folder: Path
    database: Database
    archive: EvidenceArchive
    keys: KeyRing

    def protect(self, *who: int) -> None:
        """Let HR have marked these people, and nobody else."""
        with self.database.writing() as session:
            protect(session, self.keys, protected=[PEOPLE[n] for n in who], listed=PEOPLE)

    def app(self, *, today=None, **more):
        """The app over this store, on a day four weeks after its cases were found."""
        more = {"address": "https://rutine.example.org"} | more if more.get("secure") else more
        return create_app(
            self.database,
            self.archive,
            self.keys,
            formats=formats,
            today=today or self._four_weeks_on,
            title="Tenkt kommune",
            units=UNITS,
            deadline_rule=deadline_rule,
            risks=lambda: [("Tenkt kommune", at_risk(EMPLOYER, SCHOOL, HOME))],
            gain_cards=GainDesk(MAPPINGS.parent),
            desk=MappingsDesk(MAPPINGS.parent),
            editor=self._editor(),
            timetable=SomeTimetable(),
            access=InstallationAccess(installation(self, self.folder, MAPPINGS.parent.parent)),
            mails=True,
            **more,
        )

    def _editor(self) -> DraftsDesk:
        """Files that are edited, in a project of their own; simulations end at once."""
        home, folder = self.folder / "home", self.folder / "project"
        place = installation(self, home, folder if folder.exists() else project(folder))
        return DraftsDesk(place, Played(place, ended()))

    def _four_weeks_on(self) -> date:
        # Counted from the cases themselves: the tests may run across midnight, or east of Oslo.
        with self.database.reading() as session:
            found_at = session.scalar(select(func.min(Case.found_at))) or clock.now()
        return found_at.astimezone(clock.OSLO).date() + timedelta(days=28)


def deadline_rule(rule: DeadlineRule, language: Language) -> str:
    """As the command line has it, by the project's own tables."""
    return deadline_words(rule, language, tables(), date(2026, 11, 25))


@cache
def tables() -> Tables:
    """The project's own tables."""
    return load_tables(MAPPINGS.parent / "tables").tables


def formats(kind: str) -> FormatFile | None:
    """The project's own formats."""
    path = MAPPINGS / f"{kind}.yaml"
    return load_format(path) if path.is_file() else None


def settlement_line(unit: OrgNr, benefit: str, who: int, days: tuple[str, str], ore: int) -> str:
    """One line of NAV's report, 127 characters and CR LF."""
    sign = "-" if ore < 0 else " "
    name = NAMES[who].upper()[:25].ljust(25)
    return (
        f"8020;{EMPLOYER};{unit};{benefit};{PEOPLE[who].reveal()};{days[0]};{ACCOUNT};{name};"
        f"{days[1]};{abs(ore):010d}{sign};0000000000 ;00000000\r\n"
    )


REPORT = "".join(
    (
        settlement_line(HOME, "4", 0, ("20261001", "20261020"), 2003400),
        settlement_line(SCHOOL, "4", 1, ("20261001", "20261009"), 800100),
        settlement_line(SCHOOL, "4", 2, ("20261012", "20261023"), 1293000),
        settlement_line(HOME, "A", 3, ("00000000", "00000000"), -572400),
        settlement_line(HOME, "H", 4, ("20260501", "20260531"), 1284500),
    )
).encode("iso-8859-1")

HEADINGS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp"
)


def claim_row(key: str, unit: OrgNr, who: int, days: tuple[str, str, int], amount: str) -> str:
    """One row of payroll's open claims."""
    return (
        f"{key};{EMPLOYER};{unit};{10480 + who};{PEOPLE[who].reveal()};{NAMES[who]};1;4;{days[0]};"
        f"{days[0]};{days[1]};100;31 000,00;31 000,00;{days[2]};1 431,00;{amount};20.10.2026;0,00"
    )


CLAIMS = "\r\n".join(
    (
        HEADINGS,
        claim_row("K-1001", HOME, 0, ("01.10.2026", "16.10.2026", 12), "17 172,00"),
        claim_row("K-1002", SCHOOL, 1, ("01.10.2026", "16.10.2026", 12), "17 172,00"),
        claim_row("K-1003", HOME, 5, ("01.06.2026", "12.06.2026", 10), "14 310,00"),
        "",
    )
).encode("utf-8-sig")

_LINES, _CLAIMS = sha256(REPORT).hexdigest(), sha256(CLAIMS).hexdigest()


def line(row: int) -> RowRef:
    return RowRef(side=Side.LINE, sha256=_LINES, row=row)


def claim(row: int) -> RowRef:
    return RowRef(side=Side.CLAIM, sha256=_CLAIMS, row=row)


def seen(field: str, kind: str, left: str | None, right: str | None) -> Evidence:
    return Evidence(field=field, kind=kind, left=left, right=right, equal=left == right)


def _group(reason: str, who: int, unit: OrgNr, benefit: str, **more) -> Difference:
    more.setdefault("permitted", (Action.ACCEPT_PAID, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE))
    return Difference(
        kind="group",
        reason=reason,
        employer=EMPLOYER,
        person=PEOPLE[who],
        name=NAMES[who],
        employee_number=str(10480 + who),
        sub_unit=unit,
        benefit=benefit,
        **more,
    )


OVERPAID = _group(
    "D43", 0, HOME, "4", days=SICK_TO_THE_16TH, rejected=near(SCHOOL, HOME),
    claimed=Ore(1717200), paid=Ore(2003400), rows=(claim(2), line(1)),
    suggestion=Action.ACCEPT_PAID,
    permitted=(Action.ACCEPT_PAID, Action.CHANGE_CLAIM, Action.SEND_TO_NAV),
    evidence=(
        seen("first", "day", "2026-10-01", "2026-10-01"),
        seen("last", "day", "2026-10-16", "2026-10-20"),
        seen("days", "count", "12", "14"),
        seen("amount", "ore", "1717200", "2003400"),
        seen("day_rate", "ore", "143100", "143100"),
        seen("grade", "text", "100", None),
        seen("sent", "day", "2026-10-20", None),
    ),
)  # fmt: skip
UNEXPLAINED = _group(
    "D00", 1, SCHOOL, "4",
    claimed=Ore(1717200), paid=Ore(800100), rows=(claim(3), line(2)),
    permitted=(Action.ACCEPT_PAID, Action.CHANGE_CLAIM, Action.SEND_TO_NAV, Action.WRITE_OFF),
    evidence=(
        seen("first", "day", "2026-10-01", "2026-10-01"),
        seen("last", "day", "2026-10-16", "2026-10-09"),
        seen("amount", "ore", "1717200", "800100"),
    ),
)  # fmt: skip
DIFFERENCES = [
    OVERPAID,
    UNEXPLAINED,
    _group(
        "D25", 2, SCHOOL, "4", paid=Ore(1293000), rows=(line(3),),
        evidence=(
            seen("first", "day", None, "2026-10-12"),
            seen("last", "day", None, "2026-10-23"),
            seen("amount", "ore", None, "1293000"),
        ),
    ),
    _group(
        "D28", 3, HOME, "A", paid=Ore(-572400), rows=(line(4),),
        evidence=(
            seen("concerns", "code", "amount", None),
            seen("concerned_line", "line", "2026-06-01/2026-06-08;4;572400;1098;2026-07-01", None),
            seen("looked_from", "months", "2025-01", None),
            seen("complaint_by", "day", "2026-11-12", None),
        ),
    ),
    _group(
        "D35", 4, HOME, "H", paid=Ore(1284500), rows=(line(5),),
        evidence=(
            seen("last", "day", None, "2026-05-31"),
            seen("holiday_pay_check", "code", "cannot_tell", None),
            seen("holiday_pay_why", "code", "reports", None),
            seen("earning_year", "text", "2025", None),
            seen("holiday_pay", "ore", "1000000", "1284500"),
            seen("holiday_pay_days", "count", "48", None),
            seen("holiday_pay_basis", "ore", "9803900", None),
            seen("holiday_pay_percent", "text", "10.2", None),
            seen("holiday_pay_limit", "text", "48", None),
            seen("months_missing", "months", "2025-01,2025-02,2025-04", None),
        ),
    ),
    _group(
        "D14", 5, HOME, "4", claimed=Ore(1431000), rows=(claim(4),),
        suggestion=Action.SEND_TO_NAV, due=date(2026, 10, 3),
    ),
    Difference(
        kind="report", reason="D36", employer=EMPLOYER, paid=Ore(4808600), reference="1128",
        permitted=(Action.ACKNOWLEDGE, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE),
        evidence=(
            seen("file", "count", "0", "0"),
            seen("total", "ore", "4808600", "4808600"),
            seen("account", "text", "1506.11.11110", "1506.22.22007"),
        ),
    ),
    Difference(
        kind="fetch", reason="D38", employer=EMPLOYER, reference="2026-10 session_ended",
        permitted=(Action.FETCH_AGAIN, Action.ACKNOWLEDGE), suggestion=Action.FETCH_AGAIN,
        due=date(2099, 11, 15),
    ),
]  # fmt: skip

FACTS = {
    claim(2): RowFacts(
        first=date(2026, 10, 1), last=date(2026, 10, 16), amount=Ore(1717200), benefit="4",
        claim_id="K-1001", days=12, day_rate=Ore(143100), grade=100, sent=date(2026, 10, 20),
    ),
    claim(3): RowFacts(
        first=date(2026, 10, 1), last=date(2026, 10, 16), amount=Ore(1717200), benefit="4",
        claim_id="K-1002", days=12, day_rate=Ore(143100), grade=100, sent=date(2026, 10, 20),
    ),
    claim(4): RowFacts(
        first=date(2026, 6, 1), last=date(2026, 6, 12), amount=Ore(1431000), benefit="4",
        claim_id="K-1003", days=10, day_rate=Ore(143100), grade=100, sent=date(2026, 6, 20),
    ),
    line(1): RowFacts(
        first=date(2026, 10, 1), last=date(2026, 10, 20), amount=Ore(2003400), benefit="4",
        report_id=1128,
    ),
    line(2): RowFacts(
        first=date(2026, 10, 1), last=date(2026, 10, 9), amount=Ore(800100), benefit="4",
        report_id=1128,
    ),
    line(3): RowFacts(
        first=date(2026, 10, 12), last=date(2026, 10, 23), amount=Ore(1293000), benefit="4",
        report_id=1128,
    ),
    line(4): RowFacts(amount=Ore(-572400), benefit="A", report_id=1128),
    line(5): RowFacts(
        first=date(2026, 5, 1), last=date(2026, 5, 31), amount=Ore(1284500), benefit="H",
        report_id=1128,
    ),
}  # fmt: skip

SUMMARY = RunSummary(
    state=RunState.CASES,
    files=2,
    lines=48,
    claims=51,
    settled_lines=43,
    settled_claims=44,
    cases=len(DIFFERENCES),
    new_cases=len(DIFFERENCES),
    deadlines=(
        ReasonDeadline(reason="D14", next=None, late=1),
        ReasonDeadline(reason="D38", next=date(2099, 11, 15), late=0),
    ),
    controls=(
        Control(name="file", status="ok", expected="0", found="0", kind="count"),
        Control(name="total", status="ok", expected="4808600", found="4808600", kind="ore"),
        Control(
            name="account", status="failed", expected="1506.11.11110", found="1506.22.22007",
            label="1128",
        ),
        Control(name="bank", status="not_possible", expected="4808600", kind="ore"),
    ),
)  # fmt: skip

_USERS = {
    "kari": ("Kari Behandler", {UserRole.REVIEWER}, None),
    "gro": ("Gro Godkjenner", {UserRole.APPROVER}, None),
    "siv": ("Siv Skole", {UserRole.REVIEWER}, {SCHOOL.value}),
    "rune": ("Rune Revisor", {UserRole.AUDITOR}, None),
    "pia": ("Pia Prosess", {UserRole.CONSULTANT}, None),
    "arne": ("Arne Admin", {UserRole.ADMINISTRATOR}, None),
    "ragna": ("Ragna Betrodd", {UserRole.REVIEWER, UserRole.RESTRICTED}, None),
}


def open_store(folder: Path) -> Store:
    """The store in a folder, made when it is not there."""
    keys = KeyRing.load_or_create(folder / "keys.json")
    archive = EvidenceArchive(folder / "evidence", keys)
    database = Database.open(f"sqlite:///{folder / 'rutine.db'}", keys, mode="practice")
    return Store(folder, database, archive, keys)


def make_store(folder: Path, differences=DIFFERENCES, facts=FACTS) -> Store:
    """A store with one case of each kind, a run, and people who may sign in."""
    store = open_store(folder)
    store.archive.put(REPORT, kind="nav_settlement", label="report 1128")
    store.archive.put(CLAIMS, kind="payroll_claims_csv", label="claims 2026-10")
    with store.database.writing() as session:
        run_id = open_run(session, "nav_refunds", EMPLOYER, Period.month("2026-10"), {"a": "b"})
        record_differences(session, store.keys, run_id, "nav_refunds", differences, facts=facts)
        finish_run(session, run_id, SUMMARY)
        for name, (display, roles, units) in _USERS.items():
            add_user(session, name, display, PASSWORD, roles, actor=COMMAND_LINE, units=units)
    return store
