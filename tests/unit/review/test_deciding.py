from __future__ import annotations

import re

import pytest

from rutine.cases.accounts.users import find_user
from rutine.cases.trail.audit import verify


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def open_case(visitor, code: str, query: str = "") -> str:
    address = f"/saker/{visitor.number(code)}"
    visitor.get(address + query)
    return address


def test_a_decision_leads_to_the_next_case_and_stands_in_the_history(visitor):
    first, following = visitor.number("D28"), visitor.number("D35")
    address = open_case(visitor, "D28")
    answer = visitor.post(
        f"{address}/avgjor", version=visitor.version(), action="accept_paid", comment="Brev funnet"
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/saker/{following}?decided={first}"
    page = visitor.get(answer.headers["location"])
    assert f"Sak {first} er lagret: Godta det NAV har betalt." in words(page.text)
    done = words(visitor.get(address).text)
    assert "Saken er avgjort Godta det NAV har betalt: avgjort av Kari Behandler" in done
    assert "Kari Behandler avgjorde: Godta det NAV har betalt Brev funnet" in done
    assert "Lagre og gå til neste sak" not in done


def test_the_next_case_is_of_the_same_filtered_list(visitor, cases):
    visitor.get("/saker")
    query = f"?unit={cases.SCHOOL.value}"
    address = open_case(visitor, "D00", query)
    assert f'action="{address}/avgjor{query}"' in visitor.page.text
    answer = visitor.post(
        f"{address}/avgjor{query}", version=visitor.version(), action="send_to_nav"
    )
    following, first = visitor.number("D25"), visitor.number("D00")
    assert answer.headers["location"] == f"/saker/{following}{query}&decided={first}"
    visitor.get(answer.headers["location"])
    last = visitor.post(
        f"/saker/{following}/avgjor{query}", version=visitor.version(), action="accept_paid"
    )
    assert last.headers["location"] == f"/saker{query}&decided={following}"
    page = visitor.get(last.headers["location"])
    assert f"Sak {following} er lagret" in page.text
    assert "Ingen saker passer" in page.text


def test_nothing_chosen_is_said_at_the_choice_and_keeps_the_comment(visitor):
    address = open_case(visitor, "D43")
    answer = visitor.post(f"{address}/avgjor", version=visitor.version(), comment="Det jeg skrev")
    assert answer.status_code == 422
    assert "Velg hva som skal skje med saken." in answer.text
    assert 'href="#choices"' in answer.text
    assert ">Det jeg skrev</textarea>" in answer.text


def test_a_decision_that_needs_a_comment_says_so_and_keeps_the_choice(visitor):
    address = open_case(visitor, "D43")
    answer = visitor.post(f"{address}/avgjor", version=visitor.version(), action="change_claim")
    assert answer.status_code == 422
    assert "Skriv en kommentar til denne avgjørelsen." in answer.text
    assert re.search(r'value="change_claim"[^>]*checked', answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_a_national_id_in_the_comment_is_refused(visitor, cases):
    address = open_case(visitor, "D43")
    answer = visitor.post(
        f"{address}/avgjor",
        version=visitor.version(),
        action="accept_paid",
        comment=f"Gjelder {cases.PEOPLE[0].reveal()}",
    )
    assert answer.status_code == 422
    assert "ser ut til å ha et fødselsnummer" in answer.text


@pytest.mark.parametrize("action", ["write_off", "no_such_action"])
def test_a_decision_the_case_does_not_offer_is_refused(visitor, action):
    address = open_case(visitor, "D43")
    answer = visitor.post(
        f"{address}/avgjor", version=visitor.version(), action=action, comment="x"
    )
    assert answer.status_code == 422
    assert "Avgjør saken" in visitor.get(address).text


def test_the_second_of_two_is_told_who_was_first_and_keeps_the_comment(visitor, as_user):
    address = open_case(visitor, "D43")
    other = as_user("gro")
    other.get(address)
    other.post(f"{address}/avgjor", version=other.version(), action="accept_paid")
    answer = visitor.post(
        f"{address}/avgjor", version=visitor.version(), action="send_to_nav", comment="Min tekst"
    )
    assert answer.status_code == 409
    text = words(answer.text)
    assert re.search(r"Saken er allerede avgjort av Gro Godkjenner \d\d\.\d\d\.\d{4} kl\. ", text)
    assert "Min tekst" in text
    assert text.count("avgjorde:") == 1


def test_a_case_that_another_put_on_hold_can_still_be_decided_after_a_look(visitor, as_user):
    address = open_case(visitor, "D43")
    other = as_user("gro")
    other.get(address)
    other.post(f"{address}/avgjor", version=other.version(), action="send_to_nav")
    stale = visitor.post(
        f"{address}/avgjor", version=visitor.version(), action="accept_paid", comment="Min tekst"
    )
    assert stale.status_code == 409
    assert ">Min tekst</textarea>" in stale.text
    visitor.page = stale
    again = visitor.post(f"{address}/avgjor", version=visitor.version(), action="accept_paid")
    assert again.status_code == 303


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "99999999999"])
def test_a_form_without_a_proper_version_decides_nothing(visitor, version):
    address = open_case(visitor, "D43")
    answer = visitor.post(f"{address}/avgjor", version=version, action="accept_paid")
    assert answer.status_code == 422
    assert "avgjorde:" not in visitor.get(address).text


def test_a_form_to_be_mended_tells_first_what_somebody_changed_meanwhile(visitor, as_user, store):
    number = visitor.number("D00")
    visitor.get(f"/saker/{number}")
    version = visitor.version()
    other = as_user("gro")
    with store.database.reading() as session:
        gro = find_user(session, "gro").actor.id
    for each, to in ((version, gro), (str(int(version) + 1), "nobody")):
        other.get(f"/saker/{number}")
        assert other.post(f"/saker/{number}/tildel", version=each, to=to).status_code == 303
    # No choice was made: the form comes again, now for the case as it is.
    answer = visitor.post(f"/saker/{number}/avgjor", version=version, action="", comment="Ord")
    assert answer.status_code == 409
    assert "Saken er endret siden du åpnet den." in answer.text
    assert "Ord</textarea>" in answer.text


def test_a_suggestion_is_marked_and_never_chosen_beforehand(visitor):
    open_case(visitor, "D43")
    choices = visitor.page.text.partition('id="choices"')[2].partition("</fieldset>")[0]
    assert "checked" not in choices
    assert "Godta det NAV har betalt Forslag" in words(choices)
    assert choices.count("Forslag") == 1


def test_a_decision_of_consequence_needs_a_second_person(visitor, as_user, store):
    address = open_case(visitor, "D36")
    assert "Må godkjennes av en annen." in visitor.page.text
    visitor.post(f"{address}/avgjor", version=visitor.version(), action="acknowledge")
    own = words(visitor.get(address).text)
    assert "Saken venter på godkjenning" in own
    assert "Du har foreslått avgjørelsen. En annen må godkjenne den." in own
    assert 'value="approve"' not in visitor.page.text
    refused = visitor.post(f"{address}/godkjenning", version=visitor.version(), action="approve")
    assert refused.status_code == 403

    second = as_user("gro")
    assert "Kari Behandler foreslo «Kontrollert og i orden»" in words(second.get(address).text)
    answer = second.post(f"{address}/godkjenning", version=second.version(), action="approve")
    assert answer.status_code == 303
    done = words(second.get(address).text)
    assert "Saken er avgjort" in done
    assert "Gro Godkjenner godkjente: Kontrollert og i orden" in done
    with store.database.reading() as session:
        assert verify(session) is None


def test_an_approver_can_not_approve_what_they_proposed(as_user):
    visitor = as_user("gro")
    address = open_case(visitor, "D36")
    visitor.post(f"{address}/avgjor", version=visitor.version(), action="acknowledge")
    visitor.get(address)
    answer = visitor.post(f"{address}/godkjenning", version=visitor.version(), action="approve")
    assert answer.status_code == 403
    assert "Saken venter på godkjenning" in visitor.get(address).text


def test_a_proposal_is_sent_back_with_a_reason(visitor, as_user):
    address = open_case(visitor, "D36")
    visitor.post(f"{address}/avgjor", version=visitor.version(), action="acknowledge")
    second = as_user("gro")
    second.get(address)
    bare = second.post(f"{address}/godkjenning", version=second.version(), action="return")
    assert bare.status_code == 422
    assert "Skriv en kommentar" in bare.text
    nothing = second.post(f"{address}/godkjenning", version=second.version())
    assert nothing.status_code == 422
    answer = second.post(
        f"{address}/godkjenning", version=second.version(), action="return", comment="Ring banken"
    )
    assert answer.status_code == 303
    text = words(visitor.get(address).text)
    assert "Å gjøre" in text
    assert "Gro Godkjenner sendte saken tilbake Ring banken" in text


def test_the_one_who_proposed_may_take_it_back(visitor):
    address = open_case(visitor, "D36")
    visitor.post(f"{address}/avgjor", version=visitor.version(), action="acknowledge")
    visitor.get(address)
    assert "Trekk forslaget" in visitor.page.text
    answer = visitor.post(
        f"{address}/godkjenning", version=visitor.version(), action="return", comment="For tidlig"
    )
    assert answer.status_code == 303
    assert "Avgjør saken" in visitor.get(address).text


def test_a_proposal_that_is_gone_is_a_conflict(visitor, as_user):
    address = open_case(visitor, "D36")
    visitor.post(f"{address}/avgjor", version=visitor.version(), action="acknowledge")
    second = as_user("gro")
    second.get(address)
    visitor.get(address)
    visitor.post(
        f"{address}/godkjenning", version=visitor.version(), action="return", comment="For tidlig"
    )
    answer = second.post(f"{address}/godkjenning", version=second.version(), action="approve")
    assert answer.status_code == 409
    assert "Saken er endret siden du åpnet den." in answer.text


def test_an_old_address_does_not_claim_a_decision_that_was_not_made(visitor):
    number = visitor.number("D43")
    assert "er lagret" not in visitor.get(f"/saker?decided={number}").text
    assert visitor.get("/saker?decided=9999999").status_code == 200
    assert visitor.get("/saker?decided=%3Cscript%3E").status_code == 200
