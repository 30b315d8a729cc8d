"""Cells: the smallest things a line or a claim is written for, and the groups they make.

A cell is one month of one note. Whatever one line or one claim covers is one group, because it
was written for those cells, not because dates or sums look alike afterwards.
"""

from __future__ import annotations

from rutine.practice.courses import Course
from rutine.practice.days import Day, month_of
from rutine.practice.payments import Payment
from rutine.practice.payroll import Piece
from rutine.practice.truth import Group


class Cells:
    """The cells of a course at one job, in order, and which of them are bound together."""

    def __init__(self, course: Course) -> None:
        self._notes = course.notes
        self._base: list[int] = []
        count = 0
        for note in course.notes:
            self._base.append(count)
            count += month_of(note.last) - month_of(note.first) + 1
        self._bound = [False] * count  # to the next cell
        self._groups: dict[int, Group] = {}

    def _cell(self, n: int, day: Day) -> int:
        return self._base[n] + month_of(day) - month_of(self._notes[n].first)

    def bind(self, row: Payment | Piece) -> None:
        """Let the row hold together all cells from its first day to its last."""
        last = self._cell(row.last_note, row.last)
        for cell in range(self._cell(row.note, row.first), last):
            self._bound[cell] = True

    def group(self, row: Payment | Piece) -> Group:
        """The group a row belongs to; every row must be bound by now."""
        cell = self._cell(row.note, row.first)
        while cell and self._bound[cell - 1]:
            cell -= 1
        if cell not in self._groups:
            self._groups[cell] = Group()
        return self._groups[cell]

    def groups(self) -> list[Group]:
        """The groups with rows in them."""
        return [group for group in self._groups.values() if group.lines or group.claims]
