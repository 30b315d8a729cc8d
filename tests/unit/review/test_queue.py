from __future__ import annotations

import re


def rows(page) -> list[str]:
    body = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    return re.findall(r"<tr.*?</tr>", body, re.DOTALL)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_the_queue_says_what_each_case_is_about(visitor):
    page = visitor.get("/saker")
    row = next(words(row) for row in rows(page) if "mer enn kravet" in row)
    assert row == (
        f"NAV har betalt mer enn kravet Sykepenger · Sak {visitor.number('D43')} "
        "10480 ****** ***** Solvang sykehjem 912000001 17 172,00 20 034,00 "
        "+2 862,00 mer enn krevd 28 dager – Å gjøre"
    )


def test_a_case_about_a_whole_report_has_no_person_and_no_claim(visitor):
    page = visitor.get("/saker")
    row = next(words(row) for row in rows(page) if "Ukjent kontonummer" in row)
    assert "Gjelder ikke én person" in row
    assert "Ikke knyttet til en enhet" in row
    assert "48 086,00" in row
    assert "***" not in row


def test_counts_stand_on_lists_and_filters(visitor):
    text = words(visitor.get("/saker").text)
    assert (
        "Å gjøre 8 Mine 0 På vent 0 Til godkjenning 0 Avgjort i dag 0 Avgjort 0 "
        "Lukket av roboten 0 Alle 8"
    ) in text
    assert "Utbetaling uten krav (1)" in text
    assert "Bjørkelia skole (2)" in text


def test_filters_narrow_the_list_and_stay_in_the_address(visitor, cases):
    visitor.get("/saker")
    answer = visitor.post("/saker/sok", status="open", unit=cases.SCHOOL.value, reason="D25")
    assert answer.headers["location"] == f"/saker?reason=D25&unit={cases.SCHOOL.value}"
    page = visitor.get(answer.headers["location"])
    assert len(rows(page)) == 1
    number = visitor.number("D25")
    assert f'href="/saker/{number}?reason=D25&amp;unit={cases.SCHOOL.value}"' in page.text
    assert 'href="/saker?alt=1">Fjern avgrensning' in page.text


def test_a_search_looks_in_every_list_and_is_in_no_address(visitor):
    for term in (" 10482 ", "Oppdiktet", "kari oppdiktet"):
        visitor.get("/saker")
        answer = visitor.post("/saker/sok", status="done", search=term)
        assert answer.headers["location"] == "/saker?status=all&sok=1"
        page = visitor.get(answer.headers["location"])
        assert len(rows(page)) == 1, term
        assert not re.search(rf'(?:href|action)="[^"]*{term.split()[0]}', page.text)
        assert f'value="{term.strip()}"' in page.text


def test_a_search_by_case_number_finds_the_case(visitor):
    number = visitor.number("D14")
    page = visitor.search(str(number))
    assert [f"Sak {number} " in words(row) for row in rows(page)] == [True]


def test_a_search_is_kept_for_its_session_alone(visitor, as_user, store, cases):
    visitor.search("10482")
    other = as_user("gro")
    assert len(rows(other.get("/saker?status=all&sok=1"))) == 8
    kept = b"".join(path.read_bytes() for path in store.folder.glob("rutine.db*"))
    assert b"10482" not in kept


def test_the_cases_of_a_search_lead_from_one_to_the_next(visitor):
    page = visitor.search("Bjørkelia")
    assert rows(page) == []
    page = visitor.search("eksempel")
    number = visitor.number("D00")
    assert f'href="/saker/{number}?status=all&amp;sok=1"' in page.text
    visitor.get(f"/saker/{number}?status=all&sok=1")
    answer = visitor.post(
        f"/saker/{number}/avgjor?status=all&sok=1",
        version=visitor.version(),
        action="send_to_nav",
    )
    assert answer.headers["location"] == f"/saker?status=all&sok=1&decided={number}"


def test_a_search_by_national_id_is_stopped_before_it_stands_in_an_address(visitor, cases):
    visitor.get("/saker")
    national_id = cases.PEOPLE[0].reveal()
    for typed in (national_id, f"{national_id[:6]} {national_id[6:]}"):
        answer = visitor.post("/saker/sok", search=typed)
        assert answer.status_code == 422
        assert "Ikke søk med fødselsnummer" in answer.text
        assert typed not in answer.text


def test_a_list_with_nothing_in_it_says_so(visitor):
    assert "Ingen saker her" in visitor.get("/saker?status=done").text
    assert "Ingen saker passer" in visitor.search("99999").text


def test_an_address_that_makes_no_sense_shows_the_first_page(visitor):
    page = visitor.get("/saker?status=nope&page=-3&page=x&reason=%00")
    assert page.status_code == 200
    assert visitor.get("/saker?page=99999999999999999999").status_code == 200


def test_a_reviewer_of_one_unit_sees_only_its_cases(as_user):
    visitor = as_user("siv")
    page = visitor.get("/saker")
    assert len(rows(page)) == 2
    assert "Solvang" not in page.text
    assert "Å gjøre 2 Mine 0" in words(page.text)
    assert "Alle 2" in words(page.text)


def test_long_lists_have_pages(store, visitor, cases):
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        more = [
            cases.Difference(
                kind="report",
                reason="D40",
                employer=cases.EMPLOYER,
                reference=str(number),
                permitted=(cases.Action.FETCH_AGAIN,),
            )
            for number in range(30)
        ]
        cases.record_differences(session, store.keys, run_id, "nav_refunds", more, facts={})
    first = visitor.get("/saker?reason=D40")
    assert "Side 1 av 2" in first.text
    assert len(rows(first)) == 25
    second = visitor.get("/saker?reason=D40&page=2")
    assert len(rows(second)) == 5
    assert 'rel="prev" href="/saker?reason=D40"' in second.text
    assert 'rel="next"' not in second.text
