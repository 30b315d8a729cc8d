"""Blocks of cells put together into one frame and one list of row errors."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.blocks import Block, RowFault
from rutine.formats.cells import Mask
from rutine.formats.columns import Column, read_column
from rutine.formats.format_model import FileField, FormatFile
from rutine.formats.identifier_columns import Identities
from rutine.formats.row_error import Fault, RowError

_Values = npt.NDArray[Any]

_EMPTY = {
    ColumnKind.DAY: np.dtype("datetime64[s]"),
    ColumnKind.TEXT: np.dtype(np.object_),
    ColumnKind.IDENTIFIER: np.dtype(np.object_),
}
_WHOLE_ROW = -1


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
        self._counted: Literal["row", "line"] = "row" if form.kind == "xlsx" else "line"
        self._errors: list[RowError] = []
        self._error_count = 0
        self._rows_in = 0
        self._first_values: dict[str, Any] = {}  # by heading, for what is the same in a file
        self._first_lengths: dict[str, int] = {}
        self._kept: dict[str, list[tuple[_Values, Mask]]] = {
            name: [] for name in COLUMNS[form.record]
        }

    def add(self, block: Block) -> None:
        """Read a block: keep its right rows, list the faults of the others."""
        told = block.told or ({},) * len(block.cells)
        columns = [
            read_column(field, cells, self._identities, self._today, known)
            for field, cells, known in zip(self._form.fields, block.cells, told, strict=True)
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

    def finish(self) -> tuple[pd.DataFrame, tuple[RowError, ...], int, int]:
        """The frame, the listed errors, how many there were in all, and the rows seen."""
        columns = {
            name: (
                np.concatenate([values for values, _ in parts] or [self._nothing(name)]),
                np.concatenate([missing for _, missing in parts] or [np.zeros(0, np.bool_)]),
            )
            for name, parts in self._kept.items()
        }
        lines = columns["row"][0]
        repeated = self._repeated_keys(lines, columns)
        self._refuse_repeated(lines[repeated])
        rows = ~repeated
        frame = pd.DataFrame(
            {
                name: _series(values[rows], missing[rows], COLUMNS[self._form.record][name])
                for name, (values, missing) in columns.items()
            }
        )
        errors = sorted(self._errors, key=lambda error: error.line)
        return frame, tuple(errors), self._error_count, self._rows_in

    def _nothing(self, name: str) -> _Values:
        kind = COLUMNS[self._form.record][name]
        return np.zeros(0, dtype=_EMPTY.get(kind, np.dtype(np.int64)))

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
                value = self._first_values.setdefault(heading, column.read[rows][0])
                column.mark(rows & (column.read != value), Fault.DIFFERS_IN_FILE)

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
        return next(field.heading for field in self._form.fields if field.into == name)

    def _keep(self, lines: npt.NDArray[np.int64], columns: list[Column], rows: Mask) -> None:
        self._kept["row"].append((lines[rows], np.zeros(int(rows.sum()), np.bool_)))
        for column in columns:
            if column.field.into is not None:
                self._kept[column.field.into].append((column.read[rows], column.missing[rows]))

    def _repeated_keys(
        self, lines: npt.NDArray[np.int64], columns: dict[str, tuple[_Values, Mask]]
    ) -> Mask:
        """Rows whose key is on another row too; which of them is right, nobody can tell here."""
        if not self._form.unique:
            return np.zeros(len(lines), dtype=np.bool_)
        keys = pd.DataFrame({name: columns[name][0] for name in self._form.unique})
        repeated: Mask = keys.duplicated(keep=False).to_numpy()
        return repeated

    def _refuse_repeated(self, lines: npt.NDArray[np.int64]) -> None:
        self._error_count += len(lines)
        key = " + ".join(self._heading(name) for name in self._form.unique)
        self._errors.extend(
            self._row_error(RowFault(int(line), Fault.KEY_REPEATED, "", key))
            for line in lines[: self._most_errors - len(self._errors)]
        )


def _series(values: _Values, missing: Mask, kind: ColumnKind) -> pd.Series[Any]:
    """A column of the frame, as its kind lies in one."""
    if kind is ColumnKind.DAY:
        days = values.astype("datetime64[s]")
        days[missing] = np.datetime64("NaT")
        return pd.Series(days)
    if kind in {ColumnKind.OPTIONAL_INTEGER, ColumnKind.OPTIONAL_ORE}:
        return pd.Series(pd.arrays.IntegerArray(values.astype(np.int64), missing.copy()))
    if kind in {ColumnKind.TEXT, ColumnKind.IDENTIFIER}:
        return pd.Series(values, dtype="str")
    return pd.Series(values.astype(np.int64))
