"""What people write: trimmed, not too long, and without national ids."""

from __future__ import annotations

from rutine.core.errors import InputError
from rutine.core.national_ids import holds_national_id

LONGEST = 2000
"""Characters."""


def checked(text: str, *, required: bool, missing: str = "comment_required") -> str:
    """The text as it is stored.

    Raises:
        InputError: the code `missing` for an empty text that is required; `comment_too_long`;
            `comment_national_id` when it holds one, which belongs in no free text.
    """
    comment = text.strip()
    if required and not comment:
        raise InputError(missing, "Say why.")
    if len(comment) > LONGEST:
        raise InputError("comment_too_long", f"Write {LONGEST} characters at most.")
    if holds_national_id(comment):
        raise InputError("comment_national_id", "The text holds a national id. Remove it.")
    return comment
