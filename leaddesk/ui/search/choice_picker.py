"""A pop-up list with check boxes and a line to narrow it; thousands of choices open at once."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.widgets.plain_label import muted_label

_HEIGHT = 300
_LEAST_WIDTH = 240
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
AnyIndex = QModelIndex | QPersistentModelIndex


class PickList(QAbstractListModel):
    """The choices, those chosen already first, narrowed by a text. Signal: `toggled(value)`."""

    toggled = Signal(str)

    def __init__(self, names: ChoiceNames, chosen: Collection[str], parent: QObject | None = None) -> None:
        """Values in `chosen` that are no choices stand in the list too: they can be taken out there."""
        super().__init__(parent)
        self.chosen = set(chosen)
        self._names = names
        self._values = [*dict.fromkeys((*chosen, *names.texts))]
        self._rows = self._values

    def value_at(self, row: int) -> str:
        """The value in this row."""
        return self._rows[row]

    def narrow(self, text: str) -> None:
        """Show those whose text or value holds this, in either case."""
        wanted = text.strip().casefold()
        self.beginResetModel()
        self._rows = [v for v in self._values if wanted in self._names.text_of(v).casefold() or wanted in v.casefold()]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and check mark."""
        value = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names.text_of(value)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value in self.chosen else Qt.CheckState.Unchecked
        return None

    def toggle(self, row: int) -> None:
        """Check or uncheck the choice in this row."""
        value = self._rows[row]
        self.chosen ^= {value}
        self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.CheckStateRole])
        self.toggled.emit(value)


class ChoicePicker(QFrame):
    """Type to narrow, arrows to move, Enter or a click to check, Esc to leave. Deletes itself when it is closed.

    Signal: `toggled(value)`.
    """

    toggled = Signal(str)

    def __init__(self, names: ChoiceNames, chosen: Collection[str], parent: QWidget, *, one: bool = False) -> None:
        """`one`: it closes as soon as something was picked."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._one = one
        self.search = QLineEdit()
        self.search.setPlaceholderText("Narrow the list")
        self.search.setAccessibleName("Narrow the list")
        self.model = PickList(names, chosen, self)
        self.list = QListView()
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Known names")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self._words = muted_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        for part in (self.search, self.list, self._words):
            layout.addWidget(part)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.model.toggled.connect(self._toggled)
        self._narrow("")

    @property
    def words(self) -> str:
        """What stands under the list."""
        return self._words.text()

    def open_below(self, widget: QWidget) -> None:
        """Show it under a widget, or above it where there is no room."""
        self.resize(max(widget.width(), _LEAST_WIDTH), _HEIGHT)
        place = widget.mapToGlobal(QPoint(0, widget.height()))
        screen = widget.screen().availableGeometry()
        if place.y() + _HEIGHT > screen.bottom():
            place = widget.mapToGlobal(QPoint(0, -_HEIGHT))
        self.move(max(screen.left(), min(place.x(), screen.right() - self.width())), max(screen.top(), place.y()))
        self.show()
        self.search.setFocus()

    def toggle_current(self) -> None:
        """Check or uncheck the choice that the arrows stand on."""
        index = self.list.currentIndex()
        if index.isValid():
            self.model.toggle(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the line is typed into; Enter checks, in the list the space bar too."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            in_list = watched is self.list
            if event.key() in _ENTERS or (in_list and event.key() == Qt.Key.Key_Space):
                self.toggle_current()
                return True
            if event.key() in _MOVES and not in_list:
                QApplication.sendEvent(self.list, event)
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    def _toggled(self, value: str) -> None:
        self._show_words()
        self.toggled.emit(value)
        if self._one:
            self.close()

    def _narrow(self, text: str) -> None:
        self.model.narrow(text)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_words()

    def _show_words(self) -> None:
        typed = self.search.text().strip()
        nothing = f"None holds “{typed}”." if typed and not self.model.rowCount() else ""
        self._words.setText(nothing or f"{len(self.model.chosen):,} chosen. Enter checks, Esc closes.")
