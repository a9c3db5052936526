"""Small signs of the pane: badges with sign and word, notices, section headings, words for an empty tab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from leaddesk.ui.lead.reading import CopyText
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, plain_label, set_plain_tool_tip, wrapped_label

ICON_PIXELS = 16


def line_height() -> int:
    """Height of a line with a small button in it: captions, values and buttons stand on one line."""
    return QFontMetrics(QApplication.font()).height() + 5


def badge(tone: str, words: str, parent: QWidget | None = None) -> QLabel:
    """A rounded label; `tone` is good, bad or unknown. The words carry their own sign, never colour alone."""
    label = plain_label(words, parent)
    label.setProperty("role", f"badge-{tone}")
    label.setAccessibleName(words)
    return label


def section_label(words: str, parent: QWidget | None = None) -> QLabel:
    """The heading of a part of a tab."""
    label = plain_label(words, parent)
    label.setProperty("role", "section")
    return label


def notice(tone: str, words: str, parent: QWidget | None = None) -> QFrame:
    """A framed sentence with an icon; `tone` is info, warning or error."""
    frame = QFrame(parent)
    frame.setProperty("role", f"notice-{tone}")
    frame.setAccessibleName(words)
    row = QHBoxLayout(frame)
    row.setContentsMargins(8, 6, 8, 6)
    row.addWidget(IconView("info" if tone == "info" else "alert", frame), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(wrapped_label(words, frame, selectable=True), 1)
    return frame


def empty_page(words: str, parent: QWidget | None = None) -> QWidget:
    """A page that says why there is nothing to see."""
    page = QWidget(parent)
    page.setAccessibleName(words)
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 32, 24, 24)
    label = muted_label(words, page)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    column.addWidget(label)
    column.addStretch(1)
    return page


def small_button(icon_name: str, words: str, parent: QWidget | None = None) -> QToolButton:
    """A flat icon button; `words` are its tool tip and accessible name."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    button.setAutoRaise(True)
    button.setIconSize(QSize(ICON_PIXELS, ICON_PIXELS))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(words)
    set_plain_tool_tip(button, words)
    return button


def copy_button(text: str, name: str, copy: CopyText, parent: QWidget | None = None) -> QToolButton:
    """Copies the text exactly as given."""
    button = small_button("copy", f"Copy {name[:1].lower()}{name[1:]}", parent)
    button.clicked.connect(lambda: copy(text, name))
    return button
