"""The stand-ins show the texts, roles and states that the real pages are known for.

Sources: domain/nav-reports.md §1 and appendix, domain/altinn-and-apis.md §2.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from rutine.practice.standins import DownloadFault, Faults, StandIns

pytestmark = pytest.mark.browser

ROOT = "/oppgjorsrapporter"
LIST = f"{ROOT}/ref-arbg/310000019"
SERVICE = "urn:altinn:resource:nav_utbetaling_oppgjorsrapport-refusjon-arbeidsgiver"
INBOX = f"/?party=urn:altinn:organization:identifier-no:310000019&service={SERVICE}"
TITLE = "Oppgjørsrapport arbeidsgiver - refusjoner fra Nav (utbetalt {})"


def card(page: Page, report_id: int):
    name = f"Nedlastingsknapper for oppgjørsrapport med id {report_id}"
    return page.get_by_role("region", name=name)


# --- NAV's page ---


def test_the_company_list_is_searched_in_the_browser(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        standins.set_faults(Faults(duplicate_names=True))
        page.goto(f"{standins.nav_url}{ROOT}/ref-arbg")
        expect(page.get_by_role("heading", level=1)).to_have_text("Velg organisasjonsenhet")
        expect(page.get_by_role("heading", level=2)).to_have_text(
            "Organisasjonsenheter du har tilgang til for refusjoner:"
        )
        expect(page.get_by_role("note")).to_contain_text("Øvingsside: dette er ikke Nav.")
        companies = page.get_by_role("link", name="FJORDVIK KOMMUNE", exact=True)
        expect(companies).to_have_count(2)  # names need not be unique, addresses are
        expect(page.locator('a[href$="/ref-arbg/310000019"]')).to_have_count(1)
        search = page.get_by_role("searchbox", name="Søk eller velg i listen")
        search.fill("310000043")
        expect(page.get_by_role("link", name="STRANDA KOMMUNE")).to_have_count(1)
        expect(companies).to_have_count(0)
        page.get_by_role("button", name="Tøm feltet").click()
        expect(companies).to_have_count(2)
        rights = page.get_by_role("link", name="Administrer tilgang til organisasjoner")
        expect(rights).to_have_attribute("href", "https://www.altinn.no")

    visitor.visit(work)


def test_the_report_list_shows_collapsed_cards_of_which_one_can_be_open(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.nav_url}{LIST}")
        expect(page.locator("section[data-rapport-id]")).to_have_count(4)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Oppgjørsrapport arbeidsgiver – refusjoner fra Nav"
        )
        expect(page.get_by_role("heading", level=2)).to_have_text("FJORDVIK KOMMUNE")
        expect(page.get_by_text("Org.nummer: 310000019")).to_be_visible()
        expect(page.get_by_role("link", name="Tilbake til dine organisasjoner")).to_be_visible()
        ids = page.locator("section").evaluate_all("all => all.map(c => c.dataset.rapportId)")
        assert ids == ["1131", "1129", "1128", "1120"]  # highest first
        text = card(page, 1128).locator("h3 span").all_inner_texts()
        assert text == ["Totalbeløp 136\u00a0352,81.", "Utbetalt dato: 03.08.2026."]
        assert "\u2212862,00." in card(page, 1129).locator("h3").inner_text()
        expect(card(page, 1128).get_by_text("Ulest rapport")).to_be_visible()
        expect(card(page, 1128)).to_have_attribute("data-color", "brand-beige")
        download = page.get_by_role("button", name="Last ned CSV")
        expect(download).to_have_count(0)
        card(page, 1128).get_by_role("button", name="Vis mer").click()
        expect(card(page, 1128).get_by_role("button", name="Last ned CSV")).to_be_visible()
        expect(card(page, 1128).get_by_role("button", name="Last ned PDF")).to_be_visible()
        card(page, 1129).get_by_role("button", name="Vis mer").click()
        expect(download).to_have_count(1)
        toggle = card(page, 1129).get_by_role("button", name="Vis mer")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(card(page, 1128).get_by_role("button")).to_have_count(1)

    visitor.visit(work)


def test_a_download_is_the_file_and_is_told_only_after_a_reload(
    visitor, practice_folder: Path
) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.nav_url}{ROOT}/rapport/1128")
        expect(page.get_by_role("heading", level=1)).to_have_text("Oppgjørsrapporter")
        standins.set_faults(Faults(slow_seconds=0.5))
        with page.expect_download() as download:
            card(page, 1128).get_by_role("button", name="Last ned CSV").click()
            waiting = card(page, 1128).get_by_role("button", name="Venter…")
            expect(waiting).to_be_disabled()
        assert download.value.suggested_filename == "310000019_ref-arbg_2026-08-03_1128.csv"
        original = practice_folder / "reports" / "1128.csv"
        assert Path(download.value.path()).read_bytes() == original.read_bytes()
        expect(card(page, 1128).get_by_text("Ulest rapport")).to_be_visible()
        page.reload()
        expect(card(page, 1128).get_by_role("button", name="Last ned CSV")).to_be_visible()
        expect(card(page, 1128).get_by_text("Ulest rapport")).to_have_count(0)
        expect(card(page, 1128)).to_have_attribute("data-color", "accent")
        text = card(page, 1128).inner_text()
        assert re.search(r"Sist lastet ned\s+\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}", text)

    visitor.visit(work)


@pytest.mark.parametrize(
    ("faults", "path", "heading", "text"),
    [
        (
            Faults(no_companies=True),
            f"{ROOT}/ref-arbg",
            "Du har ikke tilgang til noen virksomheter",
            "",
        ),
        (
            Faults(company_lookup_fails=True),
            f"{ROOT}/ref-arbg",
            "Det oppstod en feil",
            "Feil ved henting av organisasjoner",
        ),
        (
            Faults(no_access=True),
            LIST,
            "Det oppstod en feil",
            "Feil ved henting av rapporter for orgnr=310000019",
        ),
        (
            Faults(),
            f"{ROOT}/rapport/77",
            "Det oppstod en feil",
            "Feil ved henting av rapportmetadata for id=77",
        ),
        (Faults(), f"{ROOT}/rapport/abc", "Det oppstod en feil", "Ukjent rapportid"),
        (
            Faults(no_reports=True),
            LIST,
            "FJORDVIK KOMMUNE",
            (
                "Det har ikke vært generert noen rapporter for denne organisasjonsenheten "
                "siden juni 2026."
            ),
        ),
    ],
)
def test_whatever_is_wrong_the_page_answers_200_and_only_its_text_tells(
    visitor, faults: Faults, path: str, heading: str, text: str
) -> None:
    def work(page: Page, standins: StandIns) -> None:
        standins.set_faults(faults)
        answer = page.goto(f"{standins.nav_url}{path}")
        assert answer.status == 200
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()
        if text:
            expect(page.get_by_text(text, exact=True)).to_be_visible()

    visitor.visit(work)


@pytest.mark.parametrize(
    ("faults", "text"),
    [
        (
            Faults(download=DownloadFault.SERVER_ERROR),
            "Noe gikk galt ved nedlasting av CSV-rapporten.",
        ),
        (Faults(session_downloads=0), "Det oppstod en teknisk feil ved nedlasting."),
    ],
)
def test_a_failed_download_is_told_in_the_card(visitor, faults: Faults, text: str) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.nav_url}{ROOT}/rapport/1128")
        button = card(page, 1128).get_by_role("button", name="Last ned CSV")
        expect(button).to_be_visible()
        standins.set_faults(faults)
        button.click()
        expect(card(page, 1128).get_by_role("heading", name="Feil ved nedlasting")).to_be_visible()
        expect(card(page, 1128).locator(".aksel-error-summary li")).to_have_text(text)

    visitor.visit(work)


def test_a_sign_in_page_is_saved_as_csv_without_complaint(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.nav_url}{ROOT}/rapport/1128")
        standins.set_faults(Faults(download=DownloadFault.LOGIN_PAGE))
        with page.expect_download() as download:
            card(page, 1128).get_by_role("button", name="Last ned CSV").click()
        assert download.value.suggested_filename.endswith("1128.csv")
        assert Path(download.value.path()).read_bytes().startswith(b"<!DOCTYPE html>")
        expect(page.get_by_role("heading", name="Feil ved nedlasting")).to_have_count(0)

    visitor.visit(work)


# --- Altinn's inbox ---


def test_the_inbox_lists_the_messages_of_the_chosen_party(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.inbox_url}{INBOX}")
        rows = page.locator('main li a[href^="/inbox/"]')
        expect(page.get_by_test_id("inbox-toolbar")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("5 treff")
        assert rows.all_inner_texts() == [
            TITLE.format("01.09.2026"),
            TITLE.format("20.08.2026"),
            TITLE.format("03.08.2026"),
            TITLE.format("04.05.2026"),
            "Ny Altinn3 - " + TITLE.format("04.05.2026"),
        ]
        assert page.locator("time").first.inner_text() == "1. september 2026 kl. 20.01"
        expect(page.get_by_role("heading", name="Ulest")).to_have_count(5)
        expect(page.get_by_role("note")).to_contain_text("Øvingsside: dette er ikke Altinn.")
        search = page.get_by_role("combobox", name="Søk i innboksen")
        search.fill("20.08")
        search.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("1 treff")
        page.get_by_role("button", name="Nullstill").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("5 treff")
        page.locator("#toolbar-menu-root > button").click()
        page.get_by_role("combobox", name="Søk i aktører").fill("310 000 043")
        page.get_by_role("option", name="STRANDA KOMMUNE", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("1 treff")
        page.get_by_role("button", name="Legg til filter").click()
        names = page.get_by_role("menuitem").all_inner_texts()
        assert names == ["Mappe", "Status", "Lest/ulest", "Dato", "Tjenesteeier", "Tjeneste"]

    visitor.visit(work)


def test_the_inbox_shows_grey_rows_until_its_messages_come(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/api/dialogs?*", hold)
        with page.expect_request("**/api/dialogs?*"):
            page.goto(f"{standins.inbox_url}{INBOX}")
        expect(page.get_by_role("heading", name="Laster ...")).to_be_visible()
        expect(page.locator("main .skeleton li")).to_have_count(5)
        expect(page.get_by_test_id("inbox-toolbar")).to_be_visible()
        held[0].continue_()
        expect(page.get_by_role("heading", name="Laster ...")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text("5 treff")

    visitor.visit(work)


def test_a_message_leads_to_nav_and_is_then_seen_by_everyone(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.inbox_url}{INBOX}")
        page.get_by_role("link", name=TITLE.format("20.08.2026")).click()
        expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text(
            TITLE.format("20.08.2026")
        )
        summary = "Ny rapport for utbetaling er tilgjengelig for nedlasting."
        expect(page.get_by_text(summary)).to_be_visible()
        expect(page.get_by_role("link", name="Tilbake")).to_be_visible()
        page.get_by_role("link", name="Gå til nedlastingsside på nav.no").click()
        toggle = card(page, 1129).get_by_role("button", name="Vis mer")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        assert page.url == f"{standins.nav_url}{ROOT}/rapport/1129"
        page.goto(f"{standins.inbox_url}{INBOX}&isContentSeen=unread")
        expect(page.get_by_role("heading", level=1)).to_have_text("4 treff")

    visitor.visit(work)


@pytest.mark.parametrize(
    ("faults", "text"),
    [
        (Faults(inbox_empty=True), "Du har ingen meldinger i innboksen"),
        (
            Faults(inbox_error=True),
            "En feil har oppstått: Vi klarte ikke å hente innholdet ditt her.",
        ),
    ],
)
def test_an_empty_inbox_and_one_in_trouble_say_so(visitor, faults: Faults, text: str) -> None:
    def work(page: Page, standins: StandIns) -> None:
        standins.set_faults(faults)
        page.goto(f"{standins.inbox_url}{INBOX}")
        expect(page.get_by_role("heading", level=1)).to_have_text(text)

    visitor.visit(work)


def test_a_message_that_is_gone_says_so(visitor) -> None:
    def work(page: Page, standins: StandIns) -> None:
        page.goto(f"{standins.inbox_url}/inbox/00000000-0000-0000-0000-000000000000")
        expect(page.get_by_role("heading", level=1)).to_have_text("Fant ikke dialogen")

    visitor.visit(work)
