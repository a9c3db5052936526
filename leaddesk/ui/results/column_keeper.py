"""Keeps the grid's columns as the person wants them: which, where, how wide, how many frozen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from leaddesk.domain.columns import Column, ColumnLayout
from leaddesk.ui.results.column_header import TICK_WIDTH_PIXELS
from leaddesk.ui.results.column_layout import MOST_FROZEN, default_layout, keep_unknown, shown_columns, without_column
from leaddesk.ui.results.column_widths import SAMPLE_ROWS, fitting_width, whole_width
from leaddesk.ui.results.headings import heading_text
from leaddesk.ui.results.record_grid import RecordGrid
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel

LAYOUT_DELAY_MS: Final = 250
_MOST_FITTED_PIXELS: Final = 700
_MOST_FITTED_ROWS: Final = 1000


class ColumnKeeper(QObject):
    """Applies a ColumnLayout to a grid and follows what the person does to the headings.

    The order of the columns is the model's own: after a heading was dragged, the model takes the new order
    and the headings go back to theirs, so that a column's number means the same everywhere.

    Signals:
        layout_changed(ColumnLayout): the person changed it; a moment after the last change.
        columns_dressed(): places, widths and frozen columns were applied.
    """

    layout_changed = Signal(object)
    columns_dressed = Signal()

    def __init__(self, model: RecordTableModel, grid: RecordGrid) -> None:
        """Belongs to the grid."""
        super().__init__(grid)
        self._model = model
        self._grid = grid
        self._every: tuple[Column, ...] = ()
        self._layout = ColumnLayout(())
        self._found_widths: dict[str, int] = {}
        self._dressing = False
        self._dressed: tuple[tuple[Column, ...], ColumnLayout] | None = None
        self._telling = QTimer(self, singleShot=True, interval=LAYOUT_DELAY_MS)
        self._telling.timeout.connect(lambda: self.layout_changed.emit(self._layout))
        self._reordering = QTimer(self, singleShot=True, interval=0)
        self._reordering.timeout.connect(self._adopt_order)
        for header in (grid.heading, grid.frozen.heading):
            header.sectionMoved.connect(self._on_section_moved)
            header.sectionResized.connect(self._on_section_resized)
            header.sectionHandleDoubleClicked.connect(self.fit_width)

    @property
    def layout(self) -> ColumnLayout:
        """The layout as it is now."""
        return self._layout

    def tell_now(self) -> None:
        """Tell about a change at once: the window is being left."""
        if self._telling.isActive():
            self._telling.stop()
            self.layout_changed.emit(self._layout)

    def expect(self, columns: tuple[Column, ...], layout: ColumnLayout) -> tuple[Column, ...]:
        """Take all columns there are and a layout; gives the ones to show. They are dressed when the model has them."""
        self._every, self._layout = columns, layout
        return shown_columns(layout, columns)

    def learn(self, columns: tuple[Column, ...]) -> None:
        """More columns can be chosen from now on; nothing changes on screen."""
        self._every = columns

    def show_layout(self, columns: tuple[Column, ...], layout: ColumnLayout) -> None:
        """Show other columns of the rows that are there."""
        chosen = self.expect(columns, layout)
        if chosen != self._model.columns:
            self._model.set_columns(chosen)
        else:
            self.dress()

    def use(self, layout: ColumnLayout) -> None:
        """Take a layout that the person chose, and tell about it."""
        self._change(layout)
        self.show_layout(self._every, layout)

    def reset(self) -> None:
        """Back to the columns that the search declares."""
        self.forget_widths()
        self.use(default_layout(self._every))

    def forget_widths(self) -> None:
        """Find the widths that nobody chose anew (another search brings other texts)."""
        self._found_widths.clear()
        self._dressed = None

    def dress(self) -> None:
        """Give the columns of the model their places, widths and frozen state, unless they have them."""
        wanted = (self._model.columns, self._layout)
        if wanted != self._dressed:
            self._dress()
            self._dressed = wanted if self._model.rowCount() else None  # widths are found where there are texts
        self.columns_dressed.emit()

    def _dress(self) -> None:
        self._dressing = True
        for header in (self._grid.heading, self._grid.frozen.heading):
            for section in range(header.count()):
                header.moveSection(header.visualIndex(section), section)
        if self._model.columns:
            self._grid.setColumnWidth(TICK_COLUMN, TICK_WIDTH_PIXELS)
        for place, column in enumerate(self._model.columns):
            self._grid.setColumnWidth(place + 1, self._layout.widths.get(column.key) or self._found_width(place))
        self._grid.set_frozen(self._layout.frozen)
        self._dressing = False

    def hide(self, section: int) -> None:
        """Hide one column; the last one stays."""
        if section > TICK_COLUMN and len(self._model.columns) > 1:
            self.use(self._reshown(without_column(self._as_seen(), self._model.columns[section - 1].key)))

    def freeze_up_to(self, section: int) -> None:
        """Keep the columns up to this one in view; 0 keeps the ticks only."""
        self.use(ColumnLayout(self._layout.shown, self._layout.widths, min(section, MOST_FROZEN)))

    def fit_width(self, section: int) -> None:
        """Make a column wide enough for all shown rows, or a thousand from those in view on; within reason."""
        if section <= TICK_COLUMN:
            return
        first = 0 if self._model.rowCount() <= _MOST_FITTED_ROWS else max(0, self._grid.rowAt(0))
        texts = self._model.texts_of_column(section - 1, range(first, first + _MOST_FITTED_ROWS))
        heading = heading_text(self._model.columns[section - 1], self._model.zone)
        self._grid.setColumnWidth(section, min(whole_width(heading, texts, self._measure), _MOST_FITTED_PIXELS))

    def _as_seen(self) -> ColumnLayout:
        """The layout in terms of the columns that are really there."""
        shown = tuple(column.key for column in self._model.columns)
        return ColumnLayout(shown, self._layout.widths, self._layout.frozen)

    def _reshown(self, seen: ColumnLayout) -> ColumnLayout:
        return keep_unknown(seen, self._layout, self._every)

    def _found_width(self, place: int) -> int:
        column = self._model.columns[place]
        if column.key in self._found_widths:
            return self._found_widths[column.key]
        texts = self._model.texts_of_column(place, range(SAMPLE_ROWS))
        width = fitting_width(column.kind, heading_text(column, self._model.zone), texts, self._measure)
        if texts:
            self._found_widths[column.key] = width
        return width

    def _measure(self, text: str) -> int:
        return self._grid.fontMetrics().horizontalAdvance(text)

    def _on_section_resized(self, section: int, _old: int, new: int) -> None:
        if self._dressing or self._grid.is_mirroring or new <= 0 or not 0 < section <= len(self._model.columns):
            return
        key = self._model.columns[section - 1].key
        if self._layout.widths.get(key) != new:
            widths = {**self._layout.widths, key: new}
            self._change(ColumnLayout(self._layout.shown, widths, self._layout.frozen))

    def _on_section_moved(self, _section: int, old: int, new: int) -> None:
        if self._dressing or old == new:
            return
        seen = self._as_seen()
        order = list(seen.shown)
        order.insert(new - 1, order.pop(old - 1))
        self._change(self._reshown(ColumnLayout(tuple(order), seen.widths, seen.frozen)))
        self._reordering.start()  # the header is still in the middle of its mouse event

    def _adopt_order(self) -> None:
        self.show_layout(self._every, self._layout)

    def _change(self, layout: ColumnLayout) -> None:
        self._layout = layout
        self._telling.start()
