"""Figures over many leads as bars beside their table: label, bar, figure."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.results.bars import Bars, build_bars
from leaddesk.ui.widgets.plain_label import muted_label, plain_label

_MOST_HEIGHT: Final = 240
_BAR_HEIGHT: Final = 14
_AIR: Final = 6
_LABEL_SHARE: Final = 0.32
_BESIDE_LABEL: Final = 8
_EMPTY: Final = Bars("", (), 0, 0)


class BarChart(QWidget):
    """Hidden until a page of figures is shown. With several columns of figures one is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._page: Page | None = None
        self._columns: dict[str, Column] = {}
        self._title = plain_label(parent=self)
        self._title.setProperty("role", "section")
        self._remark = muted_label("", self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName("Figure drawn as bars")
        self.choice.currentIndexChanged.connect(self._draw)
        self.canvas = BarCanvas(self)
        self._area = BarArea(self.canvas, _MOST_HEIGHT, self)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._remark, 1)
        top.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_page(self, page: Page, columns: tuple[Column, ...]) -> None:
        """Draw the page when it is one of figures; else hide."""
        known = {column.key: column for column in columns}
        chart = page.chart
        keys = [key for key in chart.value_keys if key in known] if chart is not None else []
        if chart is None or not keys or chart.label_key not in known or not page.records:
            self._page = None
            self.hide()
            return
        self._page, self._columns = page, known
        chosen = self.choice.currentData()
        self.choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.choice.clear()
        for key in keys:
            self.choice.addItem(one_line(known[key].title), key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.choice.blockSignals(False)  # noqa: FBT003
        self.choice.setVisible(len(keys) > 1)
        self._draw()
        self.show()

    def _draw(self, *_number: int) -> None:
        page = self._page
        if page is None or page.chart is None or self.choice.currentIndex() < 0:
            return
        label, value = self._columns[page.chart.label_key], self._columns[str(self.choice.currentData())]
        bars = build_bars(page.records, label, value)
        self._title.setText(bars.title)
        more = f"the {len(bars.bars):,} longest of {len(bars.bars) + bars.left_out:,}" if bars.left_out else ""
        unreadable = f"{bars.unreadable:,} rows without a figure" if bars.unreadable else ""
        self._remark.setText("; ".join(part for part in (more, unreadable) if part))
        self.canvas.show_bars(bars)
        self._area.fit()


class BarCanvas(QWidget):
    """Paints the bars with the palette of the moment. Those that can be pressed are so by a click, or arrows and Enter.

    Signal `bar_pressed(int)`: its number from the top.
    """

    bar_pressed = Signal(int)

    def __init__(self, parent: QWidget, *, pressable: bool = False) -> None:
        """With `pressable` it takes the keyboard."""
        super().__init__(parent)
        self._bars = _EMPTY
        self._chosen: frozenset[int] = frozenset()
        self._at = 0
        self._pressable = pressable
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if pressable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_bars(self, bars: Bars, chosen: frozenset[int] = frozenset()) -> None:
        """Draw these; those of these numbers are chosen, the others then stand back."""
        self._bars, self._chosen = bars, chosen
        self._at = min(self._at, max(0, len(bars.bars) - 1))
        self.setAccessibleName(bars.words())
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The bar of that line, wherever in the line it is pressed."""
        if self._pressable and event.button() is Qt.MouseButton.LeftButton:
            self._press(int(event.position().y()) // self._line_height())
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from bar to bar, Enter and Space press."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._at = max(0, min(len(self._bars.bars) - 1, self._at + steps[Qt.Key(event.key())]))
            self.setAccessibleDescription(self._words_of(self._at))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._press(self._at)
        else:
            super().keyPressEvent(event)

    def _press(self, number: int) -> None:
        if 0 <= number < len(self._bars.bars):
            self._at = number
            self.bar_pressed.emit(number)

    def _words_of(self, number: int) -> str:
        bar = self._bars.bars[number]
        return f"{bar.label}: {bar.text}"

    def sizeHint(self) -> QSize:
        """A line for each bar."""
        return QSize(300, max(1, len(self._bars.bars)) * self._line_height())

    def _line_height(self) -> int:
        return max(_BAR_HEIGHT, self.fontMetrics().height()) + _AIR

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Label at the left, bar from a common edge, figure behind it. A figure below zero has no bar."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        line = self._line_height()
        longest = max((bar.value for bar in self._bars.bars), default=0.0)
        label_width = min(
            int(self.width() * _LABEL_SHARE),
            max((metrics.horizontalAdvance(bar.label) for bar in self._bars.bars), default=0) + 2 + _BESIDE_LABEL,
        )
        text_width = max((metrics.horizontalAdvance(bar.text) for bar in self._bars.bars), default=0) + 10
        room = max(1, self.width() - label_width - text_width)
        for number, bar in enumerate(self._bars.bars):
            top = number * line
            words = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label_width - _BESIDE_LABEL)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(
                QRect(0, top, label_width - _BESIDE_LABEL, line), int(Qt.AlignmentFlag.AlignVCenter), words
            )
            width = round(room * max(0.0, bar.value) / longest) if longest > 0 else 0
            place = QRect(label_width, top + (line - _BAR_HEIGHT) // 2, max(1, width), _BAR_HEIGHT)
            stands_back = bool(self._chosen) and number not in self._chosen
            role = QPalette.ColorRole.Mid if stands_back else QPalette.ColorRole.Highlight
            painter.fillRect(place, self.palette().color(role))
            behind = QRect(label_width + width + 6, top, text_width, line)
            painter.drawText(behind, int(Qt.AlignmentFlag.AlignVCenter), bar.text)
            if self.hasFocus() and number == self._at:
                painter.drawRect(QRect(0, top, self.width() - 1, line - 1))
        painter.end()


class BarArea(QScrollArea):
    """As high as its bars, up to a limit; then they are scrolled."""

    def __init__(self, canvas: BarCanvas, most_height: int, parent: QWidget) -> None:
        """`most_height` in pixels."""
        super().__init__(parent)
        self._canvas = canvas
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(canvas)
        self.setMaximumHeight(most_height)

    def fit(self) -> None:
        """The bars are others."""
        self.setMinimumHeight(min(self.maximumHeight(), self._canvas.sizeHint().height()))
