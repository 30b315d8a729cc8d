"""Nobody outside this machine is let in through a door that is not guarded."""

from __future__ import annotations

import ssl
import threading
import urllib.error
import urllib.request
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rutine.core.errors import InputError
from rutine.review import ReviewServer
from rutine.review.guards.doorway import Doorway
from rutine.review.guards.pace import Pace

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # as in conftest
    from starlette.testclient import TestClient

ADDRESS = "https://rutine.example.org"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is tested
PROXY = frozenset({"10.0.0.5"})
ON_LOOPBACK = Doorway("127.0.0.1")
BEHIND_PROXY = Doorway(EVERYWHERE, ADDRESS, proxies=PROXY, local=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "tls.crt", folder / "tls.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def refused(door: Doorway) -> InputError:
    with pytest.raises(InputError) as caught:
        door.check()
    return caught.value


@pytest.mark.parametrize(
    "door",
    [
        ON_LOOPBACK,
        replace(ON_LOOPBACK, host="::1"),
        replace(ON_LOOPBACK, address="http://localhost:4455"),
        BEHIND_PROXY,
        replace(BEHIND_PROXY, host="127.0.0.1", proxies=frozenset({"127.0.0.1"})),
        replace(BEHIND_PROXY, local=True, local_code=True),
    ],
)
def test_what_is_guarded_may_open(door):
    door.check()


@pytest.mark.parametrize(
    ("door", "code", "named"),
    [
        (Doorway(EVERYWHERE), "review_not_loopback", "RUTINE_REVIEW_PROXIES"),
        (Doorway(EVERYWHERE, ADDRESS), "review_not_loopback", "RUTINE_REVIEW_CERTIFICATE"),
        (Doorway("10.1.2.3", local=False), "review_not_loopback", "127.0.0.1"),
        (replace(BEHIND_PROXY, address=None), "review_address_missing", "RUTINE_REVIEW_ADDRESS"),
        (
            replace(BEHIND_PROXY, address="http://rutine.example.org"),
            "review_address_missing",
            "https://",
        ),
        (replace(ON_LOOPBACK, address=ADDRESS), "review_address_unserved", "RUTINE_REVIEW_PROXIES"),
        (
            replace(ON_LOOPBACK, address="http://rutine"),
            "review_address_unserved",
            "RUTINE_REVIEW_CERTIFICATE",
        ),
        (
            replace(BEHIND_PROXY, local=True),
            "review_needs_second_factor",
            "RUTINE_SIGN_IN__LOCAL_CODE",
        ),
        (
            # On loopback, but the whole municipality comes in through the proxy.
            replace(BEHIND_PROXY, host="127.0.0.1", local=True),
            "review_needs_second_factor",
            "RUTINE_SIGN_IN__LOCAL",
        ),
        (
            replace(ON_LOOPBACK, certificate=Path("a.crt")),
            "review_certificate_half",
            "RUTINE_REVIEW_CERTIFICATE_KEY",
        ),
    ],
)
def test_each_refusal_names_what_to_set(door, code, named):
    error = refused(door)
    assert error.code == code
    assert named in error.remedy


def test_a_certificate_that_can_not_be_used_is_found_before_anybody_comes(certificate, tmp_path):
    other = tmp_path / "other.key"
    other.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    door = replace(ON_LOOPBACK, address=ADDRESS, certificate=certificate[0])
    replace(door, key=certificate[1]).check()
    for key in (other, tmp_path / "missing", certificate[0]):
        error = refused(replace(door, key=key))
        assert error.code == "review_certificate_unusable"


def test_the_app_does_tls_itself(store, certificate):
    app = store.app(secure=True, address="https://127.0.0.1")
    server = ReviewServer(app, "127.0.0.1", 0, certificate=certificate[0], key=certificate[1])
    port = server._socket.getsockname()[1]
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    try:
        trusts = ssl.create_default_context(cafile=str(certificate[0]))
        asked = urllib.request.Request(
            f"https://127.0.0.1:{port}/logg-inn", headers={"Host": "127.0.0.1"}
        )
        with urllib.request.urlopen(asked, context=trusts) as answer:  # noqa: S310 - our own
            assert answer.status == 200
            assert answer.headers["strict-transport-security"]
            assert answer.headers["set-cookie"].startswith("__Host-rutine_")
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/logg-inn")
    finally:
        server.stop()
        thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("rutine.example.org", 200),
        ("RUTINE.example.org:443", 200),
        ("rutine.example.org:8443", 400),
        ("example.org", 400),
        ("127.0.0.1", 400),
        ("localhost", 400),
        ("", 400),
    ],
)
def test_over_tls_only_the_public_name_is_answered(store, host, status):
    client = TestClient(store.app(secure=True), base_url=ADDRESS)
    assert client.get("/logg-inn", headers={"Host": host}).status_code == status


def behind(store, peer: str, **headers: str):
    app = store.app(secure=True, proxies=PROXY)
    client = TestClient(app, base_url=ADDRESS, client=(peer, 4711))
    return client.get("/logg-inn", headers=headers)


def test_behind_a_proxy_nobody_else_is_answered(store):
    assert behind(store, "10.0.0.5").status_code == 200
    assert behind(store, "::ffff:10.0.0.5").status_code == 200
    for stranger in ("10.0.0.6", "127.0.0.1", "testclient"):
        answer = behind(store, stranger, **{"X-Forwarded-For": "10.0.0.5"})
        assert answer.status_code == 403
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_came_to_the_proxy_without_tls_is_refused(store):
    assert behind(store, "10.0.0.5", **{"X-Forwarded-Proto": "https"}).status_code == 200
    assert behind(store, "10.0.0.5", **{"X-Forwarded-Proto": "http"}).status_code == 400
    assert behind(store, "10.0.0.5", **{"X-Forwarded-Proto": "https, http"}).status_code == 400


def test_addresses_are_told_apart_by_what_the_proxy_adds_not_by_what_people_say(store, monkeypatch):
    counted: list[str] = []
    monkeypatch.setattr(Pace, "wait", lambda _self, address: counted.append(address) or 0)
    app = store.app(secure=True, proxies=PROXY)
    client = TestClient(app, base_url=ADDRESS, client=("10.0.0.5", 4711))
    token = client.get("/logg-inn").text.partition('name="csrf" value="')[2].partition('"')[0]
    client.post(
        "/logg-inn",
        data={"csrf": token, "username": "kari", "password": "x"},
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"},
    )
    assert counted == ["203.0.113.9"]
    plain = TestClient(store.app(secure=True), base_url=ADDRESS, client=("192.0.2.7", 4711))
    token = plain.get("/logg-inn").text.partition('name="csrf" value="')[2].partition('"')[0]
    plain.post(
        "/logg-inn",
        data={"csrf": token, "username": "kari", "password": "x"},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )
    assert counted[1:] == ["192.0.2.7"], "without a proxy the header is anybody's word"


def test_an_address_that_waits_may_try_again():
    now = [0.0]
    pace = Pace(most=3, window=60, monotonic=lambda: now[0])
    assert [pace.wait("a") for _ in range(4)] == [0, 0, 0, 60]
    assert pace.wait("b") == 0
    now[0] = 59.0
    assert pace.wait("a") == 1
    now[0] = 60.0
    assert pace.wait("a") == 0, "refused attempts are not counted"


def test_a_machine_that_chooses_another_address_of_its_own_is_the_same():
    pace = Pace(most=1, window=60, monotonic=lambda: 0.0)
    assert pace.wait("2001:db8:0:1::1") == 0
    assert pace.wait("2001:db8:0:1:ffff::9") == 60
    assert pace.wait("2001:db8:0:2::1") == 0
    assert pace.wait("192.0.2.7") == 0
    assert pace.wait("::ffff:192.0.2.7") == 60
