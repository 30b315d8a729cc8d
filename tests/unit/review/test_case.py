from __future__ import annotations

import re

import pytest

from rutine.core.identifiers import Fnr

CODES = ("D00", "D14", "D25", "D28", "D35", "D36", "D38", "D43")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_the_difference_is_said_in_words(visitor):
    text = words(visitor.get(f"/saker/{visitor.number('D43')}").text)
    assert "NAV betalte 2 862,00 kr mer enn dere krevde." in text
    assert "Krevd 17 172,00 kr Utbetalt 20 034,00 kr Forskjell 2 862,00 kr mer enn krevd" in text
    assert "Til og med 16.10.2026 16.10.2026 20.10.2026 ≠ 4 dager senere hos NAV" in text
    assert "Dager 12 12 14 ≠ 2 flere hos NAV" in text
    assert "Dagsats 1 431,00 kr 1 431,00 kr 1 431,00 kr = Likt" in text
    assert "Grad 100 % 100 % – · Oppgis bare i kravet" in text


def test_the_case_says_what_it_means_and_what_to_do(visitor):
    text = words(visitor.get(f"/saker/{visitor.number('D28')}").text)
    assert "Hva betyr det? Linjen er et trekk" in text
    assert "Hva gjør du? Finn brevet fra NAV" in text
    assert "Årsakskode D28. Følges opp av refusjonsteamet." in text


def test_each_row_has_its_facts_and_the_files_own_line(visitor, cases):
    text = visitor.get(f"/saker/{visitor.number('D43')}").text
    plain = words(text)
    assert "Periode 01.10.2026–16.10.2026 Beløp 17 172,00 kr Dager 12" in plain
    assert "K-1001;910000004;912000001;10480;***********;Åse Prøvesen;1;4;01.10.2026" in text
    assert f"8020;910000004;912000001;4;***********;20261001;{cases.ACCOUNT};ÅSE PRØVESEN" in text
    assert cases._LINES[:12] in text


def test_a_row_without_dates_says_so(visitor):
    text = words(visitor.get(f"/saker/{visitor.number('D28')}").text)
    assert "Periode Uten datoer Beløp −5 724,00 kr" in text


@pytest.mark.parametrize("code", CODES)
def test_no_page_shows_a_national_id_unasked(visitor, cases, code):
    number = visitor.number(code)
    for address in (f"/saker/{number}", "/saker?status=all", "/kjoringer"):
        text = visitor.get(address).text
        for found in re.findall(r"\d{11}", text):
            assert not Fnr.is_valid(found)
        for person in cases.PEOPLE:
            assert person.reveal() not in re.sub(r"\s", "", text)


def test_a_case_of_another_unit_is_not_found(visitor, as_user):
    number = visitor.number("D43")
    other = as_user("siv")
    missing = other.get("/saker/9999")
    hidden = other.get(f"/saker/{number}")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden.text).replace(f"/saker/{number}", "") == words(missing.text)
    other.get("/saker")
    for step in ("avgjor", "godkjenning", "vis-fodselsnummer"):
        answer = other.post(f"/saker/{number}/{step}", version="1", action="approve", reason="x")
        assert answer.status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "abc", "1.0"])
def test_a_number_that_is_no_case_is_not_found(visitor, number):
    assert visitor.get(f"/saker/{number}").status_code == 404


def test_a_file_gone_from_the_archive_leaves_the_case_readable(store, visitor, caplog):
    for path in store.archive._folder.rglob("*"):
        if path.is_file():
            path.unlink()
    page = visitor.get(f"/saker/{visitor.number('D43')}")
    assert page.status_code == 200
    assert "Linjen kan ikke vises" in page.text
    assert "original_missing" in caplog.text


def test_an_unknown_format_leaves_the_case_readable(store, visitor_of, cases):
    app = cases.create_app(store.database, store.archive, store.keys, formats=lambda _kind: None)
    visitor = visitor_of(app).sign_in()
    page = visitor.get(f"/saker/{visitor.number('D43')}")
    assert page.status_code == 200
    assert "Linjen kan ikke vises" in page.text


def test_a_unit_without_a_known_name_is_shown_by_its_number(store, visitor_of, cases):
    app = cases.create_app(store.database, store.archive, store.keys, formats=cases.formats)
    visitor = visitor_of(app).sign_in()
    assert "Enhet 912000001" in words(visitor.get(f"/saker/{visitor.number('D43')}").text)


def test_a_stopped_report_shows_its_controls(visitor):
    text = words(visitor.get(f"/saker/{visitor.number('D36')}").text)
    assert "Saken gjelder en hel rapport, ikke én person." in text
    assert "Kontonummer 1506.11.11110 1506.22.22007 ≠ Stemmer ikke" in text
    assert "Sum av linjene 48 086,00 kr 48 086,00 kr = Stemmer" in text
    assert "Rapport det gjelder 1128" in text


def test_money_without_a_report_shows_what_the_bank_says(store, visitor, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        grant = cases.Difference(
            kind="arrival",
            reason="D39",
            employer=cases.EMPLOYER,
            paid=cases.Ore(4_808_600),
            reference="2026-10-14 3f9a1c22bd",
            permitted=(cases.Action.ACKNOWLEDGE,),
            evidence=(
                cases.seen("value_date", "day", "2026-10-14", None),
                cases.seen("bank_text", "text", "Tilskudd", None),
            ),
        )
        cases.record_differences(session, store.keys, run_id, "nav_refunds", [grant], facts={})
    text = words(visitor.get(f"/saker/{visitor.number('D39')}").text)
    assert "Penger fra NAV er kommet, eller skulle ha kommet" in text
    assert "Dag eller måned det gjelder 2026-10-14 3f9a1c22bd" in text
    assert "Valuteringsdato 14.10.2026 – · Ingen rapport" in text
    assert "Tekst i banken Tilskudd – · Ingen rapport" in text
    assert "Årsakskode D39. Følges opp av regnskap." in text


def test_what_people_write_is_shown_as_text(visitor):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    comment = '<script>alert("x")</script> & {{ 7*7 }}'
    visitor.post(
        f"/saker/{number}/avgjor",
        version=visitor.version(),
        action="accept_paid",
        comment=comment,
    )
    text = visitor.get(f"/saker/{number}").text
    assert "<script>" not in text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; {{ 7*7 }}" in text


def test_a_fetch_is_explained_in_the_words_of_those_who_know(store, visitor_of, cases):
    asked = []

    def explain(reason, language):
        asked.append((reason, language.value))
        return "Innloggingen gikk ut.", "Se <NAV> (https://www.nav.no/rapporter). Prøv igjen."

    app = cases.create_app(
        store.database, store.archive, store.keys, formats=cases.formats, explain=explain
    )
    visitor = visitor_of(app).sign_in()
    page = visitor.get(f"/saker/{visitor.number('D38')}").text
    text = words(page)
    assert asked == [("session_ended", "nb")]
    assert "Henting det gjelder 2026-10" in text
    assert "Hva betyr det? Innloggingen gikk ut. Roboten kunne ikke bevise" in text
    assert "Hva gjør du? Se &lt;NAV&gt;" in text
    assert 'Se &lt;NAV&gt; (<a href="https://www.nav.no/rapporter" rel="noopener">' in page
