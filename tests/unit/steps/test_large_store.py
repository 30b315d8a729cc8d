"""A run looks at its own employer's rows, however many others the store holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, event

from rutine.installation import Installation
from tests.posting_home import run
from tests.practice_home import Home

_GROWS: Final = (
    *("cases", "case_rows", "reports", "settlements", "settled_rows", "claims", "subjects"),
    *("postings", "input_files", "row_outcomes", "audit"),
)
_FROM_THE_END: Final = re.compile(r"ORDER BY audit\.seq DESC\s+LIMIT")
"""The newest entry of the trail, or the last that says something: found at once."""


@contextmanager
def statements() -> Iterator[dict[str, Any]]:
    """Every statement that the block asks the engine for, with the first values it had."""
    seen: dict[str, Any] = {}

    def note(
        _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool
    ) -> None:
        seen.setdefault(statement, values[0] if many else values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_run_reads_no_table_that_grows_from_end_to_end(place: Installation, home: Home) -> None:
    """But for the first, after which every case is known to be for those whom its file names."""
    run(place, home, home.months[0])
    with statements() as asked:
        run(place, home, home.months[1])
    tables = "|".join(_GROWS)
    # One side is half of a table, and one source or routine all of it.
    half = r"\((side=\?|routine=\?|source=\?( AND report_id>\?)?)\)$"
    # Nor all that a routine's runs came to, to find the last of them.
    runs = r"SEARCH runs USING INDEX \w+ \(routine=\?\)$"
    scanned = re.compile(rf"SCAN ({tables})\b|SEARCH ({tables}) .*{half}|{runs}")
    found = set()
    with place.database.reading() as session:
        connection = session.connection()
        for statement, values in asked.items():
            if statement.startswith(("PRAGMA", "BEGIN")) or _FROM_THE_END.search(statement):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            found |= {(step, statement) for *_, step in plan if scanned.match(step)}
    assert not found
