"""Every text, selector and path the robot depends on, in one file with the date checked.

Altinn's inbox changed 162 texts and removed 265 in one year; NAV's page is younger still.
When a page changes, this is the only file to correct, and `CHECKED` the date to set.

Sources: nav-reports §1 and its appendix (navikt/sokos-oppgjorsrapporter-selvbetjening-frontend),
altinn-and-apis §2 (Altinn/dialogporten-frontend). The live pages have not been seen.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

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

# --- NAV's page ---

NAV_ROOT: Final = "/oppgjorsrapporter"
NAV_COMPANIES: Final = f"{NAV_ROOT}/ref-arbg"
NAV_LIST: Final = f"{NAV_ROOT}/ref-arbg/{{orgnr}}"
NAV_REPORT: Final = f"{NAV_ROOT}/rapport/{{report_id}}"
NAV_REPORT_PATH: Final = re.compile(rf"{NAV_ROOT}/rapport/(\d{{1,18}})")
NAV_CONTENT: Final = f"{NAV_ROOT}/rapport/{{report_id}}/innhold?type=csv"
NAV_SESSION: Final = f"{NAV_ROOT}/oauth2/session"
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
