"""Tool buttons for actions, with an icon, a plain tool tip that names the shortcut, and an accessible name."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip

_ICON_SIDE = 18


def make_action(owner: QObject, words: str, icon_name: str, shortcut: QKeySequence | str = "") -> QAction:
    """An action for a menu and a button; its shortcut works anywhere in the window while the owner is visible."""
    action = QAction(icon(icon_name), words, owner) if icon_name else QAction(words, owner)
    action.setShortcut(QKeySequence(shortcut))
    return action


def button_for(action: QAction, parent: QWidget, *, with_text: bool = False) -> QToolButton:
    """A flat button that triggers the action and is enabled when it is.

    It does not take the action as its own: buttons that do take over the action's tool tip, which Qt renders
    as markup.
    """
    button = QToolButton(parent)
    button.setIcon(action.icon())
    button.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    name = action.text().replace("&", "").removesuffix("…")
    if with_text:
        button.setText(action.text().replace("&", ""))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAccessibleName(name)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    set_plain_tool_tip(button, f"{name} ({keys})" if keys else name)
    button.clicked.connect(action.trigger)
    button.setEnabled(action.isEnabled())
    action.enabledChanged.connect(button.setEnabled)
    return button
