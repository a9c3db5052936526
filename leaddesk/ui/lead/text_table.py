"""A read-only table of short texts: values, times, sends. It shows what it is given and copies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from leaddesk.ui.lead.reading import Copied, CopyText
from leaddesk.ui.lead.text_cells import AsideDelegate, Row, TextTableModel
from leaddesk.ui.widgets.icons import icon

_CELL_STYLE: Final = "QTableView::item {{ padding: {air}px 4px; }}"
_WRAPPED_AIR_PIXELS: Final = 3
_CELL_AIR_PIXELS: Final = 20
_ROW_AIR_PIXELS: Final = 9
_READABLE_PIXELS: Final = 220
_LEAST_FAVOURED_PIXELS: Final = 110
_ITALICS: Final = 1.05
"""What stands for a missing value is italic, and a little wider."""


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """One entry of the context menu: its title, what it copies, and how that is called afterwards."""

    title: str
    what: Copied
    name: str


class TextTable(QTableView):
    """The table itself: rows are chosen whole; Ctrl+C and the context menu copy."""

    def __init__(self, name: str, headings: Sequence[str], copy: CopyText, parent: QWidget | None = None) -> None:
        """`name` is read by screen readers."""
        super().__init__(parent)
        self.contents = TextTableModel(headings, self)
        self.copy_choices: Callable[[], list[CopyChoice]] = self._usual_choices
        self._copy = copy
        self._preferred_rows = 0
        self._least_last = 0
        self._widths_within: Callable[[int], Sequence[int]] | None = None
        self._is_sizing = False
        self._is_height_fitted = False
        self._dress(name)
        self.setModel(self.contents)
        self.customContextMenuRequested.connect(self._show_menu)
        self.horizontalHeader().sectionResized.connect(self._on_column_resized)

    def _dress(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setStyleSheet(_CELL_STYLE.format(air=0))
        self.setItemDelegate(AsideDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the columns take the width of their contents, the last one the rest."""
        self.contents.set_rows(rows)

    def wrap_rows(self, most_lines: int = 0) -> None:
        """Break long cells into lines, so many at most (0: as many as it takes); for tables of few rows."""
        self.setWordWrap(True)
        self.setStyleSheet(_CELL_STYLE.format(air=_WRAPPED_AIR_PIXELS))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if most_lines:
            self.verticalHeader().setMaximumSectionSize(most_lines * self.fontMetrics().lineSpacing() + _ROW_AIR_PIXELS)

    def fit_columns(self, most_pixels: int = 260, *, whole: tuple[int, ...] = (), favoured: int | None = None) -> None:
        """Each column as wide as its contents, up to a limit that those in `whole` do not have.

        The last one takes the rest, and where that is not enough and it is in `whole`, the table scrolls. The
        favoured one is as wide as there is room for it, whatever that becomes: see `leading_widths`.
        """
        last = self.contents.columnCount() - 1
        wanted = [self._wanted_width(column) for column in range(last + 1)]
        for column in range(last):
            self._size(column, wanted[column] if column in whole else min(wanted[column], most_pixels))
        if favoured is not None:
            self._widths_within = lambda room: leading_widths(room, wanted, favoured)
            self._share_now()
        self._least_last = wanted[last] if last in whole else 0
        if self._least_last:
            self._fit_last()

    def _wanted_width(self, column: int) -> int:
        return max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column)) + 8

    def share_width(self, favoured: int) -> None:
        """All columns within the width there is, whatever it becomes; the favoured one is cut last.

        Muted asides are not counted in. Columns are left alone once the person has sized one.
        """
        wanted = [self._text_widths(column)[-1] for column in range(self.contents.columnCount())]
        widths = self._text_widths(favoured)
        enough = widths[(len(widths) - 1) * 9 // 10]
        self._widths_within = lambda room: shared_widths(room, wanted, favoured, enough)
        self._share_now()

    def _text_widths(self, column: int) -> list[int]:
        """What its heading and its texts want, from the narrowest to the widest."""
        metrics = self.fontMetrics()
        least = self.horizontalHeader().sectionSizeHint(column) + 8
        texts = (metrics.horizontalAdvance(row[column].text) for row in self.contents.rows)
        return sorted([least, *(max(least, int(width * _ITALICS) + _CELL_AIR_PIXELS) for width in texts)])

    def _share_now(self) -> None:
        """The last column stretches besides; what it is given here is the least it has."""
        if self._widths_within is not None:
            for column, width in enumerate(self._widths_within(self.viewport().width())):
                self._size(column, width)

    def _size(self, column: int, width: int) -> None:
        self._is_sizing = True
        self.setColumnWidth(column, width)
        self._is_sizing = False

    def _on_column_resized(self, column: int, _old: int, _new: int) -> None:
        if not self._is_sizing and column < self.contents.columnCount() - 1:
            self._widths_within = None

    def _fit_last(self) -> None:
        header, last = self.horizontalHeader(), self.contents.columnCount() - 1
        room = self.viewport().width() - sum(header.sectionSize(column) for column in range(last))
        header.setStretchLastSection(room >= self._least_last)
        if room < self._least_last:
            self._size(last, self._least_last)

    def prefer_rows(self, most_rows: int) -> None:
        """Ask for the height of its rows, up to so many: in a splitter the rest goes to the others."""
        self._preferred_rows = most_rows

    def fit_height(self, most_rows: int) -> None:
        """Take exactly the height of its rows, up to so many: for tables inside a scrolling page."""
        self._preferred_rows = most_rows
        self._is_height_fitted = True
        self.setFixedHeight(self._height_of_rows())

    def _height_of_rows(self) -> int:
        lines = max(1, min(len(self.contents.rows), self._preferred_rows))
        header = self.horizontalHeader()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.viewport().width() else 0
        rows = lines * self.verticalHeader().defaultSectionSize()
        return header.sizeHint().height() + rows + bar + 2 * self.frameWidth() + 2

    def sizeHint(self) -> QSize:
        """As Qt has it, or as high as the preferred rows."""
        usual = super().sizeHint()
        return QSize(usual.width(), self._height_of_rows()) if self._preferred_rows else usual

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted height leaves room for the scroll bar only where the columns need one."""
        super().resizeEvent(event)
        self._share_now()
        if self._least_last:
            self._fit_last()
        if self._is_height_fitted and self.height() != self._height_of_rows():
            self.setFixedHeight(self._height_of_rows())

    def chosen_row(self) -> int | None:
        """The number of the chosen row, if any."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def copy_first(self) -> None:
        """What Ctrl+C does."""
        choices = self.copy_choices()
        if choices:
            self._copy(choices[0].what, choices[0].name)

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+C while the keyboard is in the table."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_copy(event):
            event.accept()  # before a menu's Ctrl+C takes it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if _is_copy(event):
            self.copy_first()
            return
        super().keyPressEvent(event)

    def context_menu(self) -> QMenu:
        """The menu with the ways to copy."""
        menu = QMenu(self)
        for place, choice in enumerate(self.copy_choices()):
            action = menu.addAction(icon("copy"), choice.title)
            if place == 0:
                action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
            action.triggered.connect(lambda _checked=False, one=choice: self._copy(one.what, one.name))
        return menu

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            self.setCurrentIndex(index)
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def _usual_choices(self) -> list[CopyChoice]:
        everything = [self.contents.headings, *([cell.copied for cell in row] for row in self.contents.rows)]
        choices = [CopyChoice("Copy all", everything, "The whole table")]
        index = self.currentIndex()
        if index.isValid():
            row = self.contents.rows[index.row()]
            heading = self.contents.headings[index.column()]
            choices.insert(0, CopyChoice("Copy row", [[cell.copied for cell in row]], "The row"))
            choices.insert(0, CopyChoice(f"Copy “{heading}”", row[index.column()].copied, heading))
        return choices


def shared_widths(room: int, wanted: Sequence[int], favoured: int, enough: int) -> list[int]:
    """Widths of columns within this room, in pixels: as wanted, where there is enough for all.

    Else the favoured one has what is enough for most of its texts, up to half of the room, before the others share the
    rest, each as much as it wants as far as that is a fair part; what is left then goes to the others from left to
    right, and to the favoured one last.
    """
    if sum(wanted) <= room:
        return list(wanted)
    fair = room // (2 * max(len(wanted) - 1, 1))
    widths = [min(width, fair) for width in wanted]
    widths[favoured] = min(enough, room // 2)
    for column in (*(column for column in range(len(wanted)) if column != favoured), favoured):
        widths[column] += max(0, min(wanted[column] - widths[column], room - sum(widths)))
    return widths


def leading_widths(room: int, wanted: Sequence[int], favoured: int) -> list[int]:
    """As wanted but for the favoured column: it has what the others leave of this room, in pixels.

    Where that is too little to be read, it has what those before it leave, and those behind it are scrolled to.
    """
    widths = list(wanted)
    beside_all = room - sum(wanted) + wanted[favoured]
    is_enough = beside_all >= min(wanted[favoured], _READABLE_PIXELS)
    rest = beside_all if is_enough else room - sum(wanted[:favoured])
    widths[favoured] = min(wanted[favoured], max(rest, _LEAST_FAVOURED_PIXELS))
    return widths


def _is_copy(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
