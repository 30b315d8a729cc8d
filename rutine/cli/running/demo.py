"""`rutine demo`: the whole job on a fictional municipality, from a robot to a case."""

from __future__ import annotations

import json
import os
import secrets
import webbrowser
from contextlib import ExitStack

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user, find_user
from rutine.cli.outcome import Exit
from rutine.cli.review import check_port, serve_review
from rutine.cli.running.engine import load_flow
from rutine.cli.running.runs import run_flow
from rutine.cli.scheduling.lock import only_one
from rutine.connectors.browser import find_browser
from rutine.core.errors import InputError
from rutine.installation import Installation, open_installation
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate
from rutine.practice.standins.server import StandIns
from rutine.settings import PRACTICE_CONFIGURATION, Mode, Settings, load_settings
from rutine.steps.progress import listening

PLAN = PracticePlan()
"""The municipality every demo shows."""

REVIEWER = "ovelse"
"""The practice reviewer's user name."""

_PASSWORD_FILE = "practice-password.txt"  # noqa: S105 - a file's name


def run_demo(*, leave: bool, open_browser: bool) -> int:
    """Generate, serve, fetch, settle and show; Ctrl-C ends everything that was started.

    Args:
        leave: end after the result instead of opening the review app.
        open_browser: whether to open a browser at the app.

    Raises:
        InputError: production settings, another demo, no browser, a busy port, a read-only
            folder.
    """
    settings = load_settings()
    if settings.mode is not Mode.PRACTICE:
        raise InputError(
            "demo_in_production",
            "This installation is set up for real data; the demo is for practice only.",
            "Use a home of its own: RUTINE_MODE=practice RUTINE_HOME=/tmp/rutine-demo rutine demo",
        )
    console = Console(highlight=False, soft_wrap=True)
    with only_one(settings.home_folder), ExitStack() as stack:
        find_browser()
        if not leave:
            check_port(settings)
        folder = _municipality(settings, console)
        stand_ins = stack.enter_context(StandIns(settings.practice_folder))
        settings = _configure(settings, folder, stand_ins)
        place = open_installation(settings)
        stack.callback(place.database.close)
        password = _reviewer(place)
        exit_code = _settle(settings, place, folder, console)
        if leave:
            return exit_code
        serve_review(
            place,
            port=settings.review_port,
            ready=lambda url: _invite(console, url, password, open_browser=open_browser),
        )
    return exit_code


def _municipality(settings: Settings, console: Console) -> PracticeFolder:
    with console.status("Lager øvelseskommunen …"):
        folder = generate(PLAN, settings.practice_folder)
    console.print(
        f"[bold]{folder.name}[/] (oppdiktet): {PLAN.employees:,} ansatte, ".replace(
            ",", "\u00a0", 1
        )
        + f"{PLAN.sub_units} underenheter, {len(PLAN.months)} måneder."
    )
    return folder


def _configure(settings: Settings, folder: PracticeFolder, stand_ins: StandIns) -> Settings:
    """Write the municipality's own rutine.toml, and read the settings again with it.

    The addresses change from start to start, so they go in the environment of this process.
    """
    quoted = json.dumps  # a JSON string is a TOML basic string
    units = "\n".join(f"{number} = {quoted(name)}" for number, name in folder.sub_units.items())
    payroll = settings.practice_folder / "payroll" / "{period}"
    bank = settings.practice_folder / "bank" / "{period}.xml"
    accounts = ", ".join(quoted(account.reveal()) for account in folder.accounts)
    text = (
        "# Written by `rutine demo`: the practice municipality. Made anew each time.\n"
        "# From how many kroner somebody else must approve; without it, always.\n"
        "[two_persons]\nloss = 5000\nmanual_match = 50000\n"
        "[[employers]]\n"
        f"orgnr = {quoted(folder.employer.reveal())}\n"
        f"name = {quoted(folder.name)}\n"
        f"accounts = [{accounts}]\n"
        f"claims = {quoted(str(payroll / 'refusjonskrav.xlsx'))}\n"
        f"absences = {quoted(str(payroll / 'fravaer.csv'))}\n"
        f"income_reports = {quoted(str(payroll / 'inntektsmeldinger.csv'))}\n"
        f"employments = {quoted(str(payroll / 'arbeidsforhold.csv'))}\n"
        f"exemptions = {quoted(str(payroll / 'unntak.csv'))}\n"
        f"income_requests = {quoted(str(payroll / 'nav-forespoersler.csv'))}\n"
        f"income_submissions = {quoted(str(payroll / 'nav-inntektsmeldinger.csv'))}\n"
        f"sickness_applications = {quoted(str(payroll / 'nav-soeknader.csv'))}\n"
        f"bank = {quoted(str(bank))}\n"
        f"[employers.sub_units]\n{units}\n"
    )
    (settings.home_folder / PRACTICE_CONFIGURATION).write_text(text, encoding="utf-8")
    os.environ["RUTINE_PORTAL__INBOX"] = stand_ins.inbox_url
    os.environ["RUTINE_PORTAL__NAV"] = stand_ins.nav_url
    return load_settings()


def _reviewer(place: Installation) -> str:
    """The practice reviewer, made once; the password lies beside the database, for this user."""
    file = place.settings.home_folder / _PASSWORD_FILE
    with place.database.writing() as session:
        if find_user(session, REVIEWER) is None:
            password = secrets.token_urlsafe(9)
            file.touch(mode=0o600)
            file.write_text(password, encoding="utf-8")
            roles = [UserRole.REVIEWER, UserRole.APPROVER]
            add_user(session, REVIEWER, "Øve Øvelsesen", password, roles, actor=COMMAND_LINE)
    return file.read_text(encoding="utf-8")


def _settle(
    settings: Settings, place: Installation, folder: PracticeFolder, console: Console
) -> int:
    """Run the flow for each month; the embedded Prefect server is started once for them all."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[said]}", style="dim"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    open_cases = 0
    with progress:
        bar = progress.add_task("Starter Prefect", total=len(PLAN.months), said="")
        flow = load_flow(settings, "nav_refunds")
        for month in PLAN.months:
            progress.update(bar, description=month, said="logger inn")
            with listening(lambda said: progress.update(bar, said=said)):
                result = run_flow(place, flow, folder.employer.reveal(), month)
            progress.advance(bar)
            progress.console.print(f"[bold]{month}[/]  {result.line}")
            open_cases = result.open_cases
    return Exit.OPEN_CASES if open_cases else Exit.CLEAN


def _invite(console: Console, url: str, password: str, *, open_browser: bool) -> None:
    console.print(
        Panel.fit(
            f"Saksbehandling:  [bold]{url}[/]\n"
            f"Bruker:          {REVIEWER}\n"
            f"Passord:         {password}\n\n"
            "Ctrl-C avslutter alt som ble startet.",
            title="Klar",
        )
    )
    if open_browser and _has_screen():
        webbrowser.open(url)


def _has_screen() -> bool:
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
