"""The kinds of failure, kept apart.

A *reason* is data on a case, for people (see `rutine.core.reasons`). An `InputError` is a
wrong file, mapping or command: it is not retried. A `ConnectorError` is technical and may
be retried. No message ever holds a national id, a name or an amount: Prefect writes
exception texts to disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Detail = str | int | Mapping[Literal["nb", "nn", "en"], str]
"""A value in an error's sentence; a mapping holds it by language."""


class RutineError(Exception):
    """Something went wrong that has a sentence and a remedy of its own.

    Attributes:
        code: a stable name, such as `browser_missing`; the command line and tests use it.
        message: what is wrong and where, without personal data.
        remedy: what to do about it.
        details: what the sentence is about, by name, so that it can be said in another language:
            a file's name, a count, titles by language. No personal data.
    """

    exit_code = 2

    def __init__(self, code: str, message: str, remedy: str = "", **details: Detail) -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.details = details

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
