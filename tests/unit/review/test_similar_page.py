"""Cases like one: a list first, then one decision for the ticked ones."""

from __future__ import annotations

import re

import pytest

from rutine.cases.access import UserRole
from rutine.cases.accounts.users import find_user
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.terms import Terms
from rutine.cases.tables import DecisionEntry
from rutine.cases.trail.audit import verify


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def alike(store, cases, visitor):
    """Three cases alike, of whom one is in another unit; the number of the first."""
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        more = [
            cases.OVERPAID.model_copy(
                update={"person": cases.PEOPLE[n], "sub_unit": unit, "rows": (cases.line(60 + n),)}
            )
            for n, unit in ((1, cases.HOME), (2, cases.SCHOOL))
        ]
        cases.record_differences(session, store.keys, run_id, "nav_refunds", more, facts={})
    return 4


def ticked(page: str) -> list[str]:
    return re.findall(r'name="case" id="case-\d+" value="(\d+:\d+)" checked', page)


def test_the_case_says_how_many_are_like_it(visitor, as_user, alike):
    link = f'href="/saker/{alike}/like"'
    page = visitor.get(f"/saker/{alike}").text
    assert link in page
    assert "2 åpne saker til er like denne" in words(page)
    assert link not in as_user("rune").get(f"/saker/{alike}").text


def test_the_list_is_shown_with_its_sums_before_anything_is_decided(visitor, alike):
    page = visitor.get(f"/saker/{alike}/like").text
    assert len(ticked(page)) == 3
    assert "3 åpne saker med samme årsak og fortegn." in words(page)
    assert "Krevd 51 516,00 kr Utbetalt 60 102,00 kr Forskjell +8 586,00 kr" in words(page)
    assert 'value="change_claim"' not in page


def test_one_who_sees_one_unit_is_shown_its_cases_only(as_user, visitor, alike):
    numbers = [each.partition(":")[0] for each in ticked(visitor.get("/saker/4/like").text)]
    other = as_user("siv")
    answers = {each: other.get(f"/saker/{each}/like") for each in numbers}
    (own,) = [each for each, answer in answers.items() if answer.status_code == 200]
    assert [each.partition(":")[0] for each in ticked(answers[own].text)] == [own]


def decide(visitor, number, cases, **more):
    given = {"action": "accept_paid", "comment": "", "case": cases} | more
    return visitor.post(f"/saker/{number}/like/avgjor", **given)


def test_the_ticked_ones_are_decided_and_those_changed_meanwhile_are_listed(
    visitor, as_user, alike
):
    chosen = ticked(visitor.get(f"/saker/{alike}/like").text)
    other = as_user("gro")
    second = chosen[1].partition(":")[0]
    other.get(f"/saker/{second}")
    other.post(f"/saker/{second}/avgjor", version=other.version(), action="send_to_nav", comment="")
    answer = decide(visitor, alike, chosen)
    text = words(answer.text)
    assert answer.status_code == 200
    assert "2 saker er avgjort." in text
    assert f"Ikke avgjort Sak {second} : noen har endret saken i mellomtiden" in text
    history = words(visitor.get(f"/saker/{alike}").text)
    assert "Kari Behandler avgjorde: Godta det NAV har betalt" in history


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"case": []}, "Kryss av for minst én sak."),
        ({"action": ""}, "Velg hva som skal skje med saken."),
        ({"action": "change_claim"}, "Denne avgjørelsen er ikke tillatt for saken."),
        ({"comment": "om 01819010015"}, None),
    ],
)
def test_a_form_that_is_not_whole_decides_nothing(visitor, cases, alike, more, said):
    chosen = ticked(visitor.get(f"/saker/{alike}/like").text)[:2]
    if said is None:
        more = {"comment": f"om {cases.PEOPLE[0].reveal()}"}
        said = "Kommentaren ser ut til å ha et fødselsnummer."
    answer = decide(visitor, alike, **({"cases": chosen} | _renamed(more)))
    assert answer.status_code == 422
    assert said in words(answer.text)
    expected = [] if more.get("case") == [] else chosen
    assert ticked(answer.text) == expected
    assert len(ticked(visitor.get(f"/saker/{alike}/like").text)) == 3


def test_what_changed_while_the_form_was_mended_is_not_ticked_any_more(
    visitor, as_user, store, alike
):
    chosen = ticked(visitor.get(f"/saker/{alike}/like").text)
    other = as_user("gro")
    with store.database.reading() as session:
        gro = find_user(session, "gro").actor.id
    for version, to in (("1", gro), ("2", "nobody")):
        other.get(f"/saker/{alike}")
        other.post(f"/saker/{alike}/tildel", version=version, to=to)
    answer = decide(visitor, alike, chosen, action="")
    assert answer.status_code == 422
    assert ticked(answer.text) == [each for each in chosen if each != f"{alike}:1"]
    assert f'value="{alike}:3"' in answer.text


def undoing(page: str) -> list[str]:
    return re.findall(r'name="case" value="(\d+:\d+)"', page)


def test_all_that_was_decided_together_is_undone_together(visitor, as_user, store, alike):
    """However many there are: not only those of a page of the list."""
    chosen = ticked(visitor.get(f"/saker/{alike}/like").text)
    answer = decide(visitor, alike, chosen)
    taken_back = undoing(answer.text)
    numbers = [each.partition(":")[0] for each in chosen]
    assert [each.partition(":")[0] for each in taken_back] == numbers
    other, second = as_user("gro"), numbers[1]
    version = taken_back[1].partition(":")[2]
    other.post(f"/saker/{second}/angre", version=version)
    undone = visitor.post(f"/saker/{alike}/like/angre", case=taken_back)
    text = words(undone.text)
    assert "2 avgjørelser er angret. Sakene er til behandling igjen." in text
    assert f"Ikke angret Sak {second} : noen har endret saken i mellomtiden" in text
    assert len(ticked(visitor.get(f"/saker/{alike}/like").text)) == 3
    with store.database.reading() as session:
        assert verify(session) is None


def test_what_a_run_has_carried_out_is_not_undone(visitor, store, alike):
    taken_back = undoing(
        decide(visitor, alike, ticked(visitor.get(f"/saker/{alike}/like").text)).text
    )
    with store.database.writing() as session:
        session.query(DecisionEntry).update({DecisionEntry.state: "returned"})
    text = words(visitor.post(f"/saker/{alike}/like/angre", case=taken_back).text)
    assert text.count("avgjørelsen er allerede gjort opp eller ført") == 3
    assert "er angret. Sak" not in text


def test_what_only_approvers_decide_is_not_offered_to_a_reviewer(store, visitor_of, alike):
    by_file = Limits(terms=lambda _routine: Terms(deciders=frozenset({UserRole.APPROVER})))
    reviewer = visitor_of(store.app(limits=by_file)).sign_in("kari")
    said = "Bare en godkjenner avgjør saker i denne rutinen."

    page = reviewer.get(f"/saker/{alike}/like").text
    assert said in page
    assert 'name="action"' not in page
    assert said in reviewer.get(f"/saker/{alike}").text

    chosen = ticked(page)
    assert words(decide(reviewer, alike, chosen).text).count("bare en godkjenner avgjør") == 3

    approver = visitor_of(store.app(limits=by_file)).sign_in("gro")
    page = approver.get(f"/saker/{alike}/like").text
    assert 'name="action"' in page
    assert said not in page


def _renamed(more):
    return {("cases" if name == "case" else name): value for name, value in more.items()}


def test_a_hundred_ticks_are_no_too_large_form(visitor, alike):
    visitor.get(f"/saker/{alike}/like")
    many = [f"{number}:1" for number in range(100, 300)]
    text = words(decide(visitor, alike, many).text)
    assert text.count("saken finnes ikke, eller du kan ikke avgjøre den her") == 200
