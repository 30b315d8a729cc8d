"""`rutine doctor`: what is in place, what is missing, and what to do about each."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError, RutineError
from rutine.core.reason_texts import Language
from rutine.drop_settings import Folder
from rutine.project import shadowed
from rutine.settings import Settings, configuration_file, load_settings


class Health(StrEnum):
    """How a finding stands."""

    GOOD = "✓"
    REMARK = "–"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: what was looked at.
        health: whether it is in place.
        found: what was found.
        remedy: what to do when it is not in place.
    """

    what: str
    health: Health
    found: str
    remedy: str = ""


def examine() -> int:
    """Look at everything a run needs; exit code 2 when something is missing."""
    settings = load_settings()
    findings = [
        _looked("Python", _python),
        _looked("Packages", lambda: _packages(settings)),
        _looked("Configuration", _configuration),
        _looked("Home", lambda: _home(settings)),
        _looked("Browser", _browser),
        _looked("Store", lambda: _store(settings)),
        _looked("Review app", lambda: _port(settings)),
        _looked("Employers", lambda: _employers(settings)),
        *(
            _looked("Folder", partial(_folder, employer.name, employer.folder))
            for employer in settings.employers
            if employer.folder is not None
        ),
        *_api(settings),
        *_people(settings),
        *_operation(settings),
    ]
    console = Console(highlight=False)
    table = Table(show_header=False, box=None, pad_edge=False)
    for each in findings:
        colour = {Health.GOOD: "green", Health.REMARK: "yellow", Health.BAD: "red"}[each.health]
        told = escape(each.found)
        if each.remedy:
            told += f"\n[bold]{escape(each.remedy)}[/]"
        table.add_row(f"[{colour}]{each.health}[/]", each.what, told)
    console.print(table)
    _print_settings(console, settings)
    return Exit.ERROR if any(f.health is Health.BAD for f in findings) else Exit.CLEAN


def fix() -> int:
    """Install a browser when there is none; say nothing when there is.

    Raises:
        InputError: `browser_install_failed`.
    """
    from rutine.connectors.browser_install import install_browser  # noqa: PLC0415 - only here

    install_browser(Console(highlight=False).print)
    return Exit.CLEAN


def _looked(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except RutineError as error:
        return Finding(what, Health.BAD, error.message, error.remedy)


def _python() -> Finding:
    return Finding("Python", Health.GOOD, sys.version.split()[0])


def _packages(settings: Settings) -> Finding:
    other = shadowed(settings.project)
    if other is None:
        return Finding("Packages", Health.GOOD, f"flows and tasks come from {settings.project}")
    return Finding(
        "Packages",
        Health.BAD,
        f"another package named {other!r} is found first",
        f"Uninstall the distribution that brings a top-level {other!r}.",
    )


def _configuration() -> Finding:
    file = configuration_file()
    if file is not None:
        return Finding("Configuration", Health.GOOD, str(file))
    return Finding(
        "Configuration",
        Health.REMARK,
        "no rutine.toml: practice mode, no employers",
        "Try `rutine demo`, or write rutine.toml beside prefect.yaml.",
    )


def _home(settings: Settings) -> Finding:
    home = settings.home_folder
    existing = next(p for p in (home, *home.parents) if p.exists())
    if os.access(existing, os.W_OK):
        return Finding("Home", Health.GOOD, str(home))
    return Finding(
        "Home",
        Health.BAD,
        f"{home} can't be written",
        "Make it writable, or choose another with RUTINE_HOME.",
    )


def _browser() -> Finding:
    from rutine.connectors.browser import find_browser  # noqa: PLC0415 - loads Playwright

    choice = find_browser()
    return Finding("Browser", Health.GOOD, f"{choice.version} ({choice.path or 'Playwright'})")


def _store(settings: Settings) -> Finding:
    from rutine.installation import open_installation  # noqa: PLC0415 - loads SQLAlchemy

    place = open_installation(settings)
    kind = "PostgreSQL" if settings.database_url else f"SQLite in {settings.home_folder}"
    mode = place.database.mode
    place.database.close()
    return Finding("Store", Health.GOOD, f"{kind}, {mode} data, keys in {settings.keys_file}")


def _port(settings: Settings) -> Finding:
    address = (settings.review_host, settings.review_port)
    try:
        with socket.create_server(address):
            pass
    except OSError:
        return Finding(
            "Review app",
            Health.REMARK,
            f"port {settings.review_port} on {settings.review_host} is in use",
            "Stop what uses it, or choose another with RUTINE_REVIEW_PORT (0: any free port).",
        )
    return Finding("Review app", Health.GOOD, f"port {settings.review_port} is free")


def _employers(settings: Settings) -> Finding:
    if settings.employers:
        names = ", ".join(f"{e.name} ({e.orgnr})" for e in settings.employers)
        return Finding("Employers", Health.GOOD, names)
    return Finding(
        "Employers",
        Health.REMARK,
        "none is configured",
        "Write [[employers]] in rutine.toml; `rutine demo` brings a fictional one.",
    )


def _folder(name: str, folder: Folder) -> Finding:
    """Whether the watched folder is there and files can be moved in it."""
    from rutine.connectors.fetch_reasons import FetchReason  # noqa: PLC0415 - only here
    from rutine.connectors.fetch_texts import fetch_text  # noqa: PLC0415 - likewise
    from rutine.connectors.folder import DropFolder  # noqa: PLC0415 - likewise

    drop = DropFolder(
        folder.path,
        stable=timedelta(seconds=folder.stable_seconds),
        keep=timedelta(days=folder.keep_days),
    )
    found = drop.prove_access(frozenset())
    if found in {FetchReason.FOLDER_UNREACHABLE, FetchReason.FOLDER_READ_ONLY}:
        text = fetch_text(found, Language.EN)
        return Finding("Folder", Health.BAD, f"{name}: {text.meaning}", text.action)
    return Finding("Folder", Health.GOOD, f"{name}: {folder.path}")


def _api(settings: Settings) -> list[Finding]:
    """The way to NAV's API, where an employer's reports come from it."""
    if not settings.employers:
        return []
    from rutine.cli.doctor.api import examine_api  # noqa: PLC0415 - calls the outside world

    return examine_api(settings)


def _people(settings: Settings) -> list[Finding]:
    """How people come in, and how they are told that something waits."""
    from rutine.cli.doctor.notices import examine_notices  # noqa: PLC0415 - calls the outside
    from rutine.cli.doctor.sign_in import examine_sign_in  # noqa: PLC0415 - likewise

    return [*examine_sign_in(settings), *examine_notices(settings)]


def _operation(settings: Settings) -> list[Finding]:
    """What is stuck or runs out, and the server that schedules."""
    from rutine.cli.doctor.operation import examine_operation  # noqa: PLC0415 - opens the store
    from rutine.cli.doctor.prefect import examine_prefect  # noqa: PLC0415 - calls the server

    return [*examine_operation(settings), *examine_prefect(settings)]


def _print_settings(console: Console, settings: Settings) -> None:
    """Each value, and whether the environment, the file or nobody set it; secrets are stars."""
    file = configuration_file()
    in_file = Settings.model_fields.keys() & (
        _toml_keys(file.read_text(encoding="utf-8")) if file else set()
    )
    table = Table("setting", "value", "from", box=None, pad_edge=False, title_justify="left")
    for name in Settings.model_fields:
        from_environment = any(
            key.upper() == f"RUTINE_{name.upper()}"
            or key.upper().startswith(f"RUTINE_{name.upper()}__")
            for key in os.environ
        )
        source = "environment" if from_environment else "file" if name in in_file else "default"
        value = getattr(settings, name)
        shown = f"{len(value)} configured" if name == "employers" else str(value)
        table.add_row(name, shown, source)
    console.print()
    console.print(table)


def _toml_keys(text: str) -> set[str]:
    import tomllib  # noqa: PLC0415 - only here

    try:
        return set(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        raise InputError("settings_unreadable", "rutine.toml is not valid TOML.") from None
