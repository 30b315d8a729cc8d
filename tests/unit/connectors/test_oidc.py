"""Signing in at both providers: the right way, and every way that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from rutine.cases.access import UserRole
from rutine.cases.accounts.sign_in import Journey, SignInStopped, Stop, Way
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.practice.standins.identity import IdentityFaults, every_identity_fault
from rutine.practice.standins.identity.people import CITIZENS, EMPLOYEES
from rutine.practice.standins.identity.server import TENANT
from rutine.practice.standins.identity.site import Registration
from rutine.sign_in_settings import ALL_UNITS, Level
from tests.identity import CLIENT, HASTY, chosen, identities, pem, signed_in

BACK = "http://127.0.0.1:4455"
BOTH = [Way.ENTRA, Way.ANSATTPORTEN]
PERSON = {Way.ENTRA: "ida", Way.ANSATTPORTEN: "sara"}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    with identities(tmp_path_factory.mktemp("identities")) as found:
        found.allow(BACK)
        yield found


@pytest.fixture
def ids(everywhere):
    yield everywhere
    everywhere.standins.set_faults(IdentityFaults())


def back(way: Way) -> str:
    return f"{BACK}/logg-inn/{way.value}/svar"


def stopped(
    ids, way: Way, faults: IdentityFaults, person: str | None = None, **more
) -> SignInStopped:
    provider = ids.provider(way, **more)
    ids.site(way).faults = faults
    with pytest.raises(SignInStopped) as caught:
        signed_in(provider, person or PERSON[way], back(way))
    return caught.value


def test_entra_tells_who_it_is_and_what_they_may(ids):
    who = signed_in(ids.provider(Way.ENTRA), "gunn", back(Way.ENTRA))
    assert who.key == f"{TENANT}\0{EMPLOYEES[1].object_id}"
    assert who.name == "Gunn Godkjent"
    assert who.roles == {UserRole.APPROVER}
    assert (who.tells_units, who.units) == (False, None)


def test_ansattporten_tells_who_it_is_and_the_national_id_is_left(ids):
    who = signed_in(ids.provider(Way.ANSATTPORTEN), "sara", back(Way.ANSATTPORTEN))
    assert who.key == f"{ids.settings[Way.ANSATTPORTEN].issuer}\0{CITIZENS[0].subject}"
    assert who.roles is None
    kept = (who.key, who.name, who.roles, who.units)
    assert CITIZENS[0].pid not in repr(kept)


def test_a_person_without_app_roles_has_none_and_is_no_error(ids):
    assert signed_in(ids.provider(Way.ENTRA), "ulf", back(Way.ENTRA)).roles == frozenset()


@pytest.mark.parametrize("way", BOTH)
def test_what_is_asked_for_has_pkce_state_and_nonce_and_no_secret(ids, way):
    journey = Journey()
    asked = parse_qs(urlsplit(ids.provider(way).begin(journey, back(way), Language.NN)).query)
    assert asked["response_type"] == ["code"]
    assert asked["client_id"] == [CLIENT[way]]
    assert asked["redirect_uri"] == [back(way)]
    assert asked["state"] == [journey.state]
    assert asked["nonce"] == [journey.nonce]
    assert asked["code_challenge_method"] == ["S256"]
    assert journey.verifier not in str(asked)
    assert asked["ui_locales"] == ["nn"]
    assert "prompt" not in asked
    assert asked.get("acr_values") == (["substantial"] if way is Way.ANSATTPORTEN else None)


def test_another_account_can_be_asked_for(ids):
    asked = ids.provider(Way.ENTRA).begin(Journey(), back(Way.ENTRA), Language.NB, choose=True)
    assert parse_qs(urlsplit(asked).query)["prompt"] == ["select_account"]


REFUSED = {
    "unknown_key": (Stop.TOKEN_REFUSED, "kid"),
    "no_key_id": (Stop.TOKEN_REFUSED, "kid"),
    "foreign_key": (Stop.TOKEN_REFUSED, "bad_signature"),
    "tampered": (Stop.TOKEN_REFUSED, "bad_signature"),
    "unsigned": (Stop.TOKEN_REFUSED, "unsupported_algorithm"),
    "public_key_as_secret": (Stop.TOKEN_REFUSED, "unsupported_algorithm"),
    "symmetric_key_published": (Stop.TOKEN_REFUSED, "unsupported_algorithm"),
    "other_issuer": (Stop.TOKEN_REFUSED, "iss"),
    "other_audience": (Stop.TOKEN_REFUSED, "aud"),
    "more_audiences": (Stop.TOKEN_REFUSED, "aud"),
    "other_nonce": (Stop.TOKEN_REFUSED, "nonce"),
    "no_nonce": (Stop.TOKEN_REFUSED, "nonce"),
    "other_access_token": (Stop.TOKEN_REFUSED, "at_hash"),
    "no_id_token": (Stop.TOKEN_REFUSED, "missing"),
    "expired": (Stop.CLOCK, "exp"),
    "sender": (Stop.TOKEN_REFUSED, "sender"),
    "token_error": (Stop.CLIENT_REFUSED, "invalid_client"),
    "token_down": (Stop.UNREACHABLE, "no_answer"),
    "token_no_json": (Stop.UNREACHABLE, "token_answer"),
    "down": (Stop.UNREACHABLE, "no_answer"),
    "described_as_other": (Stop.UNREACHABLE, "issuer"),
    "description_no_json": (Stop.UNREACHABLE, "json"),
    "plain_addresses": (Stop.UNREACHABLE, "metadata"),
}


@pytest.mark.parametrize("way", BOTH)
@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_not_right_lets_nobody_in(ids, way, fault):
    error = stopped(ids, way, every_identity_fault()[fault])
    assert (error.stop, error.detail) == REFUSED[fault]


@pytest.mark.parametrize("way", BOTH)
def test_a_slash_after_the_providers_name_is_no_other_provider(ids, way):
    ids.site(way).faults = IdentityFaults(slash_after_name=True)
    assert signed_in(ids.provider(way), PERSON[way], back(way)).key
    # Letter by letter from then on: the description says how the name is written.
    provider = ids.provider(way)
    provider.begin(Journey(), back(way), Language.NB)
    ids.site(way).faults = IdentityFaults()
    with pytest.raises(SignInStopped) as caught:
        signed_in(provider, PERSON[way], back(way))
    assert caught.value.detail == "sender"


ELSEWHERE = {
    *("other_tenant", "no_object", "no_roles", "roles_as_text", "many_groups", "weaker"),
    *("slash_after_name", "keys_change", "seconds_off", "slow_seconds", "error"),
}


def test_every_fault_of_the_stand_ins_is_tried():
    assert set(every_identity_fault()) == set(REFUSED) | ELSEWHERE


@pytest.mark.parametrize(
    ("way", "faults", "stop", "detail"),
    [
        (Way.ENTRA, IdentityFaults(other_tenant=True), Stop.OTHER_TENANT, "tid"),
        (Way.ENTRA, IdentityFaults(no_object=True), Stop.TOKEN_REFUSED, "sub"),
        (Way.ENTRA, IdentityFaults(roles_as_text=True), Stop.TOKEN_REFUSED, "roles"),
        (Way.ANSATTPORTEN, IdentityFaults(no_object=True), Stop.TOKEN_REFUSED, "sub"),
        (Way.ENTRA, IdentityFaults(seconds_off=600), Stop.CLOCK, "iat"),
        (Way.ENTRA, IdentityFaults(seconds_off=-4000), Stop.CLOCK, "exp"),
    ],
)
def test_what_only_one_provider_can_get_wrong(ids, way, faults, stop, detail):
    error = stopped(ids, way, faults)
    assert (error.stop, error.detail) == (stop, detail)


def test_a_provider_that_takes_too_long_is_one_that_does_not_answer(ids):
    directory = ids.directory(Way.ENTRA, patience=HASTY)
    error = stopped(ids, Way.ENTRA, IdentityFaults(slow_seconds=1.5), directory=directory)
    assert (error.stop, error.detail) == (Stop.UNREACHABLE, "no_answer")


@pytest.mark.parametrize("seconds", [-50, 50])
def test_clocks_may_differ_by_less_than_a_minute(ids, seconds):
    ids.standins.entra.faults = IdentityFaults(seconds_off=seconds)
    assert signed_in(ids.provider(Way.ENTRA), "ida", back(Way.ENTRA)).roles


@pytest.mark.parametrize(
    "faults", [IdentityFaults(no_roles=True), IdentityFaults(many_groups=True)]
)
def test_groups_that_come_as_a_link_are_not_followed_and_give_nothing(ids, faults):
    ids.standins.entra.faults = faults
    who = signed_in(ids.provider(Way.ENTRA), "ida", back(Way.ENTRA))
    assert who.roles == (frozenset() if faults.no_roles else {UserRole.REVIEWER})
    assert not any("users" in path for _method, path in ids.standins.entra.seen)


def test_a_weaker_electronic_id_is_refused_where_a_strong_one_is_asked_for(ids):
    settings = ids.settings[Way.ANSATTPORTEN]
    ids.settings[Way.ANSATTPORTEN] = settings.model_copy(update={"level": Level.HIGH})
    try:
        error = stopped(ids, Way.ANSATTPORTEN, IdentityFaults(), "mina")
        assert (error.stop, error.detail) == (Stop.LEVEL_TOO_LOW, "acr")
        assert signed_in(ids.provider(Way.ANSATTPORTEN), "sara", back(Way.ANSATTPORTEN)).key
    finally:
        ids.settings[Way.ANSATTPORTEN] = settings
    assert signed_in(ids.provider(Way.ANSATTPORTEN), "mina", back(Way.ANSATTPORTEN)).key


def test_keys_that_change_between_two_sign_ins_are_found(ids):
    provider = ids.provider(Way.ENTRA)
    assert signed_in(provider, "ida", back(Way.ENTRA)).roles
    ids.standins.entra.faults = IdentityFaults(keys_change=True)
    assert signed_in(provider, "ida", back(Way.ENTRA)).roles


def test_an_unknown_key_is_asked_for_seldom(ids):
    now = [0.0]
    provider = ids.provider(Way.ENTRA, ids.directory(Way.ENTRA, monotonic=lambda: now[0]))
    signed_in(provider, "ida", back(Way.ENTRA))
    ids.standins.entra.faults = IdentityFaults(unknown_key=True)

    def asked() -> int:
        before = len(ids.standins.entra.seen)
        with pytest.raises(SignInStopped):
            signed_in(provider, "ida", back(Way.ENTRA))
        return sum(path.endswith("/keys") for _m, path in ids.standins.entra.seen[before:])

    assert [asked(), asked(), asked()] == [1, 0, 0]
    now[0] = 61.0
    assert [asked(), asked()] == [1, 0]


def test_after_no_answer_others_do_not_wait_for_one_too(ids):
    now = [0.0]
    provider = ids.provider(Way.ENTRA, ids.directory(Way.ENTRA, monotonic=lambda: now[0]))
    ids.standins.entra.faults = IdentityFaults(down=True)
    for detail in ("no_answer", "silent"):
        with pytest.raises(SignInStopped) as caught:
            provider.begin(Journey(), back(Way.ENTRA), Language.NB)
        assert caught.value.detail == detail
    ids.standins.entra.faults = IdentityFaults()
    now[0] = 11.0
    assert provider.begin(Journey(), back(Way.ENTRA), Language.NB)


def test_an_old_description_is_better_than_none(ids):
    now = [0.0]
    directory = ids.directory(Way.ENTRA, monotonic=lambda: now[0])
    known = directory.metadata()
    ids.standins.entra.faults = IdentityFaults(down=True)
    now[0] = 7200.0
    assert directory.metadata() == known


def test_a_code_works_once_and_only_with_its_own_verifier(ids):
    provider, journey, to = ids.provider(Way.ENTRA), Journey(), back(Way.ENTRA)

    def code() -> str:
        said = chosen(provider.begin(journey, to, Language.NB), "ida")
        return parse_qs(urlsplit(said).query)["code"][0]

    once = code()
    assert provider.finish(journey, to, once, None).roles
    for wrong in (journey, replace(journey, verifier=Journey().verifier)):
        with pytest.raises(SignInStopped) as caught:
            provider.finish(wrong, to, once if wrong is journey else code(), None)
        assert (caught.value.stop, caught.value.detail) == (Stop.CODE_REFUSED, "invalid_grant")


def test_what_a_provider_writes_in_words_is_not_kept(ids):
    error = stopped(ids, Way.ENTRA, IdentityFaults(token_error="Kari@kommune.example"))
    assert error.detail == "unknown"
    assert "kommune" not in repr(error)


def test_our_statement_is_made_anew_each_time_and_is_short_lived(ids):
    """The stand-in takes each only once, and none that lasts over two minutes."""
    provider = ids.provider(Way.ANSATTPORTEN)
    for _ in range(2):
        assert signed_in(provider, "sara", back(Way.ANSATTPORTEN)).key
    assert len(ids.standins.ansattporten.statements) >= 2


def test_a_key_that_is_not_registered_is_refused(ids, tmp_path):
    from cryptography.hazmat.primitives.asymmetric import rsa

    other = tmp_path / "other.pem"
    other.write_bytes(pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
    other.chmod(0o600)
    settings = ids.settings[Way.ANSATTPORTEN]
    ids.settings[Way.ANSATTPORTEN] = settings.model_copy(update={"key_file": other})
    try:
        error = stopped(ids, Way.ANSATTPORTEN, IdentityFaults())
    finally:
        ids.settings[Way.ANSATTPORTEN] = settings
    assert error.stop is Stop.CLIENT_REFUSED


def test_entra_takes_a_certificate_too(ids, tmp_path):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rutine")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(ids.private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=10))
        .sign(ids.private, hashes.SHA256())
    )
    from cryptography.hazmat.primitives.serialization import Encoding

    file = tmp_path / "entra.crt"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    site, settings = ids.standins.entra, ids.settings[Way.ENTRA]
    key_file = ids.settings[Way.ANSATTPORTEN].key_file
    registered = site.registration
    ids.settings[Way.ENTRA] = settings.model_copy(
        update={"client_secret": None, "certificate_file": file, "key_file": key_file}
    )
    site.registration = Registration(
        CLIENT[Way.ENTRA], public_key=ids.private.public_key(), redirects=registered.redirects
    )
    try:
        assert signed_in(ids.provider(Way.ENTRA), "ida", back(Way.ENTRA)).roles
    finally:
        ids.settings[Way.ENTRA], site.registration = settings, registered


def test_a_secret_may_lie_in_a_file_that_nobody_else_may_read(ids, tmp_path):
    settings, file = ids.settings[Way.ENTRA], tmp_path / "secret"
    ids.settings[Way.ENTRA] = settings.model_copy(
        update={"client_secret": None, "client_secret_file": file}
    )
    try:
        with pytest.raises(InputError, match="can't be read"):
            ids.provider(Way.ENTRA)
        file.write_text(settings.client_secret.get_secret_value() + "\n")
        file.chmod(0o644)
        with pytest.raises(InputError) as caught:
            ids.provider(Way.ENTRA)
        assert caught.value.code == "client_secret_exposed"
        file.chmod(0o600)
        assert signed_in(ids.provider(Way.ENTRA), "ida", back(Way.ENTRA)).roles
        file.write_text("changeme")
        with pytest.raises(InputError, match="no secret"):
            ids.provider(Way.ENTRA)
    finally:
        ids.settings[Way.ENTRA] = settings


def test_app_roles_may_have_other_names_and_bring_units(ids):
    settings = ids.settings[Way.ENTRA]
    ids.settings[Way.ENTRA] = settings.model_copy(
        update={
            "roles": {"reviewer": UserRole.AUDITOR},
            "units": {"reviewer": ("911000006",), "approver": (ALL_UNITS,)},
        }
    )
    try:
        provider = ids.provider(Way.ENTRA)
        ida = signed_in(provider, "ida", back(Way.ENTRA))
        gunn = signed_in(provider, "gunn", back(Way.ENTRA))
        rolf = signed_in(provider, "rolf", back(Way.ENTRA))
    finally:
        ids.settings[Way.ENTRA] = settings
    assert ida.roles == {UserRole.AUDITOR}
    assert ida.units == {"911000006"}
    assert ida.tells_units
    assert gunn.roles == frozenset()
    assert gunn.units is None
    assert rolf.units == frozenset(), "a role without units shows none"


@pytest.mark.parametrize("way", BOTH)
def test_signing_out_leads_to_the_provider_and_back_without_the_person(ids, way):
    provider = ids.provider(way)
    assert provider.end(f"{BACK}/logget-ut", Language.NB) is None, "nothing is fetched for it"
    provider.begin(Journey(), back(way), Language.NB)
    address = provider.end(f"{BACK}/logget-ut", Language.NB)
    asked = parse_qs(urlsplit(address).query)
    assert set(asked) == {"client_id", "post_logout_redirect_uri", "ui_locales"}
    assert chosen(address, "") == f"{BACK}/logget-ut"
