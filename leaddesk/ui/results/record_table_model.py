"""The table of records as Qt sees it. It adapts; it does not fetch, wait or decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leaddesk.domain.cell import CellValue
from leaddesk.domain.columns import Column
from leaddesk.domain.needle import Needle, build_needle
from leaddesk.domain.record import Record
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.cell_roles import CellRoles
from leaddesk.ui.results.heading_roles import column_heading, tick_heading
from leaddesk.ui.results.page_rows import PageRows
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.selected_records import SelectedRecords

if TYPE_CHECKING:
    from leaddesk.services.loaded.loaded_result import LoadedResult
    from leaddesk.ui.results.loaded_rows import LoadedRows

TICK_COLUMN: Final = 0
_ROOT: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Rows of one page, or of a whole result as it comes: a tick column, then the shown columns.

    A row is decoded when it is first needed. What is shown, and in which order, is a list of row numbers over
    the rows that are there. A page is put in order and narrowed here; a whole result elsewhere (`show_rows`).
    Ticks go by record and survive `set_page` and `set_loaded`; the ticked records of other pages stay in
    `selected_records` until `clear_selection`.

    Signals:
        selection_changed(int): how many records are ticked, on all pages.
        rows_changed(int, int): rows shown, rows loaded; after each change of either.
        columns_changed(): other columns are shown of the same rows.
    """

    selection_changed = Signal(int)
    rows_changed = Signal(int, int)
    columns_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty table; times are shown in UTC until a page brings its zone."""
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._zone: tzinfo = UTC
        self._reader = CellReader(())
        self._page = PageRows((), self._reader, SelectedRecords())
        self._loaded: LoadedRows | None = None
        self._shown: Sequence[int] = ()
        self._needle: Needle = build_needle("")
        self._ticked_shown: int | None = 0
        self._filtered: frozenset[str] = frozenset()
        self._cells = CellRoles(self.is_ticked)

    # What is in the table

    @property
    def _rows(self) -> PageRows | LoadedRows:
        return self._page if self._loaded is None else self._loaded

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
        """Rows that are there, narrowed away or not."""
        return len(self._rows)

    @property
    def fault_count(self) -> int:
        """Cells that show “?” because their value could not be read or shown; of a whole result, those seen lately."""
        return self._rows.fault_count

    @property
    def shown_rows(self) -> Sequence[int]:
        """Numbers of the shown rows among those that are there, from top to bottom."""
        return self._shown

    @property
    def shown_records(self) -> Sequence[Record]:
        """The records of the shown rows, from top to bottom."""
        return self._rows.records(self._shown)

    @property
    def loaded_records(self) -> Sequence[Record]:
        """All records that are there, in the vendor's order."""
        return self._rows.records(range(len(self._rows)))

    def record_at(self, row: int) -> Record | None:
        """The record of a shown row."""
        return self._rows.record(self._shown[row]) if 0 <= row < len(self._shown) else None

    def key_at(self, row: int) -> str:
        """The key of a shown row's record."""
        return self._rows.key(self._shown[row])

    def row_of(self, key: str) -> int | None:
        """The shown row of a record."""
        number = self._rows.number_of(key)
        try:
            return None if number is None else self._shown.index(number)
        except ValueError:
            return None

    def cell_at(self, row: int, column: int) -> CellValue:
        """The value of a shown row in the column at that place of `columns`."""
        return self._rows.row(self._shown[row]).cell(column)

    def texts_of_column(self, column: int, rows: range) -> list[str]:
        """The texts of some shown rows, for measuring widths."""
        numbers = self._shown[rows.start : rows.stop]
        return [row.text(column, self._zone) for row in self._rows.rows(numbers)]

    def rows_to_paint(self, first: int, last: int) -> list[RowCells]:
        """The shown rows from the first to the last of these: their texts are asked for by column, and kept."""
        return list(self._rows.rows(self._shown[first : last + 1]))

    # Changing what is in the table

    def set_page(self, records: Sequence[Record], columns: Sequence[Column], zone: tzinfo) -> None:
        """Show a page, in the order in which it came. Narrowing and ticks stay; a local order does not."""
        selected = self._page.selected if self._loaded is None else self._loaded.as_selected()
        selected.refresh(records)
        self.beginResetModel()
        self._loaded = None
        self._take_columns(columns, zone)
        self._page = PageRows(records, self._reader, selected)
        self._end_reset(self._page.shown(self._needle, zone))
        self._tell_rows()

    def set_loaded(self, result: LoadedResult, columns: Sequence[Column]) -> None:
        """Show what of a whole result is there, in the order in which it comes. Ticks stay."""
        from leaddesk.ui.results.loaded_rows import LoadedRows  # late: no window needs it to come up

        self.beginResetModel()
        self._take_columns(columns, result.zone)
        self._loaded = LoadedRows(result, self._reader, self._page.selected)
        self._page = PageRows((), self._reader, SelectedRecords())
        self._end_reset(range(len(self._loaded)))
        self._tell_rows()

    def grow(self) -> None:
        """Know of the rows that came since; they are shown by `show_rows`."""
        if self._loaded is not None:
            self._loaded.grow()

    def show_rows(self, rows: Sequence[int]) -> None:
        """Show these rows of the whole result, in this order; what only follows the rows there is put behind them."""
        before = len(self._shown)
        if before == len(rows) == 0:
            return
        if self.only_adds(rows):
            self._ticked_shown = None
            if len(rows) > before:
                self.beginInsertRows(_ROOT, before, len(rows) - 1)
                self._shown = rows
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._end_reset(rows)
        self._tell_rows()

    def only_adds(self, rows: Sequence[int]) -> bool:
        """Whether these are the rows that are shown already, with or without more behind them."""
        return len(rows) >= len(self._shown) > 0 and rows[: len(self._shown)] == self._shown

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows, in the same order."""
        self.beginResetModel()
        self._take_columns(columns, self._zone)
        self._rows.use(self._reader)
        self._end_reset(self._page.shown(self._needle, self._zone) if self._loaded is None else self._shown)
        self._tell_rows()
        self.columns_changed.emit()

    def narrow(self, text: str) -> None:
        """Show only the rows of the page that hold the text in a shown column; case and accents do not count.

        A whole result is narrowed by `show_rows`; the text counts again when a page is shown.
        """
        needle = build_needle(text)
        if needle == self._needle:
            return
        self._needle = needle
        if self._loaded is None:
            self._show_page_anew()
            self._tell_rows()

    def sort_loaded(self, column_key: str, *, descending: bool) -> None:
        """Put the page in order by one shown column: typed, stable, rows without a value last.

        A column that is not shown leaves the vendor's order, as `clear_sort` does.
        """
        self._page.sort(column_key, descending=descending)
        self._show_page_anew()

    def clear_sort(self) -> None:
        """Back to the order in which the page came."""
        self.sort_loaded("", descending=False)

    def is_filtered(self, column_key: str) -> bool:
        """Whether the heading of this column is marked."""
        return column_key in self._filtered

    def set_filtered(self, column_keys: frozenset[str]) -> None:
        """Mark the headings of columns that have a filter."""
        if column_keys != self._filtered:
            self._filtered = column_keys
            if self._columns:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, len(self._columns))

    def _show_page_anew(self) -> None:
        shown = self._page.shown(self._needle, self._zone)
        self.beginResetModel()
        self._end_reset(shown)

    def _take_columns(self, columns: Sequence[Column], zone: tzinfo) -> None:
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._reader = CellReader(self._columns)
        self._zone = zone
        self._cells.use(self._columns, zone)

    def _end_reset(self, shown: Sequence[int]) -> None:
        self._shown = shown
        self._ticked_shown = None
        self.endResetModel()

    def _tell_rows(self) -> None:
        self.rows_changed.emit(len(self._shown), len(self._rows))

    # Ticks

    @property
    def selected_count(self) -> int:
        """How many records are ticked, on all pages."""
        return self._rows.ticked_count

    @property
    def selected_keys(self) -> Sequence[str]:
        """Keys of the ticked records, on all pages, in the order of ticking; of a whole result as it came."""
        return self._rows.ticked_keys

    @property
    def selected_records(self) -> Sequence[Record]:
        """The ticked records: the shown ones from top to bottom, then the others as `selected_keys` has them."""
        return self._rows.ticked_records(self._shown)

    def is_ticked(self, row: RowCells) -> bool:
        """Whether a row of `rows_to_paint` is ticked."""
        return self._rows.is_ticked(row)

    def is_selected(self, row: int) -> bool:
        """Whether a shown row is ticked."""
        return 0 <= row < len(self._shown) and self.is_ticked(self._rows.row(self._shown[row]))

    def set_selected(self, records: Iterable[Record], *, ticked: bool) -> None:
        """Tick or untick these records, as far as they are there."""
        found = (self._rows.number_of(record.key) for record in records)
        self._tick([number for number in found if number is not None], ticked=ticked)

    def toggle_row(self, row: int) -> None:
        """Turn the tick of one shown row."""
        if 0 <= row < len(self._shown):
            self._tick((self._shown[row],), ticked=not self.is_selected(row))

    def select_shown(self, *, ticked: bool = True) -> None:
        """Tick or untick all shown rows; rows narrowed away and other pages stay as they are."""
        self._tick(self._shown, ticked=ticked)

    def clear_selection(self) -> None:
        """Untick everything, on all pages."""
        if self.selected_count:
            self._rows.untick_all()
            self._tell_selection()

    def ticks(self) -> object:
        """The ticks as they are now, for `select_range`."""
        return self._rows.ticks()

    def select_range(self, first: int, last: int, ticks: object) -> None:
        """Tick the shown rows from first to last; all others are as they were when `ticks` was taken."""
        self._rows.put_back(ticks)
        self._rows.tick(self._shown[first : last + 1], ticked=True)
        self._tell_selection()

    def _tick(self, numbers: Sequence[int], *, ticked: bool) -> None:
        if self._rows.tick(numbers, ticked=ticked):
            self._tell_selection()

    def shown_tick_state(self) -> Qt.CheckState:
        """All, none or some of the shown rows are ticked."""
        if self._ticked_shown is None:
            self._ticked_shown = self._rows.ticked_among(self._shown)
        if self._ticked_shown == 0:
            return Qt.CheckState.Unchecked
        every = self._ticked_shown == len(self._shown)
        return Qt.CheckState.Checked if every else Qt.CheckState.PartiallyChecked

    def _tell_selection(self) -> None:
        self._ticked_shown = None
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self._columns))
            roles = [int(Qt.ItemDataRole.CheckStateRole), int(Qt.ItemDataRole.BackgroundRole)]
            self.dataChanged.emit(self.index(0, 0), last, roles)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK_COLUMN, TICK_COLUMN)
        self.selection_changed.emit(self.selected_count)

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
        if index.row() >= len(self._shown):
            return False
        self._tick((self._shown[index.row()],), ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, ticks, colours and words for screen readers; decodes a record when its row is first seen."""
        if not self._cells.answers(role) or not index.isValid() or index.row() >= len(self._shown):
            return None
        return self._cells.read(self._rows.row(self._shown[index.row()]), index.column() - 1, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles above; at the side the place of the row in the whole result, counted from 1."""
        if orientation is Qt.Orientation.Vertical:
            record = self.record_at(section)
            return f"{record.position + 1:,}" if record is not None and role == Qt.ItemDataRole.DisplayRole else None
        if section == TICK_COLUMN:
            return tick_heading(role)
        if not 0 < section <= len(self._columns):
            return None
        column = self._columns[section - 1]
        return column_heading(column, self._zone, role, is_filtered=self.is_filtered(column.key))
