"""The page where employees ask, and its API: approved answers only, about no person.

Open to everybody where the settings say so, else behind the app's sign-in. A question is posted,
never part of an address, and nothing of it is kept unless the asker says so. Whoever has not
signed in gets no cookie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from rutine.core.reason_texts import Language
from rutine.questions.cleaning import LONGEST, looks_like_id, plain
from rutine.review.catalogue import catalogue
from rutine.review.questions.question_desk import ShownAnswer
from rutine.review.visit import Visit

LANGUAGE_FIELD = "sprak"
_TEMPLATE = "questions.html"
_MINUTE = 60


def show(visit: Visit) -> Response:
    """`GET /sporsmal`."""
    return _page(_in_language(visit))


def ask(visit: Visit) -> Response:
    """`POST /sporsmal`: the answers that fit, or that there is none."""
    visit = _in_language(visit)
    if wait := _must_wait(visit):
        return _slow_down(visit, wait)
    question = plain(visit.field("question"))
    if looks_like_id(visit.field("question")):
        return _page(visit, status=422, wrong=visit.t("questions.no_ids"))
    if not question:
        return _page(visit, status=422, wrong=visit.t("questions.empty"))
    employer, unit = _employer(visit), visit.field("unit")
    answers = visit.site.questions.ask(employer, question, visit.t.language, unit)
    return _page(visit, question=question, unit=unit, answers=answers)


def keep(visit: Visit) -> Response:
    """`POST /sporsmal/uten-svar`: the asker lets HR see the question, without who asked."""
    visit = _in_language(visit)
    if wait := _must_wait(visit):
        return _slow_down(visit, wait)
    question = plain(visit.field("question"))
    if looks_like_id(visit.field("question")):
        return _page(visit, status=422, wrong=visit.t("questions.no_ids"))
    if not question or visit.field("consent") != "yes":
        wrong = visit.t("questions.no_consent")
        return _page(visit, status=422, question=question, wrong=wrong)
    if wait := _kept_later(visit):
        wrong = visit.t.counted("questions.keep_later", -(-wait // _MINUTE))
        return _slow_down(visit, wait, wrong, question)
    kept = visit.site.questions.keep(_employer(visit), question, visit.t.language)
    return _page(visit, done="questions.kept" if kept else "questions.not_kept")


def every(visit: Visit) -> Response:
    """`GET /api/sporsmal`: every approved answer, for an intranet that has a search of its own."""
    visit = _in_language(visit)
    employer = _employer(visit)
    answers = visit.site.questions.every(employer, visit.t.language) if employer else ()
    return _json(visit, answers)


def ask_api(visit: Visit) -> Response:
    """`POST /api/sporsmal`: `{"question": …, "sprak": …, "unit": …}`, answered as the page does."""
    visit = _in_language(visit)
    if wait := _must_wait(visit):
        headers = {"Retry-After": str(wait)}
        return JSONResponse({"error": "too_many"}, 429, headers=headers)
    if looks_like_id(visit.field("question")):
        message = visit.t("questions.no_ids")
        return JSONResponse({"error": "looks_like_id", "message": message}, 422)
    question = plain(visit.field("question"))
    if not question:
        return JSONResponse({"error": "question_missing"}, 422)
    desk, employer = visit.site.questions, _employer(visit)
    answers = (
        desk.ask(employer, question, visit.t.language, visit.field("unit")) if employer else ()
    )
    return _json(visit, answers)


def _json(visit: Visit, answers: Sequence[ShownAnswer]) -> Response:
    return JSONResponse(
        {
            "answers": [_told(each) for each in answers],
            "ask_instead": visit.site.questions.ask_instead(visit.t.language),
        },
        headers={"Content-Language": visit.t.language.value},
    )


def _told(answer: ShownAnswer) -> dict[str, Any]:
    return {
        "id": answer.question_id,
        "language": answer.language,
        "question": answer.question,
        "answer": list(answer.paragraphs),
        "source": answer.source,
        "owner": answer.owner,
        "valid_to": answer.valid_to.isoformat() if answer.valid_to else None,
        "units": list(answer.units),
    }


def _page(
    visit: Visit,
    *,
    status: int = 200,
    question: str = "",
    unit: str = "",
    answers: Sequence[ShownAnswer] | None = None,
    wrong: str = "",
    done: str = "",
) -> Response:
    desk, employer = visit.site.questions, _employer(visit)
    return visit.render(
        _TEMPLATE,
        status,
        cookies=visit.user is not None,
        employers=desk.employers(),
        employer=employer,
        units=desk.units(employer) if employer else (),
        unit=unit,
        question=question,
        answers=answers,
        ask_instead=desk.ask_instead(visit.t.language),
        wrong=wrong,
        done=done,
        longest=LONGEST,
        needs_token=visit.user is not None,
    )


def _slow_down(visit: Visit, wait: int, wrong: str = "", question: str = "") -> Response:
    wrong = wrong or visit.t("questions.too_many")
    response = _page(visit, status=429, wrong=wrong, question=question)
    response.headers["Retry-After"] = str(wait)
    return response


def _must_wait(visit: Visit) -> int:
    """Seconds before this address may ask again; those who have signed in ask as they like."""
    client = visit.request.client
    if visit.user is not None or client is None:
        return 0
    return visit.site.question_pace.wait(client.host)


def _kept_later(visit: Visit) -> int:
    """Seconds before a question from this address may be left for HR; none for the signed in."""
    client = visit.request.client
    if visit.user is not None or client is None:
        return 0
    return visit.site.kept_pace.wait(client.host)


def _employer(visit: Visit) -> str:
    """Whose answers: the one that was chosen, or the first; empty where nobody has any."""
    numbers = [number for number, _ in visit.site.questions.employers()]
    chosen = visit.field("employer") or visit.request.query_params.get("employer", "")
    return chosen if chosen in numbers else next(iter(numbers), "")


def _in_language(visit: Visit) -> Visit:
    """The visit in the language that the page was asked for in: without a cookie it says so."""
    chosen = visit.field(LANGUAGE_FIELD) or visit.request.query_params.get(LANGUAGE_FIELD, "")
    if chosen not in set(Language):
        return visit
    return replace(visit, t=catalogue(Language(chosen)))
