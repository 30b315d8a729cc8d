"""`rutine doctor` on how people come in and how they are told, and `rutine review`'s refusals."""

from __future__ import annotations

import re
import socket
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rutine.cases.accounts.sign_in import Way
from rutine.practice.standins.identity import IdentityFaults
from rutine.practice.standins.identity.server import TENANT
from rutine.settings import Settings
from tests.command_line import ROOT, rutine
from tests.identity import CLIENT, SECRET, identities


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    with identities(tmp_path_factory.mktemp("identities")) as found:
        yield found


@pytest.fixture
def ids(everywhere):
    yield everywhere
    everywhere.standins.set_faults(IdentityFaults())


@pytest.fixture
def both(ids) -> dict[str, str]:
    """Both providers, as IT would set them in the environment."""
    porten = ids.settings[Way.ANSATTPORTEN]
    return {
        "RUTINE_SIGN_IN__ENTRA__TENANT": TENANT,
        "RUTINE_SIGN_IN__ENTRA__CLIENT_ID": CLIENT[Way.ENTRA],
        "RUTINE_SIGN_IN__ENTRA__CLIENT_SECRET": SECRET,
        "RUTINE_SIGN_IN__ENTRA__ADDRESS": ids.standins.entra.url,
        "RUTINE_SIGN_IN__ANSATTPORTEN__CLIENT_ID": CLIENT[Way.ANSATTPORTEN],
        "RUTINE_SIGN_IN__ANSATTPORTEN__KEY_ID": "our-key",
        "RUTINE_SIGN_IN__ANSATTPORTEN__KEY_FILE": str(porten.key_file),
        "RUTINE_SIGN_IN__ANSATTPORTEN__ADDRESS": ids.standins.ansattporten.url,
    }


def doctor(home: Path, **environment: str) -> tuple[int, str]:
    """The exit code, and what was said on one line each."""
    answered = rutine("doctor", home=home, **environment)
    assert SECRET not in answered.stdout + answered.stderr
    return answered.returncode, re.sub(r"\s+", " ", answered.stdout + answered.stderr)


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rutine.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=days, hours=1))
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


def test_each_way_in_is_seen_with_the_address_to_register(tmp_path, both):
    code, said = doctor(tmp_path, **both)
    assert code == 0
    for way in ("entra", "ansattporten"):
        assert f"redirect address http://127.0.0.1:4455/logg-inn/{way}/svar" in said
    assert "after signing out http://127.0.0.1:4455/logget-ut" in said
    assert said.count("our clock is") == 2
    assert "RUTINE_SIGN_IN__LOCAL=false" in said
    assert "nobody is told of what waits" in said


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (IdentityFaults(down=True), "does not answer"),
        (IdentityFaults(seconds_off=300), "set its clock by NTP"),
        (IdentityFaults(described_as_other=True), "is not Entra ID"),
        (IdentityFaults(description_no_json=True), "is not Entra ID"),
    ],
)
def test_what_is_wrong_on_the_way_to_a_provider_is_told(tmp_path, ids, both, faults, told):
    ids.standins.set_faults(faults)
    code, said = doctor(tmp_path, **both)
    assert code == 2
    assert told in said


def test_a_wrong_tenant_is_told(tmp_path, both):
    both["RUTINE_SIGN_IN__ENTRA__TENANT"] = TENANT.replace("1111", "0000")
    code, said = doctor(tmp_path, **both)
    assert code == 2
    assert "Check the tenant under [sign_in.entra]." in said


def test_a_key_that_others_may_read_is_told(tmp_path, ids, both):
    copy = tmp_path / "copy.pem"
    copy.write_bytes(ids.settings[Way.ANSATTPORTEN].key_file.read_bytes())
    copy.chmod(0o644)
    both["RUTINE_SIGN_IN__ANSATTPORTEN__KEY_FILE"] = str(copy)
    code, said = doctor(tmp_path, **both)
    assert code == 2
    assert "may be read by others" in said


@pytest.mark.parametrize(
    ("days", "code", "told"),
    [(90, 0, "90 days left"), (20, 0, "Renew it"), (-3, 2, "ran out 3 days ago")],
)
def test_the_days_of_the_certificate_are_counted(tmp_path, days, code, told):
    crt, key = certificate(tmp_path, days)
    given = {
        "RUTINE_REVIEW_ADDRESS": "https://rutine.example.org",
        "RUTINE_REVIEW_CERTIFICATE": str(crt),
        "RUTINE_REVIEW_CERTIFICATE_KEY": str(key),
    }
    answered, said = doctor(tmp_path, **given)
    assert told in said
    assert answered == code
    assert "https://rutine.example.org, with TLS of its own" in said


def test_a_mail_server_and_a_webhook_are_greeted_and_told_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as hook:
        given = {
            "RUTINE_NOTICES__HOST": "127.0.0.1",
            "RUTINE_NOTICES__PORT": str(port),
            "RUTINE_NOTICES__GUARD": "none",
            "RUTINE_NOTICES__SENDER": "rutine@kommune.example",
            "RUTINE_NOTICES__WEBHOOK": f"http://127.0.0.1:{hook.getsockname()[1]}/hemmelig",
        }
        code, said = doctor(tmp_path, **given)
        assert code == 2
        assert "The mail server can't be reached safely" in said
        assert "its server answers" in said
        assert "hemmelig" not in said
        heard, _ = hook.accept()
        with heard:
            assert heard.recv(1) == b""


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"RUTINE_REVIEW_HOST": "0.0.0.0"}, "RUTINE_REVIEW_PROXIES"),  # noqa: S104 - refused
        (
            {"RUTINE_REVIEW_HOST": "0.0.0.0", "RUTINE_REVIEW_PROXIES": '["10.0.0.5"]'},  # noqa: S104
            "RUTINE_REVIEW_ADDRESS",
        ),
        (
            {
                "RUTINE_REVIEW_PROXIES": '["127.0.0.1"]',
                "RUTINE_REVIEW_ADDRESS": "https://rutine.example.org",
            },
            "RUTINE_SIGN_IN__LOCAL_CODE",
        ),
        ({"RUTINE_REVIEW_ADDRESS": "https://rutine.example.org"}, "RUTINE_REVIEW_PROXIES"),
        ({"RUTINE_SIGN_IN__LOCAL": "false"}, "nobody could sign in"),
        ({"RUTINE_REVIEW_PROXIES": '["everybody"]'}, "review_proxies"),
    ],
)
def test_the_app_does_not_start_until_its_door_is_guarded(tmp_path, given, named):
    words = ("user", "add", "kari", "--display-name", "K")
    assert rutine(*words, home=tmp_path, stdin="et langt passord\n").returncode == 0
    refused = rutine("review", home=tmp_path, **given)
    assert refused.returncode == 2
    assert named in refused.stderr


@pytest.mark.parametrize("secret", ["changeme", "x" * 40, "secret", ""])
def test_a_secret_that_is_none_is_refused_and_not_repeated(tmp_path, both, secret):
    both["RUTINE_SIGN_IN__ENTRA__CLIENT_SECRET"] = secret
    refused = rutine("doctor", home=tmp_path, **both)
    assert refused.returncode == 2
    assert "no secret" in refused.stderr
    assert "xxx" not in refused.stderr


@pytest.mark.parametrize(
    "more",
    [
        {"RUTINE_SIGN_IN__ENTRA__CLIENT_SECRET_FILE": "/etc/hostname"},
        {"RUTINE_SIGN_IN__ENTRA__TENANT": "common"},
        {"RUTINE_SIGN_IN__ENTRA__ADDRESS": "https://login.example.org"},
        {"RUTINE_SIGN_IN__ENTRA__UNITS": '{"skole": ["123"]}'},
        {"RUTINE_SIGN_IN__ENTRA__ROLES": '{"sjef": "boss"}'},
    ],
)
def test_settings_that_would_let_in_others_are_refused(tmp_path, both, more):
    refused = rutine("doctor", home=tmp_path, **{**both, **more})
    assert refused.returncode == 2
    assert "sign_in.entra" in refused.stderr


def test_what_the_how_to_says_to_write_can_be_written(tmp_path):
    """Each block of TOML in it, with a value where it has dots."""
    page = (ROOT / "docs" / "how-to" / "sign-in.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 4
    read = [tomllib.loads(each.replace("…", "practice-client")) for each in blocks]
    proxy, own, entra, porten = read
    assert Settings(home=tmp_path, **proxy).review_proxies
    assert Settings(home=tmp_path, **own).review_certificate_key
    given = Settings(home=tmp_path, **entra).sign_in
    assert given.entra.issuer.startswith("https://login.microsoftonline.com/")
    assert not given.local
    assert Settings(home=tmp_path, **porten).sign_in.ansattporten.level == "high"
    for name in set(re.findall(r"RUTINE_[A-Z_]+", page)):
        top = name.removeprefix("RUTINE_").partition("__")[0].lower()
        assert top in Settings.model_fields, name


def test_with_a_provider_no_local_account_is_needed(tmp_path, both):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answered = rutine("review", "--port", port, home=tmp_path, **both)
    assert "RUTINE_REVIEW_PORT" in answered.stderr, "it came as far as the port"


def test_without_local_accounts_nobody_acts_with_a_password(tmp_path, both):
    words = ("user", "add", "kari", "--display-name", "K")
    assert rutine(*words, home=tmp_path, stdin="et langt passord\n").returncode == 0
    off = {**both, "RUTINE_SIGN_IN__LOCAL": "false"}
    link = rutine("user", "first-admin", home=tmp_path, **off)
    assert link.returncode == 2
    assert "app-rollen administrator" in link.stderr
    export = ("cases", "export", tmp_path / "x.xlsx", "--as", "kari")
    refused = rutine(*export, home=tmp_path, stdin="et langt passord\n\n", **off)
    assert refused.returncode == 2
    assert "i appen" in refused.stderr
