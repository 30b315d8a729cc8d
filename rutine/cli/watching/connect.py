"""`rutine connect nav`: from nothing to a proven access, step by step; each may be repeated."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.prompt import Prompt

from rutine.api_settings import Environment, NavApi
from rutine.cli.configuration import append_table, write_section
from rutine.cli.outcome import Exit
from rutine.connectors.altinn_register import (
    ENDED,
    READ_REQUEST,
    WRITE_REQUEST,
    WRITE_SYSTEM,
    AltinnRegister,
    RegisterError,
    RegisterReason,
    RequestStatus,
    SystemUserRequest,
)
from rutine.connectors.api_error import ApiError
from rutine.connectors.api_source import Lookback
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.connect_texts import register_text, step_text
from rutine.connectors.connection import Connection, open_connection
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import FetchText, fetch_text
from rutine.connectors.nav_api import SCOPE
from rutine.connectors.sick_leave_api import SCOPE as SICK_LEAVE
from rutine.connectors.signing_key import SigningKey
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.settings import Mode, ReportsFrom, Settings, load_settings
from rutine.steps.sources import refuse_real_sites

SCOPES: Final = (SCOPE, WRITE_SYSTEM, WRITE_REQUEST, READ_REQUEST)
_POLL_SECONDS = 5.0
_WRITTEN: Final = ("client_id", "key_id", "key_expires", "key_file", "system_id")
_OPEN = frozenset({"approve", "not_yet", "unproven", "employer"})
"""What is said of something that is left for a person to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; None leaves what the settings say.

    Attributes:
        employer: whose reports.
        vendor: who owns the client; the employer itself when it is not said.
        client_id, key_id, key_expires: what Samarbeidsportalen shows.
        environment: test or production.
        again: delete a refused request and make a new one.
        new_key: make a new key beside the old one.
        wait_minutes: how long to wait for the approval.
    """

    employer: str | None = None
    vendor: str | None = None
    client_id: str | None = None
    key_id: str | None = None
    key_expires: date | None = None
    environment: Environment | None = None
    again: bool = False
    new_key: bool = False
    wait_minutes: float = 15.0


def wish_from(*, environment: str | None, key_expires: datetime | None, **rest: Any) -> Wish:
    """What the command line said, checked.

    Raises:
        InputError: `environment_unknown`.
    """
    known = {each.value for each in Environment}
    if environment is not None and environment not in known:
        raise InputError(
            "environment_unknown",
            f"There is no environment {environment!r}.",
            f"Choose among {', '.join(sorted(known))}.",
            name=environment,
            names=", ".join(sorted(known)),
        )
    return Wish(
        environment=None if environment is None else Environment(environment),
        key_expires=None if key_expires is None else key_expires.date(),
        **rest,
    )


def connect_nav(wish: Wish, *, pause: Callable[[float], None] = time.sleep) -> int:
    """Walk through the connecting; exit code 1 when a person must do something first.

    Raises:
        InputError: settings that can't be, or a key that can't be used.
    """
    settings = load_settings()
    walk = _Walk(settings, wish, pause)
    try:
        return walk.go()
    except RegisterError as error:
        return walk.refused(register_text(error.reason, walk.language), error.detail)
    except ApiError as error:
        return walk.refused(fetch_text(error.reason, walk.language), error.detail)


@dataclass(slots=True)
class _Walk:
    """The steps in their order."""

    settings: Settings
    wish: Wish
    pause: Callable[[float], None]
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))

    @property
    def language(self) -> Language:
        """The language everything is said in."""
        return Language(self.settings.language)

    @property
    def file(self) -> Path:
        """The configuration that is written."""
        return self.settings.project / "rutine.toml"

    def go(self) -> int:
        """Do every step that is left."""
        employer, api = self._employer(), self._wanted()
        vendor = _orgnr(self.wish.vendor, "--vendor") if self.wish.vendor else employer
        self._refuse_mixing(api)
        key, path = self._key(api)
        if path != self.settings.signing_key_file:
            api = api.model_copy(update={"key_file": path})
        if api.client_id is None or api.key_id is None:
            scopes = (*SCOPES, SICK_LEAVE) if self._wants_lists(employer) else SCOPES
            asked = self._ask_client(api, vendor, key, self._again(employer, api), scopes)
            if asked is None:
                return Exit.OPEN_CASES
            api = asked
        self._save(api)
        with self._connection(api, path) as line:
            with _closing(Calls(api.altinn_url, _patience(api))) as altinn:
                register = AltinnRegister(
                    altinn, line.maskinporten, sick_leave=self._wants_lists(employer)
                )
                line.maskinporten.token(WRITE_SYSTEM)
                self._say("token")
                assert api.client_id is not None  # noqa: S101 - asked for above
                system = register.register(vendor, api.client_id)
                self._say("system", system=system)
                self._save(api.model_copy(update={"system_id": system}))
                if not self._approved(register, system, employer, api.external_ref):
                    self._say("not_yet")
                    return Exit.OPEN_CASES
            self._say("approved")
            return self._prove(line, employer)

    def refused(self, text: FetchText, detail: str | None) -> int:
        """Say what a refusal means and what to do."""
        self.console.print(f"[red]✗[/] {text.meaning}", markup=True)
        self.console.print(f"  {text.action}", markup=False)
        if detail:
            self.console.print(f"  {step_text('code', self.language)}: {detail}", markup=False)
        return Exit.ERROR

    # --- what is wanted ---

    def _employer(self) -> OrgNr:
        if self.wish.employer:
            return _orgnr(self.wish.employer, "--employer")
        if len(self.settings.employers) == 1:
            return self.settings.employers[0].orgnr
        raise InputError(
            "connect_which_employer",
            "Several employers are configured, or none.",
            "Say which with --employer.",
        )

    def _wants_lists(self, employer: OrgNr) -> bool:
        """Whether NAV's lists of sick leave are switched on for the employer."""
        configured = self.settings.employer(employer)
        return configured is not None and configured.nav_lists

    def _wanted(self) -> NavApi:
        """The settings with what the command line says on top."""
        changes: dict[str, Any] = {
            name: value
            for name in ("client_id", "key_id", "key_expires", "environment")
            if (value := getattr(self.wish, name)) is not None
        }
        if self.wish.new_key:
            changes.setdefault("key_id", None)
            changes.setdefault("key_expires", None)
        return self.settings.nav_api.model_copy(update=changes)

    def _refuse_mixing(self, api: NavApi) -> None:
        try:
            refuse_real_sites(self.settings, api)
        except InputError:
            raise InputError(
                "connect_in_practice",
                "This installation holds practice data, and would meet the real NAV.",
                f'Write mode = "{Mode.PRODUCTION}" in {self.file}, or give --environment test.',
                path=str(self.file),
            ) from None

    # --- the steps ---

    def _key(self, api: NavApi) -> tuple[SigningKey, Path]:
        path = api.key_file or self.settings.signing_key_file
        if self.wish.new_key:
            path = _next_key(path)
        made = not path.exists()
        self.settings.home_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = SigningKey.load_or_create(path)
        self._say("key_made" if made else "key_there", path=path)
        return key, path

    def _again(self, employer: OrgNr, api: NavApi) -> str:
        """The command to run once the client is registered, without what that gives."""
        words = ["rutine connect nav", f"--employer {employer.reveal()}"]
        if api.environment is not Environment.PRODUCTION:
            words.append(f"--environment {api.environment}")
        if self.wish.vendor:
            words.append(f"--vendor {self.wish.vendor}")
        if self.wish.new_key:
            words.append("--new-key")
        return " ".join(words)

    def _ask_client(
        self,
        api: NavApi,
        vendor: OrgNr,
        key: SigningKey,
        command: str,
        scopes: Sequence[str],
    ) -> NavApi | None:
        """Say what to register where, and ask for what comes of it; None without anyone there."""
        say = self.console.print
        say(step_text("register", self.language, vendor=vendor.reveal()), markup=False)
        for scope in scopes:
            say(f"       {scope}", markup=False)
        say(step_text("register_key", self.language), markup=False)
        say(key.public_pem, markup=False)
        if not sys.stdin.isatty():
            say(step_text("register_after", self.language, command=command), markup=False)
            return None
        asked = {
            "client_id": api.client_id
            or Prompt.ask(step_text("ask_client", self.language), console=self.console),
            "key_id": api.key_id
            or Prompt.ask(step_text("ask_key", self.language), console=self.console),
        }
        return api.model_copy(update=asked)

    def _approved(
        self, register: AltinnRegister, system: str, employer: OrgNr, external_ref: str | None
    ) -> bool:
        """Ask for the system user, and wait for a person to approve it.

        Raises:
            RegisterError: it was refused, and nobody asked for it to be made again.
        """
        request = self._request(register, system, employer, external_ref)
        if request.status is RequestStatus.NEW:
            self._say("approve", url=request.confirm_url)
        until = time.monotonic() + 60 * self.wish.wait_minutes
        with self.console.status(step_text("waiting", self.language)):
            while request.status is RequestStatus.NEW and time.monotonic() < until:
                self.pause(_POLL_SECONDS)
                request = register.status(request.request_id)
        if request.status in ENDED:
            raise RegisterError(ENDED[request.status], request.status.value)
        return request.status is RequestStatus.ACCEPTED

    def _request(
        self, register: AltinnRegister, system: str, employer: OrgNr, external_ref: str | None
    ) -> SystemUserRequest:
        try:
            request = register.ask(system, employer, external_ref)
        except RegisterError as error:
            ended = {RegisterReason.REQUEST_DENIED, RegisterReason.REQUEST_REJECTED}
            if error.reason not in ended or not self.wish.again:
                raise
            request = register.find(system, employer, external_ref)
        if request.status in ENDED and self.wish.again:
            register.withdraw(request.request_id)
            request = register.ask(system, employer, external_ref)
        return request

    def _prove(self, line: Connection, employer: OrgNr) -> int:
        """Look at NAV: a first look that shows reports proves the access."""
        source = line.source(lambda _: Lookback(), language=self.language)
        proof = source.prove_access(employer, ())
        if self.settings.employer(employer) is None:
            append_table(
                self.file,
                "employers",
                {"orgnr": employer.reveal(), "name": employer.reveal(), "reports": ReportsFrom.API},
            )
            self._say("employer", path=self.file)
        if not proof.proven:
            self._say("unproven")
            self.refused(
                fetch_text(proof.reason or FetchReason.API_NO_REPORTS, self.language), None
            )
            return Exit.OPEN_CASES
        self._say("proven", number=proof.seen, employer=employer.reveal())
        self._say("done", employer=employer.reveal())
        return Exit.CLEAN

    def _save(self, api: NavApi) -> None:
        """Write what is known so far, so that the next try need not be told again."""
        told = {name: getattr(api, name) for name in _WRITTEN}
        if api.environment is not Environment.PRODUCTION:
            told["environment"] = api.environment.value
        write_section(self.file, "nav_api", told)
        self._say("saved", path=self.file)

    @contextmanager
    def _connection(self, api: NavApi, path: Path) -> Iterator[Connection]:
        line = open_connection(
            maskinporten=api.maskinporten_url,
            nav=api.nav_url,
            client_id=api.client_id or "",
            key_id=api.key_id or "",
            key_file=path,
            external_ref=api.external_ref,
            patience=_patience(api),
        )
        try:
            yield line
        finally:
            line.close()

    def _say(self, step: str, **values: object) -> None:
        mark = "–" if step in _OPEN else "✓"
        self.console.print(f"{mark} {step_text(step, self.language, **values)}", markup=False)


def _next_key(path: Path) -> Path:
    """The key that shall follow: one that was made already and is not in use yet, or a new one."""
    made = [each for each in path.parent.glob("maskinporten-*.pem") if each.name > path.name]
    if path.name == "maskinporten.pem":
        made = list(path.parent.glob("maskinporten-*.pem"))
    return max(made, default=path.with_name(f"maskinporten-{clock.today():%Y%m%d}.pem"))


def _patience(api: NavApi) -> Patience:
    """Somebody sits and waits: fewer tries than at night."""
    return Patience(seconds=api.timeout_seconds, tries=3)


def _orgnr(text: str, option: str) -> OrgNr:
    try:
        return OrgNr(text)
    except ValueError as error:
        raise InputError("employer_invalid", f"{option}: {error}.", "Check the number.") from None


@contextmanager
def _closing(calls: Calls) -> Iterator[Calls]:
    try:
        yield calls
    finally:
        calls.close()
