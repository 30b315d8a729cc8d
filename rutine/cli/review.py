"""`rutine review`: the review app on this machine."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from rich.console import Console
from starlette.applications import Starlette

from rutine.cases.accounts import first_admin
from rutine.cases.accounts.users import list_users
from rutine.cases.figures.gains import Baseline
from rutine.cli.desks.access import InstallationAccess
from rutine.cli.desks.editor import DraftsDesk
from rutine.cli.desks.gain import GainDesk
from rutine.cli.desks.proposal import InstallationProposals
from rutine.cli.desks.question import StoredQuestions
from rutine.cli.desks.reason_notes import ReasonNotes
from rutine.cli.desks.routine import MappingsDesk
from rutine.cli.desks.timetable import ServerTimetable
from rutine.cli.doorway import doorway, providers
from rutine.cli.outcome import Exit
from rutine.cli.scheduling.run_plan import patience, run_plan
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import fetch_text
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.core.reasons import DeadlineRule
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.installation import Installation, installation
from rutine.refunds.deadline_words import deadline_words
from rutine.review import create_app, serve
from rutine.review.operation.on_watch import OnWatch
from rutine.review.routes import QUICK_AT_ONCE
from rutine.routines.routine_file import load_routine
from rutine.routines.tables import load_tables
from rutine.routines.vocabulary import said
from rutine.settings import Settings
from rutine.steps.risk_views import RiskViews
from rutine.steps.shapes.kept_standings import KeptStandings
from rutine.steps.uploads import Uploads


def open_review(port: int | None) -> int:
    """Serve the app until Ctrl-C.

    Raises:
        InputError: `no_users`, or a busy port.
    """
    console = Console(highlight=False)
    with installation() as place:
        with place.database.reading() as session:
            elsewhere = place.settings.sign_in.has_provider
            if not elsewhere and not list_users(session) and not first_admin.is_waiting(session):
                raise InputError(
                    "no_users",
                    "Nobody can sign in yet.",
                    "Make an account: rutine user add NAME --role reviewer, or a link that makes "
                    "the first administrator: rutine user first-admin",
                )
        serve_review(
            place,
            port=place.settings.review_port if port is None else port,
            ready=lambda url: console.print(f"Saksbehandling: [bold]{url}[/]  (Ctrl-C avslutter)"),
        )
    return Exit.CLEAN


def check_port(settings: Settings) -> None:
    """Say at once that the app's port is taken, before minutes of work.

    Raises:
        InputError: `port_busy`.
    """
    try:
        with socket.create_server((settings.review_host, settings.review_port)):
            pass
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise InputError(
                "host_unknown",
                f"{settings.review_host} is not an address of this machine.",
                "Use 127.0.0.1, or correct RUTINE_REVIEW_HOST.",
            ) from None
        raise InputError(
            "port_busy",
            f"Port {settings.review_port} on {settings.review_host} is in use.",
            "Stop what uses it, or choose another with RUTINE_REVIEW_PORT (0: any free port).",
            port=settings.review_port,
        ) from None


def serve_review(place: Installation, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve the app until it is interrupted: on loopback, or guarded as `Doorway` demands.

    Raises:
        InputError: `port_busy`, or what `Doorway.check` refuses.
    """
    door = doorway(place.settings)
    door.check()
    serve(review_app(place), door.host, port, ready, certificate=door.certificate, key=door.key)


def review_app(place: Installation) -> Starlette:
    """The app of an installation, with what the other parts of the program tell it.

    Raises:
        InputError: the secret, certificate or key for a provider can't be used.
    """
    door = doorway(place.settings)
    place.database.warm(QUICK_AT_ONCE)

    @cache
    def formats(name: str) -> FormatFile | None:
        path = place.settings.mappings / "formats" / f"{name}.yaml"
        return load_format(path) if path.is_file() else None

    tables = load_tables(place.settings.mappings / "tables").tables

    def deadline_rule(rule: DeadlineRule, language: Language) -> str:
        return deadline_words(rule, language, tables, clock.today())

    def report(run_id: str) -> Path | None:
        path = place.settings.output_folder / run_id / "report.html"
        return path if path.is_file() else None

    @cache
    def baseline(routine: str) -> Baseline | None:
        path = place.settings.mappings / "routines" / f"{routine}.yaml"
        before = load_routine(path).baseline if path.is_file() else None
        if before is None:
            return None
        kroner = before.kroner_per_hour
        hour = None if kroner is None else Ore(100 * kroner)
        return Baseline(before.minutes_per_case, hour, before.source)

    return create_app(
        place.database,
        place.archive,
        place.keys,
        formats=formats,
        units={
            number: name
            for employer in place.settings.employers
            for number, name in employer.sub_units.items()
        },
        language=place.settings.language,
        explain=_explain,
        risks=RiskViews(place),
        limits=place.limits,
        deadline_rule=deadline_rule,
        uploads=Uploads(place),
        report=report,
        baseline=baseline,
        gain_cards=GainDesk(place.settings.mappings),
        desk=MappingsDesk(place.settings.mappings),
        proposals=InstallationProposals(place),
        note=ReasonNotes(place.settings.mappings),
        editor=DraftsDesk(place),
        watch=on_watch(place.settings),
        timetable=ServerTimetable(place),
        access=InstallationAccess(place),
        standings=KeptStandings(place),
        routine_title=partial(_routine_title, place.settings.mappings),
        questions=StoredQuestions(place),
        questions_most=place.settings.questions.most,
        mails=place.settings.notices.host is not None,
        pdf=_pdf,
        secure=door.secure,
        address=door.address if door.secure else None,
        proxies=door.proxies,
        local=door.local,
        local_code=door.local_code,
        providers=providers(place.settings),
    )


def on_watch(settings: Settings) -> OnWatch:
    """How the settings let the installation be watched."""
    token = settings.watch.metrics_token
    return OnWatch(
        token=token.get_secret_value() if token else "",
        plan=partial(run_plan, settings),
        patience=patience(settings),
        names={each.orgnr.value: each.name for each in settings.employers},
    )


def _routine_title(mappings: Path, name: str, language: Language) -> str:
    """What people call a routine; its name where the file is gone or has faults."""
    try:
        return said(load_routine(mappings / "routines" / f"{name}.yaml").title, language.value)
    except InputError:
        return name


def _pdf(page: str) -> bytes:
    from rutine.connectors.pdf_file import pdf_of  # noqa: PLC0415 - Playwright, when it is needed

    return pdf_of(page)


def _explain(reason: str, language: Language) -> tuple[str, str] | None:
    """What a fetch that could not see everything met, and what to do: the robot's own words."""
    if reason not in set(FetchReason):
        return None
    text = fetch_text(FetchReason(reason), language)
    return text.meaning, text.action
