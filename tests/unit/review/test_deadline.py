from __future__ import annotations

import re


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def order(page) -> list[int]:
    return [int(number) for number in re.findall(r"· Sak (\d+)", page.text)]


def test_the_queue_stands_in_the_order_of_the_deadlines_when_asked(visitor):
    page = visitor.get("/saker?sort=due")
    late, ahead = visitor.number("D14"), visitor.number("D38")
    assert order(page)[:2] == [late, ahead]
    assert order(page)[2:] == sorted(order(page)[2:])
    assert 'aria-sort="ascending">Frist' in page.text
    assert f'href="/saker/{late}?sort=due"' in page.text
    assert "aria-sort" not in visitor.get("/saker").text


def test_the_order_is_chosen_in_the_form_and_kept_in_every_list(visitor):
    visitor.get("/saker")
    answer = visitor.post("/saker/sok", status="open", sort="due")
    assert answer.headers["location"] == "/saker?sort=due"
    page = visitor.get("/saker?sort=due&reason=D14")
    assert 'href="/saker?status=done&amp;sort=due"' in page.text
    assert 'href="/saker?sort=due">Fjern avgrensning' in page.text
    assert '<option value="due" selected>' in page.text


def test_a_made_up_order_is_the_ordinary_one(visitor):
    page = visitor.get("/saker?sort=<script>")
    assert order(page) == sorted(order(page))
    assert "<script>" not in page.text


def test_that_a_deadline_has_passed_is_said_in_words(visitor):
    row = next(
        words(row)
        for row in re.findall(r"<tr.*?</tr>", visitor.get("/saker").text, re.DOTALL)
        if "NAV har ikke betalt" in row
    )
    assert re.search(r"03\.10\.2026 \d+ dager over fristen", row)
    said = words(visitor.get(f"/saker/{visitor.number('D14')}").text)
    assert re.search(r"Når må det gjøres\? 03\.10\.2026 \d+ dager over fristen", said)
    assert "NAV svarer vanligvis innen 6 uker" in said


def test_a_deadline_ahead_says_how_long_is_left(visitor):
    said = words(visitor.get(f"/saker/{visitor.number('D38')}").text)
    assert re.search(r"15\.11\.2099 [\d ]+ dager igjen", said)
    assert "over fristen" not in said


def test_what_can_not_be_counted_is_said_with_its_rule(visitor):
    said = words(visitor.get(f"/saker/{visitor.number('D28')}").text)
    assert "Datoen kan ikke regnes ut" in said
    assert "Klage innen 6 uker etter at brevet fra NAV kom fram." in said


def test_that_there_is_no_deadline_is_said(visitor):
    said = words(visitor.get(f"/saker/{visitor.number('D43')}").text)
    assert "Saken har ingen fast frist." in said


def test_of_a_decided_case_only_the_day_is_left(visitor):
    number = visitor.number("D38")
    visitor.get(f"/saker/{number}")
    visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), action="acknowledge")
    said = words(visitor.get("/saker?status=done").text)
    assert "15.11.2099" in said
    assert "dager igjen" not in said


def test_one_goes_on_to_the_next_deadline(visitor):
    number = visitor.number("D14")
    visitor.get(f"/saker/{number}?sort=due")
    answer = visitor.post(
        f"/saker/{number}/avgjor?sort=due", version=visitor.version(), action="send_to_nav"
    )
    following = visitor.number("D38")
    assert answer.headers["location"] == f"/saker/{following}?sort=due&decided={number}"


def test_the_runs_say_how_many_are_late_and_what_comes_next(visitor):
    said = words(visitor.get("/kjoringer").text)
    assert "1 sak var over fristen. Neste frist er 15.11.2099." in said
