from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.secret_edit import SecretEdit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRET = "s3cr3t-Value-0002"


@pytest.fixture
def edit(qtbot: QtBot) -> SecretEdit:
    made = SecretEdit(placeholder="kept")
    qtbot.addWidget(made)
    return made


def accessible_value(edit: SecretEdit) -> str:
    interface = QAccessible.queryAccessibleInterface(edit)
    assert interface is not None
    return interface.text(QAccessible.Text.Value)


def test_what_is_typed_is_hidden_also_from_screen_readers_and_the_clipboard(qtbot: QtBot, edit: SecretEdit) -> None:
    qtbot.keyClicks(edit, SECRET)
    assert edit.text() == SECRET
    assert SECRET not in edit.displayText()
    assert SECRET not in accessible_value(edit)
    QGuiApplication.clipboard().setText("before")
    edit.selectAll()
    edit.copy()
    assert QGuiApplication.clipboard().text() == "before"


def test_the_eye_shows_and_hides(qtbot: QtBot, edit: SecretEdit) -> None:
    qtbot.keyClicks(edit, SECRET)
    edit.eye.trigger()
    assert edit.displayText() == SECRET
    assert edit.eye.text() == "Hide what was typed"
    edit.eye.trigger()
    assert SECRET not in edit.displayText()


def test_a_disabled_line_is_hidden_again(edit: SecretEdit) -> None:
    edit.eye.trigger()
    edit.setEnabled(False)
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_forgetting_leaves_nothing_to_undo(qtbot: QtBot, edit: SecretEdit) -> None:
    qtbot.keyClicks(edit, SECRET)
    edit.eye.trigger()
    edit.forget()
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    edit.eye.trigger()
    edit.undo()
    edit.redo()
    assert edit.text() == ""


def test_blanks_around_a_pasted_secret_are_dropped(edit: SecretEdit) -> None:
    QGuiApplication.clipboard().setText(f"\t {SECRET}  ")
    edit.paste()
    assert edit.text() == SECRET
    assert edit.fault == ""


@pytest.mark.parametrize("text", [f"{SECRET}\nmore", f"„{SECRET}“", f"two {SECRET}", f"{SECRET}\x00"])
def test_a_fault_is_told_without_the_secret(edit: SecretEdit, text: str) -> None:
    edit.setText(text)
    assert edit.fault
    assert SECRET not in edit.fault


def test_nothing_is_completed_or_predicted(edit: SecretEdit) -> None:
    assert edit.completer() is None
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhNoPredictiveText
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
