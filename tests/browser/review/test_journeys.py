"""What a reviewer does from signing in to signing out, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OVERPAID = "NAV har betalt mer enn kravet"


def heading(page: Page, text: str) -> None:
    """The page that it is the heading of has come, whole."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_case_is_found_understood_decided_and_accounted_for(site, script):
    page = site.sign_in(java_script_enabled=script)
    heading(page, "Saker")
    page.get_by_label("Årsak").select_option("D43")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("link", name=OVERPAID).click()
    heading(page, OVERPAID)
    assert page.get_by_text("NAV betalte 2 862,00 kr mer enn dere krevde.").is_visible()
    row = page.get_by_role("row", name="Til og med")
    assert "4 dager senere hos NAV" in row.inner_text()
    assert page.get_by_role("region", name="Innholdet i linje 1").is_visible()
    assert "***********" in page.get_by_role("region", name="Innholdet i linje 1").inner_text()
    case = page.url
    page.get_by_label("Endre kravet").check()
    page.get_by_label("Kommentar").fill("Kravet mangler to dager")
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    heading(page, "Saker")  # the filtered list is empty now
    page.get_by_role("status").get_by_role("link", name="Se saken").click()
    assert page.url.partition("?")[0] == case.partition("?")[0]
    page.wait_for_load_state()
    history = page.get_by_role("region", name="Historikk")
    assert "Kari Behandler avgjorde: Endre kravet" in history.inner_text()
    assert "Kravet mangler to dager" in history.inner_text()
    page.get_by_role("link", name="Saker").first.click()
    page.get_by_role("link", name=re.compile("^På vent")).click()
    expect(page.get_by_role("link", name=OVERPAID)).to_have_count(1)
    page.get_by_role("button", name="Logg ut").click()
    heading(page, "Logg inn")
    page.go_back()
    heading(page, "Logg inn")  # nothing was kept by the browser


def test_a_whole_list_is_worked_through_without_going_back_to_it(site):
    page = site.sign_in()
    page.get_by_label("Enhet").select_option(label="Bjørkelia skole (2)")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("link", name="Forskjellen er ikke forklart").click()
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    heading(page, "Utbetaling uten krav")
    page.get_by_label("Godta det NAV har betalt").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    heading(page, "Saker")
    assert page.get_by_text("Ingen saker passer med avgrensningen").is_visible()


def test_everything_can_be_done_with_the_keyboard(site):
    page = site.visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Til hovedinnholdet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("kari")
    page.keyboard.press("Tab")
    page.keyboard.type("et langt og fint passord")
    page.keyboard.press("Enter")
    page.wait_for_url("**/saker")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == OVERPAID:
            break
    page.keyboard.press("Enter")
    heading(page, OVERPAID)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "action":
            break
    page.keyboard.press("Space")
    page.wait_for_timeout(450)  # a page takes no keys at once
    for _ in range(3):
        page.keyboard.press("v")  # each press, one discrepancy
    expect(page.get_by_text("Alle avvik er haket av.")).to_be_visible()
    page.get_by_label("Kommentar").focus()
    page.keyboard.type("Med tastatur")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("er lagret: Godta det NAV har betalt.")


def test_a_form_that_was_not_taken_puts_the_reader_at_the_reason(site):
    page = site.sign_in()
    page.get_by_role("link", name=OVERPAID).click()
    page.get_by_label("Kommentar").fill("Skrevet, men ikke valgt")
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Velg hva som skal skje med saken.")
    expect(summary).to_be_focused()
    assert page.get_by_label("Kommentar").input_value() == "Skrevet, men ikke valgt"


def test_of_two_at_once_the_second_is_told_and_loses_nothing(site):
    first, second = site.sign_in("kari"), site.sign_in("gro")
    for page in (first, second):
        page.get_by_role("link", name=OVERPAID).click()
        page.get_by_label("Godta det NAV har betalt").check()
        site.tick_off(page)
    second.get_by_label("Kommentar").fill("Gros ord")
    first.get_by_role("button", name="Lagre og gå til neste sak").click()
    first.get_by_role("status").wait_for()
    second.get_by_role("button", name="Lagre og gå til neste sak").click()
    expect(second.get_by_role("alert")).to_contain_text(
        "Saken er allerede avgjort av Kari Behandler"
    )
    assert second.get_by_label("Det du hadde skrevet").input_value() == "Gros ord"


def test_a_national_id_is_shown_only_until_the_page_is_left(site, cases):
    page = site.sign_in()
    page.get_by_role("link", name=OVERPAID).click()
    page.get_by_text("Vis fødselsnummer").click()
    page.get_by_label("Hvorfor trenger du det?").fill("Ringe NAV")
    page.get_by_role("button", name="Vis og loggfør").click()
    number = cases.PEOPLE[0].reveal()
    expect(page.locator("#national-id")).to_have_text(f"{number[:6]} {number[6:]}")
    page.get_by_role("link", name="Kjøringer").click()
    page.get_by_role("link", name="Saker", exact=True).click()
    page.get_by_role("link", name=OVERPAID).click()
    expect(page.locator("#national-id")).to_have_text("****** *****")
    assert number not in page.content()


def test_a_stopped_report_takes_two_people(site):
    page = site.sign_in("kari")
    page.get_by_role("link", name="Ukjent kontonummer").click()
    page.get_by_label("Kontrollert og i orden").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    other = site.sign_in("gro")
    other.get_by_role("link", name=re.compile("^Til godkjenning")).click()
    other.get_by_role("link", name="Ukjent kontonummer").click()
    expect(other.get_by_text("Kari Behandler foreslo «Kontrollert og i orden»")).to_be_visible()
    other.get_by_role("radio", name="Godkjenn").check()
    other.get_by_role("button", name="Lagre og gå til neste sak").click()
    expect(other.get_by_role("status")).to_contain_text("er lagret")


def test_the_language_is_changed_where_one_is(site):
    page = site.sign_in()
    page.get_by_role("link", name=OVERPAID).click()
    case = page.url
    page.get_by_role("button", name="English").click()
    heading(page, "NAV has paid more than the claim")
    assert page.url == case
    page.get_by_role("button", name="Nynorsk").click()
    heading(page, "NAV har betalt meir enn kravet")


def tab_to(page: Page, name: str, tries: int = 90) -> None:
    """Press Tab until what has this name has the focus."""
    page.wait_for_load_state()
    for _ in range(tries):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const e = document.activeElement, label = e.labels && e.labels[0];
                return [label ? label.textContent : "", e.matches("select") ? "" : e.textContent];
            }"""
        )
        label, text = (" ".join(each.split()) for each in here)
        if text == name or re.search(rf"\b{re.escape(name)}", label):
            return
    raise AssertionError(name)


def test_a_working_session_takes_the_keyboard_alone(site):
    """Sign in, narrow the list, decide, undo and sign out: no mouse, and no shortcuts."""
    page = site.visit()
    press, write = page.keyboard.press, page.keyboard.type
    tab_to(page, "Brukernavn")
    write("kari")
    press("Tab")
    write("et langt og fint passord")
    press("Enter")
    page.wait_for_url("**/saker")
    tab_to(page, "Årsak")
    write("NAV har betalt mer")
    tab_to(page, "Vis")
    press("Enter")
    page.wait_for_url("**reason=D43")
    tab_to(page, OVERPAID)
    press("Enter")
    heading(page, OVERPAID)
    for _ in range(3):
        tab_to(page, "Sett på")
        press("Space")
    tab_to(page, "Godta det NAV har betalt")
    press("Space")
    tab_to(page, "Lagre og gå til neste sak")
    press("Enter")
    expect(page.get_by_role("status")).to_contain_text("er lagret: Godta det NAV har betalt.")
    tab_to(page, "Angre")
    press("Enter")
    expect(page.get_by_role("status")).to_contain_text("er angret")
    tab_to(page, "Logg ut")
    press("Enter")
    heading(page, "Logg inn")


def test_a_working_session_takes_no_script(site):
    """What the script would have held back, the server does, and says what is left."""
    page = site.sign_in(java_script_enabled=False)
    page.get_by_role("link", name=OVERPAID).click()
    page.get_by_label("Godta det NAV har betalt").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Se på «Til og med» og hak av.")
    told.get_by_role("link", name="Se på «Dager» og hak av.").click()
    expect(page.get_by_role("checkbox", name="Sett på Dager")).to_be_focused()
    site.tick_off(page)
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    page.get_by_role("button", name="Angre").first.click()
    expect(page.get_by_role("status")).to_contain_text("er angret")
    page.wait_for_load_state()
    history = page.get_by_role("region", name="Historikk").inner_text()
    assert "(haket av: til og med, dager, beløp)" in history
    page.get_by_role("button", name="Logg ut").click()
    heading(page, "Logg inn")
