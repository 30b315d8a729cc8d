"""Everything that can go wrong at the stand-ins, each thing with a switch of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class DownloadFault(StrEnum):
    """What may come instead of a report's own bytes."""

    SERVER_ERROR = "server_error"
    """503; the page says "Feil ved nedlasting"."""
    CUT_SHORT = "cut_short"
    """The end of the last line is missing."""
    CUT_AT_LINE = "cut_at_line"
    """The last line is missing whole: only the sum of the lines tells."""
    CONNECTION_LOST = "connection_lost"
    """Fewer bytes arrive than were promised."""
    HANGS = "hangs"
    """No answer at all."""
    WRONG_FILE = "wrong_file"
    """Another report's bytes under this report's name."""
    OTHER_EMPLOYER = "other_employer"
    """Lines that belong to another employer."""
    LOGIN_PAGE = "login_page"
    """A sign-in page, 200 and `text/html`; the page saves it as .csv without complaint."""
    LOGIN_PAGE_AS_CSV = "login_page_as_csv"
    """The same page, but called `text/csv`."""
    EMPTY = "empty"
    """No bytes, 200 and `text/csv`."""
    WRONG_TYPE = "wrong_type"
    """The right bytes called `application/octet-stream`."""


@dataclass(frozen=True, slots=True)
class ReportFaults:
    """Faults of which some concern single reports.

    Attributes:
        only: the reports that these concern; empty means all of them.
    """

    only: frozenset[int] = frozenset()

    def concerns(self, report_id: int) -> bool:
        """Whether the faults of single reports hold for this one."""
        return not self.only or report_id in self.only


@dataclass(frozen=True, slots=True)
class Faults(ReportFaults):
    """Which faults are switched on; the default is that everything works.

    Attributes:
        slow_seconds: how long each answer from an API takes.
        overlay: a banner lies over the whole page, as surveys and notices do.
        changed_texts: headings and labels have been reworded.
        renamed_buttons: buttons and links have been reworded.
        many_units: more than a hundred units; the list of them holds only what is on the screen,
            and the inbox does not obey the address until one is chosen.
        sign_in_down: ID-porten answers 503.
        asks_again: NAV's page asks for the person again, though the inbox has asked.
        session_near_end: NAV's first session has two minutes left; the next one is whole.
        page_server_error: NAV's pages answer 503.
        session_requests: NAV's session ends after so many requests.
        session_downloads: NAV's session ends after so many downloads.
        inbox_error: the inbox cannot fetch its messages.
        inbox_empty: the inbox shows no messages, which is also what no access looks like.
        inbox_never_loads: the grey rows never turn into messages.
        party_missing: the person cannot choose the employer in the inbox.
        no_dialog: a report has no message in the inbox (NAV gives up after some tries).
        dialog_gone: a message is listed, but opening it finds nothing.
        dialog_without_link: a message has no link to NAV.
        dialog_links_elsewhere: a message's link leads to another site.
        dialog_of_unknown_report: a message's link leads to a report NAV does not know.
        no_companies: no companies, which is also what a down access service looks like.
        company_lookup_fails: the list of companies answers 500.
        duplicate_names: another company has the same name.
        no_access: no access to the employer's reports, or the back end is down.
        no_reports: the list of reports is empty.
        missing_report: a report is missing from the list.
        list_never_loads: the list of reports never comes.
        other_total: the card shows another total than the file sums to.
        download: what comes instead of the file.
    """

    slow_seconds: float = 0.0
    overlay: bool = False
    changed_texts: bool = False
    renamed_buttons: bool = False
    many_units: bool = False
    sign_in_down: bool = False
    asks_again: bool = False
    session_near_end: bool = False
    page_server_error: bool = False
    session_requests: int | None = None
    session_downloads: int | None = None
    inbox_error: bool = False
    inbox_empty: bool = False
    inbox_never_loads: bool = False
    party_missing: bool = False
    no_dialog: bool = False
    dialog_gone: bool = False
    dialog_without_link: bool = False
    dialog_links_elsewhere: bool = False
    dialog_of_unknown_report: bool = False
    no_companies: bool = False
    company_lookup_fails: bool = False
    duplicate_names: bool = False
    no_access: bool = False
    no_reports: bool = False
    missing_report: bool = False
    list_never_loads: bool = False
    other_total: bool = False
    download: DownloadFault | None = None


def every_fault(reports: Sequence[int] = ()) -> dict[str, Faults]:
    """One example of each fault, by name.

    Args:
        reports: the reports that faults of single reports shall concern; none means all.
    """
    only = frozenset(reports)
    switches = {
        name: Faults(only=only, **{name: True})  # type: ignore[arg-type]
        for name in Faults.__dataclass_fields__
        if Faults.__dataclass_fields__[name].type == "bool"
    }
    downloads = {f"download_{fault}": Faults(only=only, download=fault) for fault in DownloadFault}
    return {
        **switches,
        **downloads,
        "slow": Faults(slow_seconds=0.15),
        "session_ends_early": Faults(session_requests=2),
        "session_ends_between_downloads": Faults(session_downloads=1),
    }
