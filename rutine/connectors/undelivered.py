"""A message that did not go out, or may not have."""

from __future__ import annotations

from rutine.core.errors import ConnectorError


class Undelivered(ConnectorError):  # noqa: N818 - the word people use
    """The receiver's server refused, or did not answer.

    Attributes:
        may_have_arrived: the server had all of it and did not say what became of it. Sent
            again, it could come twice.
    """

    def __init__(self, code: str, message: str, remedy: str, *, may_have_arrived: bool) -> None:
        super().__init__(code, message, remedy)
        self.may_have_arrived = may_have_arrived
