"""Captions with their values, one below the other, with copy buttons: the body of summary and consent."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from leaddesk.ui.cell_text import one_line
from leaddesk.ui.lead.reading import CopyText
from leaddesk.ui.lead.signs import copy_button, line_height, small_button
from leaddesk.ui.lead.value_text import NOT_GIVEN_WORDS, openable_url, sent_words
from leaddesk.ui.widgets.elided_line import ElidedLine
from leaddesk.ui.widgets.plain_label import muted_label, plain_label, set_plain_tool_tip, wrapped_label

_LONGEST_WRAPPED_WORD = 24
_LEAST_CAPTION_PIXELS = 96
_WIDEST_CAPTION = "Phone (consent record)"


class FactPage(QScrollArea):
    """A scrolling page of grids, whose captions follow its width."""

    def __init__(self, name: str) -> None:
        """`name` is read by screen readers."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All grids at once: their values stand below each other."""
        super().resizeEvent(event)
        for grid in self.findChildren(FactGrid):
            grid.fit_captions(self.viewport().width())


class FactGrid(QWidget):
    """Rows of caption and value. Empty values read “not given”, so that nothing is blank."""

    def __init__(self, copy: CopyText, parent: QWidget | None = None) -> None:
        """`copy` is called by the copy buttons."""
        super().__init__(parent)
        self._copy = copy
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._caption_width = self.fontMetrics().horizontalAdvance(_WIDEST_CAPTION)
        self._captions: list[QLabel] = []

    def fit_captions(self, room: int) -> None:
        """In so narrow a page (in pixels) the captions give way to the values."""
        self._caption_width = self.fontMetrics().horizontalAdvance(_WIDEST_CAPTION)
        self._caption_width = min(self._caption_width, max(_LEAST_CAPTION_PIXELS, room // 3))
        for label in self._captions:
            label.setFixedWidth(self._caption_width)

    def add_widget(self, caption: str, value: QWidget) -> None:
        """A row with a widget of the caller's."""
        row = self._grid.rowCount()
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        if not caption:
            return
        if isinstance(value, QLabel):
            value.setMinimumHeight(line_height())
        label = plain_label(caption, self)
        label.setProperty("role", "muted")
        label.setFixedWidth(self._caption_width)
        label.setMinimumHeight(line_height())
        label.setWordWrap(True)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._captions.append(label)

    def add_text(self, caption: str, text: str, *, missing: str = NOT_GIVEN_WORDS, note: str = "") -> QWidget:
        """A row of text; `missing` is shown, muted, when it is empty."""
        value = _value_label(text, self) if text else muted_label(missing, self)
        value.setMinimumHeight(line_height())
        if note:
            set_plain_tool_tip(value, note)
        self.add_widget(caption, value)
        return value

    def add_copyable(self, caption: str, sent: str, *, shown: str = "", note: str = "", aside: str = "") -> None:
        """A row with a copy button, which copies `sent`; `shown` is its nicer form, `aside` a muted remark."""
        if not sent:
            self.add_text(caption, "")
            return
        value = _value_label(shown or sent, self)
        set_plain_tool_tip(value, note or (sent_words(sent) if shown not in {"", sent} else one_line(sent)))
        beside: list[QWidget] = [copy_button(sent, caption, self._copy, self)]
        if aside:
            remark = plain_label(one_line(aside), self)
            remark.setProperty("role", "muted")
            beside.insert(0, remark)
        self.add_widget(caption, _in_line(value, beside, self))

    def add_web_address(self, caption: str, url: str) -> None:
        """A row with a web address: plain text, to copy, and to open in the browser on request only."""
        if not url:
            self.add_text(caption, "")
            return
        line = ElidedLine(url, self)
        buttons = [copy_button(url, caption, self._copy, self), _open_button(url, caption, self)]
        self.add_widget(caption, _in_line(line, list(buttons), self, stretch=True))


def _value_label(text: str, parent: QWidget) -> QWidget:
    shown = one_line(text)
    if len(_longest_word(shown)) > _LONGEST_WRAPPED_WORD:
        return ElidedLine(text, parent)
    label: QLabel = wrapped_label(shown, parent, selectable=True)
    return label


def _longest_word(text: str) -> str:
    return max(text.split(), key=len, default="")


def _in_line(value: QWidget, beside: list[QWidget], parent: QWidget, *, stretch: bool = False) -> QWidget:
    """The value with small things right behind it; short values keep them near."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    if not stretch and isinstance(value, QLabel | ElidedLine):
        value.setMaximumWidth(value.fontMetrics().horizontalAdvance(value.text()) + 8)
    if isinstance(value, QLabel):
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance(_longest_word(value.text())) + 2)
    row.addWidget(value, 1)
    for widget in beside:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        widget.setFixedHeight(line_height())
    if not stretch:
        row.addStretch(0)
    return holder


def _open_button(url: str, caption: str, parent: QWidget) -> QToolButton:
    button = small_button("open", f"Open {caption[:1].lower()}{caption[1:]} in the browser", parent)
    if openable_url(url):
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode)))
    else:
        button.setEnabled(False)
        set_plain_tool_tip(button, "Only web addresses (http and https) can be opened.")
    return button
