"""The list of accounts: names are seen whole, or cut where it hurts least."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSignalBlocker
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.ui.accounts.account_combo import AccountCombo

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DEMO = "Demo LeadSquared (this run only)"
LONG = "Northern branch, mortgage desk of the partner in Reno (this run only)"


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    return holder


@pytest.fixture
def combo(holder: QWidget) -> AccountCombo:
    combo = AccountCombo(holder)
    QHBoxLayout(holder).addWidget(combo)
    holder.resize(60, 40)
    holder.show()
    return combo


def show_names(combo: AccountCombo, *names: str) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for name in names:
            combo.addItem(name, name)
        combo.setCurrentIndex(0)


def tool_tip(combo: AccountCombo) -> str:
    middle = combo.rect().center()
    QApplication.sendEvent(combo, QHelpEvent(QHelpEvent.Type.ToolTip, middle, combo.mapToGlobal(QPoint(middle))))
    return combo.toolTip()


def test_it_grows_to_its_longest_name(qtbot: QtBot, combo: AccountCombo):
    show_names(combo, "East", DEMO)
    combo.setCurrentIndex(1)
    qtbot.waitUntil(lambda: combo.width() >= combo.minimumWidth() > 0)
    assert combo.shown_name() == DEMO
    assert tool_tip(combo) == ""
    wide = combo.minimumWidth()
    show_names(combo, "East")
    assert combo.minimumWidth() < wide


def test_a_very_long_name_is_cut_in_the_middle_and_whole_in_the_tool_tip(qtbot: QtBot, combo: AccountCombo):
    show_names(combo, LONG, "East")
    qtbot.waitUntil(lambda: combo.width() >= combo.minimumWidth() > 0)
    assert combo.width() < 420, "within reason"
    shown = combo.shown_name()
    assert "…" in shown
    assert shown.startswith("Northern")
    assert shown.endswith("only)")
    assert LONG in tool_tip(combo)
    combo.setCurrentIndex(1)
    assert tool_tip(combo) == ""


def test_the_open_list_has_room_for_the_names(combo: AccountCombo):
    show_names(combo, LONG, "East")
    assert combo.view().minimumWidth() > combo.fontMetrics().horizontalAdvance(LONG)
