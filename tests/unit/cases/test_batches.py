"""Long lists are written at once, and nothing of them is left out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rutine.cases.batches import insert_all
from rutine.cases.tables import Subject
from tests.unit.cases.samples import Store


def test_a_column_that_only_a_later_row_says_is_never_left_out(store: Store) -> None:
    first = {"id": "1", "lookup": "one", "sealed": b""}
    second = {"id": "2", "lookup": "two", "sealed": b"", "restricted": True}
    with store.database.writing() as session, pytest.raises(ValueError, match="same columns"):
        insert_all(session, Subject, [first, second])
    with store.database.writing() as session:
        insert_all(session, Subject, [{**first, "restricted": False}, second])
        written = session.execute(select(Subject.id, Subject.restricted).order_by(Subject.id))
        assert [tuple(row) for row in written] == [("1", False), ("2", True)]
