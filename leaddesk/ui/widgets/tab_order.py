"""The order of the Tab key, set from the order in which widgets were put into their layouts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(root: QWidget) -> list[QWidget]:
    """The widgets under `root` that the Tab key can reach, in the order in which they were put there."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.window() is root.window()
        and widget.focusProxy() is None
        and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]


def chain_tabs(stops: Sequence[QWidget]) -> None:
    """Make Tab go from each to the next. For widgets made anew in the middle of a window that is up already.

    From the last to the first: Qt's chain is a ring, and it leaves two alone that follow each other over its end.
    """
    for stop in reversed(stops[1:]):
        QWidget.setTabOrder(stops[0], stop)


def hand_focus_to(part: QWidget | None, widget: QWidget) -> None:
    """Let a part take the keyboard for the whole, or nothing for None.

    The part must be in view: Tab does not get past a widget whose focus proxy is hidden.
    """
    widget.setFocusProxy(part)  # pyright: ignore[reportArgumentType] - Qt takes None
