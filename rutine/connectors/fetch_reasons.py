"""Why a fetch could not see or bring everything. Codes are stable; retired ones stay."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FetchReason(StrEnum):
    """One code per cause. `rutine.connectors.fetch_texts` has its sentences."""

    # The fetch could not go on.
    SIGN_IN_FAILED = "sign_in_failed"
    SESSION_ENDED = "session_ended"
    PERSON_NEEDED = "person_needed"
    PORTAL_UNREACHABLE = "portal_unreachable"
    BROWSER_STOPPED = "browser_stopped"
    PAGE_SLOW = "page_slow"
    PAGE_CHANGED = "page_changed"
    FOLDER_UNREACHABLE = "folder_unreachable"
    FOLDER_READ_ONLY = "folder_read_only"
    # Maskinporten gave no token (`token_refusals`).
    SYSTEM_USER_MISSING = "system_user_missing"
    KEY_EXPIRED = "key_expired"
    KEY_UNKNOWN = "key_unknown"
    CLIENT_UNKNOWN = "client_unknown"
    AUDIENCE_WRONG = "audience_wrong"
    CLOCK_WRONG = "clock_wrong"
    SCOPE_MISSING = "scope_missing"
    CLIENT_KIND_WRONG = "client_kind_wrong"
    GRANT_USED = "grant_used"
    GRANT_MALFORMED = "grant_malformed"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a reason
    # NAV's API could not be asked.
    TOKEN_REJECTED = "token_rejected"  # noqa: S105 - a reason
    REQUEST_REFUSED = "request_refused"
    API_CHANGED = "api_changed"
    API_UNREACHABLE = "api_unreachable"
    API_NO_ACCESS = "api_no_access"
    API_LIST_INCOMPLETE = "api_list_incomplete"
    API_NO_REPORTS = "api_no_reports"
    LISTS_NO_ACCESS = "lists_no_access"
    # It is not certain that everything was shown.
    NO_COMPANIES = "no_companies"
    COMPANY_LOOKUP_FAILED = "company_lookup_failed"
    NO_ACCESS_OR_OUTAGE = "no_access_or_outage"
    OTHER_EMPLOYER_SHOWN = "other_employer_shown"
    KNOWN_REPORT_MISSING = "known_report_missing"
    NO_REPORTS = "no_reports"
    NO_KNOWN_REPORT = "no_known_report"
    NO_KNOWN_FILE = "no_known_file"
    DIALOG_WITHOUT_REPORT = "dialog_without_report"
    DIALOG_LINK_ELSEWHERE = "dialog_link_elsewhere"
    # A report was shown but could not be had.
    REPORT_REFUSED = "report_refused"
    DOWNLOAD_FAILED = "download_failed"
    FILE_REFUSED = "file_refused"
    FILE_LEFT = "file_left"
    # Worth telling; NAV's list shows the reports all the same.
    INBOX_UNREACHABLE = "inbox_unreachable"
    INBOX_ERROR = "inbox_error"
    INBOX_SLOW = "inbox_slow"
    INBOX_EMPTY = "inbox_empty"
    PARTY_NOT_OFFERED = "party_not_offered"
    DIALOG_GONE = "dialog_gone"
    DIALOG_LINK_MISSING = "dialog_link_missing"
    REPORT_UNKNOWN = "report_unknown"
    UNREAD_LOST = "unread_lost"
    COMPANY_NOT_LISTED = "company_not_listed"


NOTES: Final = frozenset(
    {
        FetchReason.INBOX_UNREACHABLE,
        FetchReason.INBOX_ERROR,
        FetchReason.INBOX_SLOW,
        FetchReason.INBOX_EMPTY,
        FetchReason.PARTY_NOT_OFFERED,
        FetchReason.DIALOG_GONE,
        FetchReason.DIALOG_LINK_MISSING,
        FetchReason.REPORT_UNKNOWN,
        FetchReason.UNREAD_LOST,
        FetchReason.COMPANY_NOT_LISTED,
    }
)
"""Reasons that do not make a fetch inconclusive: the inbox only nudges, NAV's list decides."""
