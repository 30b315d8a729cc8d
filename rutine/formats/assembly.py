"""Blocks of cells put together into columns of right rows and one list of row errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from rutine.core.records import COLUMNS, OPTIONAL, ColumnKind
from rutine.formats.blocks import Block, RowFault
from rutine.formats.cells import Mask
from rutine.formats.columns import Column, read_column
from rutine.formats.format_model import FileField, FormatFile
from rutine.formats.given import given_cells, given_fields
from rutine.formats.identifier_columns import Identities
from rutine.formats.kept_columns import KeptColumn, KeptNumbers, column_for, keep, repeated
from rutine.formats.row_error import Fault, RowError
from rutine.formats.trimming import prepared

_WHOLE_ROW = -1
_ROW = "row"  # the line, which the reader gives
_COUNTED: Mapping[str, Literal["row", "entry"]] = {"xlsx": "row", "xml": "entry"}


@dataclass(frozen=True, eq=False, slots=True)
class Assembled:
    """A file that has been read.

    Attributes:
        columns: the right rows, by the record's fields.
        count: how many they are.
        errors: what is wrong with the others, in the file's order, as many as were asked for.
        error_count: how many faults there were in all.
        rows_in: rows seen.
    """

    columns: dict[str, KeptColumn]
    count: int
    errors: tuple[RowError, ...]
    error_count: int
    rows_in: int


class Assembly:
    """One file being read: what is kept of its rows, and what is wrong with the others."""

    def __init__(
        self,
        form: FormatFile,
        source: str,
        identities: Identities,
        today: date,
        most_errors: int,
    ) -> None:
        self._form = form
        self._most_errors = most_errors
        self._source = source
        self._identities: Identities = identities
        self._today = today
        self._counted: Literal["row", "line", "entry"] = _COUNTED.get(form.kind, "line")
        self._errors: list[RowError] = []
        self._error_count = 0
        self._rows_in = 0
        self._first_values: dict[str, Any] = {}  # by heading, for what is the same in a file
        self._first_lengths: dict[str, int] = {}
        self._fields = (*form.fields, *given_fields(form))
        types = {field.into: field.type for field in self._fields}
        self._lines = KeptNumbers(ColumnKind.INTEGER)
        self._kept: dict[str, KeptColumn] = {
            name: self._lines if name == _ROW else column_for(kind, types.get(name))
            for name, kind in COLUMNS[form.record].items()
            if name == _ROW or name in types or name not in OPTIONAL[form.record]
        }

    def add(self, block: Block) -> None:
        """Read a block: keep its right rows, list the faults of the others."""
        given = given_cells(self._form, len(block.lines))
        told = (*(block.told or ({},) * len(block.cells)), *({},) * len(given))
        cells_of = (*block.cells, *given)
        columns = [
            read_column(field, prepared(field, cells), self._identities, self._today, known)
            for field, cells, known in zip(self._fields, cells_of, told, strict=True)
        ]
        for column in columns:
            self._hold_against_file(column)
        self._check_day_order(columns)
        refused = np.isin(block.lines, [fault.line for fault in block.row_faults])
        without_cells = len(block.row_faults) - int(np.count_nonzero(refused))
        self._rows_in += len(block.lines) + without_cells
        self._list_faults(block, columns)
        for column in columns:
            refused |= column.faults != 0
        self._keep(block.lines, columns, ~refused)

    def finish(self) -> Assembled:
        """The right rows' columns, the listed errors, and how many of each there were."""
        lines = self._lines.values
        if self._form.unique:
            again = repeated([self._kept[name] for name in self._form.unique], len(lines))
            if again.any():
                self._refuse_repeated(lines[again])
                for column in self._kept.values():
                    column.leave_out(again)
        return Assembled(
            columns=self._kept,
            count=len(self._lines.values),
            errors=tuple(sorted(self._errors, key=lambda error: error.line)),
            error_count=self._error_count,
            rows_in=self._rows_in,
        )

    def _hold_against_file(self, column: Column) -> None:
        """Check what must be the same on every line against the file's first right value."""
        heading = column.field.heading
        if column.field.same_width_in_file:
            rows = column.usable()
            if rows.any():
                first = int(column.cells.lengths[rows][0])
                length = self._first_lengths.setdefault(heading, first)
                column.mark(rows & (column.cells.lengths != length), Fault.WIDTH_VARIES)
        if column.field.same_in_file:
            rows = column.usable()
            if rows.any():
                value = self._first_values.setdefault(heading, column.value_at(int(rows.argmax())))
                column.mark(rows & column.differs_from(value), Fault.DIFFERS_IN_FILE)

    def _check_day_order(self, columns: list[Column]) -> None:
        by_name = {column.field.into: column for column in columns}
        for order in self._form.day_order:
            first, last = by_name[order.first], by_name[order.last]
            both = first.usable() & last.usable()
            last.mark(both & (last.read < first.read), Fault.DAYS_REVERSED)

    def _list_faults(self, block: Block, columns: list[Column]) -> None:
        """Count a block's faults and list them in the file's order, as far as there is room."""
        self._error_count += len(block.row_faults)
        room = self._most_errors - len(self._errors)
        # Line, field's place (-1: the whole row), and the row in the block or among the faults.
        found = [
            (fault.line, _WHOLE_ROW, place) for place, fault in enumerate(block.row_faults[:room])
        ]
        for place, column in enumerate(columns):
            rows = np.flatnonzero(column.faults)
            self._error_count += len(rows)
            # What is not among the first of its column is not among the first of the file.
            found.extend((int(block.lines[row]), place, int(row)) for row in rows[:room])
        for line, place, row in sorted(found)[:room]:
            if place == _WHOLE_ROW:
                self._errors.append(self._row_error(block.row_faults[row]))
            else:
                self._errors.append(self._cell_error(line, columns[place], row))

    def _row_error(self, fault: RowFault) -> RowError:
        return RowError(
            source=self._source,
            sheet=self._form.sheet,
            line=fault.line,
            code=fault.fault,
            value_class=fault.value_class,
            expected=fault.expected,
            counted=self._counted,
        )

    def _cell_error(self, line: int, column: Column, row: int) -> RowError:
        fault, seen, expected = column.fault_at(row)
        if fault is Fault.DAYS_REVERSED:
            expected = self._day_order_text(column.field)
        return RowError(
            source=self._source,
            sheet=self._form.sheet,
            line=line,
            column=column.field.heading,
            code=fault,
            value_class=seen,
            expected=expected,
            counted=self._counted,
        )

    def _day_order_text(self, last: FileField) -> str:
        first = next(order.first for order in self._form.day_order if order.last == last.into)
        return f"{self._heading(first)} ≤ {last.heading}"

    def _heading(self, name: str) -> str:
        return next(field.heading for field in self._fields if field.into == name)

    def _keep(self, lines: npt.NDArray[np.int64], columns: list[Column], rows: Mask) -> None:
        self._lines.add(lines[rows])
        for column in columns:
            if column.field.into is not None:
                keep(self._kept[column.field.into], column, rows)

    def _refuse_repeated(self, lines: npt.NDArray[np.int64]) -> None:
        self._error_count += len(lines)
        key = " + ".join(self._heading(name) for name in self._form.unique)
        self._errors.extend(
            self._row_error(RowFault(int(line), Fault.KEY_REPEATED, "", key))
            for line in lines[: self._most_errors - len(self._errors)]
        )
