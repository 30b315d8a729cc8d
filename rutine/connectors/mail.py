"""Letters by SMTP, over TLS unless the server is this machine.

No text of an error is kept: servers repeat addresses in them.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final, Literal

from rutine.connectors.undelivered import Undelivered
from rutine.core import clock

_SECONDS: Final = 30.0
_GREETING_SECONDS: Final = 5.0
"""For somebody who waits at the command line."""
_REFUSED: Final = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where letters are handed in, and from whom. `guard` is how the way there is encrypted."""

    host: str
    port: int
    guard: Literal["starttls", "tls", "none"]
    sender: str
    user: str | None = None
    password: str | None = None


def send_letter(server: MailServer, address: str, subject: str, text: str) -> None:
    """Send one letter in plain text.

    Raises:
        Undelivered: `mail_unreachable`, `mail_refused` or `mail_unsure`.
    """
    letter = _letter(server, address, subject, text)
    connection = _connection(server)
    try:
        connection.send_message(letter)
    except _REFUSED as error:
        raise _refused(error) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(
            "mail_unsure",
            f"The mail server did not say what became of a letter ({type(error).__name__}).",
            "It is not sent again today. See the mail server's log.",
            may_have_arrived=True,
        ) from None
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def greet(server: MailServer) -> None:
    """Sign in as for a letter, and leave without one.

    Raises:
        Undelivered: `mail_unreachable` or `mail_refused`.
    """
    connection = _connection(server, _GREETING_SECONDS)
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    connection.close()


def _letter(server: MailServer, address: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = server.sender, address, subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"  # no answer that somebody is on holiday
    letter.set_content(text)
    return letter


def _connection(server: MailServer, seconds: float = _SECONDS) -> smtplib.SMTP:
    """Encrypted before anything is said. A server that can't is not spoken to."""
    context = ssl.create_default_context()
    connection: smtplib.SMTP | None = None
    try:
        if server.guard == "tls":
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=seconds, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
        if server.guard == "starttls":
            connection.starttls(context=context)
        if server.user is not None:
            connection.login(server.user, server.password or "")
    except (OSError, smtplib.SMTPException) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, smtplib.SMTPException):
            raise _refused(error) from None
        raise Undelivered(
            "mail_unreachable",
            f"The mail server can't be reached safely ({type(error).__name__}).",
            "Check host, port and guard under [notices] in rutine.toml.",
            may_have_arrived=False,
        ) from None
    return connection


def _refused(error: Exception) -> Undelivered:
    return Undelivered(
        "mail_refused",
        f"The mail server refused a letter ({type(error).__name__}).",
        "Check user, password, sender and guard under [notices], and the person's address.",
        may_have_arrived=False,
    )
