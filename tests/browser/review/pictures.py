"""What is pictured of the review app in `docs/pictures`: a scene for every page, and some more.

Synthetic people only (`tests/review_cases.py`), on fixed days, so that a picture drawn anew
differs where the page does. `make pictures` draws them; every run of the suite plays them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from rutine.cases.access import UserRole
from rutine.cases.accounts import first_admin
from rutine.cases.figures.gains import Baseline
from rutine.cases.figures.operation import Planned
from rutine.cases.figures.trend import MonthOfRuns
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.runs import (
    AgedClaims,
    RunFilter,
    RunState,
    RunSummary,
    finish_run,
    open_run,
    page_of_runs,
)
from rutine.cases.settling.settlements import SettledGroup, record_groups
from rutine.cases.tables import Run, UserAccount
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.steps.report_page import PageFacts, page
from tests.browser.review import scene_acts
from tests.carried_claims import carry

FOLDER = Path(__file__).parents[3] / "docs" / "pictures"
FOUND, LOOKED_AT = datetime(2026, 11, 2, 7, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When the cases were found, and when the app is looked at."""

MONTHS = (("2026-07", 41, 33), ("2026-08", 44, 37), ("2026-09", 46, 40))
"""Runs before the one that the cases come from: month, lines, and how many were settled."""

ALIKE = ((0, 12), (1, 8), (2, 15), (3, 5))
"""Cases that are alike: whose claim, and of how many days."""

BASELINE = Baseline(6.5, Ore(48_000), "tidtaking i to uker i mars")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: who looks at which address, and what is done there first.

    Attributes:
        route: the row of `rutine.review.routes.PAGES` that it pictures.
        address: where, with `{D43}` for the number of the case with that reason.
        act: done on the page before it is pictured.
        who: who has signed in; None for nobody.
        whole: the whole page, not only what the window holds.
        at: what is scrolled to first.
    """

    name: str
    route: str
    address: str
    act: Callable[[Page], object] = lambda _page: None
    who: str | None = "kari"
    width: int = 1200
    height: int = 800
    dark: bool = False
    blurred: bool = False
    whole: bool = False
    at: str = ""


SCENES = (
    Scene("logg-inn", "/logg-inn", "/logg-inn", who=None, height=820),
    Scene(
        "logg-inn-stoppet",
        "/logg-inn/{way}/stoppet/{why}",
        "/logg-inn/entra/stoppet/no_role",
        who=None,
        height=480,
    ),
    Scene("saker", "/saker", "/saker", whole=True),
    Scene("saker-egenskaper", "/saker", "/saker?med=overdue&uten=r.D36", height=700),
    Scene("saker-smal", "/saker", "/saker", width=320, height=900),
    Scene("meny-smal", "/saker", "/saker", act=scene_acts.menu, width=320, height=560),
    Scene("saker-sloret", "/saker", "/saker", blurred=True, height=800),
    Scene("sak", "/saker/{number:int}", "/saker/{D43}", whole=True),
    Scene(
        "sak-avvik",
        "/saker/{number:int}",
        "/saker/{D43}",
        act=scene_acts.tick_off,
        at="#compare-title",
        height=900,
    ),
    Scene("sak-mork", "/saker/{number:int}", "/saker/{D43}", dark=True),
    Scene("sak-smal", "/saker/{number:int}", "/saker/{D43}", width=320, height=900),
    Scene("sak-rapport", "/saker/{number:int}", "/saker/{D36}"),
    Scene("sak-angre", "/saker/{number:int}", "/saker/{D25}", act=scene_acts.decide, height=420),
    Scene("like", "/saker/{number:int}/like", "/saker/{D14}/like", whole=True),
    Scene(
        "koble",
        "/saker/{number:int}/koble",
        "/saker/{D25}/koble",
        act=scene_acts.match,
        whole=True,
    ),
    Scene("tidligere", "/saker/{number:int}/tidligere", "/saker/{D43}/tidligere", height=520),
    Scene("gjort-opp", "/saker/gjort-opp", "/saker/gjort-opp", height=560),
    Scene("arbeidsbok", "/saker/arbeidsbok", "/saker/arbeidsbok", height=760),
    Scene("kjoringer", "/kjoringer", "/kjoringer"),
    Scene("status", "/status", "/status", whole=True),
    Scene("rapport", "/kjoringer/{run:int}/rapport", "/kjoringer/5/rapport", height=900),
    Scene("tidsplan", "/tidsplan", "/tidsplan", who="pia", height=760),
    Scene("kalender", "/kalender", "/kalender", whole=True),
    Scene("kompetanse", "/kompetanse", "/kompetanse?enhet=SYK1", height=900),
    Scene(
        "endret-kode",
        "/kompetanse/endret-kode",
        "/kompetanse/endret-kode",
        act=scene_acts.change_code,
        at="#result-title",
        height=700,
    ),
    Scene("gevinst", "/gevinst", "/gevinst", whole=True),
    Scene("rutiner", "/rutiner", "/rutiner", who="pia", height=640),
    Scene("forslag", "/rutiner/forslag", "/rutiner/forslag", who="pia", height=640),
    Scene(
        "forslag-svar",
        "/rutiner/forslag/{proposal:int}",
        "/rutiner/forslag/3",
        who="pia",
        whole=True,
    ),
    Scene("rutine", "/rutiner/{name}", "/rutiner/nav_refunds", who="pia", whole=True),
    Scene(
        "rutine-skjema",
        "/rutiner/ny",
        "/rutiner/ny",
        act=scene_acts.describe,
        who="pia",
        height=1400,
    ),
    Scene(
        "rutine-rediger",
        "/rutiner/{name}/rediger",
        "/rutiner/nav_refunds/rediger",
        act=scene_acts.misspell,
        who="pia",
        height=1150,
    ),
    Scene(
        "rutine-utkast",
        "/rutiner/{name}/utkast/{draft}",
        "/rutiner/nav_refunds/rediger",
        act=scene_acts.wait_longer,
        who="pia",
        whole=True,
    ),
    Scene("rutine-nokler", "/rutiner/nokler", "/rutiner/nokler", who="pia", height=900),
    Scene("risiko", "/risiko", "/risiko", whole=True),
    Scene("last-opp", "/last-opp", "/last-opp", height=560),
    Scene("hurtigtaster", "/hurtigtaster", "/hurtigtaster", whole=True),
    Scene("konto", "/konto", "/konto", whole=True),
    Scene("revisjon", "/revisjon", "/revisjon", who="rune", height=800),
    Scene(
        "forste-administrator",
        "/forste-administrator/{token}",
        "/forste-administrator/{token}",
        who=None,
        height=760,
    ),
    Scene("innsyn", "/innsyn", "/innsyn", act=scene_acts.ask_for_access, who="rune", height=1400),
    Scene(
        "innsyn-smal",
        "/innsyn",
        "/innsyn",
        act=scene_acts.ask_for_access,
        who="rune",
        width=320,
        height=900,
    ),
    Scene("om", "/om", "/om", height=700),
    Scene("tilgjengelighet", "/tilgjengelighet", "/tilgjengelighet", whole=True),
)

UNPICTURED = {
    **dict.fromkeys(
        (
            "/saker/arbeidsbok/fil",
            "/rutiner/{name}/utkast/{draft}/fil",
            "/kalender/arbeidsbok",
            "/kalender/fil",
            "/kompetanse/arbeidsbok",
        ),
        "is a file",
    ),
    **dict.fromkeys(("/metrics", "/api/sporsmal"), "is for programs"),
    "/logg-inn/{way}": "sends the reader on to the provider",
    "/logg-inn/{way}/svar": "sends the reader on: in, or to the page that says why not",
    "/logg-ut/{way}": "sends the reader on to the provider",
    "/logget-ut": "is the page to sign in, with one line more",
    "/rutiner/{name}/skjema": "is the form of `/rutiner/ny` with a routine in it",
    "/": "sends the reader on to the cases, or to the runs",
    "/kalender/{token}.ics": "is for calendar programs",
    "/sporsmal": "is for employees, and shows nothing while a store has no set of answers",
}
"""Pages without a picture, and why."""


def furnish(folder: Path, cases: ModuleType) -> Any:
    """The store of the tests with more in it: runs before, like cases, open claims, a report."""
    facts = {cases.claim(100 + who): _claim(who, days) for who, days in ALIKE}
    store = cases.make_store(
        folder, [*_due_soon(cases), *_alike(cases)], facts={**cases.FACTS, **facts}
    )
    carry(store, cases, ("K-0948", 2, 12_930_00), ("K-0951", 2, 5_724_00))
    with store.database.writing() as session:
        run_id = page_of_runs(session, RunFilter()).runs[0].run_id
        record_groups(session, store.keys, run_id, _settled(cases))
        for month, lines, settled in MONTHS:
            summary = RunSummary(
                state=RunState.CASES, files=2, lines=lines, claims=lines + 3,
                settled_lines=settled, settled_claims=settled, new_cases=lines - settled,
            )  # fmt: skip
            earlier = open_run(session, "nav_refunds", cases.EMPLOYER, Period.month(month), {})
            finish_run(session, earlier, summary)
            _place(session, earlier, FOUND.replace(month=int(month[5:]) + 1))
        _place(session, run_id, FOUND, last=True)
        # With an administrator, nobody becomes the first.
        arne = session.query(UserAccount).filter(UserAccount.name == "arne").one()
        arne.roles = json.dumps([UserRole.CONSULTANT.value])
    return store


def _place(session: Session, run_id: str, start: datetime, *, last: bool = False) -> None:
    """Let a run have begun then, and be the newest; its next deadline is not in a far year."""
    run = session.get_one(Run, run_id)
    run.started_at, run.finished_at = start, start + timedelta(seconds=41)
    if last:
        run.number = len(MONTHS) + 2
        summary = RunSummary.model_validate_json(run.summary or "")
        near = tuple(
            each.model_copy(update={"next": each.next and date(2026, 11, 27)})
            for each in summary.deadlines
        )
        run.summary = summary.model_copy(update={"deadlines": near}).model_dump_json()


def first_admin_token(store: Any) -> str:
    """A new link for the first administrator."""
    with store.database.writing() as session:
        return first_admin.make_link(session)


def _due_soon(cases: ModuleType) -> list[Any]:
    """The cases of the tests; what is far from any deadline there has one here."""
    far = date(2099, 1, 1)
    return [
        each.model_copy(update={"due": date(2026, 11, 27)}) if each.due and each.due > far else each
        for each in cases.DIFFERENCES
    ]


def _alike(cases: ModuleType) -> list[Any]:
    """Claims that NAV has paid nothing of, as one finds them after a month."""
    return [
        cases.UNEXPLAINED.model_copy(
            update={
                "reason": "D14",
                "person": cases.PEOPLE[who],
                "name": cases.NAMES[who],
                "employee_number": str(10480 + who),
                "sub_unit": cases.HOME if who % 2 else cases.SCHOOL,
                "claimed": Ore(143_100 * days),
                "paid": Ore(0),
                "rows": (cases.claim(100 + who),),
                "evidence": (),
                "suggestion": Action.SEND_TO_NAV,
                "permitted": (Action.SEND_TO_NAV, Action.WRITE_OFF, Action.CANNOT_DETERMINE),
                "due": date(2026, 11, 30),
            }
        )
        for who, days in ALIKE
    ]


def _claim(who: int, days: int) -> RowFacts:
    first = date(2026, 9, 1)
    return RowFacts(
        first=first, last=first + timedelta(days=days * 7 // 5), amount=Ore(143_100 * days),
        benefit="4", claim_id=f"K-09{who}", days=days, day_rate=Ore(143_100), grade=100,
        sent=date(2026, 10, 5),
    )  # fmt: skip


def _settled(cases: ModuleType) -> list[SettledGroup]:
    return [
        SettledGroup(
            employer=cases.EMPLOYER,
            person=cases.PEOPLE[who],
            sub_unit=cases.SCHOOL if who % 2 else cases.HOME,
            benefit="4",
            pass_name="exact",
            rows=(cases.line(200 + who),),
            claim_ids=(),
            reason="D01",
            claimed=Ore(143_100 * days),
            paid=Ore(143_100 * days),
            rules_sha256="d" * 64,
            name=cases.NAMES[who],
        )
        for who, days in enumerate((12, 9, 4))
    ]


def planned(cases: ModuleType) -> list[Planned]:
    """Next month's run is ahead; the newest was due when it ran."""
    after = FOUND.replace(month=12, day=1, hour=5, minute=30)
    return [Planned("nav_refunds", cases.EMPLOYER, "Tenkt kommune", FOUND, after)]


def write_report(store: Any) -> Callable[[str], Path | None]:
    """The page that the run with the cases left, as the steps write it; other runs left none."""
    with store.database.reading() as session:
        run = next(
            each for each in page_of_runs(session, RunFilter()).runs if each.state is RunState.CASES
        )
    summary = run.summary.model_copy(
        update={
            "reasons": {"D14": 5, "D43": 1, "D00": 1, "D25": 1, "D28": 1},
            "ages": (
                AgedClaims(age="in_time", claims=31, amount=48_077_505),
                AgedClaims(age="late", claims=6, amount=9_150_400),
                AgedClaims(age="overdue", claims=2, amount=2_563_500),
            ),
        }
    )
    months = (*(MonthOfRuns(*each) for each in MONTHS), MonthOfRuns("2026-10", 48, 43))
    facts = PageFacts(run, summary, "Tenkt kommune", "2026-10", months, Language.NB)
    file = store.folder / "report.html"
    file.write_text(page(facts), encoding="utf-8")
    return lambda run_id: file if run_id == run.run_id else None
