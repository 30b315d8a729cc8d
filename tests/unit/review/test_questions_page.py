"""The page where employees ask: open only where it is set so, without cookies, keeping nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

import pytest

from rutine.core import watch
from rutine.review.guards.pace import KeptPace
from rutine.review.questions.question_desk import NoQuestions, ShownAnswer

NUMBER = "01816010027"
ANSWER = ShownAnswer(
    *("ferie", "nb", "Hvor mye ferie har jeg?", ("25 dager.", "<b>Fem uker</b>."), "§ 5", "HR"),
    valid_to=date(2027, 12, 31),
    units=("Skole",),
)


class Desk(NoQuestions):
    """Knows of one answer, and remembers what it was asked."""

    def __init__(self, *, is_open: bool) -> None:
        self.is_open = is_open
        self.asked: list[tuple[str, ...]] = []

    def employers(self) -> list[tuple[str, str]]:
        return [("974600013", "Prøve kommune")]

    def units(self, _employer: str) -> list[str]:
        return ["Skole", "Sykehjem"]

    def ask_instead(self, _language: str) -> str:
        return "Ring HR."

    def ask(
        self, _employer: str, question: str, language: str, unit: str = ""
    ) -> list[ShownAnswer]:
        self.asked.append((question, str(language), unit))
        return [ANSWER] if "ferie" in question else []

    def every(self, _employer: str, _language: str) -> list[ShownAnswer]:
        return [ANSWER]

    def keep(self, _employer: str, question: str, _language: str) -> bool:
        self.asked.append(("kept", question))
        return True


@pytest.fixture
def desk() -> Desk:
    return Desk(is_open=True)


@pytest.fixture
def stranger(store: Any, desk: Desk, anyone: Any) -> Any:
    return type(anyone)(store, store.app(questions=desk, questions_most=10))


def test_it_is_behind_the_sign_in_unless_the_settings_open_it(store: Any, anyone: Any) -> None:
    visitor = type(anyone)(store, store.app(questions=Desk(is_open=False)))
    assert visitor.client.get("/sporsmal").status_code == 401
    assert visitor.client.post("/sporsmal", data={"question": "ferie"}).status_code == 401
    answer = visitor.client.get("/api/sporsmal")
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in_first"})
    assert "25 dager" not in visitor.client.post("/api/sporsmal", json={"question": "ferie"}).text


def test_a_stranger_asks_and_gets_no_cookie(stranger: Any, desk: Desk) -> None:
    page = stranger.client.get("/sporsmal?sprak=nn")
    assert 'lang="nn"' in page.text
    assert "Kva lurer du på?" in page.text
    answer = stranger.client.post(
        "/sporsmal", data={"question": " min  ferie ", "sprak": "nn", "unit": "Skole"}
    )
    assert desk.asked == [("min ferie", "nn", "Skole")]
    assert "25 dager." in answer.text
    assert "&lt;b&gt;Fem uker" in answer.text
    assert not stranger.client.cookies
    assert all("set-cookie" not in each.headers for each in (page, answer))
    assert answer.headers["cache-control"] == "no-store"


def test_without_an_answer_it_says_so_and_where_to_ask(stranger: Any) -> None:
    answer = stranger.client.post("/sporsmal", data={"question": "vafler"})
    assert "Vi har ikke et svar på dette" in answer.text
    assert "Ring HR." in answer.text


@pytest.mark.parametrize("path", ["/sporsmal", "/sporsmal/uten-svar", "/api/sporsmal"])
def test_what_looks_like_an_id_is_refused_kindly_and_goes_nowhere(
    stranger: Any, desk: Desk, overheard: list[str], path: str
) -> None:
    answer = stranger.client.post(path, data={"question": f"ferie for {NUMBER}", "consent": "yes"})
    assert answer.status_code == 422
    assert "lagret ingenting" in answer.text
    assert NUMBER not in answer.text + "".join(overheard)
    assert desk.asked == []
    assert any(path in each for each in overheard)


def test_nothing_is_kept_without_consent(stranger: Any, desk: Desk) -> None:
    fields = {"question": "Kan jeg ta med hund?"}
    assert stranger.client.post("/sporsmal/uten-svar", data=fields).status_code == 422
    assert desk.asked == []
    answer = stranger.client.post("/sporsmal/uten-svar", data={**fields, "consent": "yes"})
    assert "HR får se spørsmålet" in answer.text
    assert desk.asked == [("kept", "Kan jeg ta med hund?")]


def test_another_site_can_not_post_here(stranger: Any, desk: Desk) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        answer = stranger.client.post("/sporsmal", data={"question": "ferie"}, headers=headers)
        assert answer.status_code == 403
    assert desk.asked == []


def test_who_asks_too_often_must_wait(stranger: Any) -> None:
    statuses = [
        stranger.client.post("/sporsmal", data={"question": "ferie"}).status_code for _ in range(11)
    ]
    assert statuses == [200] * 10 + [429]
    answer = stranger.client.post("/api/sporsmal", json={"question": "ferie"})
    assert (answer.status_code, answer.json()) == (429, {"error": "too_many"})
    assert int(answer.headers["retry-after"]) > 0
    assert stranger.client.get("/sporsmal").status_code == 200


def test_junk_is_turned_away_before_it_fills_the_queue_and_told_why(
    store: Any, desk: Desk, anyone: Any
) -> None:
    now = [0.0]
    pace = KeptPace(of_address=2, of_all=3, monotonic=lambda: now[0])
    visitor = type(anyone)(store, store.app(questions=desk, kept_pace=pace))

    def leave(question: str, consent: str = "yes") -> Any:
        data = {"question": question, "consent": consent}
        return visitor.client.post("/sporsmal/uten-svar", data=data)

    assert leave("uten samtykke", consent="").status_code == 422  # and counts for nothing
    assert [leave(f"vafler {n}").status_code for n in "abc"] == [200, 200, 429]
    now[0] = 3000.0
    answer = leave("vafler igjen")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
    assert "ble ikke sendt. Prøv igjen om 10 minutter, eller ta kontakt med HR" in answer.text
    assert 'value="vafler igjen"' in answer.text
    assert desk.asked == [("kept", "vafler a"), ("kept", "vafler b")]
    assert visitor.client.post("/sporsmal", data={"question": "ferie"}).status_code == 200
    signed_in = type(anyone)(store, visitor.client.app).sign_in("kari")
    signed_in.get("/sporsmal")
    kept = signed_in.post("/sporsmal/uten-svar", question="vafler her", consent="yes")
    assert kept.status_code == 200
    now[0] = 3600.0
    assert leave("vafler endelig").status_code == 200


def test_many_addresses_together_have_a_limit_too() -> None:
    pace = KeptPace(of_address=2, of_all=3, monotonic=lambda: 0.0)
    assert [pace.wait("a") for _ in range(5)] == [0, 0, 3600, 3600, 3600]
    assert pace.wait("b") == 0, "what was turned away used up nothing of the others'"
    assert pace.wait("c") == 3600


def test_the_api_gives_the_same_as_the_page(stranger: Any, desk: Desk) -> None:
    told = {
        "id": "ferie",
        "language": "nb",
        "question": "Hvor mye ferie har jeg?",
        "answer": ["25 dager.", "<b>Fem uker</b>."],
        "source": "§ 5",
        "owner": "HR",
        "valid_to": "2027-12-31",
        "units": ["Skole"],
    }
    every = stranger.client.get("/api/sporsmal")
    assert every.json() == {"answers": [told], "ask_instead": "Ring HR."}
    asked = {"question": "ferie", "sprak": "en", "unit": "Skole", "other": 1}
    answer = stranger.client.post("/api/sporsmal", json=asked)
    assert answer.json()["answers"] == [told]
    assert desk.asked == [("ferie", "en", "Skole")]
    for body in (b"{", b"[]", b'{"question": 5}', b"[" * 5000):
        wrong = stranger.client.post(
            "/api/sporsmal", content=body, headers={"Content-Type": "application/json"}
        )
        assert (wrong.status_code, wrong.json()["error"]) == (422, "question_missing")


def test_whoever_has_signed_in_needs_the_form_and_no_patience(
    store: Any, as_user: Any, desk: Desk
) -> None:
    visitor = type(as_user("kari"))(store, store.app(questions=desk, questions_most=10))
    visitor.sign_in("kari")
    visitor.get("/sporsmal")
    assert "Til saksbehandlingen" in visitor.page.text
    for _ in range(12):
        assert "25 dager" in visitor.post("/sporsmal", question="ferie").text
    assert visitor.client.post("/sporsmal", data={"question": "ferie"}).status_code == 403
    refused = visitor.client.post("/api/sporsmal", json={"question": "ferie"})
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")


def test_an_app_without_answers_says_so(anyone: Any, store: Any, as_user: Any) -> None:
    visitor = as_user("pia")
    assert "ingen svar her ennå" in visitor.get("/sporsmal").text
    assert visitor.get("/api/sporsmal").json() == {"answers": [], "ask_instead": ""}


class Overhears:
    """Is told whatever the program tells of itself."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def work(self, name: str, ids: watch.Ids) -> AbstractContextManager[None]:
        self.said.append(f"{name} {dict(ids)}")
        return nullcontext()

    def event(self, name: str, ids: watch.Ids) -> None:
        self.said.append(f"{name} {dict(ids)}")


@pytest.fixture
def overheard() -> Iterator[list[str]]:
    ear = Overhears()
    watch.listen(ear)
    yield ear.said
    watch.listen()
