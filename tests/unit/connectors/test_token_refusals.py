"""Every published refusal has a reason of its own, and one that nobody knows is told as such."""

import httpx
import pytest

from rutine.connectors.calls import Answer
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.token_refusals import refusal

PUBLISHED = [
    ("MP-100: Invalid assertion. Client authentication failed.", FetchReason.CLIENT_UNKNOWN),
    ("MP-110: Invalid JWT claim aud", FetchReason.AUDIENCE_WRONG),
    ("MP-120: The JWT is signed with an invalid certificate.", FetchReason.KEY_UNKNOWN),
    ("MP-121: Expired key", FetchReason.KEY_EXPIRED),
    ("MP-303", FetchReason.SYSTEM_USER_MISSING),
    ("Invalid assertion. Client authentication failed.", FetchReason.CLIENT_UNKNOWN),
    (
        "Invalid assertion. Client authentication failed. Invalid JWT claim aud",
        FetchReason.AUDIENCE_WRONG,
    ),
    (
        "Client authentication failed. The JWT is signed with an invalid certificate.",
        FetchReason.KEY_UNKNOWN,
    ),
    (
        "Invalid assertion. Client authentication failed. Expired key",
        FetchReason.KEY_EXPIRED,
    ),
    ("Authentication of client by JWT failed: Client not found", FetchReason.CLIENT_UNKNOWN),
    ("Authentication of client by JWT failed: JWT is expired", FetchReason.CLOCK_WRONG),
    ("Validation of JWT Bearer grant failed: Grant is used before", FetchReason.GRANT_USED),
    ("Token request contains invalid scopes for client", FetchReason.SCOPE_MISSING),
    (
        "Token request contains scopes with integration types only allowed for user login",
        FetchReason.CLIENT_KIND_WRONG,
    ),
    ("Invalid assertion. Invalid parameter value", FetchReason.GRANT_MALFORMED),
    ("Something that nobody has written of", FetchReason.TOKEN_REFUSED),
]


def answer(content: bytes | dict[str, str], status: int = 400) -> Answer:
    made = (
        httpx.Response(status, content=content)
        if isinstance(content, bytes)
        else httpx.Response(status, json=content)
    )
    return Answer(status, made.headers, made.content)


@pytest.mark.parametrize(("text", "reason"), PUBLISHED)
def test_a_refusal_is_known_by_its_code_or_its_words(text: str, reason: FetchReason) -> None:
    told = refusal(answer({"error": "invalid_grant", "error_description": f"{text} (trace 1)"}))
    assert told.reason is reason


def test_an_error_code_alone_is_enough_for_altinns_refusal() -> None:
    told = refusal(answer({"error": "invalid_altinn_customer_configuration"}))
    assert (told.reason, told.detail) == (FetchReason.SYSTEM_USER_MISSING, "HTTP 400")


def test_only_the_code_is_kept_of_what_maskinporten_says() -> None:
    told = refusal(answer({"error_description": "MP-303 for 0192:310000019"}))
    assert told.detail == "MP-303"
    assert "310000019" not in repr(told)


@pytest.mark.parametrize("content", [b"<h1>403</h1>", b"", b"[1]"])
def test_an_answer_that_says_nothing_is_refused_without_a_known_reason(content: bytes) -> None:
    assert refusal(answer(content, 403)).reason is FetchReason.TOKEN_REFUSED
