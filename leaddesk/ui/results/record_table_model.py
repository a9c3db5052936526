"""The table of records as Qt sees it. It adapts; it does not fetch, wait or decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leaddesk.domain.cell import CellValue
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.results.cell_roles import CellRoles, alignment
from leaddesk.ui.results.headings import heading_text
from leaddesk.ui.results.narrowing import Needle, build_needle
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.selected_records import SelectedRecords
from leaddesk.ui.results.sort_keys import sort_key, sorted_order
from leaddesk.ui.widgets.plain_label import plain_tool_tip

TICK_COLUMN: Final = 0
_ROOT: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Rows of one page: a tick column, then the shown columns.

    Every record is decoded once, when its row is first needed. Order and narrowing are a list of row numbers over
    that storage. Ticks are kept by record key and survive `set_page`; the ticked records of other pages stay
    in `selected_records` until `clear_selection`.

    Signals:
        selection_changed(int): how many records are ticked, on all pages.
        rows_changed(int, int): rows shown, rows loaded; after each change of either.
    """

    selection_changed = Signal(int)
    rows_changed = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty table; times are shown in UTC until a page brings its zone."""
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._zone: tzinfo = UTC
        self._rows: list[RowCells] = []
        self._order: list[int] = []
        self._shown: list[int] = []
        self._needle: Needle = build_needle("")
        self._selected = SelectedRecords()
        self._cells = CellRoles(self._selected.__contains__)

    # What is in the table

    @property
    def columns(self) -> tuple[Column, ...]:
        """The shown columns, without the tick column."""
        return self._columns

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        return self._zone

    @property
    def loaded_count(self) -> int:
        """Rows of this page, narrowed away or not."""
        return len(self._rows)

    @property
    def fault_count(self) -> int:
        """Cells that show “?” because their value could not be read or shown."""
        return sum(len(row.faults) for row in self._rows)

    @property
    def shown_records(self) -> tuple[Record, ...]:
        """The records of the shown rows, from top to bottom."""
        return tuple(self._rows[number].record for number in self._shown)

    @property
    def loaded_records(self) -> tuple[Record, ...]:
        """All records of the page in the vendor's order."""
        return tuple(row.record for row in self._rows)

    def record_at(self, row: int) -> Record | None:
        """The record of a shown row."""
        return self._rows[self._shown[row]].record if 0 <= row < len(self._shown) else None

    def row_of(self, key: str) -> int | None:
        """The shown row of a record."""
        found = (row for row, number in enumerate(self._shown) if self._rows[number].record.key == key)
        return next(found, None)

    def cell_at(self, row: int, column: int) -> CellValue:
        """The value of a shown row in the column at that place of `columns`."""
        return self._rows[self._shown[row]].cells[column]

    def texts_of_column(self, column: int, most_rows: int) -> list[str]:
        """The shown texts of the first rows, for measuring widths."""
        numbers = self._shown[:most_rows]
        return [self._rows[number].texts(self._columns, self._zone)[column] for number in numbers]

    # Changing what is in the table

    def set_page(self, records: Sequence[Record], columns: Sequence[Column], zone: tzinfo) -> None:
        """Show a page, in the order in which it came. Narrowing and ticks stay; a local order does not."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._zone = zone
        self._cells.use(self._columns, zone)
        self._rows = [RowCells(record, self._columns) for record in records]
        self._order = list(range(len(self._rows)))
        self._selected.refresh(records)
        self._apply_needle()
        self.endResetModel()
        self._tell_rows()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows, in the same order."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._cells.use(self._columns, self._zone)
        self._rows = [RowCells(row.record, self._columns) for row in self._rows]
        self._apply_needle()
        self.endResetModel()
        self._tell_rows()

    def narrow(self, text: str) -> None:
        """Show only the rows that hold the text in a shown column; case and accents do not count."""
        needle = build_needle(text)
        if needle == self._needle:
            return
        self.beginResetModel()
        self._needle = needle
        self._apply_needle()
        self.endResetModel()
        self._tell_rows()

    def sort_loaded(self, column_key: str, *, descending: bool) -> None:
        """Put the loaded rows in order by one shown column: typed, stable, rows without a value last.

        A column that is not shown leaves the vendor's order, as `clear_sort` does.
        """
        place = next((place for place, column in enumerate(self._columns) if column.key == column_key), None)
        keys = [] if place is None else [sort_key(row.cells[place], self._columns[place].kind) for row in self._rows]
        order = list(range(len(self._rows))) if place is None else sorted_order(keys, descending=descending)
        self.beginResetModel()
        self._order = order
        self._apply_needle()
        self.endResetModel()

    def clear_sort(self) -> None:
        """Back to the order in which the page came."""
        self.sort_loaded("", descending=False)

    def _apply_needle(self) -> None:
        if not self._needle.text:
            self._shown = list(self._order)
            return
        needle, columns, zone = self._needle, self._columns, self._zone
        self._shown = [number for number in self._order if needle.is_in(self._rows[number].haystack(columns, zone))]

    def _tell_rows(self) -> None:
        self.rows_changed.emit(len(self._shown), len(self._rows))

    # Ticks

    @property
    def selected_keys(self) -> tuple[str, ...]:
        """Keys of the ticked records, on all pages, in the order of ticking."""
        return self._selected.keys

    @property
    def selected_records(self) -> tuple[Record, ...]:
        """The ticked records: the shown ones from top to bottom, then the others in the order of ticking."""
        here = tuple(record for record in self.shown_records if record.key in self._selected)
        keys = {record.key for record in here}
        return here + tuple(record for record in self._selected.records if record.key not in keys)

    def is_selected(self, row: int) -> bool:
        """Whether a shown row is ticked."""
        record = self.record_at(row)
        return record is not None and record.key in self._selected

    def set_selected(self, records: Iterable[Record], *, ticked: bool) -> None:
        """Tick or untick these records."""
        if self._selected.put(records, ticked=ticked):
            self._tell_selection()

    def toggle_row(self, row: int) -> None:
        """Turn the tick of one shown row."""
        record = self.record_at(row)
        if record is not None:
            self.set_selected((record,), ticked=record.key not in self._selected)

    def select_shown(self, *, ticked: bool = True) -> None:
        """Tick or untick all shown rows; rows narrowed away and other pages stay as they are."""
        self.set_selected(self.shown_records, ticked=ticked)

    def clear_selection(self) -> None:
        """Untick everything, on all pages."""
        if len(self._selected):
            self._selected.clear()
            self._tell_selection()

    def shown_tick_state(self) -> Qt.CheckState:
        """All, none or some of the shown rows are ticked."""
        ticked = sum(record.key in self._selected for record in self.shown_records)
        if ticked == 0:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(self._shown) else Qt.CheckState.PartiallyChecked

    def _tell_selection(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self._columns))
            roles = [int(Qt.ItemDataRole.CheckStateRole), int(Qt.ItemDataRole.BackgroundRole)]
            self.dataChanged.emit(self.index(0, 0), last, roles)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK_COLUMN, TICK_COLUMN)
        self.selection_changed.emit(len(self._selected))

    # Qt's side

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Shown columns and the tick column; none before the first page."""
        return 0 if parent.isValid() or not self._columns else len(self._columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are chosen, ticks are ticked, nothing is edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return base | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK_COLUMN else base

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Only the tick can be set; screen readers do it this way."""
        if not index.isValid() or index.column() != TICK_COLUMN or role != Qt.ItemDataRole.CheckStateRole:
            return False
        record = self.record_at(index.row())
        if record is None:
            return False
        self.set_selected((record,), ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, colours and words for screen readers; decodes a record when its row is first seen."""
        if not self._cells.answers(role) or not index.isValid() or index.row() >= len(self._shown):
            return None
        return self._cells.read(self._rows[self._shown[index.row()]], index.column() - 1, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles above; at the side the place of the row in the whole result, counted from 1."""
        if orientation is Qt.Orientation.Vertical:
            record = self.record_at(section)
            return f"{record.position + 1:,}" if record is not None and role == Qt.ItemDataRole.DisplayRole else None
        if section == TICK_COLUMN:
            return self._tick_heading(role)
        if not 0 < section <= len(self._columns):
            return None
        return self._heading(self._columns[section - 1], role)

    def _tick_heading(self, role: int) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip("Tick or untick all shown rows")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "Selected for export"
        return "" if role == Qt.ItemDataRole.DisplayRole else None

    def _heading(self, column: Column, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return heading_text(column, self._zone)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = f"{heading_text(column, self._zone)}\nThe provider's name: {one_line(column.key)}"
            return plain_tool_tip(words)
        return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None
