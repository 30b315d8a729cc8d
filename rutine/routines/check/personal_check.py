"""What no file that people edit may hold: somebody's national id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rutine.core.identifiers import Fnr
from rutine.routines.check.finding import Finding

_ELEVEN = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


def personal_lines(text: str) -> list[int]:
    """The lines, from 1, in which something stands that may be a national id."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if any(Fnr.is_valid(re.sub(r"\D", "", each)) for each in _ELEVEN.findall(line))
    ]


def personal_findings(text: str) -> Iterator[Finding]:
    """One for each such line; what stands there is not repeated."""
    return (Finding((), "personal", line=line) for line in personal_lines(text))
