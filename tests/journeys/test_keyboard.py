"""Stories for the keyboard alone and for screen readers: the whole job without a mouse, every control with a name."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)

from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.account_list import AccountList
from leaddesk.ui.export.export_dialog import ExportDialog
from leaddesk.ui.results.column_chooser import ColumnChooser
from leaddesk.ui.widgets.name_dialog import NameDialog
from leaddesk.ui.widgets.tab_order import tab_stops
from tests.journeys.conftest import Stage
from tests.journeys.driving import (
    button,
    click,
    control,
    dialog,
    dialogs,
    focused,
    name_of,
    press,
    turns,
    type_text,
    until,
    words_in,
)

MOST_TABS = 60
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView, QTabBar)
INNER = {
    "qt_spinbox_lineedit",
    "ScrollLeftButton",
    "ScrollRightButton",
    "qt_tableview_cornerbutton",
    "qt_menubar_ext_button",
}


async def tab_to(name: str, keys: str = "Tab") -> None:
    """Press Tab until the control of this name has the keyboard."""
    passed: list[str] = []
    for _ in range(MOST_TABS):
        if name in (name_of(focused()), getattr(focused(), "text", str)()):
            return
        passed.append(name_of(focused()))
        await press(keys)
    raise AssertionError(f"Tab does not reach “{name}”, only {list(dict.fromkeys(passed))}")


def test_the_whole_job_is_done_without_a_mouse(play, tmp_path: Path):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await tab_to("Lead type, required")
        await type_text("1001")
        await press("Esc")
        await tab_to("Dates, range")
        await press("Home")
        while stage.editor("StartDate").preset.currentText() != "Last 30 days":
            await press("Down")
        await press("Ctrl+Return")
        await until(lambda: stage.screen.model.loaded_count == 100, "the leads are there")

        await tab_to("Results")
        await press("Down")
        await press("Down")
        assert stage.screen.table.grid.currentIndex().row() == 2
        await press("Space")
        await press("Shift+Down")
        await press("Shift+Down")
        assert len(stage.screen.model.selected_keys) == 3
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        assert stage.screen.table.grid.hasFocus(), "the keyboard stays in the table"
        await press("Space")
        assert len(stage.screen.model.selected_keys) == 4

        await press("Return")
        assert stage.screen.pane.isAncestorOf(focused())
        await press("Ctrl+Tab")
        assert stage.screen.pane.current_tab() == stage.screen.pane.tab_keys()[1]
        await press("Alt+Down")
        assert stage.screen.table.grid.currentIndex().row() == 1
        await press("Esc")
        assert stage.screen.table.grid.hasFocus()

        await press("Ctrl+E")
        opened = await dialog(ExportDialog)
        path = tmp_path / "by-keys.xlsx"
        await tab_to("File")
        await press("Ctrl+A")
        await type_text(str(path))
        await press("Return")
        await until(opened.outcome.isVisible, "the file is written")
        assert "4 leads written" in opened.outcome.text
        await press("Esc")
        assert not dialogs(ExportDialog)
        await until(stage.screen.table.grid.hasFocus, "the keyboard is in the table again")
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Leads").to_python()
        assert len(sheet) == 5
        assert window.isVisible()

    play(story)


def test_tab_goes_round_the_window_and_comes_by_every_part(play):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        stage.screen.table.setFocus()
        seen: list[QWidget] = []
        while len(seen) < MOST_TABS:
            if focused() not in seen[-1:]:  # dates have parts to go through
                if focused() in seen:
                    break
                seen.append(focused())
            await press("Tab")
        assert focused() is seen[0], f"Tab is caught at {name_of(focused())} after {[name_of(w) for w in seen]}"
        for part in (stage.screen.form, stage.screen.bar, stage.screen.pages, stage.screen.pane, stage.screen.picker):
            assert any(part.isAncestorOf(widget) for widget in seen), f"Tab leaves out {type(part).__name__}"
        parts = (stage.screen.picker, stage.screen.form, stage.screen.bar, stage.screen.table, stage.screen.pages)
        order = [next((place for place, part in enumerate(parts) if part.isAncestorOf(widget)), 5) for widget in seen]
        turns_back = sum(before > after for before, after in pairwise(order))
        assert turns_back == 1, f"Tab jumps about: {[name_of(widget) for widget in seen]}"

    play(story)


async def tab_round(root: QWidget) -> tuple[list[str], list[str]]:
    """The controls that Tab comes by within a dialog, and those that it does not."""
    stops = [stop for stop in tab_stops(root) if stop.isVisible() and stop.isEnabled()]
    seen: list[QWidget] = []
    for _ in range(len(stops) * 4):
        if focused() not in seen:
            seen.append(focused())
        await press("Tab")
    grouped = {group for stop in seen if isinstance(stop, QRadioButton) and (group := stop.group()) is not None}
    missed = [
        stop for stop in stops if stop not in seen and not (isinstance(stop, QRadioButton) and stop.group() in grouped)
    ]
    return [name_of(stop) for stop in seen], [name_of(stop) for stop in missed]


def test_tab_comes_by_every_control_of_every_dialog(play):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        for keys, kind in (
            ("Ctrl+Shift+L", ColumnChooser),
            ("Ctrl+E", ExportDialog),
            ("Ctrl+Shift+P", AccountList),
            ("Ctrl+S", NameDialog),
        ):
            stage.screen.table.setFocus()
            await press(keys)
            opened = await dialog(kind)
            seen, missed = await tab_round(opened)
            assert missed == [], f"{kind.__name__}: {seen}"
            if kind is AccountList:
                await click(button(opened, "Change"))
                inner = await dialog(AccountDialog)
                await click(button(inner, "Advanced"))
                seen, missed = await tab_round(inner)
                assert missed == [], seen
                await press("Esc")
                await until(lambda: not dialogs(AccountDialog), "the inner dialog is gone")
            await press("Esc")
            await until(lambda kind=kind: not dialogs(kind), f"the {kind.__name__} is gone")

    play(story)


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    found: list[str] = []
    for kind in CONTROLS:
        for widget in root.findChildren(kind):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not widget.accessibleName() and not text and widget.isVisibleTo(root) and not _is_inner(widget):
                found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return sorted(set(found))


def _is_inner(widget: QWidget) -> bool:
    """A part that Qt itself made, or the list of a combo box: named by what it belongs to."""
    if widget.objectName() in INNER or isinstance(widget, QHeaderView):
        return True
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QLineEdit | QCalendarWidget | QComboBox | QMenu):
            return True
        above = above.parentWidget()
    return False


def test_every_control_has_a_name_in_the_window_and_its_dialogs(play):
    async def story(stage: Stage) -> None:
        window = await stage.open()
        assert nameless(window) == []
        await stage.close()
        window = await stage.open_with_account()
        await stage.search()
        await click(stage.editor("Query").add_button)
        await click(stage.screen.form.body.fold.button)
        for key in stage.screen.pane.tab_keys():
            stage.screen.pane.select_tab(key)
            await turns()
            assert nameless(window) == [], key
        for keys, kind in (
            ("Ctrl+Shift+L", ColumnChooser),
            ("Ctrl+E", ExportDialog),
            ("Ctrl+Shift+P", AccountList),
            ("Ctrl+S", NameDialog),
        ):
            stage.screen.table.setFocus()
            await press(keys)
            opened = await dialog(kind)
            assert nameless(opened) == [], kind.__name__
            if kind is AccountList:
                await click(button(opened, "Change"))
                inner = await dialog(AccountDialog)
                assert nameless(inner) == []
                await press("Esc")
                await until(lambda: not dialogs(AccountDialog), "the inner dialog is gone")
            await press("Esc")
            await until(lambda kind=kind: not dialogs(kind), f"Esc closes the {kind.__name__}")

    play(story)


def menu_of(action: QAction) -> QMenu:
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return menu


def shortcuts(window: QWidget) -> list[tuple[str, str]]:
    """Keys that hold in the whole window, with who has them."""
    found: dict[int, tuple[QAction | QShortcut, list[QKeySequence]]] = {}
    for action in window.findChildren(QAction):
        if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
            found[id(action)] = (action, action.shortcuts())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut:
            found[id(shortcut)] = (shortcut, shortcut.keys())
    return [
        (keys.toString(), getattr(owner, "text", str)())
        for owner, sequences in found.values()
        for keys in sequences
        if not keys.isEmpty()
    ]


def test_no_key_means_two_things(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        held = shortcuts(window)
        twice = [keys for keys, count in Counter(keys for keys, _ in held).items() if count > 1]
        assert twice == [], [entry for entry in held if entry[0] in twice]
        told = {keys for keys, _ in held}
        for keys in ("Ctrl+E", "Ctrl+Shift+E", "Ctrl+F", "F5", "Esc", "Ctrl+S", "Alt+PgDown", "Ctrl+G", "Ctrl+Shift+L"):
            assert keys in told, f"{keys} does nothing"

    play(story)


def test_every_command_stands_in_a_menu(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        in_menus: set[int] = set()
        mnemonics: dict[str, list[str]] = {}
        for top in window.menuBar().actions():
            menu = menu_of(top)
            letters = [a.text()[a.text().index("&") + 1].lower() for a in menu.actions() if "&" in a.text()]
            mnemonics[top.text()] = [letter for letter, count in Counter(letters).items() if count > 1]
            in_menus |= {id(action) for action in menu.actions()}
        assert {title: letters for title, letters in mnemonics.items() if letters} == {}
        screen = stage.screen
        owners = (screen.bar, screen.table, screen.pages)
        missing = [
            action.text()
            for owner in owners
            for action in owner.actions()
            if id(action) not in in_menus and not action.isSeparator()
        ]
        assert missing == []

    play(story)


def test_without_an_account_no_command_of_the_search_can_be_given(play):
    async def story(stage: Stage) -> None:
        window = await stage.open()
        enabled = {
            action.text().replace("&", "").removesuffix("…")
            for top in window.menuBar().actions()
            for action in menu_of(top).actions()
            if action.isEnabled() and not action.isSeparator()
        }
        for words in (
            "Search",
            "Ask again",
            "Reset the form",
            "Save as",
            "Change this account",
            "Export",
            "Stop waiting",
        ):
            assert words not in enabled
        assert {"Quit", "Add account", "All accounts", "Keys", "Dark"} <= enabled
        for keys in ("F5", "Ctrl+S", "Ctrl+E", "Ctrl+F", "Ctrl+Shift+L", "Ctrl+G", "Alt+PgDown"):
            await press(keys)
        assert window.welcome.notice.isHidden()
        assert dialogs() == []

    play(story)


def test_escape_in_a_dialog_closes_the_dialog_and_stops_nothing_behind_it(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        stand_in.faults.delay_seconds = 0.5
        before = stage.screen.shown
        await press("F5")
        await press("Ctrl+Shift+P")
        await dialog(AccountList)
        await press("Esc")
        await until(lambda: not dialogs(AccountList), "the dialog is gone")
        await until(lambda: stage.screen.shown is not before, "the leads came all the same")

    play(story)


def test_the_list_of_keys_tells_the_truth(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        stage.screen.table.setFocus()
        before = stage.screen.shown
        await press("Ctrl+Return")
        await until(lambda: stage.screen.shown is not before, "Ctrl+Enter searches from the table too")
        stage.screen.pane.focus_record()
        before = stage.screen.shown
        await press("Ctrl+Return")
        await until(lambda: stage.screen.shown is not before, "and from the pane")
        await press("F1")
        box = (await until_box())[0]
        assert "Ctrl+Enter" in words_in(box)
        await press("Esc")
        assert control(window, QLineEdit, "Narrow the loaded rows")

    async def until_box() -> list[QWidget]:
        await until(dialogs, "the keys are told")
        return dialogs()

    play(story)
