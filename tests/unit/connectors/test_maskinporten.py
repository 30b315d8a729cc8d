"""The grant as Maskinporten wants it, and tokens kept no longer than they are good for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Maskinporten, Party
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from tests.nav_api import EMPLOYER, OTHER, SCOPE, signing_key

PARTY = Party(OrgNr(EMPLOYER))


class Site:
    """What Maskinporten would answer, and what it was sent."""

    base = "https://maskinporten.example"

    def __init__(self, seconds: int = 599) -> None:
        self.seconds = seconds
        self.forms: list[dict[str, str]] = []
        self.refuse: str | None = None

    def send(self, method: str, path: str, *, form: Callable[[], dict[str, str]]) -> Answer:
        assert (method, path) == ("POST", "/token")
        self.forms.append(form())
        if self.refuse is not None:
            made = httpx.Response(400, json={"error_description": self.refuse})
            return Answer(400, made.headers, made.content)
        told = {"access_token": f"token-{len(self.forms)}", "expires_in": self.seconds}
        made = httpx.Response(200, json=told)
        return Answer(200, made.headers, made.content)


class Watch:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def maskinporten(site: Site, watch: Watch, tmp_path: Path) -> Maskinporten:
    return Maskinporten(
        site,  # type: ignore[arg-type]
        client_id="client",
        key_id="kid-1",
        key=signing_key(tmp_path),
        monotonic=watch,
    )


def claims(grant: str, tmp_path: Path) -> dict[str, Any]:
    key = signing_key(tmp_path).private.public_key()
    options = {"verify_aud": False}
    return dict(jwt.decode(grant, key, algorithms=["RS256"], options=options))


def test_the_grant_holds_what_the_protocol_names_and_nothing_else(
    maskinporten: Maskinporten, site: Site, tmp_path: Path
) -> None:
    maskinporten.token(SCOPE, PARTY)
    form = site.forms[0]
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    assert jwt.get_unverified_header(form["assertion"]) == {
        "alg": "RS256",
        "kid": "kid-1",
        "typ": "JWT",
    }
    told = claims(form["assertion"], tmp_path)
    assert set(told) == {"iss", "aud", "scope", "iat", "exp", "jti", "authorization_details"}
    assert (told["iss"], told["aud"], told["scope"]) == (
        "client",
        "https://maskinporten.example/",
        SCOPE,
    )
    assert told["exp"] - told["iat"] == 120
    assert abs(told["iat"] - clock.now().timestamp()) < 10
    assert told["authorization_details"] == [
        {
            "type": "urn:altinn:systemuser",
            "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": f"0192:{EMPLOYER}"},
        }
    ]


def test_the_external_reference_is_sent_only_when_there_is_one() -> None:
    assert "externalRef" not in PARTY.details()
    assert Party(OrgNr(EMPLOYER), "ref-1").details()["externalRef"] == "ref-1"


def test_a_register_is_asked_without_a_party(
    maskinporten: Maskinporten, site: Site, tmp_path: Path
) -> None:
    maskinporten.token("altinn:authentication/systemregister.write")
    assert "authorization_details" not in claims(site.forms[0]["assertion"], tmp_path)


def test_a_token_is_kept_until_a_minute_is_left(
    maskinporten: Maskinporten, site: Site, watch: Watch
) -> None:
    assert maskinporten.token(SCOPE, PARTY) == "token-1"
    watch.now += 599 - 61
    assert maskinporten.token(SCOPE, PARTY) == "token-1"
    watch.now += 2
    assert maskinporten.token(SCOPE, PARTY) == "token-2"
    assert len(site.forms) == 2


def test_a_short_token_is_still_used_for_most_of_its_life(
    maskinporten: Maskinporten, site: Site, watch: Watch
) -> None:
    site.seconds = 30
    maskinporten.token(SCOPE, PARTY)
    watch.now += 19
    assert maskinporten.token(SCOPE, PARTY) == "token-1"
    watch.now += 2
    assert maskinporten.token(SCOPE, PARTY) == "token-2"


def test_each_employer_and_scope_has_a_token_of_its_own(
    maskinporten: Maskinporten, site: Site, tmp_path: Path
) -> None:
    maskinporten.token(SCOPE, PARTY)
    maskinporten.token(SCOPE, Party(OrgNr(OTHER)))
    maskinporten.token("nav:helseytelser/sykepenger", PARTY)
    assert len(site.forms) == 3
    for form in site.forms:
        told = claims(form["assertion"], tmp_path)
        assert len(told["authorization_details"]) == 1
        assert " " not in told["scope"]
    assert len({claims(form["assertion"], tmp_path)["jti"] for form in site.forms}) == 3


def test_workers_side_by_side_share_one_token(maskinporten: Maskinporten, site: Site) -> None:
    with ThreadPoolExecutor(8) as workers:
        tokens = set(workers.map(lambda _: maskinporten.token(SCOPE, PARTY), range(64)))
    assert tokens == {"token-1"}
    assert len(site.forms) == 1


def test_discarding_an_old_token_leaves_the_new_one(maskinporten: Maskinporten, site: Site) -> None:
    first = maskinporten.token(SCOPE, PARTY)
    maskinporten.discard(first)
    second = maskinporten.token(SCOPE, PARTY)
    maskinporten.discard(first)
    assert maskinporten.token(SCOPE, PARTY) == second
    assert len(site.forms) == 2


def test_a_refusal_is_told_and_nothing_is_kept(maskinporten: Maskinporten, site: Site) -> None:
    site.refuse = "MP-303"
    with pytest.raises(ApiError) as told:
        maskinporten.token(SCOPE, PARTY)
    assert told.value.reason is FetchReason.SYSTEM_USER_MISSING
    site.refuse = None
    assert maskinporten.token(SCOPE, PARTY) == "token-2"


@pytest.mark.parametrize("seconds", [0, -5])
def test_a_token_without_a_life_is_not_taken(
    maskinporten: Maskinporten, site: Site, seconds: int
) -> None:
    site.seconds = seconds
    with pytest.raises(ApiError) as told:
        maskinporten.token(SCOPE, PARTY)
    assert told.value.reason is FetchReason.API_CHANGED
