"""The order of the Tab key, set from the order in which widgets were put into their layouts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabBar, QWidget


def tab_stops(root: QWidget) -> list[QWidget]:
    """The widgets under `root` that the Tab key can reach, in the order in which they were put there.

    The arrows of a tab bar go along with it: moved by themselves they would tear Qt's chain apart.
    """
    found = (widget for widget in root.findChildren(QWidget) if widget.window() is root.window())
    return [widget for widget in found if _is_stop(widget) and not isinstance(widget.parent(), QTabBar)]


def chained_stops(root: QWidget) -> list[QWidget]:
    """As `tab_stops`, in the order in which Qt's chain has them: after `chain_tabs` within `root`."""
    wanted = set(tab_stops(root))
    found: list[QWidget] = []
    widget: QWidget | None = root.nextInFocusChain()
    while widget is not None and widget is not root and len(found) < len(wanted):
        if widget in wanted:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def go_to_next(stops: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the keyboard to the next of these that can take it, round the end; False where it is at none of them."""
    usable = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
    current = QApplication.focusWidget()
    while current is not None and current not in usable:
        current = current.parentWidget()
    if current is None:
        return False
    place = usable.index(current) + (1 if forward else -1)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    usable[place % len(usable)].setFocus(reason)
    return True


def bar_stops(bar: QWidget) -> list[QWidget]:
    """Those of a bar, from left to right as its layout has them."""
    layout = bar.layout()
    items = [layout.itemAt(place) for place in range(layout.count())] if layout is not None else []
    widgets = [item.widget() for item in items if item is not None]
    return [stop for part in widgets if part is not None for stop in (part, *tab_stops(part)) if _is_stop(stop)]  # pyright: ignore[reportUnnecessaryComparison] - None for a stretch


def _is_stop(widget: QWidget) -> bool:
    return widget.focusProxy() is None and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


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
