"""What can be read in a part of the window, as a person (or a screen reader) reads it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPlainTextEdit, QTableView, QWidget


def words_in(root: QWidget) -> str:
    """All that is written in what is in view of this: labels, buttons with their names, texts, cells, a line each."""
    return "\n".join(text for widget in root.findChildren(QWidget) if widget.isVisible() for text in _texts(widget))


def _texts(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel():
            yield widget.text()
        case QAbstractButton():
            yield widget.text()
            yield widget.accessibleName()
        case QComboBox():
            yield widget.currentText()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QTableView():
            yield from _cells(widget)
        case _:
            return


def _cells(table: QTableView) -> Iterator[str]:
    contents = table.model()
    for row in range(contents.rowCount()):
        places = (contents.index(row, column) for column in range(contents.columnCount()))
        yield " | ".join(str(place.data(Qt.ItemDataRole.DisplayRole) or "") for place in places)
