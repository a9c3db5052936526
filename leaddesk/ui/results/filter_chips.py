"""The filters of columns above the table, each as a button that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leaddesk.ui.search.flow_layout import FlowLayout
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip

_MOST_CHARACTERS: Final = 60
_ICON_SIDE: Final = 14
_STYLE: Final = """
QToolButton { border: 1px solid palette(mid); border-radius: 10px; padding: 2px 8px 2px 5px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:focus { border: 2px solid palette(highlight); padding: 1px 7px 1px 4px; }
"""


class FilterChips(QWidget):
    """Hidden while there are no filters.

    Signals:
        removed(str): the filter of the column of this key is to go.
        cleared(): all are to go.
    """

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Without filters."""
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._chips: list[QToolButton] = []
        self._flow = FlowLayout(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 5)
        column.addLayout(self._flow)
        self.setAccessibleName("Filters of columns")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def chips(self) -> tuple[QToolButton, ...]:
        """One for each filter; with several, one more that takes all away."""
        return tuple(self._chips)

    def show_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """Show these: key of the column, and the filter in words."""
        if tuple(filters) == self._shown:
            return
        self._shown = tuple(filters)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(words, f"Take away the filter {words}") for _key, words in self._shown]
        for chip, (key, _words) in zip(self._chips, self._shown, strict=True):
            chip.clicked.connect(lambda _checked=False, key=key: self.removed.emit(key))
        if len(self._shown) > 1:
            every = self._chip("Clear all filters", "Take away all filters")
            every.clicked.connect(self.cleared)
            self._chips.append(every)
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._shown))

    def _chip(self, words: str, tip: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setIcon(icon("close"))
        chip.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setStyleSheet(_STYLE)
        short = words if len(words) <= _MOST_CHARACTERS else f"{words[: _MOST_CHARACTERS - 1]}…"
        chip.setText(short.replace("&", "&&"))
        chip.setAccessibleName(tip)
        set_plain_tool_tip(chip, tip)
        return chip
