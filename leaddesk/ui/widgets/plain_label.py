"""The one place that makes labels and tool tips: text from vendors is never taken for markup.

A default label renders HTML found in its text and opens the files an image tag names; a lead called
`<img src="//host/share/a.png">` would make the program contact that host.
"""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def plain_label(text: str = "", parent: QWidget | None = None, *, selectable: bool = False) -> QLabel:
    """A label that shows its text as it is. `selectable` lets the mouse and keyboard select and copy."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


def wrapped_label(text: str = "", parent: QWidget | None = None, *, selectable: bool = False) -> QLabel:
    """A plain label that breaks its lines."""
    label = plain_label(text, parent, selectable=selectable)
    label.setWordWrap(True)
    return label


def heading_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A plain label in the style of a heading."""
    label = plain_label(text, parent)
    label.setProperty("role", "heading")
    return label


def muted_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A plain label in the quieter colour of side remarks; breaks its lines."""
    label = wrapped_label(text, parent)
    label.setProperty("role", "muted")
    return label


def set_plain_tool_tip(widget: QWidget, text: str) -> None:
    """A tool tip that shows its text as it is."""
    widget.setToolTip(plain_tool_tip(text))


def plain_tool_tip(text: str) -> str:
    """The text made safe for anything that renders tool tips (also for a table model's tool tip role)."""
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>" if text else ""


def message_box(parent: QWidget | None, title: str, text: str, more: str = "") -> QMessageBox:
    """A plain-text message box; show it with `open()`."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    return box
