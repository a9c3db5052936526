"""What a person does with a window: waits, looks for a control by its name, clicks, types, picks from menus.

Controls are found the way a screen reader names them, so that a story also fails when a name is missing. Nothing
here waits inside Qt: stories run on the one loop that also drives Qt, and wait by giving it the turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QWidget,
)

Found = TypeVar("Found", bound=QWidget)


async def until(condition: Callable[[], object], words: str, *, seconds: float = 10) -> None:
    """Let the program run until this is so; `words` say what did not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds:g} s still not: {words}")
        _mind_windows()
        await asyncio.sleep(0.01)


async def turns(count: int = 3) -> None:
    """Give the loop and Qt a few turns, for what follows from an event at once."""
    for _ in range(count):
        await asyncio.sleep(0)
        _mind_windows()
    await asyncio.sleep(0.001)


def _mind_windows() -> None:
    """Offscreen there is no window manager: when a pop-up or dialog has closed, what was behind it gets the keyboard."""
    active = QApplication.activeWindow()
    if (active is not None and active.isVisible()) or QApplication.activePopupWidget() is not None:
        return
    behind = [window for window in QApplication.topLevelWidgets() if window.isVisible() and _takes_keys(window)]
    front = QApplication.activeModalWidget() or next((w for w in behind if isinstance(w, QDialog)), None)
    if front is not None or behind:
        (front or behind[0]).activateWindow()


def _takes_keys(window: QWidget) -> bool:
    return isinstance(window, QDialog | QMainWindow)


def name_of(widget: QWidget) -> str:
    """How a control is called."""
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return (widget.accessibleName() or text.replace("&", "")).removesuffix("…").strip()


def controls(root: QWidget, kind: type[Found]) -> list[Found]:
    """Those in view."""
    return [widget for widget in root.findChildren(kind) if widget.isVisible() and widget.window() is root.window()]


def control(root: QWidget, kind: type[Found], name: str) -> Found:
    """The one control of this name in view."""
    found = [widget for widget in controls(root, kind) if name_of(widget) == name]
    others = sorted({name_of(widget) for widget in controls(root, kind)})
    assert len(found) == 1, f"{len(found)} controls are called “{name}”; there are: {others}"
    return found[0]


def button(root: QWidget, name: str) -> QAbstractButton:
    """The one button of this name or text in view."""
    found = [
        widget
        for widget in controls(root, QAbstractButton)
        if name in (name_of(widget), widget.text().replace("&", "").removesuffix("…").strip())
    ]
    others = sorted({name_of(widget) for widget in controls(root, QAbstractButton)})
    assert len(found) == 1, f"{len(found)} buttons are called “{name}”; there are: {others}"
    return found[0]


async def click(widget: QWidget, place: QPoint | None = None, keys: Qt.KeyboardModifier | None = None) -> None:
    """Click with the left button; a control that is not there or not enabled cannot be clicked."""
    assert widget.isVisible(), f"“{name_of(widget)}” is not in view"
    assert widget.isEnabled(), f"“{name_of(widget)}” is not enabled"
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        keys if keys is not None else Qt.KeyboardModifier.NoModifier,
        place if place is not None else widget.rect().center(),
    )
    await turns()


async def press(keys: str) -> None:
    """Press a key combination where the keyboard is."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "the keyboard is nowhere"
    QTest.keySequence(target, QKeySequence(keys))
    await turns()


async def type_text(text: str) -> None:
    """Type where the keyboard is."""
    target = QApplication.focusWidget()
    assert target is not None, "the keyboard is nowhere"
    QTest.keyClicks(target, text)
    await turns()


async def fill_in(line: QWidget, text: str) -> None:
    """Click into a line, take out what is there and type."""
    await click(line)
    await press("Ctrl+A")
    await press("Del")
    await type_text(text)


async def pick(combo: QComboBox, text: str) -> None:
    """Open the list of a combo box and take the entry of this text."""
    place = combo.findText(text)
    assert place >= 0, f"“{text}” is not among {[combo.itemText(row) for row in range(combo.count())]}"
    assert combo.isVisible(), "the combo box is not in view"
    assert combo.isEnabled(), "the combo box is not enabled"
    combo.showPopup()
    view = combo.view()
    view.setCurrentIndex(combo.model().index(place, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    await turns()


def entry(window: QMainWindow, menu: str, words: str) -> QAction:
    """An entry of a menu of the window."""
    menus = {_plain(action): action.menu() for action in window.menuBar().actions()}
    return entry_of(menus[menu], words)


def entry_of(menu: object, words: str) -> QAction:
    """An entry of a menu by its words."""
    assert isinstance(menu, QMenu), "this is no menu"
    entries = {_plain(action): action for action in menu.actions() if not action.isSeparator()}
    assert words in entries, f"no “{words}” among {list(entries)}"
    return entries[words]


async def choose_entry(action: QAction) -> None:
    """Take an entry of a menu; a greyed one cannot be taken."""
    assert action.isEnabled(), f"“{action.text()}” is not enabled"
    action.trigger()
    await turns()


def focused() -> QWidget:
    """The control that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def dialogs(kind: type[Found] = QDialog) -> list[Found]:  # pyright: ignore[reportArgumentType] - a dialog is a widget
    """The dialogs of this kind that are open."""
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


async def dialog(kind: type[Found]) -> Found:
    """The one dialog of this kind, once it is open and has the keyboard."""
    await until(lambda: len(dialogs(kind)) == 1, f"a {kind.__name__} is open")
    opened = dialogs(kind)[0]
    opened.activateWindow()
    await until(opened.isActiveWindow, f"the {kind.__name__} has the keyboard")
    return opened


def words_in(root: QWidget) -> str:
    """All words of the labels and buttons in view."""
    return "\n".join(
        widget.text() for widget in root.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible()
    )  # fmt: skip


def _plain(action: QAction) -> str:
    return action.text().replace("&", "").removesuffix("…").strip()
