"""The parts of a screen beside and below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


def side_by_side(parts: Sequence[tuple[QWidget, str]], widths: Sequence[int], *, main: int) -> QSplitter:
    """Parts with their names for screen readers, from left to right; `main` grows and never folds away."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    for part, name in parts:
        part.setAccessibleName(name)
        splitter.addWidget(part)
    splitter.setStretchFactor(main, 1)
    splitter.setCollapsible(main, False)  # noqa: FBT003 - Qt's own order
    splitter.setSizes(list(widths))
    return splitter


def stacked(*parts: QWidget, stretched: QWidget, within: QWidget | None = None) -> QWidget:
    """Parts from top to bottom without air between them; laid out in `within`, or in a widget of their own."""
    column = within if within is not None else QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part, 1 if part is stretched else 0)
    return column
