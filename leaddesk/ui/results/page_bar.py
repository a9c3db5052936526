"""Paging: first, previous, next, last, go to a page, rows on a page, and the honest total."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QProgressBar, QSizePolicy, QSpinBox, QWidget

from leaddesk.domain.page import Total
from leaddesk.ui.results.action_button import button_for, make_action
from leaddesk.ui.results.page_words import last_page, load_all_text, page_count_text, range_text, size_text
from leaddesk.ui.widgets.plain_label import plain_label, set_plain_tool_tip
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels

PAGE_SIZES: Final = (25, 50, 100, 250, 500, 1000)
_MOST_OFFSET: Final = 2**31 - 1
_PATIENCE_MS: Final = 200
"""A page that is there sooner is not worth a sign that flickers and a layout of the bar."""


class _PageNumber(QSpinBox):
    """A page number that is only taken with Enter; leaving it puts the shown page back."""

    submitted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = 1
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(64)
        self.setAccessibleName("Page number")
        set_plain_tool_tip(self, "Type a page number and press Enter (Ctrl+G)")
        self.lineEdit().returnPressed.connect(lambda: self.submitted.emit(self.value()))

    def show_page(self, page: int, most: int) -> None:
        self.shown = page
        self.setRange(1, max(page, most))
        self.setValue(page)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setValue(self.shown)


class PageBar(QWidget):
    """Shows where the page stands in the whole and asks for others.

    Signals:
        page_requested(int): the page that begins behind so many rows.
        next_requested(): the page behind this one (its place may be a cursor, which is not for the window).
        page_size_changed(int): the person chose another number of rows on a page.

        load_all_requested(): everything is to be loaded, in place of this page.

    The actions `first_action`, `previous_action`, `next_action`, `last_action`, `go_to_page_action` and
    `load_all_action` are for the menus too.
    """

    page_requested = Signal(int)
    next_requested = Signal()
    page_size_changed = Signal(int)
    load_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to page through until `show_page`."""
        super().__init__(parent)
        self._offset = 0
        self._page_size = 100
        self._last: int | None = None
        self._busy = False
        self._has_next = self._can_jump = self._can_load_all = False
        self._is_replaced = False
        self.first_action = self._action("&First page", "first", "Alt+Home", lambda: self._ask(0))
        self.previous_action = self._action("&Previous page", "left", "Alt+PgUp", self._ask_previous)
        self.next_action = self._action("&Next page", "right", "Alt+PgDown", self._ask_next)
        self.last_action = self._action("&Last page", "last", "Alt+End", self._ask_last)
        self.go_to_page_action = self._action("&Go to page…", "", "Ctrl+G", self._focus_number)
        self.load_all_action = self._action("Load &all", "table", "Ctrl+L", self._ask_all)
        self._number = _PageNumber(self)
        self._number.submitted.connect(self._ask_page)
        self._count = plain_label(parent=self)
        self._range = plain_label(parent=self)
        self._signs = QWidget(self)
        self._reading = plain_label("Reading…", self._signs)
        self._progress = QProgressBar(self._signs)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._show_reading(shown=True))
        self._sizes = QComboBox(self)
        self._arrange()
        quiet_wheels(self)  # a turn of the wheel must not read other pages
        self.clear()

    def _action(self, words: str, icon_name: str, keys: str, slot: object) -> QAction:
        action = make_action(self, words, icon_name, keys)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _arrange(self) -> None:
        self._range.setAccessibleName("Rows shown")
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(60, 6)
        self._progress.setAccessibleName("Reading a page")
        self._sizes.setAccessibleName("Rows on a page")
        set_plain_tool_tip(self._sizes, "Rows on a page")
        self.set_page_sizes(PAGE_SIZES[0], PAGE_SIZES[-1])
        self._sizes.activated.connect(self._on_size_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(4)
        row.addWidget(button_for(self.first_action, self))
        row.addWidget(button_for(self.previous_action, self))
        row.addSpacing(4)
        row.addWidget(plain_label("Page", self))
        row.addWidget(self._number)
        row.addWidget(self._count)
        row.addSpacing(4)
        row.addWidget(button_for(self.next_action, self))
        row.addWidget(button_for(self.last_action, self))
        row.addSpacing(12)
        row.addWidget(self._range)
        row.addSpacing(12)
        row.addWidget(self._arrange_signs(), 1)
        self._load_all = button_for(self.load_all_action, self, with_text=True)
        self.setFocusProxy(self._load_all)
        row.addWidget(self._load_all)
        row.addSpacing(8)
        row.addWidget(self._sizes)

    def _arrange_signs(self) -> QWidget:
        """They take what room there is: the bar, and with it the whole window, keeps its size when they come and go."""
        self._signs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self._signs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._progress)
        row.addWidget(self._reading)
        row.addStretch(1)
        return self._signs

    def set_page_sizes(self, least: int, most: int) -> None:
        """Offer the sizes that the search allows."""
        self._sizes.clear()
        for size in PAGE_SIZES:
            if least <= size <= most:
                self._sizes.addItem(size_text(size), size)
        self._show_size(self._page_size)

    def show_page(
        self,
        start_offset: int,
        shown_rows: int,
        total: Total,
        page_size: int,
        *,
        has_next: bool,
        can_jump: bool,
        can_load_all: bool = False,
    ) -> None:
        """Show where a page stands.

        Args:
            start_offset: rows before it.
            shown_rows: rows that the page brought.
            total: how many there are, as far as the vendor says.
            page_size: rows that were asked for.
            has_next: another page follows.
            can_jump: any page can be asked for directly.
            can_load_all: there is more than this page, and it can be loaded.
        """
        self._offset, self._page_size = start_offset, page_size
        self._has_next, self._can_jump, self._can_load_all = has_next, can_jump, can_load_all
        self._last = last_page(total, page_size)
        page = start_offset // page_size + 1
        self._number.show_page(page, self._last or _MOST_OFFSET // page_size)
        self._count.setText(page_count_text(total, page_size))
        self._range.setText(range_text(start_offset, shown_rows, total))
        self._show_size(page_size)
        self.load_all_action.setText(load_all_text(total))
        self._load_all.setText(load_all_text(total))
        self._load_all.setAccessibleName(load_all_text(total))
        self._enable()

    def clear(self) -> None:
        """No page is shown (before the first search, or when it failed)."""
        self._offset, self._last = 0, None
        self._has_next = self._can_jump = self._can_load_all = False
        self._number.show_page(1, 1)
        self._count.clear()
        self._range.clear()
        self.set_busy(busy=False)
        self._enable()

    def set_busy(self, *, busy: bool) -> None:
        """While a page is read: ask for no other twice, and say so if that takes time. The buttons keep their focus."""
        self._busy = busy
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self._show_reading(shown=False)

    def _show_reading(self, *, shown: bool) -> None:
        self._reading.setVisible(shown)
        self._progress.setVisible(shown)

    def set_replaced(self, *, replaced: bool) -> None:
        """While the whole result stands in the table there are no pages to turn to."""
        self._is_replaced = replaced
        self._enable()

    @property
    def page_size(self) -> int:
        """Rows on a page, as chosen."""
        return self._page_size

    def _enable(self) -> None:
        page = self._offset // self._page_size + 1
        usable = not self._is_replaced
        self.first_action.setEnabled(usable and self._offset > 0)
        self.previous_action.setEnabled(usable and self._offset > 0)
        self.next_action.setEnabled(usable and self._has_next)
        self.last_action.setEnabled(usable and self._can_jump and self._last is not None and page != self._last)
        self._number.setEnabled(usable and self._can_jump)
        self.go_to_page_action.setEnabled(usable and self._can_jump)
        self.load_all_action.setEnabled(usable and self._can_load_all)
        self._load_all.setVisible(self._can_load_all)

    def _show_size(self, size: int) -> None:
        place = self._sizes.findData(size)
        if place < 0:
            place = sum(self._sizes.itemData(row) < size for row in range(self._sizes.count()))
            self._sizes.insertItem(place, size_text(size), size)
        self._sizes.setCurrentIndex(place)

    def _ask(self, offset: int) -> None:
        if not self._busy:
            self.page_requested.emit(min(offset, _MOST_OFFSET))

    def _ask_page(self, page: int) -> None:
        self._ask((page - 1) * self._page_size)

    def _ask_previous(self) -> None:
        self._ask(max(0, self._offset - self._page_size))

    def _ask_next(self) -> None:
        if not self._busy:
            self.next_requested.emit()

    def _ask_all(self) -> None:
        if not self._busy:
            self.load_all_requested.emit()

    def _ask_last(self) -> None:
        if self._last is not None:
            self._ask((self._last - 1) * self._page_size)

    def _focus_number(self) -> None:
        self._number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._number.selectAll()

    def _on_size_chosen(self, place: int) -> None:
        size = int(self._sizes.itemData(place))
        if size != self._page_size:
            self._page_size = size
            self.page_size_changed.emit(size)
