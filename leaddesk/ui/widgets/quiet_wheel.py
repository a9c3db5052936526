"""Scrolling over a form must not change what stands in it: a lead type turned by the wheel is a wrong search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


class QuietWheel(QObject):
    """An event filter that hands the wheel on to the scroll area."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow wheel events and leave them unaccepted, so that the parent gets them."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def quiet_wheels(root: QWidget) -> None:
    """Make all combo boxes and spin boxes under `root` leave the wheel alone; may be called again."""
    filters = root.findChildren(QuietWheel)
    quiet = filters[0] if filters else QuietWheel(root)
    boxes = [*root.findChildren(QComboBox), *root.findChildren(QAbstractSpinBox)]
    for box in boxes:
        box.installEventFilter(quiet)
