"""Every text, selector and path the robot depends on, in one file with the date checked.

Altinn's inbox changed 162 texts and removed 265 in one year; NAV's page is younger still.
When a page changes, this is the only file to correct, and `CHECKED` the date to set.

Sources: nav-reports §1 and its appendix (navikt/sokos-oppgjorsrapporter-selvbetjening-frontend),
altinn-and-apis §2 (Altinn/dialogporten-frontend). The live pages have not been seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

CHECKED: Final = date(2026, 8, 31)
"""The day these were last compared with the published source."""

# --- The practice sign-in (our own stand-in for ID-porten) ---

PEOPLE_HEADING: Final = "Velg øvingsperson"

# --- Altinn's inbox ---

INBOX_LOGIN: Final = "/api/login"
INBOX_LIST: Final = "/?party={party}&service={service}"
PARTY: Final = "urn:altinn:organization:identifier-no:{orgnr}"
SERVICE: Final = "urn:altinn:resource:nav_utbetaling_oppgjorsrapport-refusjon-arbeidsgiver"
INBOX_ROW: Final = 'main li a[href^="/inbox/"]'
INBOX_EMPTY: Final = "Du har ingen meldinger i innboksen"
INBOX_ERROR: Final = "Vi klarte ikke å hente innholdet ditt her"
INBOX_MORE: Final = "Hent og vis flere dialoger"
DIALOG_TITLE: Final = re.compile(
    r"(?:Ny Altinn3 - )?Oppgjørsrapport arbeidsgiver [-–] refusjoner fra Nav "
    r"\(utbetalt (\d{2}\.\d{2}\.\d{4})\)"
)
DIALOG: Final = "main article"
DIALOG_GONE: Final = "Fant ikke dialogen"
DIALOG_LINK: Final = "Gå til nedlastingsside på nav.no"
DIALOG_LINK_ELSE: Final = 'main article a[href*="/oppgjorsrapporter/rapport/"]'
MARK_UNREAD: Final = "Marker som ulest"
UNREAD: Final = "Ulest"
TOOLBAR_PARTY: Final = "#toolbar-menu-root > button"
PARTY_SEARCH: Final = "Søk i aktører"
PARTY_PART_OF: Final = "del av"
"""Stands in the options of sub-units: one of them has its parent's number in its text."""

# --- NAV's page ---

NAV_ROOT: Final = "/oppgjorsrapporter"
NAV_COMPANIES: Final = f"{NAV_ROOT}/ref-arbg"
NAV_LIST: Final = f"{NAV_ROOT}/ref-arbg/{{orgnr}}"
NAV_REPORT: Final = f"{NAV_ROOT}/rapport/{{report_id}}"
NAV_REPORT_PATH: Final = re.compile(rf"{NAV_ROOT}/rapport/(\d{{1,18}})")
NAV_CONTENT: Final = f"{NAV_ROOT}/rapport/{{report_id}}/innhold?type=csv"
NAV_SESSION: Final = f"{NAV_ROOT}/oauth2/session"
NAV_LOGIN: Final = f"{NAV_ROOT}/oauth2/login"
NAV_LOGOUT: Final = f"{NAV_ROOT}/oauth2/logout"

COMPANIES_HEADING: Final = "Velg organisasjonsenhet"
LIST_HEADING: Final = "Oppgjørsrapport arbeidsgiver – refusjoner fra Nav"
REPORT_HEADING: Final = "Oppgjørsrapporter"
HEADINGS: Final = frozenset({COMPANIES_HEADING, LIST_HEADING, REPORT_HEADING})

FAILED: Final = "Det oppstod en feil"
NO_COMPANIES: Final = "Du har ikke tilgang til noen virksomheter"
NO_REPORTS: Final = "Det har ikke vært generert noen rapporter for denne organisasjonsenheten"
COMPANY_LINK: Final = f'main a[href*="{NAV_ROOT}/ref-arbg/"]'
ORGNR: Final = re.compile(r"Org\.nummer:\s*([\d\s]+)")

CARD: Final = "section[data-rapport-id]"
CARD_OF: Final = 'section[data-rapport-id="{report_id}"]'
CARD_TEXT: Final = "h3"
CARD_TOGGLE: Final = "button[aria-expanded]"
CARD_TOTAL: Final = re.compile(r"Totalbeløp\s+([-\u2212+]?[\d\s]+,\d{2})\.")
CARD_DATE: Final = re.compile(r"Utbetalt dato:\s*(\d{2}\.\d{2}\.\d{4})\.")
DOWNLOAD_CSV: Final = "Last ned CSV"

ARCHIVE_STARTS: Final = date(2026, 6, 1)
"""NAV's page lists reports made "siden juni 2026"; older messages prove nothing."""

# --- What `rutine portal check` looks for, page by page ---


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something that a page must show for the robot to find its way.

    Attributes:
        name: the constant above that holds its text.
        page: `inbox`, `message`, `companies`, `reports` or `card`.
        role: its role, with `text` as its name; None where it is plain text or a place.
        text: what it is called, or what plain text says.
        css: where it is, when it has no role, or as a fallback.
    """

    name: str
    page: str
    role: Literal["button", "heading", "link", "region", "combobox"] | None = None
    text: str | re.Pattern[str] | None = None
    css: str | None = None


CARD_NAME: Final = "Nedlastingsknapper for oppgjørsrapport med id {report_id}"
CARD_NAME_OF_ANY: Final = re.compile(r"Nedlastingsknapper for oppgjørsrapport med id \d+")

LANDMARKS: Final = (
    Landmark("TOOLBAR_PARTY", "inbox", css=TOOLBAR_PARTY),
    Landmark("INBOX_ROW", "inbox", css=INBOX_ROW),
    Landmark("DIALOG_TITLE", "inbox", "link", DIALOG_TITLE),
    Landmark("DIALOG", "message", css=DIALOG),
    Landmark("DIALOG_LINK", "message", "link", DIALOG_LINK, DIALOG_LINK_ELSE),
    Landmark("MARK_UNREAD", "message", "button", MARK_UNREAD),
    Landmark("COMPANIES_HEADING", "companies", "heading", COMPANIES_HEADING),
    Landmark("COMPANY_LINK", "companies", css=COMPANY_LINK),
    Landmark("LIST_HEADING", "reports", "heading", LIST_HEADING),
    Landmark("ORGNR", "reports", text=ORGNR),
    Landmark("CARD", "reports", "region", CARD_NAME_OF_ANY, CARD),
    Landmark("CARD_TOTAL", "reports", text=CARD_TOTAL),
    Landmark("CARD_DATE", "reports", text=CARD_DATE),
    Landmark("CARD_TOGGLE", "card", css=f"{CARD} {CARD_TOGGLE}"),
    Landmark("DOWNLOAD_CSV", "card", "button", DOWNLOAD_CSV),
)
"""The texts of faults ("Det oppstod en feil") are not here: they can't be seen at will."""

# --- Words that may stand in a picture although they have a capital letter ---

PLAIN_WORDS: Final = frozenset(
    """
    Administrer Altinn Arkiv Avbryt Avslutt CSV Dato Det Du En Fant Feil Flere Flytt Gå Hent
    Henter Her Hjelp Hjem Hopp ID-porten Ingen Innboks Innlogging Ja Lagre Last Laster Legg
    Lest Logg Lukk Mappe Marker Meny Mer Min NAV Nav Nedlasting Nedlastingsknapper Nei Neste
    Nullstill OK Oppgjørsrapport Oppgjørsrapporter Org Organisasjonsenheter PDF Papirkurv
    Profil Savner Sendt Sist Skriv Språk Status Søk Tilbake Tjeneste Tjenesteeier Totalbeløp
    Tøm Ulest Utbetalt Utkast Varsler Velg Venter Vi Vis Åpne
    """.split()  # noqa: SIM905 - a list would be one word a line
)
"""The robot's own texts and common words of menus; no name of a person is among them."""


def day_in(text: str) -> date | None:
    """The day as the pages write it, `dd.MM.yyyy`; None where there is no such day."""
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
