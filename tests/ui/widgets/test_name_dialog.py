from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.name_dialog import MOST_NAME_CHARACTERS, NameDialog, name_problem

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "MAIN", " main "])
def test_names_that_are_empty_invisible_or_taken_are_refused(name: str) -> None:
    assert name_problem(name, ["Main"])


def test_a_free_name_is_fine() -> None:
    assert name_problem("Branch", ["Main"]) == ""


def test_enter_takes_the_name_without_blanks_around_it(qtbot: QtBot) -> None:
    dialog = NameDialog(None, title="Name it", label="Name", button="Save", taken=["Main"])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClicks(dialog.line, " Branch ")
    with qtbot.waitSignal(dialog.named) as named:
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert named.args == ["Branch"]


def test_a_taken_name_is_marked_and_the_dialog_stays(qtbot: QtBot) -> None:
    dialog = NameDialog(None, title="Name it", label="Name", button="Save", taken=["Main"])
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.line.setText("main")
    with qtbot.assertNotEmitted(dialog.named):
        dialog.accept_button.click()
    assert dialog.isVisible()
    assert "there already" in dialog.field.problem
    qtbot.keyClicks(dialog.line, "2")
    assert dialog.field.problem == ""
    dialog.reject()


def test_replacing_is_said_on_the_button_before_it_happens(qtbot: QtBot) -> None:
    dialog = NameDialog(None, title="Save", label="Name", button="Save", name="R&D", taken=["R&D"], replaces=True)
    qtbot.addWidget(dialog)
    assert dialog.accept_button.text() == "Replace “R&&D”"
    with qtbot.waitSignal(dialog.named) as named:
        dialog.accept_button.click()
    assert named.args == ["R&D"]


def test_a_name_is_as_long_as_the_files_take(qtbot: QtBot) -> None:
    dialog = NameDialog(None, title="Save", label="Name", button="Save")
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.line, "x" * (MOST_NAME_CHARACTERS + 5))
    assert len(dialog.line.text()) == MOST_NAME_CHARACTERS
