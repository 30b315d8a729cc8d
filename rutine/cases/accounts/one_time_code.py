"""One-time codes by the clock: TOTP (RFC 6238) over HOTP (RFC 4226), as every code app has it.

SHA-1, six digits and thirty seconds, because some apps ignore every other choice. HMAC does
not rest on what SHA-1 is weak in.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""Steps that a phone's clock may be off, either way."""


def step_of(moment: datetime) -> int:
    """Which code of all codes is valid at a moment."""
    return int(moment.timestamp()) // SECONDS


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def accepted_step(secret: bytes, code: str, moment: datetime, *, after: int) -> int | None:
    """The step that a typed code belongs to, None when it is wrong or used before.

    Every admissible code is compared, and each in constant time. `after` is the last step
    that was used: neither its code nor an older one gets anybody in again.
    """
    typed = "".join(code.split()).encode()
    now = step_of(moment)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        same = hmac.compare_digest(typed, code_at(secret, step).encode())
        if same and step > after:
            found = step
    return found
