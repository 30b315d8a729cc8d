"""What people wrote beside decisions: bound by the trail, and gone when it is deleted."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, select

from rutine.cases.deciding.case_texts import keep_text
from rutine.cases.deciding.remarks import remark
from rutine.cases.lists.case_view import case_view
from rutine.cases.tables import AuditEntry, CaseText
from rutine.cases.trail.audit import append, verify
from rutine.core.errors import InputError
from tests.unit.cases.samples import KARI, Store


def comments(store: Store, case_id: str) -> list[str | None]:
    with store.database.reading() as session:
        return [each.comment for each in case_view(session, store.keys, case_id, KARI).history]


def test_the_trail_holds_a_print_and_not_the_words(store: Store, case_ids: tuple[str, ...]) -> None:
    for words in ("Ringte lønn", "Ringte lønn"):
        with store.database.writing() as session:
            remark(session, store.keys, case_ids[0], actor=KARI, text=words)
    with store.database.reading() as session:
        entries = session.scalars(select(AuditEntry.data).where(AuditEntry.action == "remarked"))
        prints = [json.loads(data)["print"] for data in entries]
    assert len(set(prints)) == 2  # salted: equal words do not show
    assert comments(store, case_ids[0])[-2:] == ["Ringte lønn"] * 2


def test_deleted_words_leave_the_trail_whole(store: Store, case_ids: tuple[str, ...]) -> None:
    with store.database.writing() as session:
        remark(session, store.keys, case_ids[0], actor=KARI, text="Ringte lønn")
    with store.database.writing() as session:
        session.execute(delete(CaseText))
        assert verify(session) is None
    assert comments(store, case_ids[0])[-1] is None


def test_exchanged_words_are_found(store: Store, case_ids: tuple[str, ...]) -> None:
    with store.database.writing() as session:
        remark(session, store.keys, case_ids[0], actor=KARI, text="Ringte lønn")
        keep_text(session, store.keys, case_ids[0], "Ringte ingen")
        session.flush()
        first, other = session.scalars(select(CaseText)).all()
        kept, plain = (first, other) if _is(session, first) else (other, first)
        sealed = store.keys.decrypt(plain.sealed, f"case text:{plain.id}")
        kept.sealed = store.keys.encrypt(sealed, f"case text:{kept.id}")
    with pytest.raises(InputError) as changed:
        comments(store, case_ids[0])
    assert changed.value.code == "text_changed"


def _is(session, text: CaseText) -> bool:
    data = session.scalar(select(AuditEntry.data).where(AuditEntry.action == "remarked"))
    return json.loads(data)["text"] == text.id


def test_what_was_written_in_the_trail_itself_before_still_reads(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    case_id = case_ids[0]
    words, reason = (
        store.keys.encrypt(text.encode(), f"{kind}:{case_id}").hex()
        for kind, text in (("remark", "Gammelt notat"), ("reveal", "Gammel grunn"))
    )
    with store.database.writing() as session:
        append(session, KARI, "remarked", case_id, {"words": words})
        append(session, KARI, "revealed", case_id, {"subject": "x", "reason": reason})
    assert comments(store, case_id)[-2:] == ["Gammelt notat", "Gammel grunn"]
