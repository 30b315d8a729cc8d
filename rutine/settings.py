"""One typed model of every setting: `RUTINE_*` in the environment over `rutine.toml`."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyAddress,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rutine.api_settings import NavApi
from rutine.backup_settings import Backup
from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.drop_settings import Folder
from rutine.notice_settings import Notices
from rutine.portal_settings import Portal
from rutine.project import mappings_folder, project_folder
from rutine.question_settings import Questions
from rutine.secret_source import Secret, SecretFiles
from rutine.server_settings import Server
from rutine.sign_in_settings import SignIn
from rutine.watch_settings import Watch
from rutine.work_settings import Work

PRACTICE_CONFIGURATION = "practice.toml"
"""In the home: the practice municipality as the only employer, written by `rutine demo`."""


class Mode(StrEnum):
    """Whose data this installation holds."""

    PRACTICE = "practice"
    """Synthetic people only: a real national id is refused."""
    PRODUCTION = "production"
    """Real people only: a synthetic national id is refused."""


class ReportsFrom(StrEnum):
    """How an employer's settlement reports are fetched."""

    API = "api"
    """NAV's API, unattended: the default for real data."""
    PORTAL = "portal"
    """NAV's page in a browser, with somebody who signs in: the default for practice."""
    FOLDER = "folder"
    """The employer's folder and nothing else: the default where one is set."""


class Employer(BaseModel):
    """A legal entity whose refunds are settled here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    orgnr: OrgNr
    name: str = Field(description="Shown in the app and in reports.")
    accounts: tuple[AccountNumber, ...] = Field(
        default=(), description="Bank accounts NAV may pay to; empty means not checked."
    )
    sub_units: dict[str, str] = Field(
        default_factory=dict, description="Organisation number of each sub-unit -> its name."
    )
    claims: str | None = Field(
        default=None,
        description="Payroll's open claims (.xlsx or .csv); `{period}` becomes YYYY-MM.",
    )
    absences: str | None = Field(
        default=None,
        description="Payroll's registered absences (.csv); `{period}` becomes YYYY-MM. With "
        "`income_reports` they tell what NAV should pay.",
    )
    income_reports: str | None = Field(
        default=None,
        description="The income reports sent to NAV (.csv); `{period}` becomes YYYY-MM.",
    )
    exemptions: str | None = Field(
        default=None,
        description="NAV's exemptions from the employer period (.csv); `{period}` as above.",
    )
    employments: str | None = Field(
        default=None,
        description="Payroll's employments (.csv), with HR's mark on those whose cases few may "
        "see; `{period}` as above.",
    )
    income_requests: str | None = Field(
        default=None,
        description="NAV's requests for income reports (.csv); `{period}` as above.",
    )
    income_submissions: str | None = Field(
        default=None,
        description="What became of the income reports at NAV (.csv); `{period}` as above.",
    )
    sickness_applications: str | None = Field(
        default=None,
        description="The employees' applications for sickness benefit (.csv); `{period}` as above.",
    )
    nav_lists: bool = Field(
        default=False,
        description="Ask NAV's sick-leave API for requests, answers and applications, one "
        "sub-unit at a time, instead of reading them from files.",
    )
    bank: str | None = Field(
        default=None, description="Bank statement (camt.053 or camt.054); `{period}` as above."
    )
    folder: Folder | None = Field(
        default=None,
        description="A folder that reports are put in; looked in first, whatever `reports` is.",
    )
    reports: ReportsFrom | None = Field(
        default=None,
        description="How settlement reports are fetched: `api`, `portal` or `folder`. Default: "
        "`folder` where one is set, else `api` for real data and `portal` for practice.",
    )

    @model_validator(mode="after")
    def _one_way_to_navs_lists(self) -> Self:
        """Lists of different days contradict each other, so they come one way or the other."""
        if self.nav_lists and not self.sub_units:
            msg = "nav_lists needs sub_units: NAV is asked about one at a time"
            raise ValueError(msg)
        files = (self.income_requests, self.income_submissions, self.sickness_applications)
        if self.nav_lists and any(files):
            msg = "nav_lists and files of the same lists: keep one of the two"
            raise ValueError(msg)
        return self

    def claims_file(self, month: str) -> Path | None:
        """Where payroll's open claims of a month lie."""
        return _of_month(self.claims, month)

    def register_files(self, month: str) -> tuple[Path, Path] | None:
        """Where a month's absences and income reports lie; None unless both are configured."""
        absences, income_reports = self.absences_file(month), self.income_reports_file(month)
        return (absences, income_reports) if absences and income_reports else None

    def absences_file(self, month: str) -> Path | None:
        """Where the absences that payroll knew at the end of a month lie."""
        return _of_month(self.absences, month)

    def income_reports_file(self, month: str) -> Path | None:
        """Where the income reports sent by the end of a month lie."""
        return _of_month(self.income_reports, month)

    def exemptions_file(self, month: str) -> Path | None:
        """Where the exemptions known at the end of a month lie."""
        return _of_month(self.exemptions, month)

    def employments_file(self, month: str) -> Path | None:
        """Where the employments known at the end of a month lie."""
        return _of_month(self.employments, month)

    def income_requests_file(self, month: str) -> Path | None:
        """Where NAV's requests for income reports lie, as they stood at the end of a month."""
        return _of_month(self.income_requests, month)

    def income_submissions_file(self, month: str) -> Path | None:
        """Where NAV's answers to income reports lie, as they stood at the end of a month."""
        return _of_month(self.income_submissions, month)

    def sickness_applications_file(self, month: str) -> Path | None:
        """Where the applications that NAV had by the end of a month lie."""
        return _of_month(self.sickness_applications, month)

    def bank_file(self, month: str) -> Path | None:
        """Where a month's bank statement lies."""
        return _of_month(self.bank, month)


def _of_month(setting: str | None, month: str) -> Path | None:
    return Path(setting.format(period=month)) if setting else None


def _own_folders(employers: tuple[Employer, ...]) -> tuple[Employer, ...]:
    """Refuse a folder inside another's: one employer's run would refuse the other's reports.

    Raises:
        ValueError: two folders are the same, or one lies in the other; or reports should come
            from a folder that is not set.
    """
    if any(each.reports is ReportsFrom.FOLDER and each.folder is None for each in employers):
        msg = "reports = folder needs [employers.folder] with a path"
        raise ValueError(msg)
    paths = [each.folder.path.absolute() for each in employers if each.folder is not None]
    for one, other in permutations(paths, 2):
        if one.is_relative_to(other):
            msg = "each employer needs a folder of its own, not inside another's"
            raise ValueError(msg)
    return employers


class TwoPersons(BaseModel):
    """From how many kroner another person must agree to a decision; 0 means always.

    The municipality's own rules say how much (refund rules §5). Cases about bank accounts need
    two persons whatever the amount.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    write_off: int = Field(default=0, ge=0, description="What is written off as lost.")
    loss: int = Field(
        default=0, ge=0, description="Given up by accepting less, or lowering a claim."
    )
    manual_match: int = Field(
        default=0, ge=0, description="Closed by a person, not by the program."
    )
    undo: int = Field(default=0, ge=0, description="Taken back though it is in the books.")


class Settings(BaseSettings):
    """Everything that can be set. `rutine doctor` shows each value and where it came from."""

    model_config = SettingsConfigDict(
        env_prefix="RUTINE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    project: Path = Field(default_factory=project_folder)
    home: Path = Field(default=Path(".rutine"), description="Everything a run writes.")
    inbox: Path | None = Field(
        default=None,
        description="Where files are put for routines that read lists: a folder for each routine, "
        "named after it. Default: inbox under home.",
    )
    mode: Mode = Mode.PRACTICE
    database_url: Secret | None = Field(
        default=None, description="PostgreSQL address; SQLite under home when not set."
    )
    employers: Annotated[tuple[Employer, ...], AfterValidator(_own_folders)] = ()
    portal: Portal = Portal()
    nav_api: NavApi = NavApi()
    two_persons: TwoPersons = TwoPersons()
    notices: Notices = Notices()
    watch: Watch = Watch()
    questions: Questions = Questions()
    sign_in: SignIn = SignIn()
    server: Server = Server()
    work: Work = Work()
    backup: Backup = Backup()
    review_host: str = "127.0.0.1"
    review_port: int = Field(default=4455, ge=0, le=65535)
    review_address: str | None = Field(
        default=None,
        pattern="^https?://[^/?#@]+$",
        description="What people type to open the review app, such as https://rutine.kommune.no; "
        "stands in links. Default: this machine and the port.",
    )
    review_certificate: Path | None = Field(
        default=None, description="The app serves TLS itself: its certificate with the chain (PEM)."
    )
    review_certificate_key: Path | None = Field(
        default=None, description="The certificate's private key (PEM, 0600)."
    )
    review_proxies: tuple[IPvAnyAddress, ...] = Field(
        default=(),
        description="The app stands behind a proxy that does TLS: the addresses it calls from. "
        "What it forwards is believed, and nobody else is answered.",
    )
    language: str = Field(default="nb", pattern="^(nb|nn|en)$")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings calls it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment, mounted secrets, file; the practice municipality's where is no other."""
        return (
            init_settings,
            env_settings,
            SecretFiles(settings_cls),
            TomlConfigSettingsSource(settings_cls, configuration_file()),
        )

    @cached_property
    def home_folder(self) -> Path:
        """`home` made absolute from the project folder."""
        return self.home if self.home.is_absolute() else self.project / self.home

    @property
    def database(self) -> str:
        """The address of the store."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home_folder / 'rutine.db'}"

    @property
    def review_url(self) -> str:
        """Where the review app is opened, without a slash at the end."""
        host = f"[{self.review_host}]" if ":" in self.review_host else self.review_host
        return self.review_address or f"http://{host}:{self.review_port}"

    @property
    def keys_file(self) -> Path:
        """The key ring, mode 0600, outside the database."""
        return self.home_folder / "keys.json"

    @property
    def signing_key_file(self) -> Path:
        """The private key that signs grants to Maskinporten, mode 0600."""
        return self.nav_api.key_file or self.home_folder / "keys" / "maskinporten.pem"

    @property
    def evidence_folder(self) -> Path:
        """The encrypted originals."""
        return self.home_folder / "evidence"

    @property
    def output_folder(self) -> Path:
        """One folder per run."""
        return self.home_folder / "output"

    @property
    def inbox_folder(self) -> Path:
        """One folder per routine, with the lists that it reads."""
        if self.inbox is None:
            return self.home_folder / "inbox"
        return self.inbox if self.inbox.is_absolute() else self.project / self.inbox

    @property
    def practice_folder(self) -> Path:
        """The fictional municipality's own files."""
        return self.home_folder / "practice"

    @property
    def mappings(self) -> Path:
        """Routine files, format files and tables."""
        return mappings_folder(self.project)

    def reports_from(self, orgnr: OrgNr) -> ReportsFrom:
        """How this employer's settlement reports are fetched."""
        employer = self.employer(orgnr)
        if employer is not None and employer.reports is not None:
            return employer.reports
        if employer is not None and employer.folder is not None:
            return ReportsFrom.FOLDER
        return ReportsFrom.PORTAL if self.mode is Mode.PRACTICE else ReportsFrom.API

    def employer(self, orgnr: OrgNr) -> Employer | None:
        """The employer with this number, when it is configured."""
        return next((e for e in self.employers if e.orgnr == orgnr), None)


def configuration_file() -> Path | None:
    """`rutine.toml` of the project, else the practice municipality's, else none."""
    import os  # noqa: PLC0415 - only here, and `rutine --help` needs none of it

    project = project_folder()
    home = Path(os.environ.get("RUTINE_HOME", ".rutine"))
    for file in (project / "rutine.toml", project / home / PRACTICE_CONFIGURATION):
        if file.is_file():
            return file
    return None


def load_settings(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        InputError: `settings_invalid`, naming each setting that is wrong, never its value.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(p) for p in fault['loc'])}: {fault['msg']}" for fault in error.errors()
        )
        file = configuration_file()
        where = f"the environment (RUTINE_*) or {file}" if file else "the environment (RUTINE_*)"
        raise InputError(
            "settings_invalid", f"Settings in {where}: {faults}.", "Correct them and try again."
        ) from None
    except ValueError:
        raise InputError(
            "settings_unreadable",
            f"{configuration_file()} is not valid TOML.",
            "Correct the file; `rutine doctor` shows what it should hold.",
        ) from None
