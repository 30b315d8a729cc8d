"""Whose a row is: by employee number, national id or e-mail, and never by name alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from rutine.cases.people.protection import restricted_lookups
from rutine.cases.people.register import lookup_of
from rutine.core.errors import InputError
from rutine.core.hr_records import YES
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.reading import day
from rutine.steps.shapes.same_number import numbers_of_two


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """One employee, as cases name them."""

    number: str
    person: Fnr | None
    name: str | None
    restricted: bool


class People:
    """The employees of a run.

    Several rows of one employee, one for each position, are one. Rows in which one employee
    number is two people's are `contested`: nobody's (`same_number`).

    Raises:
        InputError: `restricted_without_id`: somebody is marked as protected without a national
            id, which the mark is kept by.
    """

    def __init__(self, lists: Lists, place: Installation) -> None:
        every = lists.rows("employee")
        taken_twice = every["employee_number"].isin(list(numbers_of_two(every)))
        self.contested = every[taken_twice].reset_index(drop=True)
        rows = _merged(every[~taken_twice])
        self._marked_apart = _marked(self.contested)
        marked = _is_marked(rows)
        if (rows.loc[marked, "person"] == "").any() or (self._marked_apart["person"] == "").any():
            raise InputError(
                "restricted_without_id",
                "The list employee marks somebody as protected without a national id.",
                "Add the national id to the export: the mark is kept by it, in every routine.",
            )
        # A mark is a person's, whichever of their employee numbers it stands at.
        same = (rows["person"] != "") & rows["person"].isin(list(rows.loc[marked, "person"]))
        self.rows = rows.assign(restricted=rows["restricted"].mask(same, YES))
        self._numbers = frozenset(rows["employee_number"])
        self._own_id = dict(zip(rows["employee_number"], rows["person"], strict=True))
        self._by_person = _pairs(rows, "person")
        self._by_email = _once(_pairs(rows.assign(email=rows["email"].str.casefold()), "email"))
        apart = frozenset(self._marked_apart["employee_number"])
        self._hidden = self._protected_before(place) | apart
        self._at = {number: place for place, number in enumerate(self.rows["employee_number"])}

    def __contains__(self, number: object) -> bool:
        return number in self._numbers

    def known(self, number: str) -> Known:
        """What cases say of an employee; of one who is not listed, the number alone."""
        place = self._at.get(number)
        if place is None:
            return Known(number, None, None, restricted=number in self._hidden)
        row: Any = self.rows.iloc[place]
        return Known(
            number,
            Fnr(row["person"]) if row["person"] else None,
            row["name"] or None,
            restricted=row["restricted"].casefold() == YES or number in self._hidden,
        )

    def numbers_of(self, number: str) -> tuple[str, ...]:
        """Every employee number of the one who is listed with this: the same national id."""
        return self._by_person.get(self._own_id[number], (number,))

    def left_on(self, number: str) -> date | None:
        """The last day of an employee who is listed; None while there is none."""
        return day(self.rows["left"].iloc[self._at[number]])

    def _protected_before(self, place: Installation) -> frozenset[str]:
        """Those whom another list has marked: the store knows them by national id."""
        with place.database.reading() as session:
            marked = restricted_lookups(session)
        self._store_has_some = bool(marked)
        if not marked:
            return frozenset()
        every = pd.concat([self.rows, self.contested])
        pairs = zip(every["employee_number"], every["person"], strict=True)
        return frozenset(
            number
            for number, person in pairs
            if person and lookup_of(place.keys, Fnr(person)) in marked
        )

    @property
    def hidden(self) -> frozenset[str]:
        """The employee numbers of everybody whose rows are shown to nobody in a list's case."""
        return self._hidden | frozenset(_marked(self.rows)["employee_number"])

    @property
    def anybody_hidden(self) -> bool:
        """Whether a row of nobody that is known may be a protected person's."""
        return self._store_has_some or bool(self.hidden)

    @property
    def protected(self) -> list[Known]:
        """Those whose cases only few may see; of a number that is two people's, who is marked."""
        numbers = _marked(self.rows)["employee_number"]
        apart = self._marked_apart
        return [
            *(self.known(number) for number in numbers),
            *(
                Known(number, Fnr(person), None, restricted=True)
                for number, person in zip(apart["employee_number"], apart["person"], strict=True)
            ),
        ]

    @property
    def listed(self) -> list[Fnr]:
        """Everybody the list knows by national id."""
        return [Fnr(person) for person in self.rows["person"] if person]

    def whose(self, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows with their `subject`, an employee number; and those of nobody that is known.

        A row is somebody's by its employee number; where that is missing or unknown, by its
        national id, or by an e-mail address that one employee alone has. Where number and id
        are two people's, it is nobody's: also where nobody is listed with that id, and the
        number or address is somebody's with another. A national id with two numbers is both.
        """
        nothing = pd.Series("", index=rows.index)
        number = rows.get("employee_number", nothing)
        person = rows.get("person", nothing)
        email = rows.get("email", nothing).str.casefold()
        by_number = number.where(number.isin(self._numbers), "")
        found: list[tuple[str, ...]] = []
        for own, fnr, mail in zip(by_number, person, email, strict=True):
            of_person = self._by_person.get(fnr, ()) if fnr else ()
            if own:
                somebody: tuple[str, ...] = (own,)
            else:
                somebody = of_person or (self._by_email.get(mail, ()) if mail else ())
            another = fnr and any(self._own_id[each] not in {"", fnr} for each in somebody)
            aside = own and of_person and own not in of_person
            found.append(() if another or aside else somebody)
        taken = rows.assign(subject=pd.Series(found, index=rows.index, dtype="object"))
        nobody = taken["subject"].map(len) == 0
        return (
            taken[~nobody].explode("subject", ignore_index=True),
            rows[nobody.to_numpy()].reset_index(drop=True),
        )


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[_is_marked(rows)]


def _is_marked(rows: pd.DataFrame) -> pd.Series[bool]:
    """Which rows mark somebody as protected."""
    return rows["restricted"].str.casefold() == YES


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Each employee once: gone only where every row of them says so, protected where one does."""
    several = rows["employee_number"].duplicated(keep=False)
    if not several.any():
        return rows.reset_index(drop=True)
    ones = [_one(own) for _, own in rows[several].groupby("employee_number", sort=True)]
    return pd.concat([rows[~several], *ones]).sort_index(kind="stable").reset_index(drop=True)


def _one(rows: pd.DataFrame) -> pd.DataFrame:
    still = rows[rows["left"].isna()]
    found = (rows.sort_values("left", kind="stable").tail(1) if still.empty else still).head(1)
    values: dict[str, Any] = {
        column: next((text for text in [*found[column], *rows[column]] if text), "")
        for column in ("person", "name", "email")
    }
    if (rows["restricted"].str.casefold() == YES).any():
        values["restricted"] = YES
    if not still.empty:
        values["hired"] = still["hired"].min()
    return found.assign(**values)


def _pairs(rows: pd.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    filled = rows[rows[column] != ""]
    found: dict[str, tuple[str, ...]] = {}
    for value, number in zip(filled[column], filled["employee_number"], strict=True):
        found[value] = (*found.get(value, ()), number)
    return found


def _once(pairs: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Those that lead to one person: an address that two share tells nothing."""
    return {value: numbers for value, numbers in pairs.items() if len(numbers) == 1}
