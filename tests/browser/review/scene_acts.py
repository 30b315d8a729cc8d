"""What is done on a page before it is pictured."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.review_cases import PEOPLE


def decide(page: Page) -> None:
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    page.get_by_role("status").first.wait_for()


def tick_off(page: Page) -> None:
    page.get_by_role("checkbox", name="Sett på").first.check()
    page.get_by_label("Godta det NAV har betalt").check()


def menu(page: Page) -> None:
    page.get_by_role("button", name="Meny").click()


def match(page: Page) -> None:
    page.get_by_label("Velg linjen for 12.10.2026").check()
    page.get_by_label("Velg kravet K-0948").check()
    page.get_by_role("button", name="Regn sammen").click()
    page.get_by_role("heading", name="Foreslå koblingen").wait_for()


def describe(page: Page) -> None:
    """A routine as somebody tells it who has not counted everything yet."""
    for label, text in (
        ("Hva rutinen heter", "Permisjon på papir"),
        ("Hva den er til for", "Ansatte får svar på søknad om permisjon"),
        ("Hva én sak er", "én søknad"),
        ("Saker i måneden", "40"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("textbox", name="Eier").fill("HR-sjef")
    page.get_by_label("Navn", exact=True).first.fill("Lønnssystemet")
    step = page.get_by_role("group", name="Trinn 1")
    for label, text in (
        ("Hva som gjøres", "Leser skjemaet og fører permisjonen"),
        ("Rolle", "HR-konsulent"),
        ("Arbeid, minutter", "4,5"),
    ):
        step.get_by_label(label).fill(text)
    step.get_by_label("Hva avgjør").select_option("en regel")
    page.get_by_role("button", name="Regn ut").click()
    page.get_by_role("heading", name="Slik blir det").wait_for()


def misspell(page: Page) -> None:
    """Two words that no routine file has, and a check."""
    text = page.get_by_label("Rutinefilen")
    typed = text.input_value().replace("outcome: settle", "outcome: setle", 1)
    text.fill(typed.replace("severity: low", "severity: litt", 1))
    page.get_by_role("button", name="Kontroller", exact=True).click()
    page.get_by_role("heading", name="Noe må rettes").wait_for()


def wait_longer(page: Page) -> None:
    text = page.get_by_label("Rutinefilen")
    text.fill(text.input_value().replace("hard_weeks: 15", "hard_weeks: 16"))
    page.get_by_role("button", name="Kontroller og simuler").click()
    page.get_by_role("heading", name="Hva som er endret").wait_for()


def ask_for_access(page: Page) -> None:
    """Somebody has asked what is held about them."""
    page.get_by_label("Fødselsnummer").fill(PEOPLE[0].reveal())
    page.get_by_label("Saksnummer i arkivet").fill("26/1234")
    page.get_by_role("button", name="Vis alt om personen").click()
    page.get_by_role("region", name="Dette er lagret om personen").wait_for()


def change_code(page: Page) -> None:
    """A test that gets another code, which one has passed already."""
    page.get_by_label("Koden", exact=True).select_option("LMH-PROVE")
    page.get_by_label("Ny kode").fill("LMH-PROVE-2")
    page.get_by_label("Fra hvilken dag").fill("01.01.2027")
    page.get_by_role("button", name="Vis hvem det gjelder").click()
    page.get_by_role("heading", name="Slik ville det vært 01.01.2027").wait_for()
