"""Letters go out encrypted or not at all, and nobody is left unsure unless the server is."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rutine.connectors.mail import MailServer, send_letter
from rutine.connectors.undelivered import Undelivered
from rutine.core import clock
from tests.letter_box import LetterBox, letter_box

TO = "kari@example.org"


def server(box: LetterBox, guard: str = "none", **more: str) -> MailServer:
    return MailServer("127.0.0.1", box.port, guard, "rutine@example.org", **more)


def send(box: LetterBox, guard: str = "none", **more: str) -> None:
    send_letter(server(box, guard, **more), TO, "Saker venter på deg", "Tre saker: æøå\n")


@pytest.fixture
def box() -> Iterator[LetterBox]:
    with letter_box() as opened:
        yield opened


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "box")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "box.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls_box(certificate: Path) -> Iterator[LetterBox]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with letter_box(context) as opened:
        yield opened


def test_a_letter_arrives_as_it_was_written(box: LetterBox) -> None:
    send(box)
    ((to, letter),) = box.letters
    assert to == letter["To"] == TO
    assert letter["Subject"] == "Saker venter på deg"
    assert letter["From"] == "rutine@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().strip() == "Tre saker: æøå"


def test_the_password_and_the_letter_are_said_only_once_the_way_is_encrypted(
    tls_box: LetterBox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(tls_box, "starttls", user="rutine", password="hemmelig")
    assert len(tls_box.letters) == 1
    plain = [said.partition(" ")[0].upper() for said, encrypted in tls_box.said if not encrypted]
    assert plain == ["EHLO", "STARTTLS"]


@pytest.mark.parametrize("guard", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_is_told_nothing(tls_box: LetterBox, guard: str) -> None:
    with pytest.raises(Undelivered) as refused:
        send(tls_box, guard, user="rutine", password="hemmelig")
    assert refused.value.code == "mail_unreachable"
    assert not refused.value.may_have_arrived
    assert not any("AUTH" in said for said, _ in tls_box.said)
    assert tls_box.letters == []


def test_a_server_without_encryption_is_not_given_the_letter(box: LetterBox) -> None:
    with pytest.raises(Undelivered) as refused:
        send(box, "starttls", user="rutine", password="hemmelig")
    assert not refused.value.may_have_arrived
    assert not any("AUTH" in said for said, _ in box.said)
    assert box.letters == []


@pytest.mark.parametrize(
    ("word", "answer", "unsure"),
    [
        ("AUTH", "535 no", False),
        ("MAIL", "550 no", False),
        ("RCPT", f"550 no {TO}", False),
        ("DATA", "554 no", False),
        (".", "554 no", False),
        (".", "drop", True),
    ],
)
def test_only_a_server_that_does_not_say_leaves_one_unsure(
    box: LetterBox, word: str, answer: str, unsure: bool
) -> None:
    box.answers[word] = answer
    with pytest.raises(Undelivered) as refused:
        send(box, user="rutine", password="hemmelig")
    assert refused.value.may_have_arrived is unsure
    assert TO not in str(refused.value)


def test_a_server_that_says_good_bye_badly_has_the_letter_all_the_same(box: LetterBox) -> None:
    box.answers["QUIT"] = "500 what"
    send(box)
    assert len(box.letters) == 1


def test_a_server_that_is_not_there_is_unreachable(box: LetterBox) -> None:
    gone = MailServer("127.0.0.1", box.port, "none", "rutine@example.org")
    box.server_close()
    box.shutdown()
    with pytest.raises(Undelivered) as refused:
        send_letter(gone, TO, "x", "y")
    assert refused.value.code == "mail_unreachable"
