"""What an API did not give; whoever asked decides what that means."""

from __future__ import annotations

from rutine.connectors.fetch_reasons import FetchReason


class ApiError(Exception):
    """An API refused, or gave no answer that can be used.

    Attributes:
        reason: why.
        detail: the API's own code, such as `MP-303`, or an HTTP status; never its text, which
            may name people or organisations.
    """

    def __init__(self, reason: FetchReason, detail: str | None = None) -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail
