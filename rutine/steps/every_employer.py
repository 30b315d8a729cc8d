"""How the runs of every employer ended, together."""

from __future__ import annotations

from collections.abc import Mapping

from rutine.core.errors import RutineError


def all_settled(ends: Mapping[str, object]) -> list[str]:
    """The runs' ids, in the employers' order.

    Args:
        ends: organisation number -> the run's id, or the error that it ended with.

    Raises:
        RutineError: `employers_failed`, naming those that ended badly by the errors' codes.
    """
    failed = {
        employer: end.code if isinstance(end, RutineError) else type(end).__name__
        for employer, end in ends.items()
        if not isinstance(end, str)
    }
    if failed:
        which = ", ".join(f"{employer} ({code})" for employer, code in failed.items())
        raise RutineError(
            "employers_failed",
            f"{len(failed)} of {len(ends)} employers could not be settled: {which}.",
            "Run each of them alone with --employer: it says why.",
            failed=len(failed),
            employers=len(ends),
            which=which,
        )
    return [str(end) for end in ends.values()]
