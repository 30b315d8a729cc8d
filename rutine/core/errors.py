"""The kinds of failure, kept apart.

A *reason* is data on a case, for people (see `rutine.core.reasons`). An `InputError` is a
wrong file, mapping or command: it is not retried. A `ConnectorError` is technical and may
be retried. No message ever holds a national id, a name or an amount: Prefect writes
exception texts to disk.
"""

from __future__ import annotations


class RutineError(Exception):
    """Something went wrong that has a sentence and a remedy of its own.

    Attributes:
        code: a stable name, such as `browser_missing`; the command line and tests use it.
        message: what is wrong and where, without personal data.
        remedy: what to do about it.
    """

    exit_code = 2

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InputError(RutineError):
    """A file, mapping, setting or command is wrong; trying again does not help."""


class ConnectorError(RutineError):
    """The outside world failed in a way that may pass: timeouts, 5xx, a lost session."""


class AccessDenied(RutineError):  # noqa: N818 - the word people use
    """The person or system may not do this; a person must grant access first."""


class StaleVersion(RutineError):  # noqa: N818 - names the state, as SQLAlchemy's does
    """Someone else changed it first; read it again."""
