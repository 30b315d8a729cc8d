"""Cases about a list rather than a person: rows that could not be used, and codes nobody knows.

Each is told once a run, however many rows it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.cases.kinds import LIST
from rutine.core.differences import Action, Difference, Evidence, Proof, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.formats.sentences import sentence
from rutine.steps.shapes.found import Used
from rutine.steps.shapes.lists import Lists, ReadList
from rutine.steps.shapes.subjects import Rows

_EMPLOYEES: Final = "employee"
"""The list of which no line is shown: it may be a protected person's."""

SHOWN: Final = 20
"""Rows and faults that a case shows."""

_MOST_CODES: Final = 25
"""Unknown codes that get a case each; more of them are a wrong column, and one case."""

_TOGETHER: Final = "together"
"""The key of that one case, where it is of a kind that has others."""


def list_case(
    employer: OrgNr,
    reason: str,
    name: str,
    evidence: Sequence[Evidence],
    proofs: Sequence[Proof] = (),
    *,
    own: str = "",
) -> Difference:
    """One case about a list; `own` tells it from others of the same list and reason."""
    return Difference(
        kind=LIST,
        reason=reason,
        employer=employer,
        reference=name,
        evidence=tuple(evidence),
        permitted=ANSWERS[reason],
        about=Subject(key=f"{reason} {name} {own}".strip(), proofs=tuple(proofs)),
    )


def unreadable(lists: Lists, employer: OrgNr, *, shown: bool = True) -> Iterator[Difference]:
    """L01: one case for each file with rows that are refused.

    Without `shown` no line is: a row that can't be read may be a protected person's.
    """
    for each in lists:
        if not each.refused_count:
            continue
        told = [sentence(error) for error in each.errors[:SHOWN]]
        unsound = sorted(each.refused.items())[: SHOWN - len(told)]
        rows = {error.line: "refused" for error in each.errors}
        rows |= dict(each.refused)
        yield list_case(
            employer,
            "L01",
            each.file.name,
            (
                said("rows", "count", each.reading.rows_in),
                said("rows_refused", "count", each.refused_count),
                *(said("fault", "text", words) for words in told),
                *(said(f"row_{what}", "count", row) for row, what in unsound),
            ),
            ()
            if each.file.record == _EMPLOYEES or not shown
            else [proof_of(lists, each.file.name, row) for row in sorted(rows)[:SHOWN]],
        )


def unmatched(
    lists: Lists, employer: OrgNr, record: str, rows: pd.DataFrame, *, shown: bool = True
) -> list[Difference]:
    """L02: rows of nobody that is known, in one case for the kind of record; `shown` as above.

    Of the list of employees itself: rows in which one number is two people's.
    """
    if rows.empty:
        return []
    what = "rows_of_two" if record == _EMPLOYEES else "rows_unmatched"
    return [
        list_case(
            employer,
            "L02",
            record,
            (said(what, "count", len(rows)), *places(rows)),
            proofs_of(lists, rows) if shown and record != _EMPLOYEES else (),
        )
    ]


def unknown_codes(
    lists: Lists, employer: OrgNr, rows: pd.DataFrame, known: Collection[str]
) -> list[Difference]:
    """L03: a case for each code that no requirement names, with how many rows have it."""
    strange = rows[~rows["code"].isin(list(known))]
    if strange.empty:
        return []
    codes = strange["code"].value_counts()
    if len(codes) > _MOST_CODES:
        evidence = (said("codes_unknown", "count", len(codes)),)
        return [list_case(employer, "L03", "achievement", evidence, proofs_of(lists, strange))]
    return [
        list_case(
            employer,
            "L03",
            "achievement",
            (said("code", "text", str(code)),),
            proofs_of(lists, strange[strange["code"] == code]),
            own=str(code),
        )
        for code in sorted(codes.index)
    ]


def few_or_one(
    cases: Sequence[Difference],
    reason: str,
    *,
    counted_as: str = "codes_unknown",
    shown: bool = True,
) -> list[Difference]:
    """The cases, those of a reason as one where they are more than anybody looks at one by one.

    So many codes that nobody knows are a wrong column or another system's list. The one has no
    correction to offer: what is wrong is not wrong with each of them. `counted_as` is what it
    calls them; without `shown` it tells where their lines stand, and shows none.
    """
    own = [each for each in cases if each.reason == reason]
    if len(own) <= _MOST_CODES:
        return list(cases)
    told = [each.about for each in own if each.about is not None]
    proofs = [proof for each in told for proof in each.proofs][:SHOWN]
    stand = [said("row", "text", f"{proof.source}: {proof.row}") for proof in proofs]
    one = Difference(
        kind=own[0].kind,
        reason=reason,
        employer=own[0].employer,
        reference=own[0].reference,
        evidence=(said(counted_as, "count", len(own)), *(() if shown else stand)),
        permitted=tuple(each for each in ANSWERS[reason] if each is not Action.CORRECT_LIST),
        due=min((each.due for each in own if each.due is not None), default=None),
        about=Subject(key=_TOGETHER, title=told[0].title, proofs=tuple(proofs if shown else ())),
    )
    return [*(each for each in cases if each.reason != reason), one]


def days_ahead(lists: Lists, employer: OrgNr, rows: pd.DataFrame, today: Any) -> list[Difference]:
    """L04: evidence that is dated after today."""
    late = rows[rows["day"] > pd.Timestamp(today)]
    if late.empty:
        return []
    evidence = (said("rows_ahead", "count", len(late)), *places(late))
    return [list_case(employer, "L04", "achievement", evidence, proofs_of(lists, late))]


def contradicting(lists: Lists, employer: OrgNr, rows: pd.DataFrame) -> list[Difference]:
    """L05: the same person, code and day, and two different ends or results."""
    told = rows.assign(ends=rows["valid_to"].astype("str"))[
        ["subject", "code", "day", "ends", "result"]
    ]
    apart = told.drop_duplicates().duplicated(["subject", "code", "day"], keep=False)
    if not apart.any():
        return []
    keys = told.loc[apart[apart].index, ["subject", "code", "day"]].drop_duplicates()
    both = rows.merge(keys, on=["subject", "code", "day"])
    evidence = (said("rows_contradicting", "count", len(both)), *places(both))
    return [list_case(employer, "L05", "achievement", evidence, proofs_of(lists, both))]


def said(field: str, kind: str, value: object) -> Evidence:
    """One thing that is said; there is no other side to hold it against."""
    return Evidence(field=field, kind=kind, left=None, right=str(value), equal=False)


def about_evidence(
    lists: Lists, employer: OrgNr, rows: Rows, known: Collection[str], today: date
) -> list[Difference]:
    """L03, L04 and L05, of the rows of people that are known."""
    told = rows.achievements.assign(hidden=rows.achievements["subject"].isin(rows.people.hidden))
    return [
        *unknown_codes(lists, employer, told, known),
        *days_ahead(lists, employer, told, today),
        *contradicting(lists, employer, told),
    ]


def proofs_of(lists: Lists, rows: pd.DataFrame, verdict: str = "") -> list[Proof]:
    """The first of some rows, to be shown with the file's own line; none of the protected."""
    if "hidden" in rows:
        rows = rows[~rows["hidden"]]
    pairs = zip(rows["file"].head(SHOWN), rows["row"].head(SHOWN), strict=True)
    return [proof_of(lists, name, int(row), verdict) for name, row in pairs]


def proof_of(lists: Lists, name: str, row: int, verdict: str = "", **more: Any) -> Proof:
    """One row."""
    each = lists.file(name)
    return Proof(
        record=each.file.record,
        source=name,
        sha256=each.file.sha256,
        row=row,
        verdict=verdict,
        **more,
    )


def places(rows: pd.DataFrame) -> Iterator[Evidence]:
    """Where the first of them stand: another row is another thing to look at."""
    for name, row in zip(rows["file"].head(SHOWN), rows["row"].head(SHOWN), strict=True):
        yield said("row", "text", f"{name}: {row}")


def used(each: ReadList, unmatched: int) -> Used:
    """What became of a file's rows where those of somebody known are all taken into account."""
    return Used(
        name=each.file.name,
        record=each.file.record,
        rows=each.reading.rows_in,
        refused=each.refused_count,
        unmatched=unmatched,
        used=len(each.rows) - unmatched,
    )


def counted(lists: Lists, unmatched_rows: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Input -> how many of its rows are of nobody that is known."""
    found: dict[str, int] = {each.file.name: 0 for each in lists}
    for rows in unmatched_rows.values():
        for name, count in rows["file"].value_counts().items():
            found[str(name)] += int(count)
    return found
