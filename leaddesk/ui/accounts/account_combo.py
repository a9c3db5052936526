"""A list of names to pick one from: as wide as its longest name, within reason, and cut in the middle beyond that."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from leaddesk.ui.widgets.plain_label import set_plain_tool_tip

_MOST_CHARACTERS: Final = 32
"""A name of about so many is never cut: `Demo LeadSquared (this run only)`."""
_MOST_POPUP_CHARACTERS: Final = 90


class AccountCombo(QComboBox):
    """Two accounts are often told apart by the ends of their names: what is cut out is in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        names = self.model()
        for changed in (names.rowsInserted, names.rowsRemoved, names.modelReset, names.dataChanged):
            changed.connect(self._fit)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(self.itemText(place)) for place in range(self.count())), default=0)
        most = metrics.horizontalAdvance("n" * _MOST_CHARACTERS)
        self.setMinimumWidth(self._frame_width() + min(longest, most) + 2)
        view = self.view()
        most = metrics.horizontalAdvance("n" * _MOST_POPUP_CHARACTERS)
        view.setMinimumWidth(min(longest, most) + 2 * view.frameWidth() + self._frame_width())

    def _frame_width(self) -> int:
        """What stands around the name: frame, paddings, arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        inner = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return self.width() - inner.width()

    def shown_name(self) -> str:
        """The name as far as there is room for it."""
        room = self.width() - self._frame_width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)

    def event(self, event: QEvent) -> bool:
        """A name that is cut stands whole in the tool tip."""
        if event.type() is QEvent.Type.ToolTip:
            name = self.currentText()
            set_plain_tool_tip(self, "" if self.shown_name() == name else name)
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs more room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As usual, but for the name."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_name()  # pyright: ignore[reportAttributeAccessIssue]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
