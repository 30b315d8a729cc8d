"""Handing in reports in the app: who may, how much, and what each is told."""

from __future__ import annotations

import re

import pytest

from rutine.cases.reports.uploads import Outcome, Receipt
from rutine.review import create_app
from rutine.review.routes import MAX_UPLOAD

ADDRESS = "/last-opp"


class Receiver:
    """Takes in files, and answers by their content."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bytes]] = []

    def __call__(self, actor, uploads, _language):
        self.got += [(actor.name, each.name, each.data) for each in uploads]
        return [self._receipt(each.data) for each in uploads]

    def _receipt(self, data: bytes) -> Receipt:
        if data == b"bad":
            return Receipt(Outcome.REFUSED, "Filen er tom.", "Last ned rapporten fra NAV på nytt.")
        return Receipt(Outcome.KNOWN if data == b"old" else Outcome.NEW)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def site(store, receiver, visitor_of):
    def visit(name: str | None = "kari"):
        app = create_app(
            store.database, store.archive, store.keys, formats=lambda _: None, uploads=receiver
        )
        visitor = visitor_of(app)
        return visitor.sign_in(name) if name else visitor

    return visit


def send(visitor, *files: tuple[str, bytes], **fields):
    visitor.get(ADDRESS)
    token = fields.pop("csrf", None) or visitor.token()
    parts = [("report", (name, data, "text/csv")) for name, data in files]
    return visitor.client.post(ADDRESS, data={"csrf": token, **fields}, files=parts or None)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_each_file_has_its_own_answer(site, receiver):
    answer = send(site(), ("a.csv", b"new"), ("b.csv", b"old"), ("c.csv", b"bad"))
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Rapporten er tatt imot og gjøres opp i neste kjøring a.csv" in said
    assert "Vi har rapporten fra før; ingenting er endret b.csv" in said
    assert "Filen ble ikke godtatt c.csv Filen er tom. Last ned rapporten fra NAV på nytt." in said
    assert [data for _, _, data in receiver.got] == [b"new", b"old", b"bad"]
    assert send(site(), ("a.csv", b"new")).status_code == 200


def test_a_files_name_can_do_no_harm(site):
    answer = send(site(), ("C:\\x\\<script>alert(1)</script>.csv", b"new"))
    assert "<script>" not in answer.text
    assert "C:" not in answer.text


def test_without_a_file_nothing_is_handed_in(site, receiver):
    answer = send(site())
    assert answer.status_code == 422
    assert "Velg minst én fil." in answer.text
    assert receiver.got == []


@pytest.mark.parametrize("name", ["rune", "pia", "arne"])
def test_who_may_not_decide_may_not_hand_in(site, receiver, name):
    visitor = site(name)
    assert visitor.get(ADDRESS).status_code == 403
    visitor.get("/om")
    token = visitor.token()
    answer = visitor.client.post(
        ADDRESS, data={"csrf": token}, files={"report": ("a.csv", b"new", "text/csv")}
    )
    assert answer.status_code == 403
    assert "/last-opp" not in visitor.get("/kjoringer").text
    assert receiver.got == []


def test_one_who_has_not_signed_in_is_asked_to(site, receiver):
    visitor = site(None)
    assert visitor.get(ADDRESS).status_code == 401
    answer = visitor.client.post(ADDRESS, files={"report": ("a.csv", b"new", "text/csv")})
    assert answer.status_code == 401
    assert receiver.got == []


def test_without_the_forms_token_nothing_is_taken(site, receiver):
    assert send(site(), ("a.csv", b"new"), csrf="0" * 64).status_code == 403
    assert receiver.got == []


def test_too_much_at_once_is_refused_with_an_answer(site, receiver):
    answer = send(site(), ("a.csv", b"x" * MAX_UPLOAD))
    assert answer.status_code == 413
    assert receiver.got == []


def test_too_many_files_are_refused(site, receiver):
    assert send(site(), *((f"{n}.csv", b"new") for n in range(21))).status_code == 400
    assert receiver.got == []


@pytest.mark.parametrize(
    ("language", "said"), [("nn", "Fila blei ikkje godteken"), ("en", "The file was not accepted")]
)
def test_the_answer_is_in_the_readers_language(site, language, said):
    visitor = site()
    visitor.post("/sprak", language=language)
    assert said in send(visitor, ("a.csv", b"bad")).text


def test_the_runs_page_leads_here(site):
    assert 'href="/last-opp"' in site().get("/kjoringer").text
